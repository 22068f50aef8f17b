-- The main job: pick the action, watch it, read the verdict, edit, and see it claim nothing more.
package.path = vim.fn.fnamemodify(vim.env.NVIM_INIT, ':h') .. '/?.lua;' .. package.path
local t = require('helper')

local PHASES = { 'compiling', 'comparing the output', 'timing' }

local function check_actions()
  t.check(vim.tbl_contains(t.titles(1), 'Translate to C++'), 'the action is offered when asked for')
  t.check(vim.tbl_contains(t.titles(nil), 'Translate to C++'), 'and when nobody says who asks')
  t.check(#t.titles(2) == 0, 'nothing is offered unasked', t.titles(2))
end

local function check_verdict(before)
  local verdict = t.wait('the verdict arrives', 25000, function()
    return require('kadane').status() == '' and t.diagnostic('identical')
  end)
  if not verdict then
    print(vim.inspect(vim.diagnostic.get(0)))
    return nil
  end
  t.check(verdict.message:match('[%d.,]+x%+? faster.*, output identical$'), 'with a measured factor', verdict.message)
  t.check(verdict.severity == vim.diagnostic.severity.INFO, 'as information', verdict)
  t.check(verdict.source == 'kadane', 'in our name', verdict)
  t.check(not vim.bo.modified, 'the buffer is not modified')
  t.check(vim.deep_equal(vim.api.nvim_buf_get_lines(0, 0, -1, false), before), 'nor its text changed')
  return verdict
end

local function check_reports(verdict)
  local code = t.read(t.work .. '/chain.cpp') or ''
  t.check(code:find('#include <chrono>', 1, true) == 1, 'the translation is there', code)
  t.check(code:match('}%s*$') and not code:find('```', 1, true), 'whole, and without fences', code)
  t.check(#t.files(t.work, '*.cpp') == 1, 'and nothing else', t.files(t.work))
  local at = { line = verdict.lnum, character = 0 }
  local hover = t.ask('textDocument/hover', { textDocument = t.here(), position = at })
  local text = type(hover) == 'table' and hover.contents.value or ''
  t.check(text:find('identical', 1, true) and text:find('O3', 1, true), 'hover holds the report', text)
  local lenses = t.ask('textDocument/codeLens', { textDocument = t.here() }) or {}
  t.check(#lenses == 1 and lenses[1].command.title == verdict.message, 'a lens says the same', lenses)
end

local function check_report_command(factor)
  local windows = #vim.api.nvim_list_wins()
  local script = vim.api.nvim_get_current_buf()
  vim.cmd('KadaneReport')
  t.wait(':KadaneReport shows the report', 3000, function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      local bufnr = vim.api.nvim_win_get_buf(window)
      local text = table.concat(vim.api.nvim_buf_get_lines(bufnr, 0, -1, false), '\n')
      if bufnr ~= script and text:find(factor, 1, true) then
        return true
      end
    end
    return false
  end)
  if #vim.api.nvim_list_wins() > windows then
    vim.cmd('close')
  end
  vim.cmd('buffer ' .. script)
end

t.run(function()
  local heard = t.messages()
  t.open('chain.py')
  local before = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  check_actions()

  local seen = t.listen()
  t.pick('Translate to C++')
  t.wait('progress begins', 3000, function()
    return seen[1]
  end)
  t.check(require('kadane').status() ~= '', 'and is there for a status line')
  if vim.lsp.status then
    t.check(vim.lsp.status() ~= '', "and for Neovim's own")
  end
  t.check(t.find(t.titles(1), 'Cancel'), 'cancelling is offered while it runs', t.titles(1))
  t.check(#t.files(t.work, '*.cpp') == 0, 'no file is there before its time')

  local verdict = check_verdict(before)
  assert(verdict, 'no verdict')
  for _, phase in ipairs(PHASES) do
    t.check(t.find(seen, phase), 'progress says "' .. phase .. '"', seen)
  end
  t.check(not t.find(seen, '#include'), "progress holds none of the model's words", seen)
  t.wait('the end is told', 2000, function()
    return t.find(heard, 'chain.cpp')
  end)
  check_reports(verdict)
  check_report_command(verdict.message:match('[%d.,]+x'))

  -- Whoever types is shown no verdict about another text.
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { 'print("more")' })
  t.wait('an edit makes the verdict stale', 3000, function()
    return t.diagnostic('stale: ')
  end)
  t.check(#t.files(t.work, '*.cpp') == 1, 'but leaves the file')
end)
