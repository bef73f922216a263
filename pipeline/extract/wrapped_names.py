"""Names whose last words stand in the row below: those under a name that a cell wrapped are put to it, and where a word
was left over, what was found is not the whole name. A person looks at either: only place and writing tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ocr.page import Box
from pipeline.extract.find import Find
from pipeline.extract.layout import Layout, Row, Token
from pipeline.extract.run_on import same_case
from pipeline.normalize.names import usual_syllables
from pipeline.normalize.spelling import composed

_NAMES = frozenset({"name", "party"})
_DATES = frozenset({"date", "date_or_age", "time"})
# How far below the foot of the name the middle of the next row lies at most, in usual heights of a word.
_NEXT_ROW = 2.2
# The same from the middle of its label; and how far left of it the words may begin, as the number of an item may stand
# before the label; how near to an edge those begin that stand at it.
_WRAPPED, _BEFORE_LABEL, _ALIGNED = 2.6, 2.5, 0.8


def put_to_names(
    finds: Iterable[Find], running: Find | None, row: Row, free: Sequence[Token]
) -> tuple[Token, ...]:
    """Puts words of `free`, those of a row that are before its first label, to names of the row above under which they
    stand; the words so put. `running` is the find that may go on anyway.
    """
    taken: list[Token] = []
    for find in finds:
        below = row.middle - find.label[-1].middle
        named = find.kind in _NAMES and find.tokens and find is not running
        if not named or not 0.5 * row.unit < below <= _WRAPPED * row.unit:
            continue
        left = find.label[0].x0 - _BEFORE_LABEL * row.unit
        held = [t for t in free if t.letters and left <= t.x0 and t.x1 <= find.limit]
        if not held or not same_case(find.tokens, held):
            continue
        find.doubts.add("cut")
        at_edge = any(
            abs(held[0].x0 - one.x0) <= _ALIGNED * row.unit for one in (find.label[0], find.tokens[0])
        )
        numbered = left <= held[0].x0 <= find.label[0].x0
        if (
            find.rows < 2
            and (at_edge or numbered)
            and _ends_there(row, held[-1])
            and all(_of_a_name(token) for token in held)
        ):
            find.tokens.extend(held)
            find.rows += 1
            taken += held
    return tuple(taken)


def _ends_there(row: Row, last: Token) -> bool:
    """Whether nothing follows a word in its cell: "Tiến hành lập biên bản" goes on."""
    after = row.tokens[row.tokens.index(last) + 1 :][:1]
    return not after or after[0].x0 - last.x1 > row.unit


def lost_below(finds: Iterable[Find], layout: Layout) -> Iterator[Find]:
    """The names below which, from their label on, begins a word that could be theirs and is nobody's."""
    held = tuple(finds)
    taken = {token.box for find in held for token in _own(find)}
    free = [
        token
        for row in layout.rows
        for at, token in enumerate(row.tokens)
        if _free(token, taken) and _begins(row, at)
    ]
    for find in held:
        named = find.target.field is not None and find.target.field.kind in _NAMES and find.tokens
        if named and any(_goes_on(find, token, layout.unit) for token in free):
            yield find


def _begins(row: Row, at: int) -> bool:
    """Whether a word begins its row or stands behind a gap, with a capital and without small letters right behind it:
    what a name left over does, and no word of running text ("Tiến hành lập biên bản").
    """
    token, after = row.tokens[at], row.tokens[at + 1 : at + 2]
    apart = at == 0 or token.x0 - row.tokens[at - 1].x1 > row.unit
    if after and after[0].text.islower() and after[0].x0 - token.x1 <= row.unit:
        return False
    return apart and next((sign for sign in token.text if sign.isalpha()), "").isupper()


def _own(find: Find) -> Iterator[Token]:
    """What a find took rightly: no word in capitals as its label ("QUYÊN" is no "Quyển"), none as part of a date."""
    yield from (token for token in find.label if not token.text.isupper())
    if not (find.target.field and find.target.field.kind in _DATES):
        yield from find.tokens


def _free(token: Token, taken: set[Box]) -> bool:
    return token.box not in taken and _of_a_name(token)


def _of_a_name(token: Token) -> bool:
    return composed(token.text).strip(".,;:").lower() in usual_syllables(False)


def _goes_on(find: Find, token: Token, unit: float) -> bool:
    last, foot = find.tokens[-1], max(one.y1 for one in find.tokens)
    below = foot < token.middle < foot + _NEXT_ROW * unit
    within = find.label[0].x0 - unit < token.x0 < min(find.limit, last.x1)
    return below and within and token.text.isupper() == last.text.isupper()
