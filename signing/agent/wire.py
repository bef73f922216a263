"""HTTPS to one server, as docs/agent.md has it: certificate always verified, no redirects, limits on size and time.

Only the standard library speaks here. Each request may be sent again after a lost answer: the protocol promises that.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from signing.agent.errors import ServerRefused, ServerUnreachable, WrongUse

JSON_BYTES = 4 * 1024 * 1024
PDF_BYTES = 256 * 1024 * 1024
_SILENCE = 60.0
_CHUNK = 65_536
_LATER = frozenset({502, 503, 504})
_LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class Patience:
    """How often to try, and the seconds allowed for one whole answer."""

    attempts: int = 3
    seconds: float = 300.0
    pause: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    kind: str
    content: bytes


@dataclass(frozen=True)
class Wire:
    """One server; every request opens a connection of its own."""

    host: str
    port: int
    path: str
    context: ssl.SSLContext
    patience: Patience = Patience()

    @property
    def name(self) -> str:
        """The address that people gave."""
        return f"https://{self.host}:{self.port}{self.path}"


def wire_to(address: str, ca: Path | None, patience: Patience = Patience()) -> Wire:
    """The wire to `address` (https://HOST[:PORT]/PATH), trusting the certificates in `ca` or the system's.

    Raises WrongUse for another kind of address or an unreadable file.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or 443
    except ValueError:
        host, port = None, 443
    if host is None or parts.scheme != "https" or parts.query or parts.username:
        raise WrongUse(
            f"Địa chỉ máy chủ {address} không dùng được. Nhập dạng https://MÁY_CHỦ/agent/v1.",
            f"The server address {address} cannot be used. Give it as https://HOST/agent/v1.",
        )
    try:
        context = ssl.create_default_context(cafile=str(ca) if ca else None)
    except OSError as cause:
        raise WrongUse(
            f"Không đọc được chứng thư máy chủ trong {ca}. Kiểm tra tệp PEM.",
            f"The certificates in {ca} cannot be read. Check the PEM file.",
        ) from cause
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return Wire(host, port, parts.path.rstrip("/"), context, patience)


def ask(
    wire: Wire, method: str, path: str, bearer: str, body: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The JSON object that the server answers with. Raises ServerRefused, ServerUnreachable."""
    reply = _patiently(wire, method, path, bearer, body)
    if reply.status == 204:
        return {}
    try:
        held = json.loads(reply.content)
    except ValueError as cause:
        raise _nonsense(wire) from cause
    if not isinstance(held, dict):
        raise _nonsense(wire)
    return held


def fetch(wire: Wire, path: str, bearer: str) -> bytes:
    """The PDF under `path`. Raises ServerRefused, ServerUnreachable."""
    reply = _patiently(wire, "GET", path, bearer, None)
    if reply.kind != "application/pdf":
        raise _nonsense(wire)
    return reply.content


def _patiently(wire: Wire, method: str, path: str, bearer: str, body: dict[str, Any] | None) -> Reply:
    last = ""
    for attempt in range(wire.patience.attempts):
        if attempt:
            wire.patience.pause(min(float(2 ** (attempt - 1)), _LONGEST_PAUSE))
        try:
            reply = _once(wire, method, path, bearer, body)
        except ssl.SSLCertVerificationError as cause:
            raise _foreign(wire, cause.verify_message) from cause
        except (OSError, HTTPException) as cause:
            last = type(cause).__name__
            continue
        if reply.status in _LATER:
            last = f"HTTP {reply.status}"
            continue
        if reply.status in (200, 201, 202, 204):
            return reply
        raise _said_no(wire, reply)
    raise ServerUnreachable(
        f"Máy chủ {wire.name} không trả lời được ({last}). Chưa mất gì: chạy lại lệnh để làm tiếp.",
        f"The server {wire.name} gave no answer ({last}). Nothing is lost: run the command again to go on.",
    )


def _once(wire: Wire, method: str, path: str, bearer: str, body: dict[str, Any] | None) -> Reply:
    connection = HTTPSConnection(wire.host, wire.port, timeout=_SILENCE, context=wire.context)
    headers = {"Authorization": f"Bearer {bearer}", "Accept": "application/json, application/pdf"}
    content = None
    if body is not None:
        headers["Content-Type"] = "application/json"
        content = json.dumps(body).encode()
    try:
        connection.request(method, wire.path + path, body=content, headers=headers)
        response = connection.getresponse()
        kind = response.headers.get_content_type()
        return Reply(response.status, kind, _content(wire, response, kind))
    finally:
        connection.close()


def _content(wire: Wire, response: HTTPResponse, kind: str) -> bytes:
    limit = PDF_BYTES if kind == "application/pdf" else JSON_BYTES
    end, parts, size = time.monotonic() + wire.patience.seconds, list[bytes](), 0
    while chunk := response.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise _nonsense(wire)
        if time.monotonic() > end:
            raise TimeoutError
        parts.append(chunk)
    if response.length:
        raise ConnectionError("the answer ended early")
    return b"".join(parts)


def _said_no(wire: Wire, reply: Reply) -> ServerRefused:
    """The server's problem document (RFC 9457) as an error; its own words are shown as they are."""
    try:
        held = json.loads(reply.content)
        code, vi, en = (printable(str(held[key])) for key in ("code", "vi", "en"))
    except (ValueError, KeyError, TypeError):
        return ServerRefused(
            f"Máy chủ {wire.name} từ chối (HTTP {reply.status}). Liên hệ người quản trị.",
            f"The server {wire.name} refused (HTTP {reply.status}). Ask its administrator.",
        )
    return ServerRefused(vi, en, code)


def printable(text: str) -> str:
    """`text` without what could steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)[:2000]


def _foreign(wire: Wire, why: str) -> ServerRefused:
    return ServerRefused(
        f"Không kết nối: chứng thư của máy chủ {wire.name} không được tin cậy ({why}). "
        "Kiểm tra địa chỉ và tệp --ca; không có cách bỏ qua.",
        f"Not connected: the certificate of {wire.name} is not trusted ({why}). "
        "Check the address and the --ca file; there is no way around it.",
        "certificate",
    )


def _nonsense(wire: Wire) -> ServerRefused:
    return ServerRefused(
        f"Máy chủ {wire.name} trả lời không đúng giao thức. Liên hệ người quản trị.",
        f"The server {wire.name} does not answer as the protocol says. Ask its administrator.",
        "protocol",
    )
