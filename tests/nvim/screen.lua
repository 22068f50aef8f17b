-- What a person sees: a second Neovim in a terminal of 80 columns and 24 lines, keys typed into it,
-- its screen read. It must never stop with "Press ENTER".
package.path = vim.fn.fnamemodify(vim.env.NVIM_INIT, ':h') .. '/?.lua;' .. package.path
local t = require('helper')

local LINES, COLUMNS = 24, 80

local function start(script)
  local socket = t.case .. '/socket'
  vim.cmd('enew')
  vim.o.lines, vim.o.columns = LINES + 2, COLUMNS
  vim.o.laststatus, vim.o.cmdheight = 0, 1
  vim.cmd('resize ' .. LINES)
  local terminal = vim.fn.termopen({
    vim.env.NVIM_BIN, '-i', 'NONE', '-n', '-u', vim.env.NVIM_INIT, '--listen', socket, t.work .. '/' .. script,
  }, { env = { NVIM = '', NVIM_LISTEN_ADDRESS = '', TERM = 'xterm-256color' }, cwd = t.work })
  local channel
  t.wait('an editor with a screen starts', 5000, function()
    local fine, got = pcall(vim.fn.sockconnect, 'pipe', socket, { rpc = true })
    channel = fine and got > 0 and got or nil
    return channel
  end)
  return terminal, channel
end

local function screen()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

-- Watches until `words` are on the screen; fails when the editor stops with a prompt.
local function watch(channel, words, ms)
  local blocked, seen = false, {}
  local found = vim.wait(ms, function()
    local now = screen()
    seen[now:match('([^\n]*)\n*$')] = true
    -- "r" is hit-enter, "rm" the more prompt.
    local mode = vim.rpcrequest(channel, 'nvim_get_mode')
    blocked = blocked or mode.blocking or now:find('Press ENTER', 1, true) ~= nil
    return now:find(words, 1, true) ~= nil
  end, 20)
  return found, blocked, vim.tbl_keys(seen)
end

local function check_translation(terminal, channel)
  vim.fn.chansend(terminal, ':lua vim.lsp.buf.code_action()\r')
  t.wait('the menu is shown', 5000, function()
    return screen():find('1[.:] Translate to C%+%+')
  end)
  vim.fn.chansend(terminal, '1\r')
  t.wait('it asks whether the script may be run', 5000, function()
    return screen():find('2. Always here', 1, true) and screen():find('Type number', 1, true)
  end)
  vim.fn.chansend(terminal, '1\r')
  t.wait('and is content with the answer', 2000, function()
    return not vim.rpcrequest(channel, 'nvim_get_mode').blocking
  end)
  local found, blocked, lines = watch(channel, ' faster', 25000)
  t.check(found, 'the verdict is on the screen', screen())
  local again, still = watch(channel, 'chain.cpp', 5000)
  t.check(again, 'the end is told', screen())
  t.check(not (blocked or still), 'without "Press ENTER"', screen())
  local shown = vim.tbl_filter(function(line)
    return line:find('kadane: translate chain.py: ', 1, true)
  end, lines)
  t.check(#shown >= 2, 'progress was on the screen', lines)
  t.check(screen():find('import time[^\n]*x%+? faster'), 'the verdict is on a line of the script', screen())
end

local function check_failure(terminal, channel)
  vim.fn.chansend(terminal, ':edit unknown.py\r')
  t.wait('another script is open', 5000, function()
    return screen():find('other_sum', 1, true)
  end)
  vim.wait(300)
  vim.fn.chansend(terminal, ':KadaneTranslate\r')
  local found, blocked = watch(channel, 'the recordings in', 10000)
  t.check(found, 'a failure is on the screen', screen())
  t.check(not blocked, 'a failure, too, comes without "Press ENTER"', screen())
  vim.wait(300)
  local mode = vim.rpcrequest(channel, 'nvim_get_mode')
  t.check(mode.mode == 'n' and not mode.blocking, 'and typing can go on', mode)
end

t.run(function()
  local terminal, channel = start('chain.py')
  t.wait('a server is attached', 5000, function()
    -- Its configuration may not have been read yet.
    local fine, attached = pcall(vim.rpcrequest, channel, 'nvim_exec_lua', "return require('kadane').client() ~= nil", {})
    return fine and attached
  end)
  vim.wait(200)
  check_translation(terminal, channel)
  check_failure(terminal, channel)
  vim.fn.chansend(terminal, ':qall!\r')
  t.check(vim.fn.jobwait({ terminal }, 3000)[1] == 0, 'the editor ends')
end)
