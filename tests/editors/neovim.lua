-- A session in headless Neovim with the set-up that grammar/editors.md shows. The folder is a copy of the shop.
local passed, failed = 0, 0

local function step(title, run)
  local good, problem = pcall(run)
  if good then
    passed = passed + 1
    print("  ok      " .. title)
  else
    failed = failed + 1
    print("  FAILED  " .. title .. "\n          " .. tostring(problem))
  end
end

local function until_(what, ask)
  if not vim.wait(30000, function() return ask() and true or false end, 20) then
    error(what .. ": not within 30 s", 2)
  end
end

local function line_of(text)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    if line:find(text, 1, true) then return number, line end
  end
  error("no line with " .. text)
end

local function ask(method, params)
  local answers, problem = vim.lsp.buf_request_sync(0, method, params, 30000)
  assert(answers, problem)
  for _, answer in pairs(answers) do
    assert(not answer.error, vim.inspect(answer.error))
    return answer.result
  end
  error("nobody answered " .. method)
end

-- The cursor behind a text of a line.
local function behind(text, inside)
  local number, line = line_of(text)
  local _, stop = line:find(inside or text, 1, true)
  vim.api.nvim_win_set_cursor(0, { number, stop })
end

local function errors()
  return #vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR })
end

step("opens a rule file and starts the server", function()
  vim.cmd("edit wert.seg")
  until_("a client", function() return #vim.lsp.buf_get_clients(0) == 1 end)
  until_("the server is ready", function() return vim.lsp.buf_get_clients(0)[next(vim.lsp.buf_get_clients(0))].initialized end)
  assert(errors() == 0)
end)

step("an error appears while typing, and goes", function()
  local number, line = line_of("segment Käufer")
  vim.api.nvim_buf_set_lines(0, number - 1, number, false, { (line:gsub("any%(Kauf%)", "any(Kauf) and umsatzz > 1 EUR")) })
  until_("the error", function() return errors() == 1 end)
  assert(vim.diagnostic.get(0)[1].message:find("umsatzz", 1, true))
  assert(vim.diagnostic.get(0)[1].lnum == number - 1)
  vim.api.nvim_buf_set_lines(0, number - 1, number, false, { line })
  until_("the error goes", function() return errors() == 0 end)
end)

step("hover tells what a segment is", function()
  behind("segment Stammkunden", "segment Stamm")
  local hover = ask("textDocument/hover", vim.lsp.util.make_position_params())
  assert(vim.inspect(hover.contents):find("Bestellungen im letzten Jahr", 1, true), vim.inspect(hover))
end)

step("completion proposes the event's fields inside where", function()
  local number, line = line_of("segment Käufer")
  vim.api.nvim_buf_set_lines(0, number - 1, number, false, { (line:gsub("any%(Kauf%)", "any(Kauf where )")) })
  behind("any(Kauf where ", "any(Kauf where ")
  local result = ask("textDocument/completion", vim.lsp.util.make_position_params())
  local labels = {}
  for _, item in ipairs(result.items or result) do labels[item.label] = true end
  assert(labels["preis"] and labels["kategorie"], vim.inspect(vim.tbl_keys(labels)))
  vim.cmd("silent edit!")
  until_("no error", function() return errors() == 0 end)
end)

step("rename changes the segment in every file", function()
  behind("segment Stammkunden", "segment Stamm")
  vim.lsp.buf.rename("Treue_Kunden")
  until_("the rename", function() return vim.api.nvim_buf_get_lines(0, 0, -1, false)[line_of("segment ")]
    and table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n"):find("segment Treue_Kunden", 1, true) end)
  vim.cmd("silent wall")
  for _, file in ipairs({ "wert.seg", "treue.seg", "persona.seg", "besucher.seg" }) do
    local text = table.concat(vim.fn.readfile(file), "\n")
    assert(text:find("Treue_Kunden", 1, true), file)
    assert(not text:find("[^%w\"]Stammkunden[^%w\"]"), file)
  end
  until_("no error", function() return errors() == 0 end)
end)

step("formatting leaves a formatted file as it is", function()
  local before = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  local edits = ask("textDocument/formatting", vim.lsp.util.make_formatting_params({}))
  if edits then vim.lsp.util.apply_text_edits(edits, 0, "utf-16") end
  assert(vim.deep_equal(before, vim.api.nvim_buf_get_lines(0, 0, -1, false)))
end)

print(string.format("neovim: %d passed, %d failed", passed, failed))
io.stdout:write("\n")
vim.cmd(failed == 0 and "qall!" or "cquit!")
