"""A small HTTPS server that satisfies docs/agent.md with real deferred jobs; everything it knows is in memory.

Its faults are switched on by tests: answers that get lost, documents that are swapped, a clock that runs ahead.
"""

from __future__ import annotations

import hashlib
import json
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from tls_files import Tls

from signing.addition import page_count
from signing.deferred import Absentee, Answered, Request, Server, accept, finish, prepare
from signing.errors import JobRefused, SigningError, TimestampUnavailable
from signing.job import bytes64, in_time, read_job
from signing.pades import SignOptions
from signing.trust import der_of
from signing.verdict import Level

SESSION = timedelta(hours=8)
BASE = "/agent/v1"


class Problem(Exception):
    """An answer in application/problem+json."""

    def __init__(self, status: int, code: str, vi: str = "Bị từ chối.", en: str = "Refused.") -> None:
        super().__init__(code)
        self.status, self.code, self.vi, self.en = status, code, vi, en


@dataclass
class Document:
    """One document of the queue."""

    id: str
    source: Path
    title: str
    number: str
    state: str = "waiting"
    owner: str = ""
    job: str = ""
    answer: str = ""
    received: datetime | None = None
    tries: int = 0

    @property
    def prepared(self) -> Path:
        return self.source.with_suffix(f".{read_job(self.job).id}.prepared")

    @property
    def final(self) -> Path:
        return self.source.with_suffix(".final.pdf")


@dataclass
class Token:
    """A one-time token: which documents it opens, and the session key that it was traded for."""

    documents: list[str]
    key: str = ""
    closed: bool = False


@dataclass
class Queue:
    """What the server knows. `lose` holds paths whose next answer is lost after the work was done."""

    signer: Absentee
    server: Server
    clock: Callable[[], datetime]
    level: Level = Level.B_LT
    documents: dict[str, Document] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    ahead: timedelta = timedelta()
    lose: list[str] = field(default_factory=list)
    swap: Callable[[Document, bytes], bytes] | None = None
    asked: list[str] = field(default_factory=list)
    lock: Any = field(default_factory=threading.RLock)

    def now(self) -> datetime:
        return self.clock() + self.ahead

    def put(self, token: str, sources: list[Path]) -> None:
        """Offer these documents to whoever brings `token`."""
        ids = [f"d{len(self.documents) + number}" for number in range(len(sources))]
        for number, (id, source) in enumerate(zip(ids, sources, strict=True), start=1):
            self.documents[id] = Document(id, source, f"Trích lục khai sinh {number}", f"{number:02}/TLKS")
        self.tokens[token] = Token(ids)

    def complete(self) -> None:
        """Bring what was accepted to its level, now that the timestamp service answers."""
        for one in self.documents.values():
            if one.state == "accepted":
                _finished(self, one)


def respond(queue: Queue, method: str, path: str, bearer: str, body: dict[str, Any]) -> tuple[int, Any]:
    """Status and JSON object (or the bytes of a PDF) for one request. Raises Problem."""
    if path == "/session" and method == "POST":
        return _open(queue, bearer, body)
    token = next((t for t in queue.tokens.values() if t.key and t.key == bearer and not t.closed), None)
    if token is None:
        raise Problem(
            401, "unauthorised", "Phiên đã hết. Lấy mã mới.", "The session is over. Get a new code."
        )
    if path == "/session" and method == "DELETE":
        token.closed = True
        return 204, {}
    if path == "/documents":
        return 200, {"documents": [_row(queue.documents[id]) for id in token.documents]}
    found = re.fullmatch(r"/documents/([^/]+)/(claim|finish|jobs/([^/]+)/file)", path)
    if found is None or found[1] not in token.documents:
        raise Problem(404, "unknown")
    document = queue.documents[found[1]]
    if found[2] == "claim":
        return _release(document, bearer) if method == "DELETE" else _claim(queue, document, bearer)
    if found[2] == "finish":
        return _finish(queue, document, body)
    return 200, _file(queue, document, found[3])


def _open(queue: Queue, bearer: str, body: dict[str, Any]) -> tuple[int, Any]:
    token = queue.tokens.get(bearer)
    if token is None or token.closed:
        raise Problem(
            401, "unauthorised", "Mã không đúng hoặc đã hết hạn.", "The code is wrong or has expired."
        )
    if bytes64(str(body.get("certificate"))) != der_of(queue.signer.certificate):
        raise Problem(
            403, "certificate", "Chứng thư không phải của người này.", "Not this person's certificate."
        )
    if len(str(body.get("key", ""))) < 43:
        raise Problem(400, "malformed")
    if token.key and token.key != body["key"]:
        raise Problem(409, "token-used", "Mã đã dùng rồi. Lấy mã mới.", "The code was used. Get a new one.")
    status, token.key = 200 if token.key else 201, body["key"]
    now = queue.now()
    told = {"signer": queue.signer.name, "time": now.isoformat(), "expires": (now + SESSION).isoformat()}
    return status, told


