-- Cancelling half-way, by code action while the model speaks, and by command while programs run.
package.path = vim.fn.fnamemodify(vim.env.NVIM_INIT, ':h') .. '/?.lua;' .. package.path
local t = require('helper')

-- All processes below one.
local function descendants(pid, into)
  into = into or {}
  for _, child in ipairs(vim.api.nvim_get_proc_children(pid)) do
    table.insert(into, child)
    descendants(child, into)
  end
  return into
end

local function check_nothing_left(pid, why)
  t.wait(why .. ': it ends', 3000, function()
    return require('kadane').status() == ''
  end)
  t.wait(why .. ': no process is left', 2000, function()
    return #descendants(pid) == 0
  end)
  -- The server's folder for reports is none of a job's.
  t.wait(why .. ': no temporary file is left', 2000, function()
    local left = vim.fn.glob(t.case .. '/cache/kadane/**/*', false, true)
    return #vim.tbl_filter(function(path)
      return vim.fn.isdirectory(path) == 0
    end, left) == 0
  end)
  vim.wait(300)
  t.check(#t.files(t.work, '*.cpp') == 0, why .. ': no translation is there', t.files(t.work))
  t.check(#vim.diagnostic.get(0) == 0, why .. ': and no verdict', vim.diagnostic.get(0))
end

t.run(function()
  local _, pid = t.open('slow.py')
  local seen = t.listen()

  t.pick('Translate to C++')
  t.wait('the model speaks', 5000, function()
    return t.find(seen, 'tokens') or t.find(seen, 'asking the model')
  end)
  local running = t.wait('programs run meanwhile', 5000, function()
    local all = descendants(pid)
    return #all > 0 and all
  end)
  t.check(running, 'the original runs while the model speaks')
  t.pick('Cancel "Translate to C++"')
  check_nothing_left(pid, 'cancelled by action')
  t.check(not t.find(t.titles(1), 'Cancel'), 'cancelling is no longer offered', t.titles(1))

  local first = #seen
  vim.cmd('KadaneTranslate')
  t.wait('the command starts it again', 3000, function()
    return #seen > first and require('kadane').status() ~= ''
  end)
  -- A second wish joins the job that runs.
  vim.cmd('KadaneTranslate')
  vim.wait(300)
  t.check(not require('kadane').status():find('translate.*translate'), 'it does not run twice')
  vim.wait(700)
  vim.cmd('KadaneCancel')
  check_nothing_left(pid, 'cancelled by command')
  t.check(t.find(t.titles(1), 'Translate to C++'), 'the server is as good as new')
end)
