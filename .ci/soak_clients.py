"""Lets slow, hostile and flooding clients loose on a sandbox, and measures what a fair client gets meanwhile.

Usage: soak_clients.py [SECONDS]
"""
import http.client
import multiprocessing
import os
import socket
import statistics
import sys
import time

from soak_kit import Caller, Merchant, Sandbox, demand

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 60
# Each kind of client comes from an address of its own, as in a network.
FAIR, SLOW, FLOOD, HOSTILE, IDLE = (f"127.0.0.{last}" for last in range(2, 7))
# A fair request takes a few milliseconds on an idle sandbox; it shares two cores with its attackers here.
MOST_AT_99, MOST_AT_ALL, MOST_MIB = 1.0, 5.0, 400
PROCESSES = multiprocessing.get_context("fork")
STATUSES = PROCESSES.Queue()


def connect(address, source):
    """A connection to the sandbox."""
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), 5, (source, 0))


def slow(sandbox, _merchant, end):
    """Sends requests one byte a second, and reads no answer."""
    request = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n" + b"x" * 5000
    open_ones, place = [], 0
    while time.monotonic() < end:
        while len(open_ones) < 300:
            open_ones.append(connect(sandbox.api, SLOW))
        for one in list(open_ones):
            try:
                one.send(request[place % len(request):][:1])
            except OSError:
                open_ones.remove(one)
        place += 1
        time.sleep(1)


def unread(sandbox, merchant, end):
    """Asks for lists as fast as it can, and reads no answer."""
    token = merchant.token(sandbox)
    ask = f"GET /api/v1/account/orders?pageSize=100 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    while time.monotonic() < end:
        ones = [connect(sandbox.api, SLOW) for _ in range(20)]
        for one in ones:
            one.settimeout(0.2)
            try:
                for _ in range(2000):
                    one.sendall(ask)
            except OSError:
                pass
        time.sleep(1)
        for one in ones:
            one.close()


def flood(sandbox, merchant, end):
    """Pays, reads and logs in without a pause."""
    caller, number = Caller(sandbox.api, merchant.token(sandbox), FLOOD), 0
    seen = set()
    while time.monotonic() < end:
        if number % 10 == 0:
            status = caller.call("POST", "/api/v1/auth/login", {"api_code": "wrong", "api_key": "wrong"})[0]
        elif number % 2:
            status = caller.call("POST", *merchant.payment(number))[0]
        else:
            status = caller.call("GET", "/api/v1/account/orders?pageSize=100")[0]
        seen.add(status)
        number += 1
    STATUSES.put((number, sorted(seen)))


def hostile(sandbox, _merchant, end):
    """Sends what is no HTTP, bodies without an end, heads that are too large, and leaves in the middle."""
    attacks = [
        b"\x16\x03\x01\x02\x00" * 200,
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: " + b"y" * 200_000 + b"\r\n\r\n",
        b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + b"10000\r\n" + b"[" * 65536 + b"\r\n",
        b"POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n" + b"a=" * 50_000,
        b"GET /pay/%00%ff/../../ HTTP/1.1\r\nHost: a\r\n\r\n",
    ]
    seen, number = set(), 0
    while time.monotonic() < end:
        for attack in attacks:
            for address in (sandbox.api, sandbox.portal):
                try:
                    with connect(address, HOSTILE) as one:
                        one.settimeout(0.5)
                        one.sendall(attack)
                        answer = one.recv(64)
                        if answer.startswith(b"HTTP/1.1 "):
                            seen.add(int(answer[9:12]))
                except OSError:
                    pass
                number += 1
    STATUSES.put((number, sorted(seen)))


def idle(sandbox, _merchant, end):
    """Opens more connections than one address may have, and says nothing."""
    open_ones = []
    while time.monotonic() < end:
        while len(open_ones) < 900:
            open_ones.append(connect(sandbox.portal if len(open_ones) % 2 else sandbox.api, IDLE))
        time.sleep(2)
        for one in open_ones:
            one.close()
        open_ones = []


def fair(sandbox, merchant, end):
    """Pays and reads at a person's pace; gives the seconds that each request took."""
    token, times = merchant.token(sandbox), []
    caller, number = Caller(sandbox.api, token, FAIR), 0
    while time.monotonic() < end:
        method, path, body = ("GET", merchant.accounts[0], None) if number % 2 else ("POST", *merchant.payment(number))
        begun = time.monotonic()
        try:
            status = caller.call(method, path, body)[0]
        except (OSError, http.client.HTTPException) as fault:
            sys.exit(f"soak: the fair client was cut off: {fault!r}")
        times.append(time.monotonic() - begun)
        demand(status in (200, 201), f"the fair client was answered {status}")
        number += 1
        time.sleep(0.02)
    return times


def main():
    """Measures the fair client alone, then among the others."""
    sandbox = Sandbox()
    merchant, flooding = Merchant(sandbox), Merchant(sandbox)
    alone = fair(sandbox, merchant, time.monotonic() + min(5, SECONDS))
    before = sandbox.peak_mib()
    end = time.monotonic() + SECONDS
    kinds = [slow, unread, flood, flood, flood, hostile, idle]
    attackers = [PROCESSES.Process(target=kind, args=(sandbox, flooding, end), daemon=True) for kind in kinds]
    for one in attackers:
        one.start()
    times = sorted(fair(sandbox, merchant, end))
    counted = [STATUSES.get(timeout=30) for _ in range(4)]
    for one in attackers:
        one.join(30)
    health = Caller(sandbox.portal).must("GET", "/health")
    demand(health == {"status": "ok"}, f"the sandbox is not healthy afterwards: {health}")
    requests, seen = sum(number for number, _ in counted), sorted({one for _, many in counted for one in many})
    demand(all(status < 500 for status in seen), f"statuses {seen}")
    at_99, peak = times[len(times) * 99 // 100], sandbox.peak_mib()
    print(f"clients: {SECONDS:.0f} s, {requests} hostile and flooding requests with statuses {seen}, {os.cpu_count()} cores")
    print(f"a fair client: alone median {statistics.median(alone) * 1000:.1f} ms, among them {len(times)} requests, median "
          f"{statistics.median(times) * 1000:.1f} ms, 99 % within {at_99 * 1000:.0f} ms, longest {times[-1] * 1000:.0f} ms")
    print(f"peak memory of the sandbox: {before} MiB before, {peak} MiB after")
    demand(at_99 < MOST_AT_99 and times[-1] < MOST_AT_ALL, "the fair client waits too long")
    demand(peak < MOST_MIB, f"the sandbox used more than {MOST_MIB} MiB")
    sandbox.end()


if __name__ == "__main__":
    main()
