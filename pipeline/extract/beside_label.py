"""What stands behind a label in its own row, up to the next label or a gap. Follows no value into the next row."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.labels import Hit
from pipeline.extract.layout import WIDE_GAP, Row, Token
from pipeline.extract.targets import Target

NUMBERS = frozenset({"register_number", "book_number", "document_number", "any_number"})
# What stands behind a wide gap is no part of these.
_IN_ONE_PIECE = NUMBERS | {"sex", "ethnicity", "nationality", "name"}


def beside(row: Row, hit: Hit, end: int, target: Target) -> list[Token]:
    """The tokens of the value that begins behind the label `hit`, none of them from index `end` on."""
    found: list[Token] = []
    kind = target.field.kind if target.field else ""
    for token in row.tokens[hit.end : end]:
        if found and kind in _IN_ONE_PIECE and token.x0 - found[-1].x1 > WIDE_GAP * row.unit:
            break
        if kind in NUMBERS and _past_number(found, token):
            break
        if not token.is_leader and (found or token.letters or token.text not in {":", ".", ",", ";"}):
            found.append(token)
    return found


def _past_number(found: Sequence[Token], token: Token) -> bool:
    """Whether a word in small letters follows a number: "234/BB-VPHC lập ngày ..."."""
    figures = any(c.isdigit() for t in found for c in t.text)
    return figures and token.text.islower() and token.letters.isalpha() and len(token.letters) > 1
