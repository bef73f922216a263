"""Labels of running text that the end of a row breaks: "... trong thời" over "hạn 10 ngày". Finds no values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.layout import Row
from pipeline.extract.targets import Vocabulary

# In heights of a word: rows of one text are no further apart.
_PITCH = 2.6
# How much a full line may leave free besides the next word, in heights of one.
_SLACK = 1.6
# A label has no more words than these in either of its rows.
_MOST_WORDS = 6


def joined(rows: Sequence[Row], words: Vocabulary, edge: float) -> tuple[Row, ...]:
    """The rows, with the beginning of a label that may stand inside a sentence put before its end in the next row;
    `edge` is where full lines end, as a line must be that breaks a label.
    """
    made = list(rows)
    for at in range(len(made) - 1):
        above, below = made[at], made[at + 1]
        first = below.tokens[0]
        full = above.right + first.x1 - first.x0 > edge - _SLACK * above.unit
        if not full or below.middle - above.middle > _PITCH * above.unit:
            continue
        if moved := _broken(above, below, words):
            made[at] = replace(above, tokens=above.tokens[:-moved])
            made[at + 1] = replace(below, tokens=above.tokens[-moved:] + below.tokens)
    return tuple(made)


def _broken(above: Row, below: Row, words: Vocabulary) -> int:
    """How many words of a label stand at the end of the upper row, its others at the start of the lower; 0 for none.
    Only letter by letter: in a text other words are like a label's.
    """
    ends = set(_said(below))
    wanted = [phrase.folded for phrase in words.phrases if phrase.inline]
    for moved in range(1, min(_MOST_WORDS, len(above.tokens) - 1) + 1):
        begun = "".join(token.letters for token in above.tokens[-moved:])
        if begun and any(
            label.startswith(begun) and label != begun and label[len(begun) :] in ends for label in wanted
        ):
            return moved
    return 0


def _said(row: Row) -> Iterator[str]:
    """The letters of a row up to each of its first words."""
    text = ""
    for token in row.tokens[:_MOST_WORDS]:
        text += token.letters
        yield text
