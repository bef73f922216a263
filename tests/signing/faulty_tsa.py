"""Timestamp servers that answer wrongly: another time, another certificate, a redirect, no end, only silence."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import tsp
from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from benchmarks.government import Government, now
from signing.fetching import LARGEST

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


def stamping(government: Government, who: str = "tsa", off: timedelta = timedelta()) -> Answer:
    """Tokens by the certificate of `who`, at a time that is `off`."""

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        signer = DummyTimeStamper(
            load_cert_from_pemder(str(government.certificate(who))),
            load_private_key_from_pemder(str(government.key(who)), None),
            SimpleCertificateStore(),  # type: ignore[no-untyped-call]
            fixed_dt=now() + off,
        )
        content = signer.request_tsa_response(tsp.TimeStampReq.load(body)).dump()
        handler.send_response(200)
        handler.send_header("Content-Type", "application/timestamp-reply")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def elsewhere(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Sends the client away."""
    handler.send_response(307)
    handler.send_header("Location", "http://127.0.0.1:9/")
    handler.end_headers()


def endless(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """More than anybody may send."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/timestamp-reply")
    handler.end_headers()
    try:
        for _ in range(LARGEST // 65_536 + 64):
            handler.wfile.write(bytes(65_536))
    except OSError:
        return


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """The address of a server that answers so, for the length of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer(self, self.rfile.read(int(self.headers["Content-Length"])))

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def silent() -> Iterator[str]:
    """A server that takes the question and never answers."""
    over = threading.Event()
    with answering(lambda handler, body: over.wait(60) and None) as address:
        yield address
        over.set()
