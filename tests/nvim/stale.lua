-- Typing, undo, redo and reading the file anew, as a user does: the verdict is shown for the text it
-- is about, and as an earlier one for every other.
package.path = vim.fn.fnamemodify(vim.env.NVIM_INIT, ':h') .. '/?.lua;' .. package.path
local t = require('helper')

local EARLIER = ' – for an earlier version'

local function wait_for(name, message, severity, line)
  local found = t.wait(name, 5000, function()
    local shown = t.diagnostic(message)
    return shown and shown.severity == severity and shown.lnum == line and shown
  end)
  if not found then
    print(vim.inspect(vim.diagnostic.get(0)))
  end
  return found
end

local function wait_for_fresh(name, verdict)
  local shown = wait_for(name, verdict, vim.diagnostic.severity.INFO, 0)
  t.check(shown and shown.message == verdict, name .. ': word for word', shown)
end

local function wait_for_stale(name, line)
  local shown = wait_for(name, 'stale: ', vim.diagnostic.severity.HINT, line)
  t.check(shown and vim.endswith(shown.message, EARLIER), name .. ': and says so', shown)
end

-- What a user types: it ends an undo block.
local function keys(typed)
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(typed, true, false, true), 'tx', false)
end

t.run(function()
  t.open('chain.py')
  t.pick('Translate to C++')
  local first = t.wait('the verdict arrives', 25000, function()
    return require('kadane').status() == '' and t.diagnostic('identical')
  end)
  assert(first, 'no verdict')
  local verdict = first.message

  keys('ggO# É… 😀<CR>two<Esc>')
  wait_for_stale('two lines above', 2)
  keys('ggOthree<Esc>')
  wait_for_stale('and a third', 3)
  keys('Gx')
  wait_for_stale('an edit below', 3)
  local hints = t.ask('textDocument/inlayHint', {
    textDocument = t.here(),
    range = { start = { line = 0, character = 0 }, ['end'] = { line = 99, character = 0 } },
  }) or {}
  for _, hint in ipairs(hints) do
    t.check(hint.position.line == 3 and vim.startswith(hint.label, 'stale: '), 'the hint, too', hint)
  end
  local at = { line = 3, character = 0 }
  local hover = t.ask('textDocument/hover', { textDocument = t.here(), position = at }) or { contents = {} }
  t.check((hover.contents.value or ''):find('Undo brings the verdict back', 1, true), 'hover says what helps', hover)

  keys('uu')
  wait_for_stale('undo, but not all of it', 2)
  keys('u')
  wait_for_fresh('all of it', verdict)
  keys('<C-r>')
  wait_for_stale('redo', 2)
  keys('u')
  wait_for_fresh('and undo', verdict)

  keys('Gorint(1)<Esc>')
  wait_for_stale('a line at the end', 0)
  vim.cmd('edit!')
  wait_for_fresh('the file, read anew', verdict)

  local script = vim.api.nvim_get_current_buf()
  keys('Gorint(1)<Esc>')
  wait_for_stale('a line at the end, again', 0)
  t.open('slow.py')
  vim.cmd(script .. 'bwipeout!')
  vim.cmd('edit ' .. t.work .. '/chain.py')
  wait_for_fresh('closed and opened', verdict)
  t.check(#t.files(t.work, '*.cpp') == 1, 'all that from one translation', t.files(t.work))
end)
