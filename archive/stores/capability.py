"""What a store can enforce beyond its promise, and when it may be called WORM. The finding out is a probe's.

WORM here: an object's bytes cannot be removed or replaced before their time by anyone who has the keys of the account,
shown by refused attempts and not by what a server says of itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ENFORCED = "enforced"
# The server said "done" to what it should refuse, or did not do what it acknowledged.
ACCEPTED = "accepted"
MISSING = "missing"
# The attempt ended for another reason, so nothing is known.
UNKNOWN = "unknown"

VERSIONS = "versions"
LOCK = "lock"
NO_REMOVAL = "no_removal"
GOVERNANCE = "governance"
COMPLIANCE = "compliance"
NO_SHORTENING = "no_shortening"
HOLD = "hold"
BODY = "body"
MD5 = "md5"
SHA256 = "sha256"
CONDITION = "condition"
ENCRYPTION = "encryption"

ALL = (
    VERSIONS,
    LOCK,
    NO_REMOVAL,
    GOVERNANCE,
    COMPLIANCE,
    NO_SHORTENING,
    HOLD,
    BODY,
    MD5,
    SHA256,
    CONDITION,
    ENCRYPTION,
)
# Without each of these a locked record can be lost while the server says it is safe.
_WORM = (VERSIONS, LOCK, GOVERNANCE, COMPLIANCE, NO_SHORTENING, HOLD)
# At least one must be checked, or bytes broken on the way are acknowledged as stored.
_INTEGRITY = (BODY, MD5, SHA256)


@dataclass(frozen=True)
class Capability:
    """One thing tried: `name` is one of ALL, `state` ENFORCED, ACCEPTED, MISSING or UNKNOWN."""

    name: str
    state: str


def lacking(found: Sequence[Capability]) -> list[str]:
    """The names that keep this store from being called WORM; none of them: it is."""
    states = {one.name: one.state for one in found}
    return [name for name in _WORM if states.get(name) != ENFORCED]


def checks_bodies(found: Sequence[Capability]) -> bool:
    """Whether the server refuses bytes that were changed on the way."""
    return any(one.name in _INTEGRITY and one.state == ENFORCED for one in found)
