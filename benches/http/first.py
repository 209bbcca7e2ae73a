"""first.py RUNS PORT COMMAND...: milliseconds from the start of a server to its first answer, the median of some runs."""

import signal
import socket
import statistics
import subprocess
import sys
import time

runs, port, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
times = []
for _ in range(runs):
    start = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                with socket.create_connection(("127.0.0.1", port), 1) as s:
                    s.sendall(b"GET /hello HTTP/1.1\r\nhost: a\r\n\r\n")
                    if s.recv(4096).startswith(b"HTTP/1.1 200"):
                        break
            except OSError:
                pass
            if time.perf_counter() - start > 30:
                sys.exit("no answer")
            time.sleep(0.0002)
        times.append((time.perf_counter() - start) * 1000)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
print(f"{statistics.median(times):.1f} ms")
