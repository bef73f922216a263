"""The login provider: where its doors are, which keys it signs with, what it says about one code. Knows no account."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from joserfc.jwk import KeySet

from desk.web import id_token, oidc_fetch
from desk.web.id_token import Expected, UnknownKey
from desk.web.oidc_fetch import Credentials, ProviderFailed
from desk.web.oidc_options import OidcOptions
from desk.web.oidc_try import Begun

DISCOVERY = "/.well-known/openid-configuration"
KEPT = timedelta(hours=1)
# New keys are looked for when a token names one we do not have, but a forged token must not make us ask each time.
KEYS_AGAIN = timedelta(minutes=1)


@dataclass(frozen=True)
class Doors:
    """The addresses of the provider, each on a host that may be asked; `leaving` is empty where there is none."""

    authorization: str
    token: str
    keys: str
    leaving: str
    secret_in_body: bool


class Provider:
    """One provider; keeps its addresses and keys for an hour. May be asked from many threads."""

    def __init__(self, options: OidcOptions) -> None:
        self.options = options
        self._lock = threading.Lock()
        self._doors: tuple[Doors, datetime] | None = None
        self._keys: tuple[KeySet, datetime] | None = None

    def doors(self, at: datetime) -> Doors:
        """Where to go. Raises ProviderFailed."""
        with self._lock:
            if self._doors is None or at - self._doors[1] > KEPT:
                self._doors = (self._discovered(), at)
            return self._doors[0]

    def leading(self, begun: Begun, answer: str, language: str) -> str:
        """The address to which the browser is sent; it comes back to `answer`. Raises ProviderFailed."""
        doors = self.doors(begun.at)
        told = {
            "response_type": "code",
            "client_id": self.options.client_id,
            "redirect_uri": answer,
            "scope": "openid profile email" if self.options.claim == "email" else "openid profile",
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": _challenge(begun.verifier),
            "code_challenge_method": "S256",
            "ui_locales": language,
        }
        if begun.fresh:
            told |= {"prompt": "login", "max_age": "0"}
        joint = "&" if urlsplit(doors.authorization).query else "?"
        return f"{doors.authorization}{joint}{urlencode(told)}"

    def claims(self, begun: Begun, code: str, answer: str, at: datetime) -> Mapping[str, Any]:
        """What the provider says about who brought `code`. Raises ProviderFailed, TokenRefused."""
        doors = self.doors(at)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": answer,
            "code_verifier": begun.verifier,
        }
        client = Credentials(self.options.client_id, self.options.secret(), doors.secret_in_body)
        token = oidc_fetch.post(doors.token, self.options.hosts, form, client).get("id_token")
        expected = Expected(self.options.issuer, self.options.client_id, begun.nonce, at, begun.fresh)
        try:
            return id_token.claims_of(token, self._known_keys(doors, at, KEPT), expected)
        except UnknownKey:
            return id_token.claims_of(token, self._known_keys(doors, at, KEYS_AGAIN), expected)

    def _known_keys(self, doors: Doors, at: datetime, age: timedelta) -> KeySet:
        with self._lock:
            if self._keys is None or at - self._keys[1] > age:
                self._keys = (id_token.keys_of(oidc_fetch.get(doors.keys, self.options.hosts)), at)
            return self._keys[0]

    def _discovered(self) -> Doors:
        issuer, hosts = self.options.issuer, self.options.hosts
        told = oidc_fetch.get(issuer.rstrip("/") + DISCOVERY, hosts)
        if told.get("issuer") != issuer:
            raise ProviderFailed("issuer")
        ways = told.get("token_endpoint_auth_methods_supported")
        leaving = told.get("end_session_endpoint")
        return Doors(
            oidc_fetch.checked(told.get("authorization_endpoint"), hosts),
            oidc_fetch.checked(told.get("token_endpoint"), hosts),
            oidc_fetch.checked(told.get("jwks_uri"), hosts),
            oidc_fetch.checked(leaving, hosts) if leaving else "",
            # The header is the default where the document names no way (Discovery 1.0 section 3).
            isinstance(ways, list) and "client_secret_basic" not in ways,
        )


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
