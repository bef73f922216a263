"""The line of place and date of a paper: in its head, above its signature, or in the first line of minutes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.layout import Layout, Row, Token
from pipeline.normalize.spelling import bare

# Between the printed words a blank has dots, and the figures among them.
_DATE = re.compile(
    r"ng[aà]y(.{0,8}?|[\W_]*\d{1,2}[\W_]*)th[aá]ng(.{0,8}?|[\W_]*\d{1,2}[\W_]*)n[aă]m(.{0,10})"
)
_CENTURY_APART = re.compile(r"[\W_]*(?:19|20)[\W_]+\d{2}(?!\d)")
# "Thành phố Hồ Chí Minh, ngày 05 tháng 3 năm 2023" has eleven words.
_LONGEST_DATE_LINE = 13
# Of 205 printed dates 12 had figures more uneven than this, of 13 days by hand all that read well.
_UNEVEN = 1.12
_UNFINISHED = re.compile(r"\bngay\b.{1,8}\bthang\s+\d{1,2}(?:\s+nam)?[\W_]*$")
_YEAR_ALONE = re.compile(r"[\W_]*(?:nam\s+)?(?:19|20)\d{2}[\W_]*")
# In heights of a word.
_NEXT_LINE = 2.2
_TODAY = re.compile(r"^[\W_]*hom nay\b")


def date_line(rows: Sequence[Row]) -> tuple[Token, ...]:
    """The tokens from "ngày" to the year of the line of place and date; a date behind a place ("Hà Nội, ngày ...") goes
    before one without, which may be that of a stamp.
    """
    parts = [part for row in rows for part in row.segments]
    found = [one for part in parts if (one := _dated(_with_year_below(part, parts)))]
    placed = [tokens for behind_place, tokens in found if behind_place]
    return placed[0] if placed else found[0][1] if found else ()


def _with_year_below(part: Row, parts: Sequence[Row]) -> Row:
    """A date whose year went into the next line, "ngày 28 tháng 7" over "năm 2022", with it; else the part itself."""
    if not _UNFINISHED.search(bare(part.text)):
        return part
    below = (
        other
        for other in parts
        if 0 < other.middle - part.middle <= _NEXT_LINE * part.unit
        and min(other.right, part.right) > max(other.left, part.left)
        and _YEAR_ALONE.fullmatch(bare(other.text))
    )
    year = next(below, None)
    return Row((*part.tokens, *year.tokens), part.unit) if year else part


def date_at_foot(layouts: Sequence[Layout]) -> tuple[Token, ...]:
    """The line of place and date above the signature, where permits and forms of the registers have it: alone in the
    right part of its row; the lowest of them counts.
    """
    for layout in reversed(layouts):
        parts = [part for row in layout.rows for part in row.segments]
        for part in reversed(parts):
            right = (part.left + part.right) / 2 > 0.5 * layout.width
            if right and len(part.tokens) <= _LONGEST_DATE_LINE and (found := _dated(part)) and found[0]:
                return found[1]
    return ()


def is_uneven(date: Sequence[Token]) -> bool:
    """Whether some figures of a date stand higher than the others, as the day does that a pen wrote in between."""
    heights = [token.y1 - token.y0 for token in date if token.text.isdigit()]
    return len(heights) > 1 and max(heights) > _UNEVEN * min(heights)


def date_of_minutes(rows: Sequence[Row]) -> tuple[Token, ...]:
    """The day on which minutes and contracts say in their first line that they were made; a person looks at it."""
    for row in rows:
        if _TODAY.match(bare(row.text)) and (found := _dated(row)):
            return tuple(replace(token, confidence=min(token.confidence, 0.5)) for token in found[1])
    return ()


def _dated(part: Row) -> tuple[bool, tuple[Token, ...]] | None:
    text = bare(part.text)
    found = _DATE.search(text)
    if not found:
        return None
    tokens = _span(part, found.start(), _year_end(text, found))
    return text[: found.start()].rstrip().endswith((",", ".", ";")), tokens


def _year_end(text: str, found: re.Match[str]) -> int:
    year = re.search(r"\d{4}", text[found.start(3) :]) or _CENTURY_APART.match(text[found.start(3) :])
    return found.start(3) + year.end() if year else found.end()


def _span(row: Row, start: int, end: int) -> tuple[Token, ...]:
    kept, at = [], 0
    for token in row.tokens:
        if at < end and at + len(token.text) > start:
            kept.append(token)
        at += len(token.text) + 1
    return tuple(kept)
