wrk.method = "POST"
wrk.body = '{"userId": "u1", "username": "someone", "age": 42}'
wrk.headers["Content-Type"] = "application/json"
