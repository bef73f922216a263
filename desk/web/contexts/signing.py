"""What the pages of officials show: the sign queue, what an agent is signing, what was signed today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class SignRow:
    """One document that waits for this person. `lacking`: why it cannot be signed yet, empty when it can."""

    record: str
    title: str
    type: str
    capacity: str
    level: str
    basis: str
    since: str
    lacking: str
    mine: bool


@dataclass(frozen=True)
class SignPage:
    """The queue. `others`: what waits for whom altogether, as (capacity, count)."""

    template: ClassVar[str] = "sign.html"
    rows: tuple[SignRow, ...]
    others: tuple[tuple[str, int], ...]
    silent: int
    awaiting: int
    may_sign: bool
    fault: str
    done: str


@dataclass(frozen=True)
class JobRow:
    """One document of a signing run and how far it is; `address`: the finished copy, where the run is for one."""

    record: str
    title: str
    state: str
    word: str
    level: str
    at: str
    address: str


@dataclass(frozen=True)
class TicketPage:
    """A signing run: the one-time code (shown once, empty afterwards), what was refused, and the documents."""

    template: ClassVar[str] = "sign_ticket.html"
    ticket: str
    code: str
    server: str
    until: str
    refused: tuple[tuple[str, str], ...]
    rows: tuple[JobRow, ...]
    finished: int


@dataclass(frozen=True)
class JobsPart:
    """The documents of a run alone, as the page asks for them while the agent works."""

    template: ClassVar[str] = "sign_jobs.html"
    rows: tuple[JobRow, ...]
    finished: int


@dataclass(frozen=True)
class SignedRow:
    """One signature of this person."""

    record: str
    title: str
    capacity: str
    level: str
    at: str
    sha256: str


@dataclass(frozen=True)
class SignedPage:
    """What this person signed today."""

    template: ClassVar[str] = "signed_today.html"
    rows: tuple[SignedRow, ...]
    day: str
