-- The server as a client of Neovim, 0.7 to 0.12: how it is started, and the few commands that no
-- code action stands for. Needs no setup(): settings are read from vim.g.kadane.
local M = {}

local NAME = 'kadane'

-- Within a group all are equal; the group before goes first.
local ROOT_MARKERS = { { 'pyproject.toml', 'setup.py' }, { '.git' } }

-- vim.g.kadane, complete.
function M.config()
  local given = type(vim.g.kadane) == 'table' and vim.g.kadane or {}
  local cmd = given.cmd or { NAME }
  return {
    cmd = type(cmd) == 'string' and { cmd } or cmd,
    settings = given.settings or {},
    progress = given.progress ~= false,
    virtual_text = given.virtual_text ~= false,
  }
end

-- The folder of a file's project; nil when the file stands alone.
local function find_root(path)
  for _, group in ipairs(ROOT_MARKERS) do
    local folder, above = nil, vim.fn.fnamemodify(path, ':p:h')
    while folder ~= above do
      folder = above
      for _, name in ipairs(group) do
        if (vim.uv or vim.loop).fs_stat(folder .. '/' .. name) then
          return folder
        end
      end
      above = vim.fn.fnamemodify(folder, ':h')
    end
  end
  return nil
end

-- Neovim's own idea of a root includes no "nowhere": loose files would get a server each.
local function same_root(client, config)
  return client.name == config.name and client.config.root_dir == config.root_dir
end

local function root_markers()
  -- Groups came after 0.11.0.
  if vim.fn.has('nvim-0.12') == 1 then
    return ROOT_MARKERS
  end
  local flat = {}
  for _, group in ipairs(ROOT_MARKERS) do
    vim.list_extend(flat, group)
  end
  return flat
end

-- One table for every version; what one does not know it does not look at.
function M.client_config()
  local config = M.config()
  -- An empty Lua table would reach the server as [].
  local settings = next(config.settings) and config.settings or vim.empty_dict()
  return {
    name = NAME,
    cmd = config.cmd,
    filetypes = { 'python' },
    root_markers = root_markers(),
    reuse_client = same_root,
    settings = { kadane = settings },
    handlers = require('kadane.handlers'),
    commands = {
      ['kadane.showReport'] = function(command, context)
        M.report(context.bufnr, command.arguments)
      end,
    },
  }
end

local warned = false

-- Is the program there? Says so once when it is not.
function M.found(cmd)
  if type(cmd) ~= 'table' or vim.fn.executable(cmd[1]) == 1 then
    return true
  end
  if not warned and vim.bo.filetype == 'python' then
    warned = true
    require('kadane.say').lasting(cmd[1] .. ' was not found (:checkhealth kadane)', vim.log.levels.WARN)
  end
  return false
end

-- For 0.7: root folder (or '') to the id of the client that serves it.
local started = {}

local function start_on_0_7(config, bufnr)
  local root = config.root_dir or ''
  if not started[root] then
    config.on_attach = M.on_attach
    -- Later versions send the settings by themselves.
    config.on_init = function(client)
      client.notify('workspace/didChangeConfiguration', { settings = client.config.settings })
    end
    config.on_exit = function()
      started[root] = nil
    end
    started[root] = vim.lsp.start_client(config)
  end
  if started[root] then
    vim.lsp.buf_attach_client(bufnr, started[root])
  end
end

-- Serve a buffer, on versions that do not do so by themselves.
function M.attach(bufnr)
  bufnr = bufnr and bufnr ~= 0 and bufnr or vim.api.nvim_get_current_buf()
  local path = vim.api.nvim_buf_get_name(bufnr)
  if vim.bo[bufnr].buftype ~= '' or path == '' or path:match('^%a[%w+.-]+://') then
    return
  end
  local config = M.client_config()
  if not M.found(config.cmd) then
    return
  end
  config.root_dir = find_root(path)
  if not vim.lsp.start then
    start_on_0_7(config, bufnr)
    return
  end
  vim.api.nvim_buf_call(bufnr, function()
    vim.lsp.start(config, { reuse_client = same_root })
  end)
end

-- The client that serves a buffer; nil when there is none.
function M.client(bufnr)
  bufnr = bufnr and bufnr ~= 0 and bufnr or vim.api.nvim_get_current_buf()
  local all
  if vim.lsp.get_clients then
    all = vim.lsp.get_clients({ bufnr = bufnr })
  else
    all = vim.lsp.buf_get_clients(bufnr)
  end
  for _, client in pairs(all) do
    if client.name == NAME then
      return client
    end
  end
  return nil
end

