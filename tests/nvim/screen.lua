-- What a person sees: a second Neovim in a terminal of 80 columns and 24 lines, keys typed into it,
-- its screen read. It must never stop with "Press ENTER", and nothing that is typed into a buffer may
-- answer its question.
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

local function mode(channel)
  return vim.rpcrequest(channel, 'nvim_get_mode')
end

-- The question whether code may be run is on the screen, whole, and waits for its word.
local function wait_for_question(channel, name)
  t.wait(name .. ': it asks', 8000, function()
    return screen():find('Type the word:', 1, true) and mode(channel).mode:match('^c')
  end)
  local now = screen()
  t.check(now:find('be run', 1, true) and now:find('/work', 1, true), name .. ': all of the question is seen', now)
  t.check(not now:find('%-%- More') and not now:find('Press ENTER', 1, true), name .. ': without a stop', now)
end

local function trusted()
  return (t.read(t.case .. '/home/state/kadane/trust.json') or ''):find(t.work, 1, true) ~= nil
end

local function wait_for_end(channel, name)
  t.wait(name .. ': the job ends', 10000, function()
    return vim.rpcrequest(channel, 'nvim_exec_lua', "return require('kadane').status()", {}) == ''
  end)
end

-- Answers with these keys, none of which may allow anything.
local function check_refused(terminal, channel, name, keys)
  wait_for_question(channel, name)
  vim.fn.chansend(terminal, keys)
  local found, blocked = watch(channel, 'not run: :KadaneAllow allows it', 10000)
  t.check(found, name .. ': nothing is run', screen())
  wait_for_end(channel, name)
  local again, still = watch(channel, 'chain.py: not run: :KadaneAllow allows it', 3000)
  t.check(again, name .. ': and what would allow it is said', screen())
  t.check(not (blocked or still), name .. ': without "Press ENTER"', screen())
  t.check(not trusted() and not screen():find('faster', 1, true), name .. ': nothing is allowed')
  vim.fn.chansend(terminal, ':KadaneForget\r')
  t.check(watch(channel, 'asked again', 5000), name .. ': it can be asked again', screen())
end

local REFUSALS = {
  { 'a line of code', 'Gofor j in range(2):\r' },
  { 'a digit', '2\r' },
  { 'Escape', 'always\27' },
  { 'Ctrl-C', 'always\3' },
  { 'Enter', '\r' },
}

local function check_typing(terminal, channel)
  for _, refusal in ipairs(REFUSALS) do
    vim.fn.chansend(terminal, ':KadaneTranslate\r')
    check_refused(terminal, channel, refusal[1], refusal[2])
    t.check(mode(channel).mode == 'n', refusal[1] .. ': typing goes on where it was', mode(channel))
  end
end

-- Keys that were there before the question was are none of its own, not even a word that it wants.
local function check_ahead(terminal, channel)
  vim.rpcnotify(channel, 'nvim_exec_lua', [[
    vim.loop.sleep(500)
    answer = require('kadane.question').ask({ message = 'may it be run in /work', actions = { { title = 'Run' } } })
  ]], {})
  vim.wait(100)
  vim.fn.chansend(terminal, 'Gorun\r…\27')
  wait_for_question(channel, 'typed ahead')
  vim.fn.chansend(terminal, 'no\r')
  t.wait('what was typed ahead is in the buffer', 3000, function()
    -- A stale verdict's sign stands before the lines.
    return screen():find('\n%s*run%s*\n%s*…%s*\n')
  end)
  t.check(vim.rpcrequest(channel, 'nvim_exec_lua', 'return answer == vim.NIL', {}), 'and has allowed nothing')
  vim.fn.chansend(terminal, ':edit!\r')
  t.wait('the script is as it was', 2000, function()
    return not screen():find('…', 1, true)
  end)
end

-- Before 0.9 a question cannot wait until nobody types: what it took goes on into the buffer.
local function check_inserting(terminal, channel)
  vim.fn.chansend(terminal, 'Go')
  t.wait('in insert mode', 2000, function()
    return mode(channel).mode == 'i'
  end)
  vim.rpcrequest(channel, 'nvim_command', 'KadaneTranslate')
  wait_for_question(channel, 'in insert mode')
  vim.fn.chansend(terminal, 'total = 2\r')
  if not t.has('0.8') then
    t.wait('the line is not lost', 3000, function()
      return screen():find('\ntotal = 2%s*\n')
    end)
  end
  t.wait('and the mode is still the same', 3000, function()
    return mode(channel).mode == 'i'
  end)
  wait_for_end(channel, 'in insert mode')
  t.check(not trusted(), 'nothing is allowed')
  vim.fn.chansend(terminal, '\27:edit!\r')
  t.wait('normal mode again', 2000, function()
    return mode(channel).mode == 'n'
  end)
  vim.fn.chansend(terminal, ':KadaneForget\r')
  t.check(watch(channel, 'asked again', 5000), 'it can be asked again', screen())
end

local function check_translation(terminal, channel)
  vim.fn.chansend(terminal, ':lua vim.lsp.buf.code_action()\r')
  t.wait('the menu is shown', 5000, function()
    return screen():find('1[.:] Translate to C%+%+')
  end)
  vim.fn.chansend(terminal, '1\r')
  wait_for_question(channel, 'the translation')
  vim.fn.chansend(terminal, 'run\r')
  local found, blocked, lines = watch(channel, ' faster', 25000)
  t.check(found, 'the verdict is on the screen', screen())
  local again, still = watch(channel, 'chain.cpp', 25000)
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
  local now = mode(channel)
  t.check(now.mode == 'n' and not now.blocking, 'and typing can go on', now)
end

-- The word that allows it for good, and the line that says so.
local function check_always(terminal, channel)
  t.check(not trusted(), '"run" is not for good')
  vim.fn.chansend(terminal, ':KadaneForget\r')
  watch(channel, 'asked again', 5000)
  vim.fn.chansend(terminal, ':KadaneTranslate\r')
  wait_for_question(channel, 'for good')
  vim.fn.chansend(terminal, ' ALWAYS\r')
  local found, blocked = watch(channel, '/work is allowed for good; :KadaneForget takes it back', 5000)
  t.check(found and not blocked, 'it is said what was allowed', screen())
  t.check(trusted(), 'and it is')
  wait_for_end(channel, 'for good')
end

t.run(function()
  local terminal, channel = start('chain.py')
  t.wait('a server is attached', 5000, function()
    -- Its configuration may not have been read yet.
    local fine, attached = pcall(vim.rpcrequest, channel, 'nvim_exec_lua', "return require('kadane').client() ~= nil", {})
    return fine and attached
  end)
  vim.wait(200)
  check_typing(terminal, channel)
  check_ahead(terminal, channel)
  check_inserting(terminal, channel)
  check_translation(terminal, channel)
  check_failure(terminal, channel)
  check_always(terminal, channel)
  vim.fn.chansend(terminal, ':qall!\r')
  t.check(vim.fn.jobwait({ terminal }, 3000)[1] == 0, 'the editor ends')
end)
