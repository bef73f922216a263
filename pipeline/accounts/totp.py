"""The second factor: time-based codes of RFC 6238 (SHA-1, 30 seconds, six digits), as every phone app knows them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from datetime import datetime
from urllib.parse import quote

STEP_SECONDS = 30
# One step to either side: clocks of phones and offices differ by some seconds.
DRIFT = 1
SECRET_BYTES = 20


def step_of(code: str, secret: bytes, at: datetime, after: int) -> int | None:
    """The time step whose code this is, or None. A step up to `after` was used already and counts no more."""
    now = int(at.timestamp()) // STEP_SECONDS
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > after and hmac.compare_digest(code_at(secret, step), code.strip().replace(" ", "")):
            return step
    return None


def code_at(secret: bytes, step: int) -> str:
    """The six digits of one time step (RFC 4226 section 5.3)."""
    digest = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def written(secret: bytes) -> str:
    """The secret in the letters that people type into their app."""
    return base64.b32encode(secret).decode().rstrip("=")


def address(secret: bytes, login: str, issuer: str) -> str:
    """The `otpauth` address that apps take from a QR code."""
    return f"otpauth://totp/{quote(issuer)}:{quote(login)}?secret={written(secret)}&issuer={quote(issuer)}"
