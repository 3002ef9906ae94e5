-- Visits and purchases of a thousand customers.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

local n = 0
request = function()
  n = n + 1
  local key = "c" .. math.random(1000)
  local body = n % 3 == 0
    and string.format('{ "key": "%s", "type": "Purchase", "fields": { "order": "%d-%d", "amount": 12.5 } }', key, n, math.random(1e9))
    or string.format('{ "key": "%s", "type": "Visit" }', key)
  return wrk.format("POST", "/events", nil, body)
end
