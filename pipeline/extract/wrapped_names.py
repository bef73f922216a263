"""Names whose last word stands alone in the row below, where nothing took it: what was found is not the whole name.

Says only that a person must look; putting the parts together is the business of cells.py and walk.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ocr.page import Box
from pipeline.extract.find import Find
from pipeline.extract.layout import Layout, Token
from pipeline.normalize.names import usual_syllables
from pipeline.normalize.spelling import composed

_NAMES = frozenset({"name", "party"})
_DATES = frozenset({"date", "date_or_age", "time"})
# How far below the foot of the name the middle of the next row lies at most, in usual heights of a word.
_NEXT_ROW = 2.2


def lost_below(finds: Iterable[Find], layout: Layout) -> Iterator[Find]:
    """The names below which, from their label on, begins a word that could be theirs and is nobody's."""
    held = tuple(finds)
    taken = {token.box for find in held for token in _own(find)}
    free = [token for row in layout.rows for token in row.tokens if _free(token, taken)]
    for find in held:
        named = find.target.field is not None and find.target.field.kind in _NAMES and find.tokens
        if named and any(_goes_on(find, token, layout.unit) for token in free):
            yield find


def _own(find: Find) -> Iterator[Token]:
    """What a find took rightly: no word in capitals as its label ("QUYÊN" is no "Quyển"), none as part of a date."""
    yield from (token for token in find.label if not token.text.isupper())
    if not (find.target.field and find.target.field.kind in _DATES):
        yield from find.tokens


def _free(token: Token, taken: set[Box]) -> bool:
    return token.box not in taken and composed(token.text).lower() in usual_syllables(False)


def _goes_on(find: Find, token: Token, unit: float) -> bool:
    last, foot = find.tokens[-1], max(one.y1 for one in find.tokens)
    below = foot < token.middle < foot + _NEXT_ROW * unit
    within = find.label[0].x0 - unit < token.x0 < min(find.limit, last.x1)
    return below and within and token.text.isupper() == last.text.isupper()
