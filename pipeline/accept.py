"""Decides which fields a person may skip. A wrong field that nobody looks at is the worst outcome there is.

A field is accepted only if its confidence reaches the threshold of its kind and no finding speaks against it.
Agreement with another field (figures and words, figures that follow from one another, register number and year)
lowers the threshold, because two misreadings that agree by chance are very rare. A long number is never accepted: a
wrong digit reads as well as a right one, and Vietnamese identity numbers have no check digit. Where one figure of a
record cannot be right, the reader misreads its typeface, and no figure of the record is believed without a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pipeline.checks.conflict import Conflict, Values
from pipeline.checks.rules import symbol_fits
from pipeline.findings import Severity
from pipeline.normalize.date_words import read_date_words
from pipeline.normalize.spelling import comparable
from pipeline.record import Field, FieldState
from pipeline.record_type import RecordType

NEVER = 2.0
# Identity cards have 9 or 12 digits, certificates of land 6 and more; dates and areas stay below.
_LONG_NUMBER = re.compile(r"\d{6}")
_THRESHOLDS = {
    "name": 0.945,
    "party": 0.93,
    "kind": 0.85,
    "date": 0.95,
    "date_words": 0.85,
    "time": 0.93,
    "sex": 0.70,
    "ethnicity": 0.80,
    "nationality": 0.70,
    "confirmation": 0.80,
    "place": 0.88,
    "text": 0.88,
    # A line of it is easily lost under the seal, and what is left still reads well.
    "position": NEVER,
    # A line of the letterhead is lost as easily; the symbol of the number must speak for it.
    "body": NEVER,
    "level": 0.95,
    "register_number": 0.93,
    "book_number": 0.96,
    "document_number": 0.90,
    "any_number": 0.95,
    "personal_id": 0.93,
    "decimal": 0.94,
    "percent": 0.94,
    "count": 0.94,
}


# A date differs from its words or stands before what it must follow, a number is of another year.
_CONTRADICT = frozenset({"R004", "R005", "R008"})
_FIGURES = frozenset(
    {"date", "date_or_age", "time", "register_number", "book_number", "document_number", "any_number", "decimal",
     "percent", "count"}
)  # fmt: skip


@dataclass(frozen=True)
class AcceptOptions:
    """Confidence that a field needs by its kind; `agreed` where another field says the same.

    `never`: no field is accepted (handwriting, unsure type). Kinds that are not named need `default`.
    """

    thresholds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType(_THRESHOLDS))
    default: float = 0.95
    agreed: float = 0.60
    repeated: float = 0.88


def decide(
    record_type: RecordType,
    fields: Sequence[Field],
    conflicts: Iterable[Conflict],
    options: AcceptOptions | None = None,
    *,
    never: bool = False,
) -> tuple[Field, ...]:
    """The fields with their states; fields that a person decided are left alone."""
    options = options or AcceptOptions()
    conflicts = tuple(conflicts)
    doubted = {
        key for c in conflicts if c.finding.severity is not Severity.INFO for key in c.fields
    }  # fmt: skip
    values = {f.key: f for f in fields}
    agreed, consistent = _agreed(values), _consistent(record_type, fields)
    repeated = _repeated(record_type, fields) | consistent
    alone = _misread_figures(record_type, conflicts) - agreed - consistent
    decided = []
    for entry in fields:
        spec = record_type.spec(entry.key)
        needed = options.thresholds.get(spec.kind, options.default) if spec else options.default
        if entry.key in agreed:
            needed = min(needed, options.agreed)
        elif entry.key in repeated:
            needed = min(needed, options.repeated)
        sure = not never and entry.key not in doubted | alone and not _LONG_NUMBER.search(entry.value or "")
        decided.append(_settled(entry, sure, needed))
    return tuple(decided)


def _settled(entry: Field, sure: bool, needed: float) -> Field:
    if entry.state.by_person or entry.state is FieldState.IMPORTED:
        return entry
    if entry.state is FieldState.EMPTY:
        return entry if sure else replace(entry, state=FieldState.NEEDS_REVIEW)
    passed = sure and entry.value is not None and entry.confidence >= needed
    return replace(entry, state=FieldState.ACCEPTED if passed else FieldState.NEEDS_REVIEW)


def _misread_figures(record_type: RecordType, conflicts: Iterable[Conflict]) -> set[str]:
    """Keys of all figures of a record in which one cannot be right; a dotted zero reads as 6 or 9."""
    named = [(c.finding.code, record_type.spec(c.finding.field)) for c in conflicts]
    if not any(
        code in _CONTRADICT or (code == "R003" and spec and spec.kind in {"date", "date_or_age"})
        for code, spec in named
    ):
        return set()
    return {spec.key for spec in record_type.fields if spec.kind in _FIGURES}


def _agreed(values: Mapping[str, Field]) -> set[str]:
    """Keys of dates that stand twice, in figures and in words, and say the same."""
    found: set[str] = set()
    for key, words in values.items():
        figures = values.get(key.removesuffix("_words"))
        if key.endswith("_words") and figures and words.value and figures.value:
            said = read_date_words(words.value)
            if said == figures.value and len(figures.value) == 10:
                found |= {key, figures.key}
    return found


def _consistent(record_type: RecordType, fields: Sequence[Field]) -> set[str]:
    """Keys of figures that follow from one another to within one part in a hundred."""
    values = Values({f.key: f for f in fields}, record_type)
    found: set[str] = set()
    for check in record_type.checks:
        scale = {"density": 100, "ratio": 1}.get(check.rule)
        share, part, whole = (values.figure(key) for key in check.fields) if scale else (None, None, None)
        if scale and share and part and whole and abs(part / whole * scale - share) <= share / 100:
            found.update(check.fields)
    return found


def _repeated(record_type: RecordType, fields: Sequence[Field]) -> set[str]:
    """Keys of values that the record holds a second time, in the same words or inside another value."""
    values = Values({f.key: f for f in fields}, record_type)
    found: set[str] = set()
    names: dict[str, list[str]] = {}
    for entry in fields:
        spec = record_type.spec(entry.key)
        if spec and spec.kind == "name" and entry.value:
            names.setdefault(comparable(entry.value), []).append(entry.key)
    found.update(key for keys in names.values() if len(keys) > 1 for key in keys)
    for check in record_type.checks:
        if check.rule == "symbol" and symbol_fits(values, check.fields):
            found.add(check.fields[-1])
        if check.rule == "number_year" and _carries_year(fields, *check.fields):
            found.add(check.fields[0])
    return found


def _carries_year(fields: Sequence[Field], number: str, date: str) -> bool:
    """Whether the number ends in the year of the date, so that its figures are read as they stand."""
    values = {f.key: f.value or "" for f in fields}
    year = values.get(date, "")[:4]
    return len(year) == 4 and f"/{year}" in values.get(number, "")