def _row(one: Document) -> dict[str, Any]:
    content = one.source.read_bytes()
    return {
        "id": one.id,
        "title": one.title,
        "number": one.number,
        "pages": page_count(content),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "state": one.state,
    }


def _claim(queue: Queue, one: Document, key: str) -> tuple[int, Any]:
    if one.state in ("finished", "accepted"):
        raise Problem(409, "finished", "Đã ký rồi.", "It is signed already.")
    if one.owner not in ("", key):
        raise Problem(409, "claimed-elsewhere", "Người khác đang ký.", "Somebody else is signing it.")
    if not one.job or _expired(queue, one):
        one.tries += 1
        request = Request(f"{one.id}-{one.tries}", queue.signer, SignOptions("Official", level=queue.level))
        target = one.source.with_suffix(f".{request.id}.prepared")
        try:
            one.job = prepare(one.source, target, request, queue.server, queue.now())
        except TimestampUnavailable as fault:
            raise Problem(503, "later", fault.vi, fault.en) from fault
        except SigningError as fault:
            raise Problem(422, "refused", fault.vi, fault.en) from fault
    one.owner, one.state = key, "claimed"
    return 200, {"job": json.loads(one.job), "lease": read_job(one.job).expires}


def _release(one: Document, key: str) -> tuple[int, Any]:
    if one.owner == key and one.state == "claimed":
        one.owner, one.state, one.job = "", "waiting", ""
    return 204, {}


def _file(queue: Queue, one: Document, job: str) -> bytes:
    if not one.job or read_job(one.job).id != job:
        raise Problem(404, "unknown")
    content = one.prepared.read_bytes()
    return queue.swap(one, content) if queue.swap else content


def _finish(queue: Queue, one: Document, body: dict[str, Any]) -> tuple[int, Any]:
    if one.state in ("finished", "accepted") and body.get("id") == read_job(one.job).id:
        return (200 if one.state == "finished" else 202), _told(one)
    if one.state in ("finished", "accepted"):
        raise Problem(409, "finished", "Đã ký rồi.", "It is signed already.")
    if not one.job:
        raise Problem(409, "not-claimed")
    if _expired(queue, one):
        raise Problem(409, "job-expired", "Yêu cầu ký đã hết hạn.", "The job has expired.")
    given = json.dumps(body)
    try:
        accept(one.job, one.prepared.read_bytes(), given, queue.server, queue.now())
    except JobRefused as fault:
        raise Problem(422, "refused", fault.vi, fault.en) from fault
    one.answer, one.received, one.state = given, queue.now(), "accepted"
    _finished(queue, one)
    return (200 if one.state == "finished" else 202), _told(one)


def _finished(queue: Queue, one: Document) -> None:
    try:
        finish(
            Answered(one.job, one.answer, one.received), one.prepared, one.final, queue.server, queue.now()
        )
        one.state = "finished"
    except TimestampUnavailable:
        return


def _told(one: Document) -> dict[str, Any]:
    if one.state != "finished":
        return {"state": "accepted"}
    digest = hashlib.sha256(one.final.read_bytes()).hexdigest()
    return {"state": "finished", "level": read_job(one.job).level, "sha256": digest}


def _expired(queue: Queue, one: Document) -> bool:
    try:
        in_time(read_job(one.job), queue.now())
    except JobRefused:
        return True
    return False


class _Handler(BaseHTTPRequestHandler):
    queue: Queue

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        bearer = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        path = self.path.removeprefix(BASE)
        with self.queue.lock:
            self.queue.asked.append(f"{self.command} {path}")
            try:
                status, told = respond(self.queue, self.command, path, bearer, body)
            except Problem as problem:
                status = problem.status
                told = {"status": status, "code": problem.code, "vi": problem.vi, "en": problem.en}
            lost = path in self.queue.lose
            if lost:
                self.queue.lose.remove(path)
        if lost:
            self.close_connection = True
            return
        pdf = isinstance(told, bytes)
        kind = (
            "application/pdf" if pdf else "application/json" if status < 300 else "application/problem+json"
        )
        content = told if pdf else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if status != 204:
            self.wfile.write(content)

    do_GET = do_POST = do_DELETE = _serve  # noqa: N815

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def serving(queue: Queue, tls: Tls) -> Iterator[str]:
    """The base address of a server over `queue`, for the length of the block."""
    handler = type("Handler", (_Handler,), {"queue": queue})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls.certificate, tls.key)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"https://127.0.0.1:{server.server_port}{BASE}"
        finally:
            server.shutdown()


def absentee(certificate: x509.Certificate, chain: tuple[x509.Certificate, ...]) -> Absentee:
    """Whom the server expects to sign."""
    return Absentee(certificate, chain)
