"""The child process that talks to one PKCS#11 token: `python -m signing.token_process`, JSON lines in and out.

A process of its own, because a failed login may leave a session that blocks every later one in the same process,
and because the vendor's library runs here and nowhere else. The PIN comes through the pipe and is used once; it is
never written anywhere. This is not a place for policy: token.py decides what errors mean.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from typing import Any

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11 import exceptions as faults
from pkcs11.util.ec import encode_ecdsa_signature

_WRONG_PIN = (faults.PinIncorrect, faults.PinInvalid, faults.PinLenRange)
_CODES: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    (_WRONG_PIN, "PIN"),
    ((faults.PinLocked, faults.PinExpired), "LOCKED"),
    ((faults.DeviceRemoved, faults.TokenNotPresent, faults.SessionHandleInvalid), "REMOVED"),
    ((faults.NoSuchKey, faults.NoSuchToken), "ABSENT"),
)


class Absent(Exception):
    """No token here holds the certificate that was asked for, or the key that belongs to it."""


def main() -> None:
    """Serve one request to list, or one session of signatures, then end."""
    request = json.loads(sys.stdin.readline())
    try:
        library = pkcs11.lib(request["module"])
        if "certificate" not in request:
            _say(certificates=[_text(der) for _, der, _ in _held(library)])
            return
        _serve(library, base64.b64decode(request["certificate"]), request.pop("pin"))
    except Exception as fault:  # whatever a vendor's library does, the parent hears of it in one line
        _say(error=_code(fault), detail=type(fault).__name__)


def _serve(library: Any, certificate: bytes, pin: str) -> None:
    token, identifier = _place_of(library, certificate)
    with token.open(user_pin=pin) as session:
        del pin
        wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: identifier}
        # The whole list, because a search that is not read to its end blocks the next operation.
        keys = list(session.get_objects(wanted))
        if not keys:
            raise Absent
        _say(ready=True)
        for line in sys.stdin:
            data = base64.b64decode(json.loads(line)["data"])
            _say(signature=_text(_signature(keys[0], data)))


def _signature(key: Any, data: bytes) -> bytes:
    if key.key_type is KeyType.RSA:
        return bytes(key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
    # Not every token hashes for an elliptic curve; each signs a digest.
    raw = key.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA)
    return bytes(encode_ecdsa_signature(raw))


def _place_of(library: Any, certificate: bytes) -> tuple[Any, bytes]:
    """The token that holds the certificate and the id it shares with its key; labels do not count."""
    for token, der, identifier in _held(library):
        if der == certificate:
            return token, identifier
    raise Absent


def _held(library: Any) -> Iterator[tuple[Any, bytes, bytes]]:
    """Every certificate that the tokens show without a PIN."""
    for slot in library.get_slots(token_present=True):
        token = slot.get_token()
        try:
            with token.open() as session:
                found = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
                held = [(bytes(one[Attribute.VALUE]), bytes(one[Attribute.ID])) for one in found]
        except faults.PKCS11Error:
            continue  # an empty slot of a reader, or a token that was never set up
        yield from ((token, der, identifier) for der, identifier in held)


def _code(fault: Exception) -> str:
    if isinstance(fault, Absent):
        return "ABSENT"
    return next((code for kinds, code in _CODES if isinstance(fault, kinds)), "FAULT")


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _say(**answer: Any) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
