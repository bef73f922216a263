"""What a QR code printed on a paper says of that paper's own values: one more reading, never a source.

Agreement counts as one more way that read the same; a difference is the finding QR_DIFFERS. Nothing is filled from a
code, and a code speaks of the record on whose pages it stands and of no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from pipeline.checks.conflict import Conflict, conflict
from pipeline.looks import Agreement
from pipeline.normalize.kinds import normalise
from pipeline.normalize.spelling import comparable, letters
from pipeline.record import Field
from pipeline.record_type import FieldSpec, RecordType

_PARTS = re.compile(r"[|;\n\r\t]+")
_LABELLED = re.compile(r"^([^:=]{2,60})[:=]\s*(.+)$")
# Shorter values ("Nam", "Kinh", "12") are met by chance.
_TELLING = 6
# Two texts this alike that are not the same are one text, misread or mistyped.
_ALIKE = 0.8
_ALIKE_KINDS = frozenset({"name", "personal_id", "document_number", "register_number"})


@dataclass(frozen=True)
class Said:
    """Keys of the fields whose value a code repeats, and what codes say instead of others, by key."""

    same: frozenset[str]
    other: Mapping[str, str]


def said_by(codes: Iterable[str], record_type: RecordType, fields: Sequence[Field]) -> Said:
    """Compares the texts of the codes on a record's pages with its values. Links and unknown texts say nothing."""
    parts = [part.strip() for code in codes for part in _PARTS.split(code) if part.strip()]
    held = [(field, spec) for field in fields if (spec := record_type.spec(field.key)) and field.value]
    same: set[str] = set()
    other: dict[str, str] = {}
    for part in parts:
        labelled = _LABELLED.match(part)
        asked = _named(labelled.group(1), held) if labelled else []
        text = labelled.group(2) if labelled and asked else part
        found = {field.key for field, spec in asked or held if _repeats(field, spec, text, named=bool(asked))}
        same |= found
        if not found:
            rest = asked if len(asked) == 1 else [pair for pair in asked or held if _alike(*pair, text)]
            other.update({field.key: text for field, _ in rest[:1]})
    return Said(frozenset(same), {key: text for key, text in other.items() if key not in same})


def counted(agreement: Agreement, key: str, said: Said) -> Agreement:
    """The agreement with a code as one more way of reading."""
    if key in said.same:
        return replace(agreement, asked=agreement.asked + 1, same=agreement.same + 1)
    if key in said.other:
        return replace(
            agreement, asked=agreement.asked + 1, differ=agreement.differ + 1, rivals=agreement.rivals + 1
        )
    return agreement


def code_conflicts(said: Said, record_type: RecordType, fields: Sequence[Field]) -> list[Conflict]:
    """QR_DIFFERS for each value that a code contradicts."""
    found = []
    for field in fields:
        spec = record_type.spec(field.key)
        if spec and field.key in said.other:
            facts = {"label": spec.vi, "value": field.value, "said": said.other[field.key]}
            found.append(conflict("QR_DIFFERS", field.key, **facts))
    return found


def _named(label: str, held: Sequence[tuple[Field, FieldSpec]]) -> list[tuple[Field, FieldSpec]]:
    wanted = letters(label)
    return [
        (field, spec) for field, spec in held if wanted in {letters(text) for text in (*spec.labels, spec.vi)}
    ]


def _repeats(field: Field, spec: FieldSpec, text: str, *, named: bool) -> bool:
    if not named and len(letters(text)) < _TELLING:
        return False
    read = normalise(spec.kind, text)
    return isinstance(read, str) and comparable(read) == comparable(field.value or "")


def _alike(field: Field, spec: FieldSpec, text: str) -> bool:
    one, two = letters(text), letters(field.value or "")
    return (
        spec.kind in _ALIKE_KINDS
        and min(len(one), len(two)) >= _TELLING
        and one.isdigit() == two.isdigit()
        and Indel.normalized_similarity(one, two) >= _ALIKE
    )
