-- What Neovim 0.11 and later start when "kadane" is enabled, which the plugin does. Change single
-- fields with vim.lsp.config('kadane', {…}), or set vim.g.kadane as for older versions.
return require('kadane').client_config()
