"""What a normaliser answers when it cannot give a normal form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Refused:
    """The text has no normal form; `reason` is a short code ("calendar", "shape", "ambiguous", "unknown")."""

    reason: str
    written: str
