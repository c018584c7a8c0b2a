"""Lets conform judge targets that never stop talking, and measures its peak memory.

A server in front of a sandbox never ends the bodies of its answers, its lists, or its deliveries.
"""
import http.client
import http.server
import json
import os
import re
import signal
import ssl
import subprocess
import threading
import time
import urllib.parse

from soak_kit import BIN, KEY, Sandbox, demand

MOST_MIB = 600
# A run that has not ended by then is told to end, which it must do with a report.
SECONDS = 120
# One part of an endless body, and one large event.
PART, EVENT = b"[" * 65536, json.dumps({"event": "x", "data": "y" * 1_000_000}).encode()


def server(origin, behave):
    """Starts a server in front of an origin; `behave` may answer in its place. Gives its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        """Passes a request on."""

        def answer(self):
            """Answers one request and closes the connection."""
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            connection = http.client.HTTPConnection(origin, timeout=30)
            kept = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
            connection.request(self.command, self.path, body, {**kept, "Connection": "close"})
            passed = connection.getresponse()
            content = behave(self, body, passed.read())
            if content is None:
                return
            self.send_response(passed.status)
            for name, value in passed.getheaders():
                if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

        def log_message(self, *_):
            """The log would be as endless."""

    started = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    started.daemon_threads, started.handle_error = True, lambda *_: None
    threading.Thread(target=started.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{started.server_address[1]}"


def endless_body(handler, _body, content):
    """The body of an answer of the API goes on until the reader leaves."""
    if not handler.path.startswith("/api/v1/") or handler.path.endswith("/login"):
        return content
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    while True:
        handler.wfile.write(PART)


def endless_list(handler, _body, content):
    """After each page of a list there is another one; a list without pages has very many entries."""
    if handler.command != "GET":
        return content
    try:
        read = json.loads(content)
    except ValueError:
        return content
    if isinstance(read, list) and read:
        return json.dumps(read * 20_000).encode()
    if not isinstance(read, dict) or "pagination" not in read:
        return content
    address = urllib.parse.urlsplit(handler.path)
    query = dict(urllib.parse.parse_qsl(address.query))
    page = int(query.get("page", 1))
    following = urllib.parse.urlencode({**query, "page": page + 1})
    whole = {"page": page, "numPages": 10**9, "total": 10**9, "next": f"{address.path}?{following}"}
    read["pagination"].update(whole)
    for name, value in read.items():
        if isinstance(value, list) and value:
            read[name] = (value * 100)[:100]
    return json.dumps(read).encode()


def deliver(url, end):
    """Sends large events until the end."""
    address, context = urllib.parse.urlsplit(url), ssl._create_unverified_context()
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPSConnection(address.hostname, address.port, timeout=5, context=context)
            while time.monotonic() < end:
                connection.request("POST", address.path or "/", EVENT, {"Content-Type": "application/json"})
                connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)


def endless_deliveries(handler, body, content):
    """An endpoint that is registered gets events from then on."""
    if handler.command == "PUT" and handler.path.endswith("/webhook-endpoint"):
        url = re.search(rb'"url": ?"(https:[^"]+)"', body)
        if url and urllib.parse.urlsplit(url[1]).hostname:
            given = (url[1].decode(), time.monotonic() + SECONDS)
            for _ in range(2):
                threading.Thread(target=deliver, args=given, daemon=True).start()
    return content


def peak_of(command, environment):
    """The exit code of a command, its peak memory in MiB, and the seconds that it took."""
    begun = time.monotonic()
    with open("target/soak/conform.log", "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    timer = threading.Timer(SECONDS, process.send_signal, [signal.SIGINT])
    timer.start()
    _, status, used = os.wait4(process.pid, 0)
    timer.cancel()
    return os.waitstatus_to_exitcode(status), used.ru_maxrss // 1024, time.monotonic() - begun


def main():
    """Measures the three kinds of target."""
    for behave in (endless_body, endless_list, endless_deliveries):
        sandbox = Sandbox()
        profile = "target/soak/profile.yaml"
        with open(profile, "w", encoding="utf-8") as file:
            file.write(
                f"name: a target that never stops talking\napi: {server(sandbox.api, behave)}\n"
                f"portal: {server(sandbox.portal, behave)}\noperator: json\ncapabilities: [clock, drain]\n"
                "sink: { listen: '127.0.0.1:0' }\neffect_timeout_seconds: 2\n"
            )
        folders = ["features/orders", "features/payouts", "features/webhooks", "features/ledger"]
        command = [f"{BIN}/conform", "run", "--target", profile, *folders]
        code, peak, took = peak_of(command, {**os.environ, "RALIO_OPERATOR_KEY": KEY})
        with open("target/soak/conform.log", "rb") as log:
            size = len(log.read())
        name = behave.__name__.replace("_", " ")
        print(f"memory: {name}: exit code {code} after {took:.0f} s, peak {peak} MiB, {size // 1024} KiB of output", flush=True)
        demand(code in (1, 2), f"{name}: the exit code is {code}")
        demand(peak < MOST_MIB, f"{name}: conform used {peak} MiB, {MOST_MIB} are allowed")
        sandbox.end()


if __name__ == "__main__":
    main()
