local DEGREE = 4
local MAX_WEIGHT = 100
local UNREACHED = 1000000000
local ROUNDS = 10
local DAMPING = 0.85

local seed = 42

local function next_below(bound)
  seed = seed * 16807 % 2147483647
  return seed % bound
end

local Graph = {}
Graph.__index = Graph

function Graph.new()
  return setmetatable({ names = {}, numbers = {}, edges = {}, links = {} }, Graph)
end

function Graph:node(name)
  local known = self.numbers[name]
  if known then
    return known
  end
  local number = #self.names + 1
  self.numbers[name] = number
  self.names[number] = name
  self.edges[number] = {}
  return number
end

function Graph:connect(from, to, weight)
  local origin, target = self:node(from), self:node(to)
  local edges = self.edges[origin]
  edges[#edges + 1] = { target = target, weight = weight }
  self.links[#self.links + 1] = { from = origin, to = target, weight = weight, order = #self.links }
end

function Graph:read(line)
  local first = line:find(" ", 1, true) or error("no edge in '" .. line .. "'")
  local second = line:find(" ", first + 1, true) or error("no weight in '" .. line .. "'")
  self:connect(line:sub(1, first - 1), line:sub(first + 1, second - 1), tonumber(line:sub(second + 1)))
end

function Graph:reversed()
  local reversed = {}
  for i = 1, #self.names do
    reversed[i] = {}
  end
  for _, link in ipairs(self.links) do
    local edges = reversed[link.to]
    edges[#edges + 1] = { target = link.from, weight = link.weight }
  end
  return reversed
end

local function name_of(number)
  return "v" .. number
end

local function generate(n)
  local lines = {}
  for from = 0, n - 1 do
    for _ = 1, DEGREE do
      local to
      if next_below(8) == 0 then
        to = next_below(n)
      else
        to = (from + 1 + next_below(40)) % n
      end
      lines[#lines + 1] = name_of(from) .. " " .. name_of(to) .. " " .. 1 + next_below(MAX_WEIGHT)
    end
  end
  return lines
end

local function before(a, b)
  return a.priority < b.priority or a.priority == b.priority and a.node < b.node
end

local Heap = {}
Heap.__index = Heap

function Heap.new()
  return setmetatable({ entries = {} }, Heap)
end

function Heap:is_empty()
  return #self.entries == 0
end

function Heap:push(entry)
  local entries = self.entries
  local at = #entries + 1
  entries[at] = entry
  while at > 1 do
    local parent = math.floor(at / 2)
    if not before(entry, entries[parent]) then
      break
    end
    entries[at] = entries[parent]
    at = parent
  end
  entries[at] = entry
end

function Heap:sink(entry)
  local entries = self.entries
  local size = #entries
  local at = 1
  while true do
    local child = 2 * at
    if child > size then
      break
    end
    if child < size and before(entries[child + 1], entries[child]) then
      child = child + 1
    end
    if not before(entries[child], entry) then
      break
    end
    entries[at] = entries[child]
    at = child
  end
  entries[at] = entry
end

function Heap:pop()
  local entries = self.entries
  local least = entries[1]
  local last = entries[#entries]
  entries[#entries] = nil
  if #entries > 0 then
    self:sink(last)
  end
  return least
end

local function filled(n, value)
  local list = {}
  for i = 1, n do
    list[i] = value
  end
  return list
end

local function dijkstra(graph, origin)
  local n = #graph.names
  local distances, previous = filled(n, UNREACHED), filled(n, 0)
  local settled = 0
  local heap = Heap.new()
  distances[origin] = 0
  heap:push({ node = origin, priority = 0 })
  while not heap:is_empty() do
    local entry = heap:pop()
    local node, priority = entry.node, entry.priority
    if priority <= distances[node] then
      settled = settled + 1
      for _, edge in ipairs(graph.edges[node]) do
        local distance = priority + edge.weight
        if distance < distances[edge.target] then
          distances[edge.target] = distance
          previous[edge.target] = node
          heap:push({ node = edge.target, priority = distance })
        end
      end
    end
  end
  return { distances = distances, previous = previous, settled = settled }
end

local function farthest(distances)
  local best = 1
  for node = 1, #distances do
    if distances[node] ~= UNREACHED and distances[node] > distances[best] then
      best = node
    end
  end
  return best
end

local function path_to(paths, target)
  local path = {}
  local at = target
  while at > 0 do
    path[#path + 1] = at
    at = paths.previous[at]
  end
  local result = {}
  for i = #path, 1, -1 do
    result[#result + 1] = path[i]
  end
  return result
end

local function levels(graph, origin)
  local level = filled(#graph.names, -1)
  local queue = { origin }
  level[origin] = 0
  local head = 1
  while head <= #queue do
    local node = queue[head]
    head = head + 1
    for _, edge in ipairs(graph.edges[node]) do
      if level[edge.target] < 0 then
        level[edge.target] = level[node] + 1
        queue[#queue + 1] = edge.target
      end
    end
  end
  return level
end

local function histogram(level)
  local counts = {}
  for _, l in ipairs(level) do
    if l >= 0 then
      while #counts <= l do
        counts[#counts + 1] = 0
      end
      counts[l + 1] = counts[l + 1] + 1
    end
  end
  return counts
end

local Tarjan = {}
Tarjan.__index = Tarjan

function Tarjan.new(graph)
  local n = #graph.names
  return setmetatable({
    graph = graph, index = filled(n, -1), low = filled(n, 0), component = filled(n, -1),
    stack = {}, path = {}, visited = 0, count = 0, largest = 0,
  }, Tarjan)
end

function Tarjan:enter(node)
  self.index[node] = self.visited
  self.low[node] = self.visited
  self.visited = self.visited + 1
  self.stack[#self.stack + 1] = node
  self.path[#self.path + 1] = { node = node, next = 1 }
end

function Tarjan:leave(node)
  if #self.path > 0 then
    local parent = self.path[#self.path].node
    self.low[parent] = math.min(self.low[parent], self.low[node])
  end
  if self.low[node] ~= self.index[node] then
    return
  end
  local size, member = 0, -1
  while member ~= node do
    member = self.stack[#self.stack]
    self.stack[#self.stack] = nil
    self.component[member] = self.count
    size = size + 1
  end
  self.count = self.count + 1
  self.largest = math.max(self.largest, size)
end

function Tarjan:visit(root)
  self:enter(root)
  while #self.path > 0 do
    local step = self.path[#self.path]
    local edges = self.graph.edges[step.node]
    if step.next <= #edges then
      local target = edges[step.next].target
      step.next = step.next + 1
      if self.index[target] < 0 then
        self:enter(target)
      elseif self.component[target] < 0 then
        self.low[step.node] = math.min(self.low[step.node], self.index[target])
      end
    else
      self.path[#self.path] = nil
      self:leave(step.node)
    end
  end
end

function Tarjan:run()
  for node = 1, #self.graph.names do
    if self.index[node] < 0 then
      self:visit(node)
    end
  end
  return { of = self.component, count = self.count, largest = self.largest }
end

local Sets = {}
Sets.__index = Sets

function Sets.new(n)
  local parent = {}
  for i = 1, n do
    parent[i] = i
  end
  return setmetatable({ parent = parent, size = filled(n, 1), count = n }, Sets)
end

function Sets:find(member)
  local root = member
  while self.parent[root] ~= root do
    root = self.parent[root]
  end
  local at = member
  while self.parent[at] ~= root do
    local above = self.parent[at]
    self.parent[at] = root
    at = above
  end
  return root
end

function Sets:union(a, b)
  local x, y = self:find(a), self:find(b)
  if x == y then
    return false
  end
  if self.size[x] < self.size[y] then
    x, y = y, x
  end
  self.parent[y] = x
  self.size[x] = self.size[x] + self.size[y]
  self.count = self.count - 1
  return true
end

local function spanning_tree(graph)
  local sorted = {}
  for i, link in ipairs(graph.links) do
    sorted[i] = link
  end
  table.sort(sorted, function(a, b)
    if a.weight ~= b.weight then
      return a.weight < b.weight
    end
    return a.order < b.order
  end)
  local sets = Sets.new(#graph.names)
  local weight, links = 0, 0
  for _, link in ipairs(sorted) do
    if sets:union(link.from, link.to) then
      weight = weight + link.weight
      links = links + 1
    end
  end
  return { weight = weight, links = links, trees = sets.count }
end

local function ranks(graph)
  local n = #graph.names
  local incoming = graph:reversed()
  local rank = filled(n, 1.0 / n)
  for _ = 1, ROUNDS do
    local following = {}
    for node = 1, n do
      local sum = 0.0
      for _, edge in ipairs(incoming[node]) do
        sum = sum + rank[edge.target] / #graph.edges[edge.target]
      end
      following[node] = (1.0 - DAMPING) / n + DAMPING * sum
    end
    rank = following
  end
  return rank
end

local function best_of(rank)
  local best = 1
  for node = 2, #rank do
    if rank[node] > rank[best] then
      best = node
    end
  end
  return best
end

local Grid = {}
Grid.__index = Grid

function Grid.new(side)
  local walls = {}
  for row = 1, side do
    walls[row] = {}
    for column = 1, side do
      walls[row][column] = next_below(100) < 22
    end
  end
  walls[1][1] = false
  walls[side][side] = false
  return setmetatable({ side = side, walls = walls, expanded = 0 }, Grid)
end

function Grid:is_free(cell)
  return cell.row >= 1 and cell.row <= self.side and cell.column >= 1 and cell.column <= self.side
    and not self.walls[cell.row][cell.column]
end

function Grid:neighbours(cell)
  local around = {
    { row = cell.row - 1, column = cell.column },
    { row = cell.row, column = cell.column - 1 },
    { row = cell.row, column = cell.column + 1 },
    { row = cell.row + 1, column = cell.column },
  }
  local free = {}
  for _, c in ipairs(around) do
    if self:is_free(c) then
      free[#free + 1] = c
    end
  end
  return free
end

function Grid:estimate(cell)
  return self.side - cell.row + self.side - cell.column
end

function Grid:search()
  local side = self.side
  local goal = side * side
  local cost, closed = filled(goal, UNREACHED), filled(goal, false)
  local open = Heap.new()
  cost[1] = 0
  open:push({ node = 1, priority = self:estimate({ row = 1, column = 1 }) })
  while not open:is_empty() do
    local node = open:pop().node
    if node == goal then
      return cost[node]
    end
    if not closed[node] then
      closed[node] = true
      self.expanded = self.expanded + 1
      local cell = { row = math.floor((node - 1) / side) + 1, column = (node - 1) % side + 1 }
      for _, neighbour in ipairs(self:neighbours(cell)) do
        local number = (neighbour.row - 1) * side + neighbour.column
        if cost[node] + 1 < cost[number] then
          cost[number] = cost[node] + 1
          open:push({ node = number, priority = cost[number] + self:estimate(neighbour) })
        end
      end
    end
  end
  return nil
end

local function root_of(n)
  local r = 1
  while (r + 1) * (r + 1) <= n do
    r = r + 1
  end
  return r
end

local function report_paths(graph)
  local paths = dijkstra(graph, 1)
  local last = farthest(paths.distances)
  local path = path_to(paths, last)
  local sum = 0
  for _, distance in ipairs(paths.distances) do
    if distance ~= UNREACHED then
      sum = sum + distance
    end
  end
  print("settled " .. paths.settled .. ", farthest " .. graph.names[last] .. " at " .. paths.distances[last]
    .. " over " .. #path .. " nodes, sum " .. sum)
  local begin = {}
  for i = 1, math.min(8, #path) do
    begin[i] = graph.names[path[i]]
  end
  print("path " .. table.concat(begin, " > "))
end

local function report_components(graph)
  local components = Tarjan.new(graph):run()
  local across = 0
  for _, link in ipairs(graph.links) do
    if components.of[link.from] ~= components.of[link.to] then
      across = across + 1
    end
  end
  print("components " .. components.count .. ", largest " .. components.largest .. ", links across " .. across)
end

local n = tonumber(arg[1])
local graph = Graph.new()
for _, line in ipairs(generate(n)) do
  graph:read(line)
end
print("nodes " .. #graph.names .. ", links " .. #graph.links)
report_paths(graph)
local counts = histogram(levels(graph, 1))
print("levels " .. #counts .. ": " .. table.concat(counts, " "))
report_components(graph)
local tree = spanning_tree(graph)
print("tree " .. tree.weight .. " over " .. tree.links .. " links, " .. tree.trees .. " trees")
local rank = ranks(graph)
local first = best_of(rank)
print(string.format("rank %s %.6f", graph.names[first], rank[first] * 1000.0))
local grid = Grid.new(2 * root_of(n))
local length = grid:search()
print("grid " .. grid.side .. ", way " .. (length or -1) .. ", expanded " .. grid.expanded)
