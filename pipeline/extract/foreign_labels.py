"""Labels that a form has and its record type has no field for ("Giới tính: Nam" of a fined person), and headings that
only begin like a label. They end the value before them. Takes no values.
"""

from __future__ import annotations

from functools import cache

from pipeline.extract.labels import Hit
from pipeline.extract.layout import Row
from pipeline.normalize.spelling import letters
from pipeline.record_type import record_types

# In letters and in words; shorter labels are words of a value as well.
_SHORTEST, _LONGEST = 6, 8
# So many words more than its label has a heading: "Được phép xây dựng công trình theo những nội dung sau:".
_MORE_THAN_LABEL = 3


def foreign_labels(row: Row) -> list[int]:
    """Where labels of any record type begin that stand there letter by letter, with a capital and a colon."""
    found = []
    for end, token in enumerate(row.tokens):
        if not token.text.endswith(":"):
            continue
        for start in range(max(0, end + 1 - _LONGEST), end + 1):
            said = "".join(t.letters for t in row.tokens[start : end + 1])
            if said in _known() and row.tokens[start].text.lstrip("(-")[:1].isupper():
                found.append(start)
                break
    return found


def is_heading(row: Row, hit: Hit) -> bool:
    """Whether what follows a label without a colon runs on to one at the end of the row: "Phường 3 chứng nhận:"."""
    rest = row.tokens[hit.end :]
    return (
        not hit.colon
        and len(rest) >= _MORE_THAN_LABEL
        and rest[-1].text.endswith(":")
        and rest[-1].text.islower()
    )


@cache
def _known() -> frozenset[str]:
    said = (
        letters(label) for kind in record_types().values() for spec in kind.fields for label in spec.labels
    )
    return frozenset(one for one in said if len(one) >= _SHORTEST)
