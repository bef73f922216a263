"""Do the pages that came agree with what the sheets between them say? Pure; every difference is a finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.batch import Page
from pipeline.findings import Finding
from pipeline.record import PageState
from pipeline.separators import Sheet, SheetKind, Sheets

# A sheet counts the pages up to the next sheet of one of these kinds; plain ones inside a dossier do not end it.
_ENDS = {
    SheetKind.BATCH: {SheetKind.BATCH},
    SheetKind.COMPONENT: {SheetKind.BATCH, SheetKind.COMPONENT},
    SheetKind.NEXT: set(SheetKind),
    SheetKind.RESCAN: set(SheetKind),
}


def sheet_findings(pages: Sequence[Page], sheets: Sheets, sides: int) -> list[Finding]:
    """Findings on a batch whose `pages` stand in order, scanned on `sides` (1 or 2) of each paper.

    A batch sheet counts papers, every other sheet counts page sides with something on them.
    """
    came = [page for page in pages if page.state is not PageState.REPLACED]
    return [*_wrong_counts(came, sheets, sides), *_gaps(sheets)]


def backs(pages: Sequence[Page]) -> int:
    """How many blank pages are the back of a separator: the page right behind it in a two-sided scan."""
    return sum(
        page.state is PageState.BLANK and before.state is PageState.SEPARATOR
        for before, page in pairwise(pages)
    )


def _wrong_counts(pages: Sequence[Page], sheets: Sheets, sides: int) -> Iterator[Finding]:
    for at, page in enumerate(pages):
        sheet = sheets.by_place.get((page.source, page.number))
        if sheet is None or sheet.code is None or sheet.code.pages is None:
            continue
        behind = _behind(pages[at:], sheets, sheet)
        if sheet.kind is SheetKind.BATCH:
            papers = [p for p in behind if p.state is not PageState.SEPARATOR]
            came = (len(papers) - (backs(behind) if sides == 2 else 0)) / sides
        else:
            came = sum(p.state not in {PageState.BLANK, PageState.SEPARATOR} for p in behind)
        if came != sheet.code.pages:
            facts = {"code": sheet.code.code, "counted": str(sheet.code.pages), "pages": f"{came:g}"}
            yield Finding("SHEET_COUNT", "", facts)


def _behind(pages: Sequence[Page], sheets: Sheets, first: Sheet) -> list[Page]:
    """The sheet's own page and those behind it, as far as the sheet speaks for them."""
    found = [pages[0]]
    for page in pages[1:]:
        sheet = sheets.by_place.get((page.source, page.number))
        if sheet is not None and sheet.kind in _ENDS[first.kind]:
            break
        found.append(page)
    return found


def _gaps(sheets: Sheets) -> Iterator[Finding]:
    """Sheets printed together are numbered: a number that is left out was missed by the scanner or the reader."""
    seen: dict[tuple[str, str, str, int], set[int]] = defaultdict(set)
    for sheet in sheets.by_place.values():
        if sheet.code is not None:
            code = sheet.code
            seen[code.kind, code.code, code.part, code.of].add(code.number)
    for (_kind, name, _part, of), numbers in seen.items():
        missing = [n for n in range(min(numbers), max(numbers)) if n not in numbers]
        if missing:
            facts = {"code": name, "numbers": ", ".join(map(str, missing)), "of": str(of)}
            yield Finding("SHEETS_MISSING", "", facts)
