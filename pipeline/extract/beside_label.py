"""What stands behind a label in its own row, up to the next label or a gap. Follows no value into the next row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.labels import Hit
from pipeline.extract.layout import WIDE_GAP, Row, Token
from pipeline.extract.targets import Target

NUMBERS = frozenset({"register_number", "book_number", "document_number", "any_number"})
_WHOLE_SYMBOL = re.compile(r"\d.*/.*[A-ZĐ]{2}$")
_NAMES = frozenset({"name", "party"})
# So many words in small letters are no part of a name.
_SENTENCE = 3
# What stands behind a wide gap is no part of these.
_IN_ONE_PIECE = NUMBERS | {"sex", "ethnicity", "nationality", "name"}


def beside(row: Row, hit: Hit, end: int, target: Target) -> list[Token]:
    """The tokens of the value that begins behind the label `hit`, none of them from index `end` on."""
    found: list[Token] = []
    kind = target.field.kind if target.field else ""
    for at, token in enumerate(row.tokens[hit.end : end], hit.end):
        if found and kind in _IN_ONE_PIECE and token.x0 - found[-1].x1 > WIDE_GAP * row.unit:
            break
        if (kind in NUMBERS and _past_number(found, token)) or (
            kind in _NAMES and _past_name(found, row.tokens[at:end])
        ):
            break
        if not token.is_leader and (found or token.letters or token.text not in {":", ".", ",", ";"}):
            found.append(token)
    return found


def _past_name(found: Sequence[Token], following: Sequence[Token]) -> bool:
    """Whether the sentence goes on behind a name: "ông Trần Bảo Trâm, về việc cấp ...", its comma perhaps lost."""
    small = [token.letters.isalpha() and token.text[:1].islower() for token in following[:_SENTENCE]]
    closed = bool(found) and found[-1].text.endswith((",", ";"))
    return len(found) > 1 and ((closed and small[0]) or (len(small) == _SENTENCE and all(small)))


def _past_number(found: Sequence[Token], token: Token) -> bool:
    """Whether a word in small letters follows a number ("234/BB-VPHC lập ngày ..."), or one like a name a number that
    is whole ("201/BC-UBND Hà Nội, ngày ...").
    """
    if not (token.letters.isalpha() and len(token.letters) > 1 and token.text[:1].isalpha()):
        return False
    if token.text.islower():
        return any(c.isdigit() for t in found for c in t.text)
    named = token.text[:1].isupper() and token.text.strip(",.;")[1:].islower()
    return named and bool(_WHOLE_SYMBOL.search("".join(t.text for t in found)))
