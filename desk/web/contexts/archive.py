"""What the pages of the archive show: search, one record, the verdict on a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class MatchLine:
    """Where a hit matched: the field and its value in pieces, those that were asked for marked."""

    label: str
    pieces: tuple[tuple[str, bool], ...]
    crop: str


@dataclass(frozen=True)
class HitRow:
    """One record found."""

    record: str
    title: str
    type: str
    issued: str
    unit: str
    unchecked: bool
    dossiers: tuple[str, ...]
    matches: tuple[MatchLine, ...]


@dataclass(frozen=True)
class SearchPage:
    """The one box, its filters and the hits. `attach`: the dossier that `a` attaches to, empty for plain search."""

    template: ClassVar[str] = "search.html"
    text: str
    chosen: dict[str, str]
    types: tuple[tuple[str, str], ...]
    hits: tuple[HitRow, ...]
    total: int
    asked: bool
    attach: str
    component: str
    faults: tuple[str, ...]
    may_verify: bool
    may_copy: bool


@dataclass(frozen=True)
class ValueRow:
    """One field of an opened record; `masked` until the record is opened with a purpose."""

    key: str
    label: str
    shown: str
    mark: str
    word: str
    masked: bool
    page: int | None
    box: list[int] | None
    now: str


@dataclass(frozen=True)
class RecordPage:
    """One record. Without `key` it is not opened yet: identity numbers and pictures are held back."""

    template: ClassVar[str] = "record.html"
    record: str
    title: str
    kind: str
    state: str
    state_name: str
    unit: str
    place: str
    unchecked: bool
    key: str
    purposes: tuple[tuple[str, str], ...]
    pages: list[dict[str, Any]]
    rows: tuple[ValueRow, ...]
    findings: tuple[Any, ...]
    dossiers: tuple[str, ...]
    version: str
    inventory: str
    final: bool
    may_history: bool
    may_review: bool
    may_copy: bool
    may_requests: bool


@dataclass(frozen=True)
class OriginPart:
    """Where one value comes from."""

    template: ClassVar[str] = "record_origin.html"
    label: str
    told: dict[str, Any]
    who: str


@dataclass(frozen=True)
class VerifyPage:
    """The place to drop a file on."""

    template: ClassVar[str] = "verify.html"
    most: int


@dataclass(frozen=True)
class SignatureLine:
    """One signature of a judged file, in words."""

    signer: str
    verdict: str
    level: str
    signed_at: str
    proven: bool
    reason: str


@dataclass(frozen=True)
class VerdictPart:
    """A verdict that a judge can read: file, digest, what was asked when, and of each signature what is said."""

    template: ClassVar[str] = "verdict.html"
    name: str
    size: str
    sha256: str
    at: str
    by: str
    verdict: str
    first: str
    covers: bool
    signatures: tuple[SignatureLine, ...]
    warnings: tuple[str, ...]
    lines: tuple[str, ...]
