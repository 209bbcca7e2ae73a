local ITERATIONS = 50

local function inside(cr, ci)
  local zr, zi, tr, ti = 0.0, 0.0, 0.0, 0.0
  for _ = 1, ITERATIONS do
    zi = 2.0 * zr * zi + ci
    zr = tr - ti + cr
    tr = zr * zr
    ti = zi * zi
    if tr + ti > 4.0 then
      return false
    end
  end
  return true
end

local n = tonumber(arg[1])
local count, checksum = 0, 0
for y = 0, n - 1 do
  local ci = 2.0 * y / n - 1.0
  local bits = 0
  for x = 0, n - 1 do
    local cr = 2.0 * x / n - 1.5
    bits = bits * 2 % 256
    if inside(cr, ci) then
      bits = bits + 1
      count = count + 1
    end
    if x % 8 == 7 then
      checksum = (checksum * 31 + bits) % 1000000007
    end
  end
end
print(count .. " " .. checksum)
