local LIMIT = 1000000

local function count_primes(limit)
  local composite = {}
  for i = 1, limit do
    composite[i] = false
  end
  local count = 0
  for i = 2, limit do
    if not composite[i] then
      count = count + 1
      for j = i * i, limit, i do
        composite[j] = true
      end
    end
  end
  return count
end

local total = 0
for _ = 1, tonumber(arg[1]) do
  total = total + count_primes(LIMIT)
end
print(total)
