"""Checking an ID token (OpenID Connect Core 3.1.3.7): signature, issuer, audience, time, nonce. Fetches nothing."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import errors, jwt
from joserfc.jwk import KeySet

# Signatures with a key pair alone: `none` proves nothing, and a shared secret would let this side sign, too.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY_SECONDS = 60
# A login that was asked for anew: the person typed it within this time.
FRESH_SECONDS = 300
LONGEST = 255


class TokenRefused(Exception):
    """The token proves nothing; `code` says why, for the audit trail."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnknownKey(TokenRefused):
    """It is signed with a key that is not among the provider's: they may have changed."""

    def __init__(self) -> None:
        super().__init__("key")


@dataclass(frozen=True, repr=False)
class Expected:
    """What must stand in the token. `fresh`: the person was to log in anew, whatever session they had there."""

    issuer: str
    client_id: str
    nonce: str
    at: datetime
    fresh: bool = False


def keys_of(document: Mapping[str, Any]) -> KeySet:
    """The provider's keys for signatures. Raises TokenRefused for a document that holds none."""
    listed = document.get("keys")
    wanted = [
        one
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict) and one.get("kty") in {"RSA", "EC"} and one.get("use", "sig") == "sig"
    ]
    try:
        return KeySet.import_key_set({"keys": wanted})
    except (errors.JoseError, ValueError, TypeError, KeyError):
        raise TokenRefused("keys") from None


def claims_of(token: object, keys: KeySet, expected: Expected) -> Mapping[str, Any]:
    """The claims of a token that is genuine and meant for this login. Raises TokenRefused, UnknownKey."""
    if not isinstance(token, str):
        raise TokenRefused("missing")
    claims = _signed(token, keys)
    _check_claims(claims, expected)
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), expected.nonce.encode()):
        raise TokenRefused("nonce")
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != expected.client_id:
        raise TokenRefused("audience")
    if expected.fresh and not _is_fresh(claims.get("auth_time"), expected.at):
        raise TokenRefused("auth-time")
    if not 0 < len(str(claims["sub"])) <= LONGEST:
        raise TokenRefused("subject")
    return claims


def _signed(token: str, keys: KeySet) -> dict[str, Any]:
    try:
        return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    except errors.InvalidKeyIdError:
        raise UnknownKey from None
    except (
        errors.UnsupportedAlgorithmError,
        errors.MissingAlgorithmError,
        errors.UnsupportedKeyAlgorithmError,
    ):
        raise TokenRefused("algorithm") from None
    except (errors.JoseError, ValueError, TypeError, RecursionError):
        raise TokenRefused("signature") from None


def _check_claims(claims: dict[str, Any], expected: Expected) -> None:
    registry = jwt.JWTClaimsRegistry(
        now=int(expected.at.timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
    )
    try:
        registry.validate(claims)
    except errors.ExpiredTokenError:
        raise TokenRefused("expired") from None
    except errors.InvalidClaimError as fault:
        told = {"iss": "issuer", "aud": "audience", "sub": "subject"}
        raise TokenRefused(told.get(str(fault.claim), "claims")) from None
    except errors.JoseError:
        raise TokenRefused("claims") from None


def _is_fresh(told: object, at: datetime) -> bool:
    if isinstance(told, bool) or not isinstance(told, (int, float)):
        return False
    return at.timestamp() - told <= FRESH_SECONDS


def proves_factor(claims: Mapping[str, Any], factor: tuple[tuple[str, str], ...]) -> bool:
    """Whether a claim says one of the values that the settings take for a second factor."""
    for name, value in factor:
        told = claims.get(name)
        if told == value or (isinstance(told, list) and value in told):
            return True
    return False
