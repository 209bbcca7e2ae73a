local function generate(n)
  local items = {}
  local seed = 42
  for i = 1, n do
    seed = seed * 16807 % 2147483647
    items[i] = { key = seed % 1000000, name = "item" .. seed % 1000 }
  end
  return items
end

local function merge_sort(items, buffer, low, high)
  if high - low < 2 then
    return
  end
  local middle = math.floor((low + high) / 2)
  merge_sort(items, buffer, low, middle)
  merge_sort(items, buffer, middle, high)
  for i = low, high - 1 do
    buffer[i] = items[i]
  end
  local left, right = low, middle
  for i = low, high - 1 do
    if left < middle and (right >= high or buffer[left].key <= buffer[right].key) then
      items[i] = buffer[left]
      left = left + 1
    else
      items[i] = buffer[right]
      right = right + 1
    end
  end
end

local n = tonumber(arg[1])
local items = generate(n)
local buffer = {}
for i = 1, n do
  buffer[i] = items[i]
end
merge_sort(items, buffer, 1, n + 1)
local checksum = 0
for _, item in ipairs(items) do
  checksum = (checksum * 31 + item.key + #item.name) % 1000000007
end
print(items[1].name .. " " .. items[n].name .. " " .. checksum)
