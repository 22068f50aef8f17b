-- The configuration of every editor in these tests: what README.md of the plugin asks for, the
-- server to be tested, and recorded answers in place of a model.
vim.opt.runtimepath:prepend(vim.env.NVIM_PLUGIN)
-- Nothing of the machine's user or administrator.
vim.opt.runtimepath:remove(vim.fn.stdpath('config'))
vim.o.packpath = vim.env.VIMRUNTIME
vim.cmd('filetype on')
vim.opt.swapfile = false

vim.g.kadane = {
  cmd = { vim.env.KADANE_MISSING or vim.env.KADANE, '--stdio' },
  settings = {
    provider = 'replay',
    replay = { folder = vim.env.CASE .. '/work/answers' },
    timing = { budget = 0.3 },
    checks = { facts = false, sanitizers = false, vary = false },
    builds = { budget = 0 },
    cache = { enabled = false },
  },
}
