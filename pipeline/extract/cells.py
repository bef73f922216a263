"""Cells that stand side by side, made rows: each label with all that stands in its cell, beside it or under it.

Forms set labels beside one another, break them in narrow cells, put values under them, and wrap both. What is handed
on reads like a line of a plain form: label, value. Cells are told by where their labels begin, since few scans keep
their ruled lines; rows that could as well be running text are left as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from pipeline.extract.item_marks import is_bullet, with_mark
from pipeline.extract.label_end import labelled
from pipeline.extract.labels import Hit
from pipeline.extract.layout import Row, Token
from pipeline.extract.targets import Vocabulary, labels_in
from pipeline.extract.wrapped_labels import WrappedLabel, wrapped_label

# In heights of a word: rows of one cell are no further apart; what begins this near to an edge stands at it.
_PITCH, _ALIGNED = 2.6, 0.8
# A gap that parts cells, and one that is enough where another row shows an edge.
_GAP, _EDGE_GAP = 1.2, 0.45
_SHORT_KINDS = frozenset({"sex", "ethnicity", "nationality", "date", "personal_id", "count", "percent"})
# How much a wrapped line may leave free besides the next word.
_SLACK = 1.6
# A label of so many letters is one without a sign behind it, too.
_LONG = 24


@dataclass
class _Cell:
    """A cell that is being filled: its label, if it was broken, and its lines. `bare`: nothing stands beside the label;
    `short`: its values never take two lines of running text; `tight`: no gap is before it.
    """

    left: float
    limit: float
    label: list[Token] = field(default_factory=list)
    lines: list[list[Token]] = field(default_factory=list)
    value_left: float | None = None
    bare: bool = False
    short: bool = False
    tight: bool = False

    @property
    def end(self) -> float:
        """Where its last line ends."""
        return self.lines[-1][-1].x1 if self.lines and self.lines[-1] else self.left


def unfolded(
    rows: Sequence[Row], words: Vocabulary, ends: Callable[[Row], bool], edge: float
) -> Iterator[Row]:
    """The rows with their cells unfolded; `ends` knows rows that belong to no cell, `edge` is where full lines end."""
    at = 0
    while at < len(rows):
        cells, wrapped = _cells(rows, at, words)
        if ends(rows[at]) or (len(cells) < 2 and not wrapped):
            yield rows[at]
            at += 1
            continue
        after = _fill(rows, at, cells, wrapped, words, ends, edge)
        if after == at + 1:
            yield rows[at]
        else:
            yield from _made(rows[at], cells)
        at = after


def _cells(rows: Sequence[Row], at: int, words: Vocabulary) -> tuple[list[_Cell], list[WrappedLabel]]:
    """The cells of a row, one for each label that begins one, and the labels that go on in the rows below."""
    row = rows[at]
    hits = {hit.start: hit for hit in labels_in(row, words)}
    starts, wrapped = _beginnings(rows, at, hits, words)
    cells = []
    for position, start in enumerate(starts):
        following = starts[position + 1] if position + 1 < len(starts) else None
        cells.append(_cell(row, start, following, wrapped.get(start)))
        cells[-1].tight = not _begins(row, start)
        if start in hits and start not in wrapped:
            kinds = {t.field.kind if t.field else "" for t in words.of(hits[start].phrase)}
            cells[-1].short = kinds <= _SHORT_KINDS
            cells[-1].bare = hits[start].end == (following or len(row.tokens))
    if starts and (lead := with_mark(row, starts[0])):
        cells[0].lines[0][:0] = row.tokens[:lead]
    return cells, list(wrapped.values())


def _beginnings(
    rows: Sequence[Row], at: int, hits: Mapping[int, Hit], words: Vocabulary
) -> tuple[list[int], dict[int, WrappedLabel]]:
    """The tokens at which the cells of a row begin, and by these the labels that go on below."""
    row = rows[at]
    starts: list[int] = []
    wrapped: dict[int, WrappedLabel] = {}
    for start, token in enumerate(row.tokens):
        hit = hits.get(start)
        if not token.letters or not (_begins(row, start) or _sure_beginning(row, hit)):
            continue
        # The number of an item belongs to the label behind it, which may go on below either of them.
        if start and start - 1 in wrapped and is_bullet(row.tokens[start - 1]):
            continue
        if is_bullet(token) and wrapped_label(rows, at, start + 1, words):
            continue
        if hit is None or not hit.colon:
            found = wrapped_label(rows, at, start, words)
            if found and not any(start < other < found.end and hits[other].colon for other in hits):
                wrapped[start] = found
        if hit or start in wrapped:
            starts.append(start)
    return starts, wrapped


def _cell(row: Row, start: int, following: int | None, broken: WrappedLabel | None) -> _Cell:
    first = row.tokens[with_mark(row, start)]
    end = len(row.tokens) if following is None else with_mark(row, following)
    limit = row.tokens[end].x0 if end < len(row.tokens) else inf
    if broken is None:
        return _Cell(first.x0, limit, lines=[list(row.tokens[with_mark(row, start) : end])])
    value = list(row.tokens[broken.end : end])
    label = list(row.tokens[with_mark(row, start) : broken.end])
    return _Cell(first.x0, limit, label, [value], value[0].x0 if value else None, not value)


def _begins(row: Row, start: int) -> bool:
    """Whether a cell may begin at this token: at the left, behind a gap, or behind a bullet that is there."""
    first = with_mark(row, start)
    return first == 0 or row.tokens[first].x0 - row.tokens[first - 1].x1 > _EDGE_GAP * 2 * row.unit


def _sure_beginning(row: Row, hit: Hit | None) -> bool:
    """Whether a label needs no gap before it, as a value fills its cell up to the border: a capital begins it, and a
    sign closes it.
    """
    return hit is not None and hit.colon and row.tokens[hit.start].text[:1].isupper()


def _fill(
    rows: Sequence[Row], at: int, cells: list[_Cell], wrapped: list[WrappedLabel], words: Vocabulary,
    ends: Callable[[Row], bool], edge: float,
) -> int:  # fmt: skip
    """Adds to the cells what stands in the rows below; the index of the first row that is none of theirs."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for label in wrapped:
        cell = next(c for c in cells if rows[at].tokens[label.start] in c.label)
        for offset, (start, end) in enumerate(label.below):
            cell.label += rows[at + 1 + offset].tokens[start:end]
            taken.setdefault(at + 1 + offset, []).append((start, end))
    for below in range(at + 1, len(rows)):
        row = rows[below]
        parts = taken.get(below, [])
        free = [i for i in range(len(row.tokens)) if not any(start <= i < end for start, end in parts)]
        if not parts and (row.middle - rows[below - 1].middle > _PITCH * row.unit or ends(row)):
            return below
        pieces = [Row(tuple(row.tokens[i] for i in piece), row.unit) for piece in _pieces(row, free, cells)]
        # A label that crosses the border of two cells stands in none: "Đăng ký kết hôn | tại: ...".
        across = not parts and any(
            hit.colon or len(hit.phrase.folded) >= _LONG for hit in labels_in(row, words)
        )
        if across or any(_has_label(row, piece, words) for piece in pieces):
            return _closed(below, parts, cells, pieces)
        homes = [_home(piece, cells) for piece in pieces]
        if None in homes or (not parts and not _side_by_side(pieces, homes, cells, edge)):
            return _closed(below, parts, cells, pieces)
        for piece, home in zip(pieces, homes, strict=True):
            assert home is not None
            home.lines.append(list(piece.tokens))
    return len(rows)


