local VOCABULARY = 5000
local WORDS_PER_LINE = 12
local TOP = 20

local syllables = { "ka", "lu", "mi", "no", "pe", "ra", "si", "ta", "vo", "zu" }

local seed = 42

local function next_below(bound)
  seed = seed * 16807 % 2147483647
  return seed % bound
end

local function vocabulary()
  local words = {}
  for i = 0, VOCABULARY - 1 do
    local word = ""
    for _ = 0, 1 + next_below(3) do
      word = word .. syllables[next_below(10) + 1]
    end
    words[i] = word
  end
  return words
end

local function generate(n)
  local words = vocabulary()
  local lines = {}
  for i = 1, n do
    local line = words[next_below(VOCABULARY)]
    for _ = 2, WORDS_PER_LINE do
      line = line .. " " .. words[math.floor(next_below(VOCABULARY) * next_below(VOCABULARY) / VOCABULARY)]
    end
    lines[i] = line
  end
  return lines
end

local function split(line)
  local words = {}
  for word in line:gmatch("[^ ]+") do
    words[#words + 1] = word
  end
  return words
end

local counts = {}
for _, line in ipairs(generate(tonumber(arg[1]))) do
  for _, word in ipairs(split(line)) do
    counts[word] = (counts[word] or 0) + 1
  end
end
local entries = {}
for word, count in pairs(counts) do
  entries[#entries + 1] = { word = word, count = count }
end
table.sort(entries, function(x, y)
  if x.count ~= y.count then
    return x.count > y.count
  end
  return x.word < y.word
end)
print(#entries)
for i = 1, math.min(TOP, #entries) do
  print(entries[i].word .. " " .. entries[i].count)
end
