"""measure.py CONNECTIONS ROUNDS POST_LUA [HTTP2,...] < SERVERS: servers under the same load, a second each in turn.

A line of SERVERS is NAME PORT COMMAND..., words by tabs. All of them run at the same time, and only one has something to do:
what else the machine does meanwhile comes to all of them alike. Prints the median of each server's rates and 99th
percentiles, the median of what the first one's rate is to its, round by round, and the peak of its memory.
"""

import re
import signal
import statistics
import subprocess
import sys
import time

from probe import answers

WARM = 2  # Seconds, for what a virtual machine compiles as it goes.


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(\w+)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}[unit]


class Server:
    def __init__(self, name, port, *command):
        self.name, self.port = name, port
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def peak(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read())[1]) / 1024


def http1(port, path, connections, seconds, *options):
    """Requests a second, the 99th percentile in milliseconds, and what went wrong."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--latency", *options, f"http://127.0.0.1:{port}{path}"]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    bad = re.findall(r"Socket errors.*|Non-2xx.*", out)
    # Another column ends in such a percentage too.
    percentile = re.search(r"^\s+99%\s+(\S+)$", out, re.MULTILINE)[1]
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), milliseconds(percentile), bad


def http2(port, path, connections, seconds):
    """Likewise, with the longest time instead of a percentile, over HTTP/2 with ten requests at once on each connection."""
    command = ["h2load", "-D", str(seconds), "-c", str(connections), "-m10", "-t1", f"http://127.0.0.1:{port}{path}"]
    out = subprocess.run(command, capture_output=True, text=True).stdout
    failed = int(re.search(r"(\d+) failed", out)[1])
    longest = re.search(r"time for request:\s+\S+\s+(\S+)", out)[1]
    return float(re.search(r"([\d.]+) req/s", out)[1]), milliseconds(longest), [f"{failed} failed"] if failed else []


def compare(what, servers, rounds, load):
    taken = {s.name: [] for s in servers}
    for _ in range(rounds):
        for s in servers:
            taken[s.name].append(load(s.port))
    first = taken[servers[0].name]
    for s in servers:
        rates, worst, bad = zip(*taken[s.name])
        ratio = statistics.median(ours[0] / rate for ours, rate in zip(first, rates))
        wrong = " ".join(sum(bad, []))
        print(f"{what:14} {s.name:8} {statistics.median(rates):9.0f}/s {statistics.median(worst):8.2f} ms"
              f"   {ratio:5.2f}   {wrong}", flush=True)


def main():
    connections, rounds, script = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    h2 = sys.argv[4].split(",") if len(sys.argv) > 4 else []
    servers = [Server(*line.rstrip("\n").split("\t")) for line in sys.stdin]
    try:
        for s in servers:
            deadline = time.monotonic() + 30
            while not answers(int(s.port)):
                if time.monotonic() > deadline:
                    sys.exit(f"{s.name} does not answer")
                time.sleep(0.01)
            http1(s.port, "/hello", connections, WARM)
            http1(s.port, "/user", connections, WARM, "-s", script)
        print(f"{'':23} {'requests':>11} {'99 % in':>11}   {servers[0].name} / it")
        compare("hello", servers, rounds, lambda port: http1(port, "/hello", connections, 1))
        compare("post", servers, rounds, lambda port: http1(port, "/user", connections, 1, "-s", script))
        for s in servers:
            print(f"{'peak memory':14} {s.name:8} {s.peak():9.1f} MB")
        both = [s for s in servers if s.name in h2]
        if both:
            print("HTTP/2, the longest time instead:")
            compare("hello", both, rounds, lambda port: http2(port, "/hello", connections, 1))
    finally:
        for s in servers:
            s.process.send_signal(signal.SIGTERM)
        for s in servers:
            s.process.wait()


main()
