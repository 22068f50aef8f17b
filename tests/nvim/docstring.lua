-- Documentation: the buffer gets it in one step, and one undo takes it away again.
package.path = vim.fn.fnamemodify(vim.env.NVIM_INIT, ':h') .. '/?.lua;' .. package.path
local t = require('helper')

t.run(function()
  t.open('greet.py')
  local before = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  vim.api.nvim_win_set_cursor(0, { 2, 4 })
  t.check(vim.tbl_contains(t.titles(1), 'Add docstring'), 'it is offered', t.titles(1))
  t.check(#t.titles(2) == 0, 'but not unasked', t.titles(2))
  t.pick('Add docstring')
  t.wait('the buffer has it', 15000, function()
    return vim.api.nvim_buf_line_count(0) > #before
  end)
  local after = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  t.check(after[2] == '    """Say hello.', 'below the head', after)
  t.check(after[#after - 1] == before[#before - 1], 'and nothing else is changed', after)
  t.check(vim.bo.modified and not (t.read(t.work .. '/greet.py') or ''):find('Say', 1, true), 'in the buffer, not in the file')
  t.wait('it says so', 5000, function()
    return require('kadane').status() == ''
  end)
  vim.cmd('undo')
  t.check(vim.deep_equal(vim.api.nvim_buf_get_lines(0, 0, -1, false), before), 'one undo takes it away')
end)
