"""Reading order: blocks that stand side by side are read one after the other, all else row by row.

Works on upright, level lines of one page. Official heads, the two halves of a marriage certificate and the signature
blocks at the foot are columns; "Giới tính: ... Dân tộc: ..." on one row is not, and neither is a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ocr.page import Line, PageText, Word

# A gap wider than this many letter heights may be a gutter; justified text stays well below.
_GAP_HEIGHTS = 0.8
# Typewritten words stand further apart, and their gaps line up like gutters.
_GAP_PITCHES = 1.9
# The halves of a narrow head stand closer than that, yet twice as far apart as their words.
_GAP_USUAL, _GAPS_KNOWN = 2.2, 4
# Where a gutter is known already, this much more than the line's other gaps will do.
_GAP_FAIR = 1.5
_CELL_HEIGHTS = 2.0
_MARGIN_PIXELS = 3
# A word of nothing but these is dirt or the rest of a rule.
_SPECKS = frozenset("._…·,'`´~¬|¦‘’")
# A gutter lies in the middle part of the text's width, and each side has real width.
_GUTTER_WITHIN = (0.22, 0.78)
_LEAST_SIDE = 0.12
_LEAST_ROWS = 2
# Up to this many rows in which every piece has its own label are a form, not columns.
_FORM_ROWS = 3


# Compared by identity: two pieces are never equal, and membership is asked thousands of times a page.
@dataclass(frozen=True, eq=False)
class _Piece:
    """Words that follow each other without a wide gap; `middle` and `height` (medians) resist stray marks."""

    words: tuple[Word, ...]
    x0: int
    x1: int
    middle: float
    height: float
    cut: bool = False

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class _Columns:
    above: list[_Piece]
    left: list[_Piece]
    right: list[_Piece]
    below: list[_Piece]
    rows: int

    @property
    def weight(self) -> tuple[int, int]:
        return self.rows, len(self.left) + len(self.right)


def in_reading_order(text: PageText) -> PageText:
    """The same words with lines in reading order; a line never runs across a gutter."""
    pieces = [piece for line in text.lines for piece in _pieces(line)]
    if not pieces:
        return text
    lines = tuple(Line(words) for words in _ordered(pieces, _extent(pieces)))
    return replace(text, lines=lines)


def _pieces(line: Line) -> Iterator[_Piece]:
    words = sorted(
        (word for word in line.words if not _SPECKS.issuperset(word.text)), key=lambda word: word.box.x0
    )
    if not words:
        return
    height = median(word.box.height for word in words)
    gaps = [word.box.x0 - before.box.x1 for before, word in pairwise(words)]
    usual = median(gaps) if len(gaps) >= _GAPS_KNOWN else float("inf")
    held = [words[0]]
    for before, word in pairwise(words):
        wide = min(_GAP_PITCHES * _pitch(before, word), _GAP_USUAL * usual)
        if word.box.x0 - before.box.x1 > max(_GAP_HEIGHTS * height, wide):
            yield _piece(held)
            held = []
        held.append(word)
    yield _piece(held)


def _pitch(*words: Word) -> float:
    """Pixels per letter."""
    return sum(word.box.width for word in words) / sum(len(word.text) for word in words)


def _piece(words: Sequence[Word]) -> _Piece:
    return _Piece(
        tuple(words),
        min(word.box.x0 for word in words),
        max(word.box.x1 for word in words),
        median((word.box.y0 + word.box.y1) / 2 for word in words),
        median(word.box.height for word in words),
    )


def _extent(pieces: Sequence[_Piece]) -> tuple[int, int]:
    return min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)


def _ordered(pieces: list[_Piece], extent: tuple[int, int]) -> Iterator[tuple[Word, ...]]:
    found = _best_columns(pieces, extent) if len(pieces) > 2 * _LEAST_ROWS - 1 else None
    if found is None:
        for row in _rows(pieces):
            yield tuple(word for piece in row for word in piece.words)
        return
    for part in (found.above, found.left, found.right, found.below):
        yield from _ordered(part, extent)


def _rows(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Pieces side by side, rows from the top, pieces from the left."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        home = rows[-1] if rows else None
        if home is not None and any(_beside(piece, other) for other in home):
            home.append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.x0) for row in rows]


def _beside(one: _Piece, other: _Piece) -> bool:
    apart = one.x0 >= other.x1 - _MARGIN_PIXELS or other.x0 >= one.x1 - _MARGIN_PIXELS
    return apart and abs(one.middle - other.middle) < 0.5 * min(one.height, other.height)


def _best_columns(pieces: list[_Piece], extent: tuple[int, int]) -> _Columns | None:
    width = max(1, extent[1] - extent[0])
    best: _Columns | None = None
    for gutter in _gutters(pieces):
        if not _GUTTER_WITHIN[0] <= (gutter - extent[0]) / width <= _GUTTER_WITHIN[1]:
            continue
        for found in _bands(pieces, gutter):
            if _are_columns(found, width) and (best is None or found.weight > best.weight):
                best = found
    return best


def _gutters(pieces: Sequence[_Piece]) -> list[int]:
    """Where a gutter might run: just left of every piece that has another on its left at about its height.

    The halves of a head need not share their rows: the date stands half a line above the number.
    """
    return sorted(
        {
            piece.x0 - _MARGIN_PIXELS
            for piece in pieces
            if any(
                other.x1 <= piece.x0 and abs(other.middle - piece.middle) < max(other.height, piece.height)
                for other in pieces
            )
        }
    )


def _bands(pieces: Sequence[_Piece], gutter: int) -> Iterator[_Columns]:
    """Runs of pieces between those that cross the gutter, from the first to the last row with both sides."""
    pieces = [part for piece in pieces for part in _cut(piece, gutter)]
    across = [piece for piece in pieces if _crosses(piece, gutter)]
    edges = [float("-inf"), *sorted(piece.middle for piece in across), float("inf")]
    free = [piece for piece in pieces if not _crosses(piece, gutter)]
    for top, bottom in pairwise(edges):
        band = [piece for piece in free if top < piece.middle < bottom]
        left = [piece for piece in band if piece.x1 <= gutter + _MARGIN_PIXELS]
        right = [piece for piece in band if piece.x0 >= gutter - _MARGIN_PIXELS]
        if left and right:
            yield _trimmed(pieces, left, right)


def _crosses(piece: _Piece, gutter: int) -> bool:
    return piece.x0 < gutter - _MARGIN_PIXELS and piece.x1 > gutter + _MARGIN_PIXELS


def _cut(piece: _Piece, gutter: int) -> list[_Piece]:
    """The piece in two where a fair gap meets a gutter that wider gaps elsewhere have shown."""
    if not _crosses(piece, gutter):
        return [piece]
    left = [word for word in piece.words if word.box.x1 <= gutter + _MARGIN_PIXELS]
    right = [word for word in piece.words if word.box.x0 >= gutter - _MARGIN_PIXELS]
    if not left or not right or len(left) + len(right) < len(piece.words):
        return [piece]
    gaps = [word.box.x0 - before.box.x1 for before, word in pairwise(piece.words)]
    usual = median(gaps) if len(gaps) >= _GAPS_KNOWN else 0
    if right[0].box.x0 - left[-1].box.x1 < max(_GAP_HEIGHTS * piece.height, _GAP_FAIR * usual):
        return [piece]
    return [replace(_piece(left), cut=True), replace(_piece(right), cut=True)]


def _trimmed(pieces: Sequence[_Piece], left: list[_Piece], right: list[_Piece]) -> _Columns:
    """Drops what stands alone above both columns or far below them."""
    height = median(piece.height for piece in [*left, *right])
    top = max(min(piece.middle for piece in left), min(piece.middle for piece in right)) - 1.6 * height
    foot = min(_end(left, height), _end(right, height))
    left_held = [piece for piece in left if top <= piece.middle <= max(foot, _end(left, height))]
    right_held = [piece for piece in right if top <= piece.middle <= max(foot, _end(right, height))]
    held = [*left_held, *right_held]
    first, last = min(piece.middle for piece in held), max(piece.middle for piece in held)
    kept = set(held)
    above: list[_Piece] = []
    below: list[_Piece] = []
    for piece in pieces:
        if piece not in kept:
            ahead = piece.middle < first or (piece.middle <= last and piece.middle < top)
            (above if ahead else below).append(piece)
    return _Columns(above, left_held, right_held, below, _rows_shared(left_held, right_held, height))


def _end(column: Sequence[_Piece], height: float) -> float:
    """Where the column's run of lines ends: at the first vertical gap of more than three lines."""
    middles = sorted(piece.middle for piece in column)
    for upper, lower in pairwise(middles):
        if lower - upper > 4.5 * height:
            return upper
    return middles[-1]


