-- Starts kadane for Python files. What Neovim itself offers for that has changed with almost every
-- version, and so has what is left to do here: 0.11 and later start it by themselves once it is
-- enabled, 0.8 to 0.10 have vim.lsp.start, 0.7 has the pieces only (lua/kadane/init.lua).
if vim.g.loaded_kadane then
  return
end
vim.g.loaded_kadane = 1

if vim.fn.has('nvim-0.7') == 0 then
  vim.api.nvim_err_writeln('kadane: Neovim 0.7 or later is needed')
  return
end

local group = vim.api.nvim_create_augroup('kadane', {})

-- For all clients called "kadane", however they were started. 0.7 has no LspAttach.
if vim.fn.exists('##LspAttach') == 1 then
  vim.api.nvim_create_autocmd('LspAttach', {
    group = group,
    callback = function(args)
      local client = vim.lsp.get_client_by_id(args.data.client_id)
      if client and client.name == 'kadane' then
        require('kadane').on_attach(client, args.buf)
      end
    end,
  })
end

-- Scripts that were opened before this was loaded, as plugin managers may do.
local function opened()
  return vim.tbl_filter(function(bufnr)
    return vim.api.nvim_buf_is_loaded(bufnr) and vim.bo[bufnr].filetype == 'python'
  end, vim.api.nvim_list_bufs())
end

-- On 0.11 and later; false when there is no program to start.
local function enable()
  if vim.fn.has('nvim-0.11') == 0 then
    return false
  end
  local config = vim.lsp.config.kadane
  if not config or not require('kadane').found(config.cmd) then
    return false
  end
  vim.lsp.enable('kadane')
  -- It looks at buffers that are there already, but not while Neovim is starting.
  if vim.v.vim_did_enter == 0 and #opened() > 0 then
    vim.api.nvim_create_autocmd('VimEnter', {
      group = group,
      once = true,
      callback = function()
        vim.lsp.enable('kadane')
      end,
    })
  end
  return true
end

if not enable() then
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = 'python',
    callback = function(args)
      require('kadane').attach(args.buf)
    end,
  })
  for _, bufnr in ipairs(opened()) do
    require('kadane').attach(bufnr)
  end
end
