"""What the pages of the system section show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.accounts.deputies import Standing


@dataclass(frozen=True)
class AccountRow:
    """One account; `roles` with their units where these are not the account's own; `outside` its linked identity."""

    login: str
    name: str
    unit: str
    roles: tuple[tuple[str, str], ...]
    has_totp: bool
    off: bool
    outside: str


@dataclass(frozen=True)
class UnitRow:
    """One unit with its days; `heirs` pairs of who has its records and the document that says so."""

    name: str
    valid_from: str
    valid_to: str
    heirs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DeputyForm:
    """What was typed to appoint a deputy, and what to say beside the two days; all empty before."""

    deputy: str = ""
    absent: str = ""
    first: str = ""
    last: str = ""
    first_fault: str = ""
    last_fault: str = ""


@dataclass(frozen=True)
class SystemPage:
    """Where the home stands, and the accounts for who may manage them; `units` pairs of code and name.

    `linking`: there is a login provider to whose identities accounts are linked.
    """

    template: ClassVar[str] = "system.html"
    facts: tuple[tuple[str, str], ...]
    accounts: tuple[AccountRow, ...]
    roles: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    unit_rows: tuple[UnitRow, ...]
    standing: tuple[Standing, ...]
    may_manage: bool
    own: str
    fault: str
    deputy: DeputyForm
    linking: bool
