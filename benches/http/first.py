"""first.py RUNS PORT COMMAND...: milliseconds from the start of a server to its first answer, the median of some runs."""

import signal
import statistics
import subprocess
import sys
import time

from probe import answers

runs, port, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
times = []
for _ in range(runs):
    start = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while not answers(port):
            if time.perf_counter() - start > 30:
                sys.exit("no answer")
            time.sleep(0.0002)
        times.append((time.perf_counter() - start) * 1000)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
print(f"{statistics.median(times):.1f} ms")
