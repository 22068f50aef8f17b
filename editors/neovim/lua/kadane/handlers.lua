-- What the server says of its own accord. Neovim's own handlers keep their work (LspProgress,
-- vim.lsp.status(), plugins that show progress); here it is made seen.
local say = require('kadane.say')

local M = {}

M['$/progress'] = function(err, result, context, config)
  local text
  if type(result) == 'table' and type(result.value) == 'table' then
    -- First, so that whoever listens to Neovim's event finds the news in status().
    text = say.progress(context.client_id, result.token, result.value)
  end
  -- Looked up now: plugins replace it.
  local usual = vim.lsp.handlers['$/progress']
  if usual then
    usual(err, result, context, config)
  end
  if text and require('kadane').config().progress then
    say.passing(text)
  end
end

local LEVELS = { vim.log.levels.ERROR, vim.log.levels.WARN }

M['window/showMessage'] = function(_, result)
  say.lasting(result.message, LEVELS[result.type] or vim.log.levels.INFO)
  return result
end

-- Neovim's own takes what is being typed for an answer.
M['window/showMessageRequest'] = function(_, result)
  return require('kadane.question').ask(result)
end

M['workspace/executeCommand'] = function(err, result)
  if err then
    say.lasting(err.message or tostring(err), vim.log.levels.ERROR)
  end
  return result
end

return M
