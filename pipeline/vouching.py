"""Whether both networks vouch for words that no list has: two networks do not invent the same word."""

from __future__ import annotations

from pipeline.extract.confidence import is_shaped
from pipeline.extract.evidence import Evidence
from pipeline.extract.whole_text import joins_two, numeral_of_strokes
from pipeline.looks import Agreement
from pipeline.normalize.nearly_listed import misspells_street, misspells_unit, nearly_a_phrase
from pipeline.normalize.offices import begins_inside, whole_block
from pipeline.record import Field
from pipeline.record_type import FieldSpec

# Figures among words that no list has.
_CLEARLY = 0.7
# So long that one way or another slips at a letter, and never two at the same: of 44 lists on five sets that three or
# four of the five ways gave alike all were right.
_LIST, _MOST_WAYS = "recipients", 3
# Of 33 addresses on eleven sets that four of the five ways gave alike, shaped as addresses are, all were right. One
# that saw more marks than the others may be right itself: "Giải Xuân".
_PLACE = "place"
# Of these a line is lost without a trace, unless they stand whole.
_BLOCKS = frozenset({"position", "body"})


def vouched_for(spec: FieldSpec | None, entry: Field, evidence: Evidence, second: Agreement) -> bool:
    """Whether both networks gave words that no list has, in a value of the right shape, and its figures clearly: two
    networks do not invent the same word.
    """
    if spec is None or not _given(spec.kind, second):
        return False
    told = entry.value or ""
    if (spec.kind == "body" and (begins_inside(told) or numeral_of_strokes(told))) or misspells_unit(told):
        return False
    if spec.kind == "text" and (nearly_a_phrase(told) or joins_two(told)):
        return False
    if spec.kind == _PLACE and misspells_street(told):
        return False
    whole = spec.kind in _BLOCKS and (evidence.whole or whole_block(entry.value or ""))
    if not whole and not is_shaped(spec.kind, entry.written or ""):
        return False
    return second.figures >= _CLEARLY or not any(c.isdigit() for c in entry.written or "")


def _given(kind: str, second: Agreement) -> bool:
    """Whether enough ways gave a value whose words no list has: all of both networks; of a list of recipients most; of
    a text, an address and of what stands whole one may have slipped, if nothing that could stand there came of it.
    """
    if second.unanimous:
        return True
    if second.rivals or second.disputed:
        return False
    slipped = second.asked - second.same + second.others - second.confirmed
    if kind in _BLOCKS or (kind == _PLACE and not second.marked):
        return second.confirmed > 0 and second.asked > 0 and slipped <= 1
    return (kind == _LIST and _mostly(second)) or (
        kind == "text" and slipped == 1 and second.confirmed == second.others
    )


def _mostly(second: Agreement) -> bool:
    """Whether most of the ways, some of each network, gave a value, and no way another that could stand there."""
    gave = second.same > 0 and second.confirmed > 0 and second.same + second.confirmed >= _MOST_WAYS
    return gave and not (second.rivals or second.disputed)
