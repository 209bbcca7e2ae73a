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

local function document(i)
  return {
    active = i % 3 == 0,
    id = i,
    name = "user " .. i % 1000,
    owner = { group = null, rank = i % 7 },
    tags = { "red", "green\n", "blue", i * 3 },
  }
end

local ids, ranks, letters = 0, 0, 0
for i = 0, tonumber(arg[1]) - 1 do
  local text = to_json(document(i))
  local doc = parse(text, 1)
  ids = ids + (doc.active and doc.id or 1)
  ranks = ranks + doc.owner.rank + #doc.tags
  letters = letters + #doc.name
end
print(string.format("%d %d %d", ids, ranks, letters))
