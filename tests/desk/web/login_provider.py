"""A small login provider on loopback that keeps the rules of OpenID Connect, unless a test tells it to break one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

CLIENT, SECRET = "ban-lam-viec", "bí mật của bàn: %/+ và dấu"
Claims = dict[str, Any]


def same(claims: Claims) -> Claims:
    return claims


@dataclass
class LoginProvider:
    """`who` has logged in there; the rest is what a test turns. `asked` are the requests to the authorization door."""

    url: str = ""
    who: Claims = field(default_factory=lambda: {"sub": "abc-123", "name": "Người Ở Ngoài"})
    twist: Callable[[Claims], Claims] = same
    sign: Callable[[LoginProvider, Claims], str] | None = None
    describe: Callable[[Claims], Claims] = same
    keys: list[RSAKey | ECKey] = field(default_factory=list)
    reuse: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    bodies: dict[str, bytes] = field(default_factory=dict)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def new_key(self, kind: str = "RSA") -> None:
        """Sign with a new key from now on; the former ones are gone."""
        told = {"kid": secrets.token_hex(4), "use": "sig"}
        made = (
            RSAKey.generate_key(2048, told, private=True)
            if kind == "RSA"
            else ECKey.generate_key("P-256", told, private=True)
        )
        self.keys[:] = [made]

    def discovery(self) -> Claims:
        told = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "end_session_endpoint": f"{self.url}/leave",
        }
        return self.describe(told)

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes back to."""
        self.asked.append(asked)
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": self.url}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def token(self, form: dict[str, str], header: str) -> Claims | None:
        """The answer of the token door, or None when the client or the code is not right."""
        client = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
        if (unquote(client[0]), unquote(client[2])) != (CLIENT, SECRET):
            return None
        asked = self._codes.get(form["code"]) if self.reuse else self._codes.pop(form["code"], None)
        if asked is None or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
        if proof.rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims = self.twist({**claims, "auth_time": now, **self.who})
        return {"token_type": "Bearer", "access_token": "x", "id_token": (self.sign or signed)(self, claims)}

    def public_keys(self) -> Claims:
        return dict(KeySet(list(self.keys)).as_dict(private=False))


def signed(provider: LoginProvider, claims: Claims) -> str:
    """As it ought to be."""
    key = provider.keys[0]
    header = {"alg": "RS256" if isinstance(key, RSAKey) else "ES256", "kid": key.kid}
    return jwt.encode(header, claims, key, algorithms=["RS256", "ES256"])


def unsigned(_provider: LoginProvider, claims: Claims) -> str:
    """`alg: none`: anybody can make it."""
    parts = (json.dumps({"alg": "none"}), json.dumps(claims))
    return ".".join(base64.urlsafe_b64encode(one.encode()).rstrip(b"=").decode() for one in parts) + "."


def signed_with_the_public_key(provider: LoginProvider, claims: Claims) -> str:
    """HS256 with what everybody may read as the secret."""
    header = {"alg": "HS256", "kid": provider.keys[0].kid}
    told = ".".join(
        base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in (header, claims)
    )
    made = hmac.new(provider.keys[0].as_pem(private=False), told.encode(), hashlib.sha256).digest()
    return f"{told}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


def signed_by_another(provider: LoginProvider, claims: Claims) -> str:
    """A key of somebody else under the provider's key id."""
    other = RSAKey.generate_key(2048, {"kid": provider.keys[0].kid}, private=True)
    return jwt.encode({"alg": "RS256", "kid": other.kid}, claims, other, algorithms=["RS256"])


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, provider: LoginProvider) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.provider = provider


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        path, asked = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.provider.authorize({k: v[0] for k, v in asked.items()}))
            self.end_headers()
            return
        pages = {
            "/.well-known/openid-configuration": self.server.provider.discovery,
            "/keys": self.server.provider.public_keys,
        }
        self._answer(200 if path in pages else 404, pages[path]() if path in pages else {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {key: value[0] for key, value in parse_qs(body).items()}
        told = self.server.provider.token(form, self.headers.get("Authorization", ""))
        self._answer(400 if told is None else 200, told or {"error": "invalid_grant"})

    def _answer(self, status: int, told: Claims) -> None:
        body = self.server.provider.bodies.get(urlsplit(self.path).path, json.dumps(told).encode())
        self.send_response(302 if body == b"elsewhere" else status)
        self.send_header("Location", f"{self.server.provider.url}/nowhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: object) -> None:
        """Say nothing."""


@contextmanager
def providing() -> Iterator[LoginProvider]:
    """A provider until the block ends."""
    provider = LoginProvider()
    server = _Server(provider)
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    provider.new_key()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
