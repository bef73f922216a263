"""What every answer carries and every request must pass: host names, origins, headers. Knows no page and no account."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from desk.web.options import DeskOptions

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# The one rule that OpenSeadragon puts into the page by itself (it drops an outline on touch screens); a test compares.
VIEWER_STYLE = "sha256-9xTiqzfwFaL2SGb1rmr8gysEwVVjIvqWAgmZgqFqpEE="
# `blob:` for previews of files before they are sent. No inline script, no other inline style, nothing from elsewhere.
POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self' '{VIEWER_STYLE}'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
)


class Guard:
    """ASGI middleware around the whole desk; streams nothing through memory."""

    def __init__(self, app: App, options: DeskOptions) -> None:
        self._app = app
        self._options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with a plain sentence."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if _name_of(headers.get("host", "")) not in self._options.names:
            await _refuse(scope, send, 421, "Unknown host name. / Tên máy không đúng.")
        elif scope["method"] not in SAFE and not self._same_origin(headers):
            await _refuse(
                scope, send, 403, "The request came from another site. / Yêu cầu đến từ trang khác."
            )
        elif "\0" in scope["path"] or b"%00" in scope["query_string"]:
            # No name holds it, and PostgreSQL takes no text with it.
            await _refuse(scope, send, 400, "The address holds a NUL. / Địa chỉ có ký tự NUL.")
        else:
            await self._app(scope, receive, self._with_headers(scope, send))

    def _same_origin(self, headers: dict[str, str]) -> bool:
        """Whether a changing request came from our own page; programs with a token send no origin at all."""
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return False
        origin = headers.get("origin")
        if origin is None:
            return True
        return origin in {
            self._options.origin,
            f"http://{headers.get('host')}",
            f"https://{headers.get('host')}",
        }

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        caching = _caching(scope["path"])

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                added = [(n.encode(), v.encode()) for n, v in HEADERS if n.encode() not in there]
                if self._options.secure:
                    added.append((b"strict-transport-security", b"max-age=31536000"))
                if b"cache-control" not in there:
                    added.append((b"cache-control", caching))
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        return sending


def _caching(path: str) -> bytes:
    """Pages are kept by no browser; our own scripts are asked for again; fonts and viewer change with their name."""
    if path.startswith("/static/vendor/"):
        return b"public, max-age=604800"
    return b"no-cache" if path.startswith("/static/") else b"no-store"


def _name_of(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


async def _refuse(scope: Scope, send: Send, status: int, sentence: str) -> None:
    kind, body = b"text/plain; charset=utf-8", sentence
    if scope["path"].startswith("/api/"):
        told = {"type": "about:blank", "status": status, "title": sentence}
        kind, body = b"application/problem+json", json.dumps(told, ensure_ascii=False)
    headers = [(b"content-type", kind), *((n.encode(), v.encode()) for n, v in HEADERS)]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})
