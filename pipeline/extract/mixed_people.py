"""People whose values got among each other: a name that holds the word for somebody's part ("cha nuôi ĐINH NGỌC BÌNH").

Two columns read as one leave such names. Whose the other values of these people are is then uncertain too, however
well each was read: a person looks at all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.normalize.spelling import composed
from pipeline.record import Field
from pipeline.record_type import RecordType

_PARTS = frozenset({"cha", "mẹ", "vợ", "chồng", "nuôi", "người"})
_NAME = "_full_name"


def of_mixed_people(fields: Mapping[str, Field], record_type: RecordType) -> frozenset[str]:
    """Keys of all values of people in a record where one name holds a word for a part; none where no name does."""
    names = [spec.key for spec in record_type.fields if spec.key.endswith(_NAME)]
    if not any(_holds_part(fields[key]) for key in names if key in fields):
        return frozenset()
    return frozenset(_owned(fields, [key.removesuffix(_NAME) for key in names]))


def _holds_part(name: Field) -> bool:
    return not _PARTS.isdisjoint(composed(name.written or "").lower().split())


def _owned(keys: Iterable[str], people: Iterable[str]) -> Iterable[str]:
    owners = tuple(f"{one}_" for one in people)
    return (key for key in keys if key.startswith(owners))
