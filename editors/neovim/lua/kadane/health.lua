-- :checkhealth kadane: is the program there, can it do its work, and is it attached?
local M = {}

-- The module's names have changed twice.
local function reporter()
  if vim.health and vim.health.start then
    return vim.health
  end
  local old = vim.health or require('health')
  return {
    start = old.report_start,
    ok = old.report_ok,
    info = old.report_info,
    warn = old.report_warn,
    error = old.report_error,
  }
end

-- What the program says, and its exit status.
local function ask(program, ...)
  local words = { vim.fn.shellescape(program) }
  vim.list_extend(words, { ... })
  local lines = vim.fn.systemlist(table.concat(words, ' ') .. ' 2>&1 </dev/null')
  return lines, vim.v.shell_error
end

-- On 0.11 and later vim.lsp.config may say otherwise than vim.g.kadane.
local function command()
  local set = vim.fn.has('nvim-0.11') == 1 and vim.lsp.config.kadane or nil
  return set and set.cmd or require('kadane').config().cmd
end

local function check_program(health)
  local cmd = command()
  if type(cmd) ~= 'table' then
    health.info('started by a function')
    return nil
  end
  if vim.fn.executable(cmd[1]) == 0 then
    health.error(cmd[1] .. ' was not found', {
      'Build it (make) and put it on PATH (make install)',
      'or name it: vim.g.kadane = { cmd = { "/path/to/kadane" } }',
    })
    return nil
  end
  local path = vim.fn.exepath(cmd[1])
  local lines, status = ask(path, '--version')
  if status ~= 0 then
    health.error(path .. ' does not run: ' .. (lines[1] or 'exit status ' .. status))
    return nil
  end
  health.ok((lines[1] or 'kadane') .. ' at ' .. path)
  return path
end

-- kadane doctor: "ok   g++ …", "MISS a compiler …", "-    openai …".
local function check_tools(health, path)
  local lines, status = ask(path, 'doctor')
  for _, line in ipairs(lines) do
    local word, text = line:match('^(%S+)%s+(.*)$')
    if word == 'ok' then
      health.ok(text)
    elseif word == 'MISS' then
      health.error(text)
    elseif line ~= '' then
      health.info(word == '-' and text or line)
    end
  end
  if status ~= 0 then
    health.warn('kadane doctor says that the main job cannot run here yet')
  end
end

local function check_clients(health)
  local all
  if vim.lsp.get_clients then
    all = vim.lsp.get_clients()
  else
    all = vim.lsp.get_active_clients()
  end
  local count = 0
  for _, client in pairs(all) do
    if client.name == 'kadane' then
      count = count + 1
      local root = client.config.root_dir or 'files outside of any project'
      health.ok(('client %d is running for %s'):format(client.id, root))
    end
  end
  if count == 0 then
    health.info('not running: it starts with the first Python file')
  end
end

function M.check()
  local health = reporter()
  health.start('kadane: the program')
  local path = check_program(health)
  if path then
    health.start('kadane: what it needs')
    check_tools(health, path)
  end
  health.start('kadane: in this Neovim')
  if vim.g.loaded_kadane then
    health.ok('the plugin is loaded')
  else
    health.warn('the plugin is not loaded: put editors/neovim on the runtimepath')
  end
  check_clients(health)
end

return M
