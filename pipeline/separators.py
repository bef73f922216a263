"""Separator and cover sheets between the pages: which page is one, and what it announces for those behind it.

What stands in their codes is read by ocr/sheet_code.py; the meaning of its letters is here. Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ocr.reading import PageReading
from ocr.sheet_code import SheetCode
from pipeline.batch import Page
from pipeline.findings import Finding
from pipeline.procedure import is_dossier_code
from pipeline.record import PageState
from pipeline.workspace import Workspace, read_json

# Our sheets carry some forty words. A page with more is a document that a code lies on or was printed on: to drop
# it would lose it. A patch code says nothing by itself, so it is trusted on emptier pages only.
_MOST_WORDS, _MOST_WORDS_BESIDE_PATCH = 110, 60
_PATCH = ("patch", "T")


class SheetKind(StrEnum):
    """The letter in a sheet's code: a batch, a component of a dossier, the next record, a page scanned anew."""

    BATCH = "B"
    COMPONENT = "D"
    NEXT = "S"
    RESCAN = "R"


@dataclass(frozen=True)
class Sheet:
    """A page that separates. `code` is None for a bare patch code T, which says only that a record begins."""

    code: SheetCode | None = None

    @property
    def kind(self) -> SheetKind:
        """What it stands before; a letter of a later version separates like a plain sheet."""
        known = {kind.value for kind in SheetKind}
        return SheetKind(self.code.kind) if self.code and self.code.kind in known else SheetKind.NEXT


@dataclass(frozen=True)
class Announced:
    """What the sheets before a record say of it."""

    dossier: str | None = None
    component: str | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Sheets:
    """The sheets of a batch by the place of their page: source and number in it."""

    by_place: Mapping[tuple[int, int], Sheet] = field(default_factory=dict)

    def before(self, place: tuple[int, int]) -> list[Sheet]:
        """The sheets in front of a page, nearest first."""
        return [self.by_place[at] for at in sorted(self.by_place, reverse=True) if at < place]


def sheet_of(reading: PageReading) -> Sheet | None:
    """The sheet that a page is; None for a page that belongs to a record, also where that is unclear."""
    codes, words = _codes(reading), len(reading.text.words)
    if codes:
        return Sheet(next(iter(codes))) if len(codes) == 1 and words <= _MOST_WORDS else None
    return Sheet() if _has_patch(reading) and words <= _MOST_WORDS_BESIDE_PATCH else None


def is_unclear(reading: PageReading) -> bool:
    """Whether a page carries what separates and is no sheet: it stays in its record, and a person looks."""
    return sheet_of(reading) is None and (bool(_codes(reading)) or _has_patch(reading))


def sheets_of(workspace: Workspace, pages: Sequence[Page]) -> Sheets:
    """The sheets among `pages`, from their kept readings."""
    found = {}
    for page in pages:
        if page.state is PageState.SEPARATOR and page.reading:
            sheet = sheet_of(PageReading.from_json(read_json(workspace.reading(page.reading))))
            found[page.source, page.number] = sheet or Sheet()
    return Sheets(found)


def announced(sheets: Sheets, place: tuple[int, int], dossier: str | None) -> Announced:
    """What a record that begins at `place` is told; `dossier` is what a person gave for the whole batch."""
    before = sheets.before(place)
    findings = []
    if before and before[0].kind is SheetKind.RESCAN and before[0].code:
        findings.append(Finding("RESCAN_OF", "", {"code": before[0].code.code}))
    # A batch sheet ends the dossier before it.
    heads = [sheet for sheet in before if sheet.kind in {SheetKind.COMPONENT, SheetKind.BATCH}]
    cover = heads[0].code if heads and heads[0].kind is SheetKind.COMPONENT else None
    if cover is None or not is_dossier_code(cover.code):
        return Announced(dossier, None, tuple(findings))
    if dossier is not None and dossier != cover.code:
        findings.append(Finding("SHEET_OTHER_DOSSIER", "", {"sheet": cover.code, "batch": dossier}))
    return Announced(cover.code, cover.part or None, tuple(findings))


def dossiers_on(sheets: Sheets) -> list[str]:
    """The dossier codes on component covers, each once."""
    codes = [s.code.code for s in sheets.by_place.values() if s.code and s.kind is SheetKind.COMPONENT]
    return [code for code in dict.fromkeys(codes) if is_dossier_code(code)]


def _codes(reading: PageReading) -> set[SheetCode]:
    read = (SheetCode.read(mark.text) for mark in reading.marks if mark.kind == "qr")
    return {code for code in read if code is not None}


def _has_patch(reading: PageReading) -> bool:
    return any((mark.kind, mark.text) == _PATCH for mark in reading.marks)
