local null = {}

local escapes = {
  ['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t",
}

local function escape(c)
  return escapes[c] or string.format("\\u%04x", c:byte())
end

local render

local function render_array(value, out)
  out[#out + 1] = "["
  for i = 1, #value do
    if i > 1 then
      out[#out + 1] = ","
    end
    render(value[i], out)
  end
  out[#out + 1] = "]"
end

local function render_object(value, out)
  out[#out + 1] = "{"
  local first = true
  for k, v in pairs(value) do
    if not first then
      out[#out + 1] = ","
    end
    first = false
    render(k, out)
    out[#out + 1] = ":"
    render(v, out)
  end
  out[#out + 1] = "}"
end

render = function(value, out)
  local kind = type(value)
  if kind == "string" then
    out[#out + 1] = '"' .. value:gsub('[%c"\\]', escape) .. '"'
  elseif value == null then
    out[#out + 1] = "null"
  elseif kind ~= "table" then
    out[#out + 1] = tostring(value)
  elseif #value > 0 then
    render_array(value, out)
  else
    render_object(value, out)
  end
end

local function to_json(value)
  local out = {}
  render(value, out)
  return table.concat(out)
end

local unescapes = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }

local function parse_string(text, at)
  local stop = text:find('["\\]', at)
  if text:byte(stop) == 34 then
    return text:sub(at, stop - 1), stop + 1
  end
  local parts = {}
  while true do
    parts[#parts + 1] = text:sub(at, stop - 1)
    if text:byte(stop) == 34 then
      return table.concat(parts), stop + 1
    end
    local c = text:sub(stop + 1, stop + 1)
    at = stop + 2
    if c == "u" then
      parts[#parts + 1] = utf8.char(tonumber(text:sub(at, at + 3), 16))
      at = at + 4
    else
      parts[#parts + 1] = unescapes[c] or c
    end
    stop = text:find('["\\]', at)
  end
end

local parse

local function parse_array(text, at)
  local result = {}
  at = text:find("%S", at)
  if text:byte(at) == 93 then
    return result, at + 1
  end
  while true do
    result[#result + 1], at = parse(text, at)
    at = text:find("%S", at)
    if text:byte(at) == 93 then
      return result, at + 1
    end
    at = at + 1
  end
end

local function parse_object(text, at)
  local result = {}
  at = text:find("%S", at)
  if text:byte(at) == 125 then
    return result, at + 1
  end
  while true do
    at = text:find('"', at, true)
    local key
    key, at = parse_string(text, at + 1)
    at = text:find(":", at, true)
    result[key], at = parse(text, at + 1)
    at = text:find("%S", at)
    if text:byte(at) == 125 then
      return result, at + 1
    end
    at = at + 1
  end
end

parse = function(text, at)
  at = text:find("%S", at)
  local c = text:byte(at)
  if c == 123 then
    return parse_object(text, at + 1)
  elseif c == 91 then
    return parse_array(text, at + 1)
  elseif c == 34 then
    return parse_string(text, at + 1)
  elseif c == 116 then
    return true, at + 4
  elseif c == 102 then
    return false, at + 5
  elseif c == 110 then
    return null, at + 4
  end
  local _, stop = text:find("^[-+.%deE]+", at)
  return tonumber(text:sub(at, stop)), stop + 1
end

local BATCH = 500
local CUSTOMERS = 400
local PRODUCTS = 120
local WAREHOUSES = 4
local INITIAL_STOCK = 60

local function split(text)
  local words = {}
  for word in text:gmatch("%S+") do
    words[#words + 1] = word
  end
  return words
end

local regions = split("north south east west islands")
local tiers = split("basic silver gold")
local categories = split("books games garden kitchen music tools")
local statuses = split("open paid shipped returned")
local streets = { "Main Street", 'High "Old" Street', "Mill Lane", "Station Road", "Church\\Path" }
local cities = split("Arden Belmont Corwen Dalton Elmira Fenwick Galway Hadley Ipswich Jarrow Kelso Ludlow")
local words = split("please ring twice leave at door gift wrap call before fragile")
local adjectives = split("small large blue red sturdy light classic modern")
local nouns = split("box lamp chair drum guide puzzle spade kettle hammer flute")

local seed = 42

local function next_below(bound)
  seed = seed * 16807 % 2147483647
  return seed % bound
end

local function pick(of)
  return of[next_below(#of) + 1]
end

local function sku_of(number)
  return "SKU-" .. 1000 + number
end

local function two_digits(n)
  return n < 10 and "0" .. n or tostring(n)
end

local function money(cents)
  return math.floor(cents / 100) .. "." .. two_digits(cents % 100)
end

local function make_catalogue()
  local customers, products = {}, {}
  for id = 1, CUSTOMERS do
    customers[id] = { id = id, name = "Customer " .. id, region = pick(regions), tier = pick(tiers) }
  end
  for number = 0, PRODUCTS - 1 do
    local name = pick(adjectives) .. " " .. pick(nouns)
    local category = pick(categories)
    products[number + 1] = { sku = sku_of(number), name = name, category = category, price = 100 + next_below(9900) }
  end
  return { customers = customers, products = products }
end

local function make_date()
  local month = two_digits(1 + next_below(12))
  return "2024-" .. month .. "-" .. two_digits(1 + next_below(28))
end

local function make_note()
  local note = pick(words)
  for _ = 1, next_below(6) do
    note = note .. " " .. pick(words)
  end
  return note
end

local function make_lines()
  local lines = {}
  for i = 1, next_below(4) + 1 do
    local sku = sku_of(next_below(PRODUCTS))
    local quantity = 1 + next_below(9)
    lines[i] = { sku = sku, quantity = quantity, discount = next_below(3) * 5 }
  end
  return lines
end

local function make_order(id)
  local made = { id = id }
  made.customerId = 1 + next_below(CUSTOMERS + 8)
  made.date = make_date()
  made.status = pick(statuses)
  local city = pick(cities)
  local street = pick(streets)
  made.shipTo = { city = city, street = street, number = 1 + next_below(200) }
  made.lines = make_lines()
  if next_below(4) == 0 then
    made.note = make_note()
  end
  return made
end

local function make_batch(number, first, stop)
  local orders = {}
  for id = first, stop - 1 do
    orders[#orders + 1] = make_order(id)
  end
  return to_json({ number = number, last = #orders < BATCH, orders = orders })
end

local Store = {}
Store.__index = Store

function Store.new()
  local store = { customers = {}, products = {}, stock = {}, stocks = {}, orders = {}, batches = 0, unknown = 0 }
  return setmetatable(store, Store)
end

function Store:load(text)
  local catalogue = parse(text, 1)
  for _, customer in ipairs(catalogue.customers) do
    self.customers[customer.id] = customer
  end
  for _, product in ipairs(catalogue.products) do
    self.products[product.sku] = product
    for warehouse = 0, WAREHOUSES - 1 do
      local stock = { warehouse = warehouse, sku = product.sku, available = INITIAL_STOCK, missing = 0 }
      self.stock[warehouse .. "/" .. product.sku] = stock
      self.stocks[#self.stocks + 1] = stock
    end
  end
end

function Store:take(received)
  local warehouse = received.customerId % WAREHOUSES
  for _, line in ipairs(received.lines) do
    local stock = self.stock[warehouse .. "/" .. line.sku]
    local quantity = line.quantity
    if received.status == "returned" then
      stock.available = stock.available + quantity
    elseif stock.available >= quantity then
      stock.available = stock.available - quantity
    else
      stock.missing = stock.missing + quantity - stock.available
      stock.available = 0
    end
  end
end

function Store:receive(text)
  local batch = parse(text, 1)
  self.batches = self.batches + 1
  for _, received in ipairs(batch.orders) do
    if not self.customers[received.customerId] then
      self.unknown = self.unknown + 1
    else
      self.orders[#self.orders + 1] = received
      self:take(received)
    end
  end
end

local function amount_of_line(line, product)
  local full = line.quantity * product.price
  return full - math.floor(full * line.discount / 100)
end

function Store:sales()
  local sales = {}
  for _, placed in ipairs(self.orders) do
    if placed.status ~= "returned" then
      local customer = self.customers[placed.customerId]
      for _, line in ipairs(placed.lines) do
        local product = self.products[line.sku]
        sales[#sales + 1] = {
          order_id = placed.id,
          customer_id = customer.id,
          region = customer.region,
          month = placed.date:sub(1, 7),
          category = product.category,
          sku = product.sku,
          quantity = line.quantity,
          amount = amount_of_line(line, product),
        }
      end
    end
  end
  return sales
end

function Store:amount_of(placed)
  local total = 0
  for _, line in ipairs(placed.lines) do
    local product = self.products[line.sku]
    if product then
      total = total + amount_of_line(line, product)
    end
  end
  return total
end

-- Groups in the order of their first members, with the sum, number and maximum of what `amount_of` gives.
local function group_by(list, key_of, amount_of)
  local groups, by = {}, {}
  for _, member in ipairs(list) do
    local key = key_of(member)
    local group = by[key]
    if not group then
      group = { key = key, sum = 0, count = 0, most = 0 }
      by[key] = group
      groups[#groups + 1] = group
    end
    local amount = amount_of(member)
    group.sum = group.sum + amount
    group.count = group.count + 1
    group.most = math.max(group.most, amount)
  end
  return groups
end

local function amount(sale)
  return sale.amount
end

local function first_rows(rows, n)
  local some = {}
  for i = 1, math.min(n, #rows) do
    some[i] = rows[i]
  end
  return some
end

local function by_region(sales)
  local rows = group_by(sales, function(s) return s.region end, amount)
  table.sort(rows, function(a, b)
    if a.sum ~= b.sum then
      return a.sum > b.sum
    end
    return a.key < b.key
  end)
  return rows
end

local function by_customer(sales, store)
  local rows = {}
  for _, group in ipairs(group_by(sales, function(s) return s.customer_id end, amount)) do
    local customer = store.customers[group.key]
    if customer.tier ~= "basic" then
      rows[#rows + 1] = { name = customer.name, tier = customer.tier, revenue = group.sum, lines = group.count }
    end
  end
  table.sort(rows, function(a, b)
    if a.revenue ~= b.revenue then
      return a.revenue > b.revenue
    end
    return a.name < b.name
  end)
  return first_rows(rows, 10)
end

local function by_month(sales)
  local rows, by = {}, {}
  for _, sale in ipairs(sales) do
    local row = by[sale.month]
    if not row then
      row = { month = sale.month, revenue = {}, total = 0 }
      by[sale.month] = row
      rows[#rows + 1] = row
    end
    row.revenue[sale.category] = (row.revenue[sale.category] or 0) + sale.amount
    row.total = row.total + sale.amount
  end
  table.sort(rows, function(a, b) return a.month < b.month end)
  return rows
end

local function by_status(store)
  local rows = group_by(store.orders, function(o) return o.status end, function(o) return store:amount_of(o) end)
  table.sort(rows, function(a, b) return a.key < b.key end)
  return rows
end

local function best_sellers(sales, store)
  local rows, by = {}, {}
  for _, sale in ipairs(sales) do
    local row = by[sale.sku]
    if not row then
      local product = store.products[sale.sku]
      row = { category = product.category, sku = sale.sku, name = product.name, quantity = 0, revenue = 0 }
      by[sale.sku] = row
      rows[#rows + 1] = row
    end
    row.quantity = row.quantity + sale.quantity
    row.revenue = row.revenue + sale.amount
  end
  local best = {}
  for _, category in ipairs(categories) do
    local some = {}
    for _, row in ipairs(rows) do
      if row.category == category then
        some[#some + 1] = row
      end
    end
    table.sort(some, function(a, b)
      if a.quantity ~= b.quantity then
        return a.quantity > b.quantity
      end
      return a.sku < b.sku
    end)
    for _, row in ipairs(first_rows(some, 3)) do
      best[#best + 1] = row
    end
  end
  return best
end

local function by_city(store)
  local rows =
    group_by(store.orders, function(o) return o.shipTo.city end, function(o) return store:amount_of(o) end)
  table.sort(rows, function(a, b)
    if a.count ~= b.count then
      return a.count > b.count
    end
    return a.key > b.key
  end)
  return rows
end

local function shortages(store)
  local rows = {}
  for _, stock in ipairs(store.stocks) do
    if stock.missing > 0 or stock.available < INITIAL_STOCK / 10 then
      rows[#rows + 1] = stock
    end
  end
  table.sort(rows, function(a, b)
    if a.missing ~= b.missing then
      return a.missing > b.missing
    elseif a.warehouse ~= b.warehouse then
      return a.warehouse < b.warehouse
    end
    return a.sku < b.sku
  end)
  return first_rows(rows, 12)
end

local function notes(store)
  local spoken = {}
  for _, placed in ipairs(store.orders) do
    if placed.note then
      for _, word in ipairs(split(placed.note)) do
        spoken[#spoken + 1] = word
      end
    end
  end
  local rows = group_by(spoken, function(word) return word end, function() return 0 end)
  table.sort(rows, function(a, b)
    if a.count ~= b.count then
      return a.count > b.count
    end
    return a.key < b.key
  end)
  return rows
end

local function spread(store)
  local counts = {}
  for _, placed in ipairs(store.orders) do
    local customer = store.customers[placed.customerId]
    local key = customer.region .. "/" .. customer.tier
    counts[key] = (counts[key] or 0) + 1
  end
  return counts
end

local lines = {}

local function title(text)
  lines[#lines + 1] = ""
  lines[#lines + 1] = text
  lines[#lines + 1] = ("="):rep(#text)
end

local function row(label, cells)
  local parts = { string.format("%-22s", label) }
  for i, cell in ipairs(cells) do
    parts[i + 1] = string.format("%14s", cell)
  end
  lines[#lines + 1] = table.concat(parts)
end

local function cells_of(list, cell, last)
  local cells = {}
  for i, member in ipairs(list) do
    cells[i] = cell(member)
  end
  cells[#cells + 1] = last
  return cells
end

local function write(store)
  local sales = store:sales()
  lines[1] = store.batches .. " batches, " .. #store.orders .. " orders, " .. store.unknown .. " refused"
  title("Revenue by region")
  row("region", { "revenue", "lines", "largest" })
  for _, g in ipairs(by_region(sales)) do
    row(g.key, { money(g.sum), g.count, money(g.most) })
  end
  title("Best customers")
  for _, c in ipairs(by_customer(sales, store)) do
    row(c.name, { c.tier, money(c.revenue), c.lines })
  end
  title("Revenue by month and category")
  row("month", cells_of(categories, function(c) return c end, "total"))
  for _, m in ipairs(by_month(sales)) do
    row(m.month, cells_of(categories, function(c) return money(m.revenue[c] or 0) end, money(m.total)))
  end
  title("Best sellers")
  for _, p in ipairs(best_sellers(sales, store)) do
    row(p.name, { p.category, p.sku, p.quantity, money(p.revenue) })
  end
  title("Orders by status")
  for _, g in ipairs(by_status(store)) do
    row(g.key, { g.count, money(g.sum), money(math.floor(g.sum / g.count)), money(g.most) })
  end
  title("Orders by city")
  for _, g in ipairs(by_city(store)) do
    row(g.key, { g.count, money(g.sum) })
  end
  title("Short of stock")
  for _, s in ipairs(shortages(store)) do
    row(s.sku, { s.warehouse, s.available, s.missing })
  end
  title("Words of notes")
  for _, g in ipairs(notes(store)) do
    row(g.key, { g.count })
  end
  title("Orders by region and tier")
  local counts = spread(store)
  for _, region in ipairs(regions) do
    row(region, cells_of(tiers, function(tier) return counts[region .. "/" .. tier] or 0 end))
  end
  print(table.concat(lines, "\n"))
end

local n = tonumber(arg[1])
local store = Store.new()
store:load(to_json(make_catalogue()))
for first = 0, n - 1, BATCH do
  store:receive(make_batch(math.floor(first / BATCH), first, math.min(first + BATCH, n)))
end
write(store)
