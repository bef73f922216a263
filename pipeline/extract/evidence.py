"""What speaks for a value on the page it was read from: its words, what is known of such values, where they stand.

Says nothing of second readings and of other fields; pipeline/trust.py weighs all of it together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocr.page import Box
from pipeline.extract.layout import Token
from pipeline.record import Field

# A word belongs to the row of the word before it unless it stands this much lower, in heights of that word.
_NEXT_ROW = 0.6


@dataclass(frozen=True)
class Evidence:
    """`worst`: confidence of the worst word that matters; `usual`: readable, and of the shape and the words known for
    its kind; `doubted`: place or owner is uncertain; `letters`: letters and digits of it; `rows`: one box for each
    row of it, in pixels of the master; `whole`: it stands so that no line of it can be lost;
    `figures`: confidence of the worst word with figures; `printed`: its figures have the shapes of the page's print.
    """

    worst: float = 0.0
    usual: bool = False
    doubted: bool = False
    letters: int = 0
    rows: tuple[Box, ...] = ()
    whole: bool = False
    figures: float = 1.0
    printed: bool = False


@dataclass(frozen=True)
class Candidate:
    """A field as one place of the page gives it."""

    field: Field
    evidence: Evidence


def row_boxes(tokens: Sequence[Token]) -> tuple[Box, ...]:
    """One box around the tokens of each row, in reading order; all on the page of the first one."""
    rows: list[list[Token]] = []
    for token in tokens:
        if token.page != tokens[0].page:
            continue
        above = rows[-1][-1] if rows else None
        if above is None or token.x0 < above.x0 or _stands_lower(token, above):
            rows.append([token])
        else:
            rows[-1].append(token)
    return tuple(Box.around(token.box for token in row) for row in rows)


def _stands_lower(token: Token, above: Token) -> bool:
    return token.middle - above.middle > _NEXT_ROW * max(above.y1 - above.y0, token.y1 - token.y0)
