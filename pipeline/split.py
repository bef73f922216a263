"""Which pages make one record: a page with the evidence of a first page starts one, the others follow.

Blank pages are not known here; the caller leaves them out. No page is ever left out or stands twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ocr.page import PageText
from pipeline.classify import ClassifyOptions
from pipeline.extract.layout import Layout, Row, lay_out
from pipeline.extract.motto import is_motto
from pipeline.normalize.spelling import bare, letters
from pipeline.record_type import Form, RecordType, record_types
from pipeline.titles import title_likeness
from pipeline.type_index import look_up, type_index

_ANNEX = re.compile(
    r"kem theo (quyet dinh|cong van|thong bao|ke hoach|van ban|to trinh|nghi quyet|giay phep)"
)
_OF = re.compile(r"^\W*(trang|tr|page|to)?\W*(?:so)?\W*(\d{1,3}) ?(?:/|tren|cua|of) ?(\d{1,3})\W*$")
_ALONE = re.compile(r"^[-–—. ]*(?:trang\s*)?(\d{1,3})[-–—. ]*$")
# Page numbers stand in the outer parts of a page; a title without the motto among its first lines.
_MARGIN, _FIRST_LINES = 0.12, 8


@dataclass(frozen=True)
class PageNumber:
    """What a page says of its place: "Trang 2/3" has `of`, the lone number of an official paper has none."""

    number: int
    of: int | None = None


def split(pages: Sequence[PageText]) -> list[list[int]]:
    """Groups of indexes into `pages`, in order; every page is in exactly one group."""
    return split_layouts([lay_out(page) for page in pages])


def split_layouts(layouts: Sequence[Layout]) -> list[list[int]]:
    """As `split`, for pages that were laid out already."""
    groups: list[list[int]] = []
    before: PageNumber | None = None
    for index, layout in enumerate(layouts):
        number = page_number(layout)
        if groups and not _starts_after(before, number, layout):
            groups[-1].append(index)
        else:
            groups.append([index])
        before = number
    return groups


def _starts_after(before: PageNumber | None, number: PageNumber | None, layout: Layout) -> bool:
    if number and number.of and before and before.of == number.of and number.number == before.number + 1:
        return False
    if number and number.of and number.number == 1 and not _continues(_top(layout), ClassifyOptions()):
        return True
    return starts_record(layout)


def page_number(layout: Layout) -> PageNumber | None:
    """The number printed in the upper or lower margin of a page, None where there is none to be sure of."""
    for row in layout.rows:
        foot = row.middle > (1 - _MARGIN) * layout.height
        if not foot and row.middle > _MARGIN * layout.height:
            continue
        for part in row.segments:
            found = _OF.match(bare(part.text))
            # At the head of a page "Số: 3/12" is the number of the paper.
            if found and (found[1] or foot) and 1 <= int(found[2]) <= int(found[3]):
                return PageNumber(int(found[2]), int(found[3]))
    return next((alone for row in layout.rows[:2] if (alone := _alone(row, layout))), None)


def _alone(row: Row, layout: Layout) -> PageNumber | None:
    """The number in the middle of the upper margin, which Decree 30/2020/NĐ-CP asks for from the second page on."""
    centred = abs((row.left + row.right) / 2 - layout.width / 2) < 0.1 * layout.width
    found = _ALONE.match(bare(row.text)) if centred and row.middle < _MARGIN * layout.height else None
    return PageNumber(int(found[1])) if found else None


def missing_pages(layouts: Sequence[Layout]) -> tuple[int, ...]:
    """Which of 1..n the pages of one record lack, where each of them says "k/n" with the same n."""
    numbers = [page_number(layout) for layout in layouts]
    totals = {number.of if number else None for number in numbers}
    if len(totals) != 1 or None in totals:
        return ()
    there = {number.number for number in numbers if number}
    return tuple(n for n in range(1, (totals.pop() or 0) + 1) if n not in there)


def starts_record(layout: Layout, options: ClassifyOptions | None = None) -> bool:
    """Whether the page has what only a first page has: the motto at its head, a title of a form, a title block."""
    options = options or ClassifyOptions()
    top = _top(layout)
    if _continues(top, options):
        return False
    if any(is_motto(part) for part in _parts(top)):
        return True
    number = page_number(layout)
    if number and number.number > 1:
        return False
    kinds = tuple(kind for kind in record_types().values() if kind.title_starts)
    lines = [part.text for part in _parts(top[:_FIRST_LINES]) if part.upper_share > 0.7]
    return title_likeness(lines, _titles(kinds)) >= options.title_likeness + 0.02 or _has_block(layout, kinds)


def _top(layout: Layout) -> list[Row]:
    return [row for row in layout.rows if row.middle < 0.45 * layout.height]


def _parts(rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        yield from dict.fromkeys((row, *row.segments))


@lru_cache(4)
def _titles(kinds: tuple[RecordType, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(title for kind in kinds for form in kind.forms for title in form.titles))


def _has_block(layout: Layout, kinds: Sequence[RecordType]) -> bool:
    """Whether the page has the cues of a form without a title, such as the title block of a drawing."""
    untitled = [(kind, form) for kind in kinds for form in kind.forms if not form.titles]
    if not untitled:
        return False
    seen = look_up(layout, type_index(tuple(record_types().values()))).cues
    return any(_enough(form, seen) and not _letters(kind.denied_cues) & seen for kind, form in untitled)


def _enough(form: Form, seen: frozenset[str]) -> bool:
    return len(_letters(form.cues) & seen) >= form.cues_needed


def _letters(cues: Sequence[str]) -> set[str]:
    return {letters(cue) for cue in cues}


def _continues(top: Sequence[Row], options: ClassifyOptions) -> bool:
    if any(_ANNEX.search(bare(row.text)) for row in top):
        return True
    heads = [head for known in record_types().values() for head in known.continuations]
    starts = [row.text for row in top[:6]]
    return title_likeness(starts, heads) >= options.title_likeness and not any(
        is_motto(p) for p in _parts(top)
    )