def _has_label(row: Row, piece: Row, words: Vocabulary) -> bool:
    """Whether a piece of a row holds a label, or is a short one that only what stands in the next cell makes one."""
    short = any(row.tokens[hit.start : hit.end] == piece.tokens for hit in labels_in(row, words))
    return short or bool(labels_in(piece, words)) or labelled(piece)


def _closed(below: int, parts: list[tuple[int, int]], cells: list[_Cell], pieces: list[Row]) -> int:
    """The row that ends the cells; where a broken label ends in it, the rest goes to the last cell."""
    if not parts:
        return below
    for piece in pieces:
        home = _home(piece, cells) or cells[-1]
        home.lines.append(list(piece.tokens))
    return below + 1


def _pieces(row: Row, free: Sequence[int], cells: Sequence[_Cell]) -> Iterator[list[int]]:
    """Runs of the tokens `free`, cut at gaps and where a cell begins."""
    piece: list[int] = []
    for i in free:
        token = row.tokens[i]
        if token.is_leader and not piece:
            continue
        if piece:
            apart = token.x0 - row.tokens[piece[-1]].x1
            # Running text has a word at an edge by chance, and no gap before it.
            edge = any(
                abs(token.x0 - cell.left) <= _ALIGNED * row.unit for cell in cells[1:] if not cell.tight
            )
            if i != piece[-1] + 1 or apart > _GAP * row.unit or (edge and apart > _EDGE_GAP * row.unit):
                yield piece
                piece = []
        piece.append(i)
    if piece:
        yield piece


def _home(piece: Row, cells: Sequence[_Cell]) -> _Cell | None:
    """The cell in which a piece stands as a whole; None for one that crosses a border or stands before the first."""
    home = next((c for c in reversed(cells) if piece.left >= c.left - _ALIGNED * piece.unit), None)
    if home is None or piece.right > home.limit + 0.3 * piece.unit:
        return None
    # Beside a broken label only its value goes on, and at its own edge: further left another label begins.
    if home.value_left is not None and piece.left < home.value_left - _ALIGNED * piece.unit:
        return None
    return home


def _side_by_side(
    pieces: Sequence[Row], homes: Sequence[_Cell | None], cells: Sequence[_Cell], edge: float
) -> bool:
    """Whether a row goes on in its cells, and not as running text does, at the left behind the last label."""
    if not pieces:
        return False
    first, last = cells[0], cells[-1]
    if len(cells) == 1 or len({id(home) for home in homes}) > 1 or homes[0] is not first:
        return True
    if first.bare and len(first.lines) == 1:
        return True
    word = pieces[0].tokens[0]
    full = first.end + (word.x1 - word.x0) > first.limit - _SLACK * pieces[0].unit
    runs_on = last.end + (word.x1 - word.x0) > edge - _SLACK * pieces[0].unit
    return full and (last.short or not runs_on)


def _made(row: Row, cells: Sequence[_Cell]) -> Iterator[Row]:
    for cell in cells:
        tokens = (*cell.label, *(token for line in cell.lines for token in line))
        if tokens:
            yield replace(row, tokens=tokens, limit=cell.limit)
