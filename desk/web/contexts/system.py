"""What the pages of the system section show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class AccountRow:
    """One account; `roles` with their units where these are not the account's own."""

    login: str
    name: str
    unit: str
    roles: tuple[tuple[str, str], ...]
    has_totp: bool
    off: bool


@dataclass(frozen=True)
class SystemPage:
    """Where the home stands, and the accounts for who may manage them; `units` pairs of code and name."""

    template: ClassVar[str] = "system.html"
    facts: tuple[tuple[str, str], ...]
    accounts: tuple[AccountRow, ...]
    roles: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    may_manage: bool
    own: str
    fault: str
