"""What the pages of dossiers show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desk.web.contexts.archive import HitRow
from desk.web.contexts.window import PaperLine


@dataclass(frozen=True)
class DossierRow:
    """One line of the list; `there` of `wanted` required components."""

    code: str
    title: str
    procedure: str
    state: str
    opened_at: str
    there: int
    wanted: int


@dataclass(frozen=True)
class DossiersPage:
    """The list, and the form for a new one."""

    template: ClassVar[str] = "dossiers.html"
    text: str
    rows: tuple[DossierRow, ...]
    procedures: tuple[tuple[str, str], ...]
    may_work: bool
    may_requests: bool
    fault: str
    typed: dict[str, str]


@dataclass(frozen=True)
class MemberRow:
    """One record in a component. `way` is digitised or reused, `signature` signed, waits or nothing.

    Of a paper that came in at the counter `form` says what it was, `returned` whether the citizen has it back.
    """

    record: str
    title: str
    version: str
    attached_at: str
    attached_by: str
    way: str
    unchecked: bool
    signature: str
    pages: int
    form: str
    returned: bool | None


@dataclass(frozen=True)
class ComponentRow:
    """One component with what is in it."""

    key: str
    label: str
    required: bool
    members: tuple[MemberRow, ...]


@dataclass(frozen=True)
class CaseLine:
    """One line of a dossier's history."""

    at: str
    who: str
    what: str
    reason: str


@dataclass(frozen=True)
class DossierPage:
    """One dossier: its components, what the archive has `found` for this person, and what is `near` in name only."""

    template: ClassVar[str] = "dossier.html"
    code: str
    title: str
    procedure: str
    basis: str
    unit: str
    state: str
    opened_at: str
    closed_at: str
    components: tuple[ComponentRow, ...]
    missing: int
    found: tuple[HitRow, ...]
    near: tuple[HitRow, ...]
    suits: dict[str, str]
    waiting: tuple[PaperLine, ...]
    to_sign: tuple[str, ...]
    piece: int
    history: tuple[CaseLine, ...]
    may_work: bool
    may_copy: bool
    fault: str


@dataclass(frozen=True)
class ReceiptPage:
    """What is printed for the citizen."""

    template: ClassVar[str] = "dossier_receipt.html"
    code: str
    title: str
    procedure: str
    unit: str
    opened_at: str
    components: tuple[ComponentRow, ...]
    by: str
    at: str
