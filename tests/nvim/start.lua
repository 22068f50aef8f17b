-- Who gets a server, and what is said when there is none to be had.
package.path = vim.fn.fnamemodify(vim.env.NVIM_INIT, ':h') .. '/?.lua;' .. package.path
local t = require('helper')

local function clients()
  local all = vim.lsp.get_clients and vim.lsp.get_clients() or vim.lsp.get_active_clients()
  return #vim.tbl_values(all)
end

local function project(name)
  local folder = t.work .. '/' .. name
  vim.fn.mkdir(folder .. '/inner', 'p')
  vim.fn.writefile({ '[project]' }, folder .. '/pyproject.toml')
  vim.fn.writefile({ 'print(1)' }, folder .. '/inner/one.py')
  return name .. '/inner/one.py'
end

-- An editor of its own, started with these arguments; gives back its exit status.
local function editor(arguments, environment)
  local command = { vim.env.NVIM_BIN, '--headless', '-i', 'NONE', '-n' }
  vim.list_extend(command, arguments)
  environment.NVIM, environment.NVIM_LISTEN_ADDRESS = '', ''
  return vim.fn.jobwait({ vim.fn.jobstart(command, { env = environment }) }, 5000)[1]
end

-- Plugin managers load it when the first file of its type is there already.
local function check_late()
  local init = t.case .. '/late.lua'
  vim.fn.writefile({
    'vim.cmd("filetype on")',
    'vim.g.kadane = { cmd = vim.env.KADANE }',
    'vim.api.nvim_create_autocmd("FileType", { pattern = "python", callback = function()',
    '  vim.opt.runtimepath:prepend(vim.env.NVIM_PLUGIN)',
    '  vim.cmd("runtime plugin/kadane.lua")',
    'end })',
    'vim.api.nvim_create_autocmd("VimEnter", { callback = vim.schedule_wrap(function()',
    '  local attached = vim.wait(3000, function() return vim.fn.exists(":KadaneTranslate") == 2 end)',
    '  vim.cmd(attached and "qall!" or "cquit")',
    'end) })',
  }, init)
  t.check(editor({ '-u', init, t.work .. '/chain.py' }, {}) == 0, 'loaded late it serves what is open')
end

local function check_missing()
  local log = t.case .. '/missing'
  local status = editor({
    '-u', vim.env.NVIM_INIT,
    '-c', 'edit ' .. t.work .. '/chain.py', '-c', 'edit ' .. t.work .. '/slow.py', '-c', 'sleep 200m',
    '-c', 'call writefile([execute("messages")], "' .. log .. '")', '-c', 'qall!',
  }, { KADANE_MISSING = '/nonexistent/kadane' })
  t.check(status == 0, 'an editor without a server works')
  local said = t.read(log) or ''
  local _, times = said:gsub('was not found', '')
  t.check(times == 1, 'says once that there is no server', said)
  t.check(not said:find('E%d+:') and not said:find('Error', 1, true), 'and nothing worse', said)
end

t.run(function()
  local heard = t.messages()

  vim.cmd('edit ' .. t.work .. '/answers/chain.txt')
  vim.wait(200)
  t.check(clients() == 0, 'a text file gets no server')

  local first = t.open('chain.py')
  t.check(vim.fn.exists(':KadaneTranslate') == 2, 'commands are there in the buffer')
  t.check(t.has('0.11') or first.config.settings.kadane.provider == 'replay', 'settings are passed on')
  local second = t.open('slow.py')
  t.check(first.id == second.id, 'loose files share a server')
  local third = t.open(project('project'))
  t.check(third.id ~= first.id, 'a project has one of its own')
  t.check(vim.endswith(third.config.root_dir, '/project'), 'with the folder of pyproject.toml as its root')
  t.check(clients() == 2, 'two servers in all', clients())

  vim.cmd('enew')
  vim.bo.buftype = 'nofile'
  vim.bo.filetype = 'python'
  vim.wait(200)
  t.check(clients() == 2, 'no server more for a buffer without a file')

  vim.cmd('checkhealth kadane')
  local report = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  t.check(report:find('the plugin is loaded', 1, true), 'health: the plugin', report)
  t.check(report:find(vim.env.KADANE, 1, true), 'health: where the server is', report)
  t.check(report:find('sandbox', 1, true), 'health: what doctor says', report)
  t.check(report:find('is running for', 1, true), 'health: what runs', report)
  t.check(not report:find('Failed to run', 1, true), 'health: runs', report)
  vim.cmd('bwipeout!')

  vim.cmd('edit ' .. t.work .. '/chain.py')
  vim.cmd('KadaneCancel')
  t.wait('cancel with nothing to cancel says so', 2000, function()
    return t.find(heard, 'nothing is running')
  end)
  vim.cmd('KadaneReport')
  t.wait('a report before there is any: the server says why not', 2000, function()
    return t.find(heard, 'nothing has been run here yet')
  end)

  check_late()
  check_missing()
end)
