"""One begun login at the provider: what must come back with it, sealed in a cookie of the browser that began it."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from pipeline.accounts.secrets_box import SecretsBox
from pipeline.errors import Missing

LONGEST = timedelta(minutes=10)


@dataclass(frozen=True, repr=False)
class Begun:
    """`back` is where the person goes afterwards; `fresh`: they log in anew whatever session the provider holds."""

    state: str
    nonce: str
    verifier: str
    back: str
    fresh: bool
    at: datetime

    @property
    def digest(self) -> str:
        """What stands for it among the spent ones."""
        return hashlib.sha256(self.state.encode()).hexdigest()


@dataclass(frozen=True, repr=False)
class Proven:
    """Who the provider vouched for, before the code of the account's own second factor; good for one browser."""

    actor: str
    visit: str
    back: str
    at: datetime


def begin(back: str, at: datetime, *, fresh: bool) -> Begun:
    """A new one, with 256 random bits in each part."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Begun(state, nonce, verifier, back, fresh, at)


def sealed(box: SecretsBox, told: Begun | Proven) -> str:
    """As the browser keeps it; only this desk can read or make one."""
    values = asdict(told) | {"at": told.at.isoformat(), "kind": type(told).__name__}
    return box.sealed(json.dumps(values).encode())


def begun_of(box: SecretsBox, cookie: str, state: str, at: datetime) -> Begun | None:
    """What this browser began with `state` in the last ten minutes, or None."""
    told = _opened(box, cookie, at, Begun.__name__)
    if told is None or not hmac.compare_digest(told["state"].encode(), state.encode()):
        return None
    return Begun(**told)


def proven_of(box: SecretsBox, text: str, visit: str, at: datetime) -> Proven | None:
    """Who was vouched for in this browser in the last ten minutes, or None."""
    told = _opened(box, text, at, Proven.__name__)
    if told is None or not visit or not hmac.compare_digest(told["visit"].encode(), visit.encode()):
        return None
    return Proven(**told)


def _opened(box: SecretsBox, text: str, at: datetime, kind: str) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = json.loads(box.opened(text))
    except (Missing, ValueError):
        return None
    if not isinstance(told, dict) or told.pop("kind", "") != kind:
        return None
    told["at"] = datetime.fromisoformat(told["at"])
    return told if timedelta(0) <= at - told["at"] <= LONGEST else None
