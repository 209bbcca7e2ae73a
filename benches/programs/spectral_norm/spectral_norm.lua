local function a(i, j)
  local ij = i + j
  return 1.0 / (ij * (ij + 1) / 2 + i + 1)
end

local function multiply_av(n, v, av)
  for i = 1, n do
    local sum = 0.0
    for j = 1, n do
      sum = sum + a(i - 1, j - 1) * v[j]
    end
    av[i] = sum
  end
end

local function multiply_atv(n, v, atv)
  for i = 1, n do
    local sum = 0.0
    for j = 1, n do
      sum = sum + a(j - 1, i - 1) * v[j]
    end
    atv[i] = sum
  end
end

local function multiply_at_av(n, v, tmp, at_av)
  multiply_av(n, v, tmp)
  multiply_atv(n, tmp, at_av)
end

local n = tonumber(arg[1])
local u, v, tmp = {}, {}, {}
for i = 1, n do
  u[i] = 1.0
  v[i] = 0.0
  tmp[i] = 0.0
end
for _ = 1, 10 do
  multiply_at_av(n, u, tmp, v)
  multiply_at_av(n, v, tmp, u)
end
local vbv, vv = 0.0, 0.0
for i = 1, n do
  vbv = vbv + u[i] * v[i]
  vv = vv + v[i] * v[i]
end
print(string.format("%.9f", math.sqrt(vbv / vv)))
