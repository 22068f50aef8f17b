-- Choosing the model that is asked, with Neovim's own picker; and the question before a download.
package.path = vim.fn.fnamemodify(vim.env.NVIM_INIT, ':h') .. '/?.lua;' .. package.path
local t = require('helper')

-- Somebody picks the item that is shown with these words; nil: nothing.
local function pick(words)
  local seen = {}
  vim.ui.select = function(items, options, choose)
    for _, item in ipairs(items) do
      local shown = options.format_item(item)
      table.insert(seen, shown)
      if words and shown:find(words, 1, true) then
        choose(item)
        return
      end
    end
    choose(nil)
  end
  return seen
end

local function check_picker(heard)
  local seen = pick(nil)
  vim.cmd('KadaneModel')
  t.wait('the models that can be had are offered', 5000, function()
    return t.find(seen, 'replay')
  end)
  t.check(#seen > 0, 'in words', seen)
  vim.wait(200)
  t.check(not t.find(heard, 'is asked until'), 'nothing is chosen unless something is picked', heard)
  pick('replay')
  vim.cmd('KadaneModel')
  t.wait('what is picked is asked, and that is said', 5000, function()
    return t.find(heard, 'replay is asked until the editor ends')
  end)
end

local function check_download()
  local actions = { { title = 'Not now' }, { title = 'Pull it' } }
  local function ask(typed)
    t.answer = typed
    return require('kadane.handlers')['window/showMessageRequest'](nil, {
      message = 'kadane: qwen2.5-coder is not there: pull it (4.7 GB)?',
      actions = actions,
    }, { client_id = require('kadane').client().id })
  end
  local answer = ask('pull')
  t.check(answer ~= vim.NIL and answer.title == 'Pull it', '"pull" downloads a model')
  local text = t.asked[#t.asked]
  t.check(text:find('not now', 1, true) and not text:find('translate', 1, true), 'Enter is a no', text)
  for _, typed in ipairs({ '', 'run', 'always', 'p', '2' }) do
    t.check(ask(typed) == vim.NIL, '"' .. typed .. '" downloads nothing')
  end
end

t.run(function()
  local heard = t.messages()
  t.open('chain.py')
  check_picker(heard)
  check_download()
  for _, text in ipairs(heard) do
    t.check(vim.fn.strwidth(text) <= 79, 'every message fits', text)
  end
end)
