"""Printed labels that a narrow cell breaks over two or three lines. Finds no values and no labels of one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from pipeline.extract.item_marks import is_bullet
from pipeline.extract.labels import Hit, Phrase, ending_fits
from pipeline.extract.layout import Row, Token
from pipeline.extract.targets import Vocabulary, labels_in

# Lines of one label stand this much apart at most, in heights of a word; its lines begin this near to each other.
_PITCH, _ALIGNED = 2.4, 0.7
_MOST_LINES = 3
# A shorter label has no reason to be broken, and its letters would be found anywhere.
_LEAST_LETTERS = 7
_LIKE = 0.9
# What a label and its value have between them at least where no sign parts them.
_PADDING = 0.45


@dataclass(frozen=True)
class WrappedLabel:
    """A label of which `first` tokens stand in its row, and which pieces of the rows below belong to it: for each of
    these rows the index of its first token and of the one after its last.
    """

    start: int
    end: int
    below: tuple[tuple[int, int], ...]


def wrapped_label(rows: Sequence[Row], at: int, start: int, words: Vocabulary) -> WrappedLabel | None:
    """The label that begins at token `start` of row `at` and goes on below; None where there is none."""
    row = rows[at]
    whole = _hit_at(row, start, words)
    best: tuple[float, int, WrappedLabel] | None = None
    for end, upper in _upper(row, start):
        limit = row.tokens[end].x0 if end < len(row.tokens) else row.tokens[end - 1].x1 + 4 * row.unit
        for text, below in _lower(rows, at, row.tokens[start], limit):
            under = _hit_at(rows[at + 1], below[0][0], words)
            if whole and (under or _begins_anew(rows[at + 1].tokens[below[0][0]], whole, end)):
                # Two labels, one below the other.
                continue
            # What is a label without the line above it does not need that line.
            least = len(under.phrase.folded) + 0.6 * len(upper) if under else 0.0
            score, size = _likeness(upper, text, words.phrases)
            # Nor does one that stands as well in its own line: "Minh" below "đăng ký khai sinh UBND ..." is no "sinh".
            held = whole is not None and whole.score >= score and len(whole.phrase.folded) >= size
            likely = score >= _LIKE and size >= least and not held
            if likely and (best is None or (score, size) > best[:2]):
                best = (score, size, WrappedLabel(start, end, below))
    return best[2] if best else None


def _begins_anew(token: Token, above: Hit, end: int) -> bool:
    """Whether a capital says that a label begins under one that is whole: "Do" under "Theo thiết kế"."""
    return above.end == end and above.score == 1 and token.text.istitle()


def _hit_at(row: Row, start: int, words: Vocabulary) -> Hit | None:
    """The label, not a heading, that begins at token `start` of a row."""
    return next((hit for hit in labels_in(row, words) if hit.start == start and not hit.phrase.strict), None)


def _upper(row: Row, start: int) -> Iterator[tuple[int, str]]:
    """Beginnings of a label in its first row: where each ends and its letters. None goes past a colon."""
    text = ""
    for end in range(start + 1, min(start + 9, len(row.tokens) + 1)):
        token = row.tokens[end - 1]
        if token.is_leader or (end - 1 > start and token.x0 - row.tokens[end - 2].x1 > 1.2 * row.unit):
            return
        text += token.letters
        if token.text.rstrip(")").endswith((":", ";")):
            return
        apart = row.tokens[end].x0 - token.x1 if end < len(row.tokens) else row.unit
        if text and apart >= _PADDING * row.unit:
            yield end, text


def _lower(
    rows: Sequence[Row], at: int, first: Token, limit: float
) -> Iterator[tuple[list[str], tuple[tuple[int, int], ...]]]:
    """What stands under the beginning of a label, line by line, with its letters up to each of its words."""
    pieces: list[tuple[int, int]] = []
    text, above = "", rows[at]
    for row in rows[at + 1 : at + _MOST_LINES]:
        start = next(
            (i for i, t in enumerate(row.tokens) if abs(t.x0 - first.x0) <= _ALIGNED * row.unit), None
        )
        if start is None or row.middle - above.middle > _PITCH * row.unit or is_bullet(row.tokens[start]):
            return
        end = _end(row, start, limit)
        if end == start:
            return
        pieces.append((start, end))
        texts = []
        for token in row.tokens[start:end]:
            text += token.letters
            texts.append(text)
        yield texts, tuple(pieces)
        if row.tokens[end - 1].text.rstrip(")").endswith((":", ";")):
            return
        above = row


def _end(row: Row, start: int, limit: float) -> int:
    """Where the piece of a label ends that stays to the left of `limit`: at its colon or the next cell."""
    for end in range(start, len(row.tokens)):
        token = row.tokens[end]
        if token.is_leader or (end > start and token.x0 - row.tokens[end - 1].x1 > 1.2 * row.unit):
            return end
        if token.x1 > limit + 0.2 * row.unit:
            # A word across the border of the cell: either another cell begins here, or there are no cells.
            return end if end > start and token.x0 >= limit - _ALIGNED * row.unit else start
        if token.text.rstrip(")").endswith((":", ";")):
            return end + 1
    return len(row.tokens)


def _likeness(upper: str, lower: Sequence[str], wanted: Sequence[Phrase]) -> tuple[float, int]:
    """How well the two lines, or their beginning, are a label, and how long it is; words behind it say whose it is."""
    best = (0.0, 0)
    for phrase in wanted:
        size = len(phrase.folded)
        if size < _LEAST_LETTERS or size <= 0.8 * len(upper) or phrase.strict:
            continue
        for text in lower:
            joined = upper + text
            score = Indel.normalized_similarity(joined, phrase.folded, score_cutoff=_LIKE)
            # The line below must be a part of the label, not what follows it.
            needed = size - len(upper) >= 0.6 * len(text)
            if needed and score >= _LIKE and (score, size) > best and ending_fits(phrase, joined):
                best = (score, size)
    return best
