-- The server's question whether code may be run: which words answer it, and which do not.
package.path = vim.fn.fnamemodify(vim.env.NVIM_INIT, ':h') .. '/?.lua;' .. package.path
local t = require('helper')

local FOLDER = t.work
local MESSAGE = 'May this script be run?\n' .. ('words and limits '):rep(30) .. 'ENDWORD\nFolder: ' .. FOLDER

-- In no order that anybody could rely on.
local ACTIONS = { { title = 'Only translate' }, { title = 'Always here' }, { title = 'Run' } }

local function ask(typed, actions, message)
  local handler = require('kadane.handlers')['window/showMessageRequest']
  t.answer = typed
  local request = { message = message or MESSAGE, actions = actions or ACTIONS }
  return handler(nil, request, { client_id = require('kadane').client().id })
end

local function title(answer)
  return answer ~= vim.NIL and answer.title or nil
end

local function check_words(heard)
  t.check(title(ask('run')) == 'Run', '"run" allows it')
  t.check(title(ask('  RUN ')) == 'Run', 'in capitals and with spaces, too')
  t.check(#heard == 0, 'nothing is said to that', heard)
  t.check(title(ask('Always')) == 'Always here', '"always" allows it for good')
  for _, typed in ipairs({ '', '1', '2', '3', 'r', 'y', 'yes', 'always here!', 'runs', 'Gofor j in range(2):', 'no' }) do
    t.check(ask(typed) == vim.NIL, '"' .. typed .. '" allows nothing')
  end
  t.check(t.find(heard, ':KadaneAllow'), 'and it is said how to allow it', heard)
  t.check(ask('always', { { title = 'Run' }, { title = 'Only translate' } }) == vim.NIL, 'nor does what is not offered')
  local asked = #t.asked
  t.check(ask('run', {}) == vim.NIL and #t.asked == asked, 'without answers to choose from it is not asked')
end

local function check_interrupted()
  local usual = vim.fn.input
  vim.fn.input = function()
    error('Keyboard interrupt')
  end
  t.check(ask('run') == vim.NIL, 'Ctrl-C allows nothing')
  vim.fn.input = usual
end

local function check_text()
  ask('no')
  local text = t.asked[#t.asked]
  local lines = vim.split(text, '\n')
  t.check(vim.startswith(text, 'May this') and text:find('ENDWORD\nFolder: ' .. FOLDER, 1, true), 'the whole question is shown', text)
  t.check(text:find('always', 1, true) and text:find('Type the word: $'), 'with its answers', text)
  for _, line in ipairs(lines) do
    t.check(vim.fn.strwidth(line) < vim.o.columns, 'no line is wider than the screen', line)
  end
  local long = ('one more line\n'):rep(100) .. ('x'):rep(300) .. '\n'
  ask('no', nil, (MESSAGE:gsub('\n', '\n' .. long, 1)))
  text = t.asked[#t.asked]
  lines = vim.split(text, '\n')
  t.check(#lines < vim.o.lines, 'nor is it longer than the screen', #lines)
  t.check(vim.startswith(text, 'May this') and text:find(FOLDER, 1, true), 'and is cut in its middle', text)
end

-- In later versions a handler may take its time.
local function check_patience()
  local answer
  local begin = vim.loop.hrtime()
  coroutine.wrap(function()
    answer = ask('run')
  end)()
  t.check(answer == nil, 'where it can, the question waits for silence')
  vim.wait(5000, function()
    return answer ~= nil
  end)
  t.check(title(answer) == 'Run' and vim.loop.hrtime() - begin > 5e8, 'and comes then')
end

-- What was typed just before goes where it was meant to go.
local function check_typed_before()
  vim.cmd('enew')
  vim.api.nvim_feedkeys('iÀ few… words', 't', true)
  t.answer = 'no'
  require('kadane.question').ask({ message = MESSAGE, actions = ACTIONS }, nil)
  vim.api.nvim_feedkeys('', 'x', false)
  t.check(vim.api.nvim_get_current_line() == 'À few… words', 'what was typed before is not lost',
    vim.api.nvim_get_current_line())
  vim.cmd('bwipeout!')
end

local function check_nobody(heard)
  vim.api.nvim_list_uis = t.real.list_uis
  local asked = #t.asked
  t.answer = 'run'
  vim.cmd('edit ' .. t.work .. '/chain.py')
  vim.cmd('KadaneTranslate')
  t.wait('without a screen nobody is waited for', 20000, function()
    return t.find(heard, 'chain.py: not run: :KadaneAllow allows it')
  end)
  t.check(#t.asked == asked, 'nor asked')
  t.wait('and nothing is claimed', 2000, function()
    return #vim.diagnostic.get(0) > 0
  end)
  t.check(not t.diagnostic('faster'), 'about speed', vim.diagnostic.get(0))
  t.check(#t.files(t.work, '*.cpp') == 1 and t.files(t.work, '*.unverified.cpp')[1], 'the translation is there')
end

local function check_commands(heard)
  local trust = t.case .. '/home/state/kadane/trust.json'
  t.check(not (t.read(trust) or ''):find(t.work, 1, true), 'nothing was allowed so far')
  vim.cmd('KadaneAllow')
  t.wait(':KadaneAllow allows', 3000, function()
    return (t.read(trust) or ''):find(t.work, 1, true)
  end)
  t.wait('and that is said, with the folder', 3000, function()
    return t.find(heard, '/work is allowed for good; :KadaneForget takes it back')
  end)
  vim.cmd('KadaneForget')
  t.wait(':KadaneForget forgets, and says so', 3000, function()
    return t.find(heard, 'asked again') and not t.read(trust):find(t.work, 1, true)
  end)
end

t.run(function()
  local heard = t.messages()
  t.open('chain.py')
  check_words(heard)
  check_interrupted()
  check_text()
  check_patience()
  check_typed_before()
  check_nobody(heard)
  check_commands(heard)
  for _, text in ipairs(heard) do
    t.check(vim.fn.strwidth(text) <= 79, 'every message fits', text)
  end
end)
