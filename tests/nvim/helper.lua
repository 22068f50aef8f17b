-- What the cases share: checks that are counted by run.sh, waiting, and asking the server.
local M = {}

M.case = vim.env.CASE
M.work = M.case .. '/work'

local results = assert(io.open(M.case .. '/results', 'a'))

function M.check(holds, name, detail)
  results:write(holds and 'ok ' or 'not ', name:gsub('\n', ' '), '\n')
  results:flush()
  if not holds then
    print('not ok: ' .. name .. (detail ~= nil and ': ' .. vim.inspect(detail) or ''))
  end
  return holds
end

-- Somebody sits here and, asked whether code may be run, types this word; what was asked is kept.
M.answer, M.asked = 'run', {}
M.real = { input = vim.fn.input, list_uis = vim.api.nvim_list_uis }
vim.api.nvim_list_uis = function()
  return { {} }
end
vim.fn.input = function(options)
  table.insert(M.asked, options.prompt)
  return M.answer
end

-- A check that may take its time; gives back what `probe` found, or nil.
function M.wait(name, ms, probe)
  local found
  vim.wait(ms, function()
    found = probe()
    return found and true or false
  end, 10)
  M.check(found, name)
  return found or nil
end

-- Runs a case; whatever happens, the editor ends.
function M.run(body)
  local fine, message = xpcall(body, debug.traceback)
  if fine then
    M.check(true, 'the end')
  else
    print(message)
  end
  results:close()
  vim.cmd(fine and 'qall!' or 'cquit')
end

function M.has(version)
  return vim.fn.has('nvim-' .. version) == 1
end

function M.read(path)
  local file = io.open(path, 'rb')
  if not file then
    return nil
  end
  local text = file:read('*a')
  file:close()
  return text
end

function M.files(folder, pattern)
  return vim.fn.glob(folder .. '/' .. (pattern or '*'), false, true)
end

-- Opens a script of the case's and waits for the server; gives back the client and its process.
function M.open(name)
  local mine = vim.fn.getpid()
  vim.cmd('edit ' .. vim.fn.fnameescape(M.work .. '/' .. name))
  local client = M.wait('attached to ' .. name, 5000, function()
    local client = require('kadane').client()
    return client and client.server_capabilities and client
  end)
  assert(client, 'no client')
  local pid
  for _, child in ipairs(vim.api.nvim_get_proc_children(mine)) do
    local command = M.read('/proc/' .. child .. '/cmdline') or ''
    if command:find('kadane', 1, true) then
      pid = child
    end
  end
  M.check(pid, 'the server is a child of the editor')
  local servers = assert(io.open(M.case .. '/servers', 'a'))
  servers:write(tostring(pid or ''), '\n')
  servers:close()
  return client, pid
end

-- The answer to a request about the current buffer.
function M.ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 3000) or {}
  for _, answer in pairs(answers) do
    return answer.result, answer.error or answer.err
  end
  return nil
end

function M.here()
  return { uri = vim.uri_from_bufnr(0) }
end

-- The titles of the code actions on the current line.
function M.titles(trigger)
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  local at = { line = line, character = 0 }
  local actions = M.ask('textDocument/codeAction', {
    textDocument = M.here(),
    range = { start = at, ['end'] = at },
    context = { diagnostics = {}, triggerKind = trigger },
  })
  local titles = {}
  for _, action in ipairs(actions or {}) do
    table.insert(titles, action.title)
  end
  return titles
end

-- Picks a code action by its title, as a user does.
function M.pick(title)
  if M.has('0.8') then
    vim.lsp.buf.code_action({
      filter = function(action)
        return action.title == title
      end,
      apply = true,
    })
    return
  end
  local usual = vim.ui.select
  vim.ui.select = function(items, options, choose)
    vim.ui.select = usual
    for _, item in ipairs(items) do
      if options.format_item(item) == title then
        choose(item)
        return
      end
    end
    choose(nil)
  end
  vim.lsp.buf.code_action()
end

-- Listens to progress from now on; gives back the list that it fills.
function M.listen()
  local seen = {}
  local event, pattern = 'User', 'LspProgressUpdate'
  if M.has('0.10') then
    event, pattern = 'LspProgress', '*'
  end
  vim.api.nvim_create_autocmd(event, {
    pattern = pattern,
    callback = function()
      table.insert(seen, require('kadane').status())
    end,
  })
  return seen
end

-- The first of `list` that holds `words`.
function M.find(list, words)
  for _, text in ipairs(list) do
    if text:find(words, 1, true) then
      return text
    end
  end
  return nil
end

-- Our only diagnostic on the current buffer, if it holds `words`.
function M.diagnostic(words)
  local all = vim.diagnostic.get(0)
  return #all == 1 and all[1].message:find(words, 1, true) and all[1] or nil
end

-- What the editor tells the user from now on: { text, level }.
function M.messages()
  local heard = {}
  local usual = vim.notify
  vim.notify = function(text, level, options)
    table.insert(heard, text)
    return usual(text, level, options)
  end
  return heard
end

return M
