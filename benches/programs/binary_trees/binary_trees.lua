local MIN_DEPTH = 4

local function bottom_up(depth)
  if depth == 0 then
    return { left = nil, right = nil }
  end
  return { left = bottom_up(depth - 1), right = bottom_up(depth - 1) }
end

local function count_nodes(tree)
  local left, right = tree.left, tree.right
  if left == nil or right == nil then
    return 1
  end
  return 1 + count_nodes(left) + count_nodes(right)
end

local max_depth = math.max(MIN_DEPTH + 2, tonumber(arg[1]))
local stretch = max_depth + 1
print("stretch tree of depth " .. stretch .. " check: " .. count_nodes(bottom_up(stretch)))
local long_lived = bottom_up(max_depth)
for depth = MIN_DEPTH, max_depth, 2 do
  local iterations = 1
  for _ = 1, max_depth - depth + MIN_DEPTH do
    iterations = iterations * 2
  end
  local total = 0
  for _ = 1, iterations do
    total = total + count_nodes(bottom_up(depth))
  end
  print(iterations .. " trees of depth " .. depth .. " check: " .. total)
end
print("long lived tree of depth " .. max_depth .. " check: " .. count_nodes(long_lived))