def _rows_shared(left: Sequence[_Piece], right: Sequence[_Piece], height: float) -> int:
    others = [row[0].middle for row in _rows(right)]
    return sum(any(abs(row[0].middle - other) < height for other in others) for row in _rows(left))


def _are_columns(found: _Columns, width: int) -> bool:
    """Whether the two sides are blocks of their own, rather than labels with values or cells of a table."""
    left, right = (_joined(side) for side in (found.left, found.right))
    if found.rows < _LEAST_ROWS or min(len(left), len(right)) < _LEAST_ROWS:
        return False
    if any(median(row[-1].x1 - row[0].x0 for row in side) < _LEAST_SIDE * width for side in (left, right)):
        return False
    if sum(any(piece.cut for piece in row) for row in _rows(found.right)) > 0.34 * found.rows:
        return False
    texts = [" ".join(piece.text for piece in row) for row in (*left, *right)]
    if sum(text.endswith(":") for text in texts[: len(left)]) > 0.5 * len(left):
        return False
    labelled = sum(":" in text for text in texts)
    if found.rows <= _FORM_ROWS and labelled >= 0.7 * len(texts):
        return False
    # Cells far apart on most rows of a side: a table, read row by row.
    return all(sum(len(row) > 1 for row in side) <= 0.4 * len(side) for side in (left, right))


def _joined(side: Sequence[_Piece]) -> list[list[_Piece]]:
    """Rows of a side, pieces joined that are no further apart than typewritten words."""
    rows = []
    for row in _rows(side):
        cells = [row[0]]
        for piece in row[1:]:
            if piece.x0 - cells[-1].x1 < _CELL_HEIGHTS * piece.height:
                cells[-1] = _piece([*cells[-1].words, *piece.words])
            else:
                cells.append(piece)
        rows.append(cells)
    return rows
