-- Sends webhooks that differ in one number and carry each its own signature, made beforehand.
-- Arguments: folder, threads, first number of this run, numbers per thread, requests per second for all (0: no limit).
local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanos; } moment;
  int clock_gettime(int clock, moment *now);
]]

local threads = {}

function setup(thread)
  thread:set("id", #threads)
  table.insert(threads, thread)
end

local function read(folder, name)
  local file = assert(io.open(folder .. "/" .. name, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

local now = ffi.new("moment")
local function millis()
  ffi.C.clock_gettime(1, now)
  return tonumber(now.seconds) * 1000 + tonumber(now.nanos) / 1e6
end

function init(args)
  local folder = args[1]
  before = read(folder, "before-signature")
  middle = read(folder, "before-number")
  after = read(folder, "after-number")
  signatures = read(folder, "signatures")
  own = id * tonumber(args[4])
  count = tonumber(args[4])
  first = tonumber(args[3])
  used = 0
  local rate = tonumber(args[5])
  if rate > 0 then
    local interval = 1000 * tonumber(args[2]) / rate
    local slot = millis()
    delay = function()
      slot = slot + interval
      return math.max(0, math.floor(slot - millis()))
    end
  end
end

function request()
  local number = own + (first + used) % count
  local signature = signatures:sub(number * 64 + 1, number * 64 + 64)
  local text = string.format("%08d", number)
  used = used + 1
  return before .. signature .. middle .. text .. after
end

function done(summary, latency)
  local most = 0
  for _, thread in ipairs(threads) do most = math.max(most, thread:get("used")) end
  io.write(string.format("RESULT %d %d %d %d %d %d %d\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99), latency.max, most))
end
