-- Words in the message area, never so many that Neovim stops with "Press ENTER": one line that
-- fits, on a screen that was just redrawn (two messages without that would scroll), and none
-- while the command line is in use.
local M = {}

local RETRY_MS = 200

-- For so long a lasting message is not replaced by a passing one.
local HOLD_MS = 2000

M.REFUSED = 'not run: :KadaneAllow allows it'

-- How the server says that it may not run anything; its line may be cut soon after.
local REFUSALS = { '^it was not allow', '^nobody answered', '^this editor cannot', '^the editor failed' }

local held_until = 0

-- Lasting messages that wait for the command line to be free.
local waiting = {}

-- What runs, by client and token.
local tasks = {}

local function now()
  return (vim.uv or vim.loop).now()
end

-- Is the command line, or are questions of Neovim's, in the way?
function M.in_use()
  local mode = vim.api.nvim_get_mode()
  return mode.blocking or mode.mode:match('^[cr]') ~= nil
end

local function replace(text, path, with)
  local from, to = text:find(path .. '/', 1, true)
  if path == '' or path == '/' or not from then
    return text
  end
  return text:sub(1, from - 1) .. with .. text:sub(to + 1)
end

-- One line, as wide as the message area at most; paths as seen from here.
function M.fit(text)
  text = text:gsub('%s*[\r\n]+%s*', ' ')
  text = replace(text, vim.fn.getcwd(), '')
  text = replace(text, (vim.uv or vim.loop).os_homedir() or '', '~/')
  local space = vim.v.echospace
  if vim.fn.strwidth(text) > space then
    -- A file's name says more than the folders above it.
    text = text:gsub('~?/[^%s,]*/', '…/')
  end
  if vim.fn.strwidth(text) <= space then
    return text
  end
  local count = vim.fn.strchars(text)
  local short
  repeat
    count = count - 1
    short = vim.fn.strcharpart(text, 0, count)
  until count <= 0 or vim.fn.strwidth(short) < space
  return short .. '…'
end

local MARK = 'kadane: '

local function mark(text)
  return text:match('^kadane:') and text or MARK .. text
end

-- name .. after, of which the name alone is cut, at its front, to make it fit.
local function behind(name, after)
  local space = vim.v.echospace - vim.fn.strwidth(MARK .. after)
  name = name:gsub('^…', '')
  local count, short = vim.fn.strchars(name), name
  local all = count
  while vim.fn.strwidth(short) > space and count > 1 do
    count = count - 1
    short = '…' .. vim.fn.strcharpart(name, all - count)
  end
  return MARK .. short .. after
end

-- The server speaks of what any editor has. Here there are commands, and no room for more.
local function translate(text)
  local folder = text:match('^kadane: runs are allowed in (.+) %(sandbox:')
  if folder then
    return behind(folder, ' is allowed for good; :KadaneForget takes it back')
  end
  local name, why = text:match('^kadane: (.-)%s*not verified: (.*)$')
  for _, words in ipairs(name and REFUSALS or {}) do
    if why:find(words) then
      return behind(name:gsub(':$', ''), ': ' .. M.REFUSED)
    end
  end
  return text
end

-- Something that the next message may replace. Dropped when there is no room for it.
function M.passing(text)
  if M.in_use() or vim.o.cmdheight == 0 or now() < held_until then
    return
  end
  vim.cmd('redraw')
  vim.api.nvim_echo({ { M.fit(translate(mark(text))) } }, false, {})
end

local function flush()
  if #waiting == 0 then
    return
  end
  if M.in_use() then
    vim.defer_fn(flush, RETRY_MS)
    return
  end
  local message = table.remove(waiting, 1)
  vim.cmd('redraw')
  vim.notify(M.fit(message.text), message.level, { title = 'kadane' })
  held_until = now() + HOLD_MS
  flush()
end

-- Something to be found in :messages, too. `level` is one of vim.log.levels.
function M.lasting(text, level)
  table.insert(waiting, { text = translate(mark(text)), level = level })
  flush()
end

-- --- what runs ---

-- One $/progress value. Gives back what is to be shown of it.
function M.progress(client_id, token, value)
  local key = client_id .. ' ' .. tostring(token)
  local task = tasks[key] or {}
  tasks[key] = task
  task.title = value.title or task.title
  task.message = value.message or task.message
  if value.kind == 'end' then
    tasks[key] = nil
  end
  return table.concat({ task.title or 'working', task.message }, ': ')
end

-- A server that has gone finishes nothing.
local function forget_the_dead()
  for key in pairs(tasks) do
    local id = tonumber(key:match('^%d+'))
    if not vim.lsp.get_client_by_id(id) then
      tasks[key] = nil
    end
  end
end

function M.running()
  forget_the_dead()
  local all = {}
  for _, task in pairs(tasks) do
    table.insert(all, table.concat({ task.title or 'working', task.message }, ': '))
  end
  table.sort(all)
  return table.concat(all, ', ')
end

return M
