"""Asking the login provider over HTTP, within limits: known hosts, no redirects, little time, few bytes.

Nothing that comes back is trusted here; what it means, others find out. Addresses and bodies never reach a log.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from desk.web.oidc_options import is_safe
from pipeline.errors import PipelineError

STEP_SECONDS, WHOLE_SECONDS = 5.0, 10.0
MOST_BYTES = 256 * 1024


class ProviderFailed(PipelineError):
    """The provider does not answer as it must; `code` is for the audit trail."""

    exit_code = 3

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Nhà cung cấp đăng nhập không trả lời đúng ({code}). Thử lại; nếu vẫn vậy, báo người quản trị mã này.",
            f"The login provider did not answer as it must ({code}). Try again, or tell the administrator this code.",
        )
        self.code = code


@dataclass(frozen=True, repr=False)
class Credentials:
    """The client at the provider; `in_body`: it wants the secret in the form, not in the header."""

    client_id: str
    secret: str
    in_body: bool


def checked(address: object, hosts: frozenset[str]) -> str:
    """`address` when the desk may go there. Raises ProviderFailed: a document may not send us around the network."""
    if not isinstance(address, str) or not is_safe(address) or urlsplit(address).hostname not in hosts:
        raise ProviderFailed("host")
    return address


def get(address: str, hosts: frozenset[str]) -> dict[str, Any]:
    """A JSON object. Raises ProviderFailed."""
    return _asked("GET", checked(address, hosts), {}, None)


def post(address: str, hosts: frozenset[str], form: Mapping[str, str], client: Credentials) -> dict[str, Any]:
    """What comes back for a form, a JSON object. Raises ProviderFailed."""
    told = {**form, "client_id": client.client_id}
    if client.secret and client.in_body:
        told["client_secret"] = client.secret
    # RFC 6749 2.3.1: both are form-encoded before they go into the header.
    basic = (quote(client.client_id, safe=""), quote(client.secret, safe=""))
    return _asked(
        "POST", checked(address, hosts), told, None if client.in_body or not client.secret else basic
    )


def _asked(
    method: str, address: str, form: Mapping[str, str], basic: tuple[str, str] | None
) -> dict[str, Any]:
    # No compression: a small body must not become a large one. No proxy from the environment: hosts are named.
    headers = {"accept": "application/json", "accept-encoding": "identity"}
    options: dict[str, Any] = {"data": dict(form)} if method == "POST" else {}
    try:
        with (
            httpx.Client(timeout=STEP_SECONDS, trust_env=False, verify=_authorities()) as client,
            client.stream(
                method, address, headers=headers, auth=basic or httpx.USE_CLIENT_DEFAULT, **options
            ) as answer,
        ):
            return _object(answer)
    except (httpx.HTTPError, httpx.InvalidURL):
        raise ProviderFailed("unreachable") from None


def _object(answer: httpx.Response) -> dict[str, Any]:
    if answer.status_code != 200:
        raise ProviderFailed("redirect" if answer.is_redirect else f"status-{answer.status_code}")
    body, until = bytearray(), time.monotonic() + WHOLE_SECONDS
    for piece in answer.iter_raw():
        body += piece
        if len(body) > MOST_BYTES:
            raise ProviderFailed("too-large")
        if time.monotonic() > until:
            raise ProviderFailed("too-slow")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise ProviderFailed("not-json") from None
    if not isinstance(told, dict):
        raise ProviderFailed("not-json")
    return told


@cache
def _authorities() -> ssl.SSLContext:
    """What the machine trusts: an office's own authority belongs there (or in SSL_CERT_FILE)."""
    return ssl.create_default_context()
