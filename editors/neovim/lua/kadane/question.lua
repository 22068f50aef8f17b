-- Before code of a workspace is run for the first time, or gigabytes are downloaded, the server asks.
-- The answer is a word:
-- Neovim's own handler takes a digit, and whatever is just being typed into a buffer would do.
local say = require('kadane.say')

local M = {}

-- What is typed, what it picks of the server's offers, and how long that holds. All else is a no.
local ANSWERS = {
  { word = 'run', title = 'Run', meaning = 'allow it until Neovim ends' },
  { word = 'always', title = 'Always here', meaning = 'allow it here for good' },
  { word = 'pull', title = 'Pull it', meaning = 'download it now' },
}

-- A no that was meant; else it was meant for the buffer.
local REFUSALS = { 'no', 'n', 'never', 'only', 'translate', 'only translate' }

-- How long nobody must have typed before the question is put, and before it is read.
local SILENCE_MS, SETTLE_MS, SETTLE_MAX_MS = 700, 300, 3000
local LOOK_MS = 20

-- Lines of at most `columns`; words are kept whole where they fit.
local function wrap(text, columns)
  local lines = {}
  for _, paragraph in ipairs(vim.split(text, '\r?\n')) do
    local line = ''
    for word in paragraph:gsub('%c', ' '):gmatch('%S+') do
      local longer = line == '' and word or line .. ' ' .. word
      if line ~= '' and vim.fn.strwidth(longer) > columns then
        table.insert(lines, line)
        longer = word
      end
      line = longer
      while vim.fn.strwidth(line) > columns do
        local count = columns
        while vim.fn.strwidth(vim.fn.strcharpart(line, 0, count)) > columns do
          count = count - 1
        end
        table.insert(lines, vim.fn.strcharpart(line, 0, count))
        line = vim.fn.strcharpart(line, count)
      end
    end
    table.insert(lines, line)
  end
  return lines
end

-- The whole question; never more than a screen, which would stop with "-- More --".
local function prompt(message, offered)
  local columns = vim.o.columns - 1
  local last = {}
  for _, answer in ipairs(offered) do
    table.insert(last, ('  %-7s %s'):format(answer.word, answer.meaning))
  end
  local downloads = offered[1].word == 'pull'
  table.insert(last, downloads and '  Enter   not now' or '  Enter   only translate, run nothing')
  table.insert(last, 'Type the word: ')
  local lines = wrap(message, columns)
  local room = math.max(vim.o.lines - #last - 2, 1)
  if #lines > room then
    -- What and where stand at the ends.
    local tail = math.floor(room / 2)
    local kept = vim.list_slice(lines, 1, room - tail - 1)
    table.insert(kept, '…')
    lines = vim.list_extend(kept, lines, #lines - tail + 1)
  end
  vim.list_extend(lines, last)
  return table.concat(lines, '\n')
end

-- 0.9 and later run handlers as coroutines; the others want the answer at once.
local function handler_routine()
  local routine, main = coroutine.running()
  return not main and routine or nil
end

-- Waits until nobody types. Should the server no longer wait then, the answer is for the next time.
local function wait_for_silence(routine)
  local uv = vim.uv or vim.loop
  local last = uv.now()
  local listener = vim.on_key(function()
    last = uv.now()
  end, vim.api.nvim_create_namespace(''))
  repeat
    vim.defer_fn(function()
      coroutine.resume(routine)
    end, LOOK_MS)
    coroutine.yield()
  until not say.in_use() and uv.now() - last >= SILENCE_MS
  vim.on_key(nil, listener)
end

-- What was typed before the question could be seen: no answer to it, but not to be lost either.
local function take_typed()
  local keys, quiet, spent = {}, 0, 0
  while quiet < SETTLE_MS and spent < SETTLE_MAX_MS do
    local key = vim.fn.getcharstr(0)
    if key ~= '' then
      table.insert(keys, key)
      quiet = 0
    else
      vim.wait(LOOK_MS)
      quiet, spent = quiet + LOOK_MS, spent + LOOK_MS
    end
  end
  return keys
end

local function give_back(keys)
  for _, key in ipairs(keys) do
    -- Special keys are escaped already.
    vim.api.nvim_feedkeys(key, 't', key:byte() ~= 0x80)
  end
end

-- What was typed in answer; '' after Escape and Ctrl-C, which is an error.
local function read(text)
  local inserting = vim.api.nvim_get_mode().mode:match('^[iR]') ~= nil
  vim.fn.inputsave()
  local keys = take_typed()
  vim.cmd('redraw')
  local fine, typed = pcall(vim.fn.input, { prompt = text, cancelreturn = '' })
  vim.fn.inputrestore()
  vim.cmd('redraw')
  return fine and typed or '', keys, inserting
end

-- The answers that the server offers, and its actions by title: their order is its own affair.
local function offers(actions)
  local offered, titles = {}, {}
  for _, action in ipairs(actions or {}) do
    titles[action.title] = action
  end
  for _, answer in ipairs(ANSWERS) do
    if titles[answer.title] then
      table.insert(offered, answer)
    end
  end
  return offered, titles
end

local function find(offered, word)
  for _, answer in ipairs(offered) do
    if answer.word == word then
      return answer
    end
  end
  return nil
end

-- The server's action that the user picks; vim.NIL for none.
function M.ask(request)
  local offered, titles = offers(request.actions)
  local routine = handler_routine()
  -- Nobody is there to be asked.
  if #vim.api.nvim_list_uis() == 0 or #offered == 0 then
    return vim.NIL
  end
  if routine then
    wait_for_silence(routine)
  end
  local typed, keys, inserting = read(prompt(request.message, offered))
  local word = vim.trim(typed):lower()
  local picked = find(offered, word)
  if not picked and word ~= '' and offered[1].word ~= 'pull' and not vim.tbl_contains(REFUSALS, word) then
    say.lasting(say.REFUSED, vim.log.levels.WARN)
    -- Asked in the middle of a line: it goes where it was meant to go.
    if inserting and not routine then
      vim.list_extend(keys, { typed, '\r' })
    end
  end
  give_back(keys)
  return picked and titles[picked.title] or vim.NIL
end

return M
