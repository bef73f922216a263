"""The national motto at the head of an official paper, and what papers of Party and Youth Union have there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.labels import similar
from pipeline.extract.layout import Layout, Row

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
# Papers of the Party have this line instead of the motto (Guidance 36-HD/VPTW, 2018).
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
# And those of the Youth Union this one, underlined, with no second line below it.
YOUTH_UNION = "ĐOÀN TNCS HỒ CHÍ MINH"
SUB_MOTTO = "Độc lập - Tự do - Hạnh phúc"


def find_motto(rows: Sequence[Row], below: float) -> Row | None:
    """The first line of the motto, or that of Party or Youth Union, above the height `below`; else None."""
    found = _line_of(rows, MOTTO, below) or _line_of(rows, PARTY, below)
    return found or next((part for part in _at_right(rows, below) if _names_union(part)), None)


def layout_has_motto(layout: Layout) -> bool:
    """Whether the national motto stands in the upper part: the page begins an official paper."""
    top = [row for row in layout.rows if row.middle < 0.45 * layout.height]
    return any(is_motto(part) for row in top for part in (row, *row.segments))


def is_motto(part: Row) -> bool:
    """Whether a line (or its right-hand end) is one of the two lines of the national motto."""
    tail = " ".join(token.text for token in part.tokens[-8:])
    return any(
        similar(text, wanted) > 0.8
        for text in (part.text, tail)
        for wanted in (MOTTO, SUB_MOTTO, PARTY)
        if abs(len(text) - len(wanted)) < 12
    )


def _at_right(rows: Sequence[Row], below: float) -> Iterator[Row]:
    """The pieces above the height `below` that stand right of another one: a body of the Union names it at the left."""
    return (part for row in rows if row.middle < below for part in row.segments[1:])


def _names_union(part: Row) -> bool:
    return part.upper_share > 0.8 and similar(part.text, YOUTH_UNION) > 0.86


def _line_of(rows: Sequence[Row], text: str, below: float) -> Row | None:
    for row in rows:
        for part in row.segments:
            if (
                row.middle < below
                and abs(len(part.text) - len(text)) < 14
                and similar(part.text, text) > 0.78
            ):
                return part
        if row.middle < below and (tail := _tail(row, text)):
            return tail
    return None


def _tail(row: Row, text: str) -> Row | None:
    """The end of a row that says `text` best, where what stands before it leaves no gap; words of it may have gone to
    the next row or run together.
    """
    words = len(text.split())
    ends = [Row(row.tokens[-n:], row.unit) for n in range(words - 1, words + 2) if n < len(row.tokens)]
    best = max(ends, key=lambda end: similar(end.text, text), default=None)
    return best if best and similar(best.text, text) > 0.86 else None
