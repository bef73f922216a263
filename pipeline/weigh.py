"""Puts together what speaks for each value of a record and writes the chance that it is right as its confidence.

Between extraction and decision: it changes confidences and, where most second readings say so, the proposed value;
never a state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.agreement import witnessed
from pipeline.extract import Extraction
from pipeline.extract.evidence import Evidence
from pipeline.looks import NO_LOOKS, Agreement, Looks, weigh
from pipeline.normalize.kinds import normalise
from pipeline.normalize.outcome import Refused
from pipeline.record import Field, FieldState
from pipeline.record_type import RecordType
from pipeline.trust import DOUBTED, UNREADABLE, chance, signs_of


def weigh_fields(
    record_type: RecordType, extraction: Extraction, looks: Sequence[Looks]
) -> tuple[Field, ...]:
    """The fields with the chance of each; `looks` are the second readings of the record's pages."""
    seconded = {f.key: _second(record_type, f, extraction.evidence[f.key], looks) for f in extraction.fields}
    proposed = tuple(_proposed(f, seconded[f.key]) for f in extraction.fields)
    witnesses = witnessed(record_type, proposed)
    return tuple(
        _with_chance(
            record_type, f, before, (extraction.evidence[f.key], seconded[f.key]), witness=f.key in witnesses
        )
        for f, before in zip(proposed, extraction.fields, strict=True)
    )


def _second(record_type: RecordType, entry: Field, evidence: Evidence, looks: Sequence[Looks]) -> Agreement:
    spec = record_type.spec(entry.key)
    if spec is None or entry.page is None:
        return Agreement()
    return weigh(spec.kind, entry.value, evidence.rows, looks[entry.page] if looks else NO_LOOKS)


def _proposed(entry: Field, second: Agreement) -> Field:
    """The field with the value of the second readings where at least two of three ways agree against the first."""
    if second.other is None or second.same or second.votes < 2 or 3 * second.votes < 2 * second.asked:
        return entry
    return replace(entry, value=second.other, written=second.other_written)


def _with_chance(
    record_type: RecordType,
    entry: Field,
    before: Field,
    weighed: tuple[Evidence, Agreement],
    *,
    witness: bool,
) -> Field:
    evidence, second = weighed
    spec = record_type.spec(entry.key)
    if spec is None or entry.state is FieldState.EMPTY or entry.value is None:
        return entry
    likely = chance(spec.kind, signs_of(evidence, second, witness=witness))
    if evidence.doubted or entry is not before:
        likely = min(likely, DOUBTED)
    if isinstance(normalise(spec.kind, entry.written or ""), Refused):
        likely = min(likely, UNREADABLE)
    return replace(entry, confidence=likely)
