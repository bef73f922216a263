"""Timestamp servers that answer wrongly: another time, another certificate, a redirect, no end, only silence."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from benchmarks.government import Government, now
from signing.fetching import LARGEST
from signing.identity import read_certificates

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


def stamping(government: Government, fit: bool = True, off: timedelta = timedelta()) -> Answer:
    """Tokens by a server of this government, at a time that is `off`; not `fit`: its certificate is for documents."""
    certificate, key = (
        _server(government) if fit else (government.certificate("clerk"), government.key("clerk"))
    )

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        signer = DummyTimeStamper(
            load_cert_from_pemder(str(certificate)),
            load_private_key_from_pemder(str(key), None),
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


def _server(government: Government) -> tuple[Path, Path]:
    """A certificate below the root for a further timestamp server, with an RSA key, and that key."""
    (root,) = read_certificates(government.root)
    authority = serialization.load_pem_private_key(government.key("root").read_bytes(), None)
    own = rsa.generate_private_key(65537, 2048)
    lists = x509.UniformResourceIdentifier(f"{government.base}/crls/root/latest.crl")
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TSA 3 (mau)")]))
        .issuer_name(root.subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=30))
        .not_valid_after(now() + timedelta(days=900))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(
            x509.CRLDistributionPoints([x509.DistributionPoint([lists], None, None, None)]), critical=False
        )
    )
    files = government.folder / "tsa3.crt", government.folder / "tsa3.pem"
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    files[0].write_bytes(builder.sign(authority, hashes.SHA256()).public_bytes(pem))  # type: ignore[arg-type]
    files[1].write_bytes(own.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return files


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


def late_at_first(answer: Answer) -> Answer:
    """Holds the first question until somebody asks again; from then on answers at once."""
    asked_again, first = threading.Event(), threading.Lock()

    def late(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        if first.acquire(blocking=False):
            asked_again.wait(60)
            return
        asked_again.set()
        answer(handler, body)

    return late


def drop_by_drop(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Something all the time, but never the whole."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/timestamp-reply")
    handler.send_header("Content-Length", "6000")
    handler.end_headers()
    try:
        for _ in range(6000):
            handler.wfile.write(b"0")
            handler.wfile.flush()
            time.sleep(0.02)
    except OSError:
        return


@contextmanager
def silent() -> Iterator[str]:
    """A server that takes the question and never answers."""
    over = threading.Event()
    with answering(lambda handler, body: over.wait(60) and None) as address:
        yield address
        over.set()
