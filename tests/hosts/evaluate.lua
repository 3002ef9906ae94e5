wrk.method = "POST"
wrk.path = "/evaluate"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [[{ "now": "2026-03-09T12:00:00Z", "customer": { "id": "ada", "newsletter": true, "purchases": [
  { "time": "2026-01-09T12:00:00Z", "order": "1", "amount": 1000 },
  { "time": "2026-01-10T12:00:00Z", "order": "2", "amount": 50.25 },
  { "time": "2026-01-11T12:00:00Z", "order": "3", "amount": 50.25 } ] } }]]