-- Have the server carry out a command on a buffer; on_done(result) when it has.
local function execute(bufnr, command, arguments, on_done)
  local client = M.client(bufnr)
  if not client then
    require('kadane.say').lasting('not attached to this buffer (:checkhealth kadane)', vim.log.levels.WARN)
    return
  end
  local params = {
    command = command,
    arguments = arguments or { { uri = vim.uri_from_bufnr(bufnr) } },
  }
  local function handler(err, result, context, config)
    require('kadane.handlers')['workspace/executeCommand'](err, result, context, config)
    if not err and on_done then
      on_done(result)
    end
  end
  if vim.fn.has('nvim-0.11') == 1 then
    client:request('workspace/executeCommand', params, handler, bufnr)
  else
    client.request('workspace/executeCommand', params, handler, bufnr)
  end
end

-- Shows a report in a window of its own, for versions that cannot be told to by the server.
local function show_report(result)
  if vim.lsp.handlers['window/showDocument'] or type(result) ~= 'table' or not result.report then
    return
  end
  vim.cmd('new')
  local bufnr = vim.api.nvim_get_current_buf()
  vim.bo[bufnr].buftype = 'nofile'
  vim.bo[bufnr].bufhidden = 'wipe'
  vim.bo[bufnr].swapfile = false
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, vim.split(result.report, '\r?\n'))
  vim.bo[bufnr].modifiable = false
  vim.bo[bufnr].filetype = 'markdown'
end

function M.translate(bufnr)
  execute(bufnr, 'kadane.translate')
end

function M.cancel(bufnr)
  execute(bufnr, 'kadane.cancel', nil, function(result)
    if type(result) == 'table' and #(result.cancelled or {}) == 0 then
      require('kadane.say').lasting('nothing is running for this file', vim.log.levels.INFO)
    end
  end)
end

function M.report(bufnr, arguments)
  execute(bufnr, 'kadane.showReport', arguments, show_report)
end

function M.allow(bufnr)
  execute(bufnr, 'kadane.allow')
end

function M.forget(bufnr)
  execute(bufnr, 'kadane.forget', nil, function()
    require('kadane.say').lasting('you are asked again before anything is run here', vim.log.levels.INFO)
  end)
end

function M.sandbox(bufnr)
  execute(bufnr, 'kadane.sandbox', nil, show_report)
end

-- "qwen2.5-coder:7b (ollama, local)"; a star stands before the one that is asked now.
local function describe(model)
  if model.model == '' then
    return ('%s %s'):format(model.current and '*' or ' ', model.provider)
  end
  local detail = model.provider
  if model['local'] then
    detail = detail .. ', local'
  elseif model.inputPrice then
    detail = ('%s, $%g / $%g per million tokens'):format(detail, model.inputPrice, model.outputPrice)
  end
  return ('%s %s (%s)'):format(model.current and '*' or ' ', model.model, detail)
end

-- Which model is asked from now on, until Neovim ends: picked from all that can be had.
function M.model(bufnr)
  execute(bufnr, 'kadane.selectModel', { { list = true } }, function(result)
    local models = type(result) == 'table' and result.models or {}
    if #models == 0 then
      local why = type(result) == 'table' and result.failures and result.failures[1]
      require('kadane.say').lasting(why or 'no model can be asked (:checkhealth kadane)', vim.log.levels.WARN)
      return
    end
    vim.ui.select(models, { prompt = 'Model to ask:', format_item = describe }, function(model)
      if model then
        execute(bufnr, 'kadane.selectModel', { { provider = model.provider, model = model.model } })
      end
    end)
  end)
end

-- What runs now, for a status line; '' when nothing does.
function M.status()
  return require('kadane.say').running()
end

local COMMANDS = {
  KadaneTranslate = { M.translate, 'Translate this script to C++ and prove it' },
  KadaneCancel = { M.cancel, 'Cancel what runs for this file' },
  KadaneAllow = { M.allow, 'Allow sandboxed runs in this workspace' },
  KadaneForget = { M.forget, 'Ask again before anything is run in this workspace' },
  KadaneSandbox = { M.sandbox, 'Show which sandbox works here, and what would help' },
  KadaneModel = { M.model, 'Choose the model that is asked until Neovim ends' },
  KadaneReport = { M.report, 'Show the whole report on this file' },
}

-- A verdict is read on its line. Neovim shows no virtual text unasked since 0.11.
local function show_on_the_line(client)
  if vim.fn.has('nvim-0.11') == 0 or not M.config().virtual_text then
    return
  end
  local global = vim.diagnostic.config() or {}
  if not global.virtual_text and not global.virtual_lines then
    vim.diagnostic.config({ virtual_text = true }, vim.lsp.diagnostic.get_namespace(client.id))
  end
end

function M.on_attach(client, bufnr)
  for name, command in pairs(COMMANDS) do
    vim.api.nvim_buf_create_user_command(bufnr, name, function()
      command[1](bufnr)
    end, { desc = command[2] })
  end
  show_on_the_line(client)
end

return M
