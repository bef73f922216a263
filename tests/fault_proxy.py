"""Stands between an S3 client and its server on loopback and spoils one request, the one with a given number.

Faults: `503` (refused, not forwarded), `lost` (forwarded, the answer dropped), `torn` (half of the body forwarded, then
cut), `slow` (forwarded, the answer in drops), `kill` and `kill-after` (the client's process is killed before or after
the request has been forwarded).
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FAULTS = ("503", "lost", "torn", "slow")
KILLS = ("kill", "kill-after")
_DROP_SECONDS = 0.01
_BUSY = b"<?xml version='1.0'?><Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>"


class FaultProxy:
    """Listens on loopback; `endpoint` is its host and port. `arm` chooses what goes wrong next."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.seen = 0
        self._fault, self._at, self._victim = "", -1, 0
        self._lock = threading.Lock()
        self._server = _Server(self)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def endpoint(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def arm(self, fault: str, at: int, victim: int = 0) -> None:
        """From now on requests are counted from 0; number `at` suffers `fault`. `victim`: the process to kill."""
        with self._lock:
            self.seen, self._fault, self._at, self._victim = 0, fault, at, victim

    def fault_of_next(self) -> str:
        """What the request that has just come is to suffer, or ""."""
        with self._lock:
            self.seen += 1
            return self._fault if self.seen - 1 == self._at else ""

    def kill(self) -> None:
        """Ends the client's process as a power cut would."""
        os.kill(self._victim, signal.SIGKILL)

    def close(self) -> None:
        """Stops listening."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, proxy: FaultProxy) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.proxy = proxy


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal."""

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.server.proxy.fault_of_next()
        if fault == "503":
            self._answer(503, [("Content-Type", "application/xml")], _BUSY)
            return
        if fault == "kill":
            self.server.proxy.kill()
        if fault == "torn":
            self._forward(body[: len(body) // 2], cut=True)
            self._hang_up()
            return
        status, headers, data = self._forward(body, cut=False)
        if fault == "kill-after":
            self.server.proxy.kill()
        if fault in ("lost", *KILLS):
            self._hang_up()
        else:
            self._answer(status, headers, data, slow=fault == "slow")

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass_on  # noqa: N815

    def _forward(self, body: bytes, *, cut: bool) -> tuple[int, list[tuple[str, str]], bytes]:
        upstream = http.client.HTTPConnection(self.server.proxy.upstream, timeout=30)
        try:
            upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                upstream.putheader(name, value)
            upstream.endheaders(body)
            if cut:
                return 0, [], b""
            answer = upstream.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            upstream.close()

    def _answer(self, status: int, headers: list[tuple[str, str]], data: bytes, slow: bool = False) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        told = {name.lower(): value for name, value in headers}.get("content-length")
        length = told if self.command == "HEAD" and told else str(len(data))
        if status != 204:
            self.send_header("Content-Length", length)
        self.end_headers()
        step = max(1, len(data) // 5) if slow else max(1, len(data))
        for start in range(0, len(data), step) if self.command != "HEAD" else ():
            self.wfile.write(data[start : start + step])
            self.wfile.flush()
            if slow:
                time.sleep(_DROP_SECONDS)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def handle(self) -> None:
        """A client that is killed hangs up on us; that is no fault of this side."""
        try:
            super().handle()
        except (ConnectionError, BrokenPipeError, ValueError):
            self.close_connection = True
