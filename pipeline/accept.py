"""Decides which fields a person may skip. A wrong field that nobody looks at is the worst outcome there is.

A field is accepted only if the chance that it is right reaches the threshold of its risk class and no finding speaks
against it. Some things no chance outweighs: a value whose place or owner is uncertain, a long number that some way of
reading gave otherwise or not clearly and nothing vouches for, and, where one figure of a record cannot be right (then
the reader misreads its typeface), every figure without a second witness.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pipeline.agreement import agreed, consistent, vouched_numbers, witnessed
from pipeline.checks.conflict import Conflict
from pipeline.findings import Severity
from pipeline.normalize.dates import DATES, holds_a_date
from pipeline.normalize.offices import whole_block
from pipeline.record import Field, FieldState
from pipeline.record_type import FieldSpec, RecordType, Risk
from pipeline.settings import Settings

OFF = 2.0
# A name under seal and pen is read again however clear it looks: "Hùng" for Hồng with 0.96.
_UNDER_SEAL = "signer"
# Identity cards have 9 or 12 digits, certificates of land 6 and more; dates and areas stay below.
_LONG_NUMBER = re.compile(r"\d{6}")
# A line of them is easily lost under the seal or at the edge of the letterhead, and what is left still reads well.
_PARTS_LOST = frozenset({"position", "body"})
# A date differs from its words or stands before what it must follow, a number is of another year.
_CONTRADICT = frozenset({"R004", "R005", "R008"})
# Sex or year of birth in a personal number, or an age, is not that of the person it stands with.
_OTHER_PERSON = frozenset({"R013", "R014", "R017", "R018"})
_FIGURES = frozenset(
    {"date", "date_or_age", "time", "register_number", "book_number", "document_number", "any_number", "decimal",
     "percent", "count"}
)  # fmt: skip
_LEAST: Mapping[Risk, float] = MappingProxyType({"high": 0.975, "medium": 0.965, "low": 0.955})


@dataclass(frozen=True)
class AcceptOptions:
    """The chance of being right that a field needs, by its risk class; above 1 nothing of the class is accepted.

    `once`: what a value needs at least that was read only once (docs/confidence.md).
    """

    least: Mapping[Risk, float] = field(default_factory=lambda: _LEAST)
    once: float = 0.995

    def needed(self, risk: Risk) -> float:
        """The threshold of a risk class."""
        return self.least.get(risk, OFF)


@dataclass(frozen=True)
class Grounds:
    """Keys of values by what else speaks for or against them: read only `once`; read `alike` by both networks, or
    clearly in every way of the first; `whole`, as no line of theirs can be lost; `printed`, as their figures have the
    shapes of the page's own print; `clear`, as every way of both networks gave them, the first clearly.
    """

    once: frozenset[str] = frozenset()
    alike: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    printed: frozenset[str] = frozenset()
    clear: frozenset[str] = frozenset()


def accept_options(settings: Settings) -> AcceptOptions:
    """The thresholds that the settings want."""
    wanted: dict[Risk, float | str] = {
        "high": settings.accept_high,
        "medium": settings.accept_medium,
        "low": settings.accept_low,
    }
    return AcceptOptions({risk: OFF if isinstance(least, str) else least for risk, least in wanted.items()})


def decide(
    record_type: RecordType,
    fields: Sequence[Field],
    conflicts: Iterable[Conflict],
    options: AcceptOptions | None = None,
    *,
    never: bool = False,
    grounds: Grounds = Grounds(),
) -> tuple[Field, ...]:
    """The fields with their states; fields that a person decided are left alone. `never`: no field may be accepted
    (handwriting, unsure type).
    """
    options = options or AcceptOptions()
    against = tuple(conflicts)
    barred = (
        _barred(record_type, fields, against, grounds)
        | _misread_figures(record_type, fields, against) - grounds.printed - grounds.clear
        | _long_numbers(record_type, fields) - grounds.alike
    )
    decided = []
    for entry in fields:
        spec = record_type.spec(entry.key)
        needed = options.needed(spec.risk if spec else "high")
        if entry.key in grounds.once:
            needed = OFF if _asks_twice(spec, entry) else max(needed, options.once)
        decided.append(_settled(entry, not never and entry.key not in barred and needed <= 1, needed))
    return tuple(decided)


def _asks_twice(spec: FieldSpec | None, entry: Field) -> bool:
    """Whether a value is never accepted read once: a name under a seal, and figures among words, of which a misread one
    makes another good house ("đường số 38" with 0.95 for the 30 of a typewriter with a dot in its zero); what is a
    number or a date itself has weights of its own for that.
    """
    figured = any(map(str.isdigit, entry.value or ""))
    return spec is None or spec.source == _UNDER_SEAL or (figured and spec.kind not in _FIGURES)


def may_be_accepted(
    record_type: RecordType,
    fields: Sequence[Field],
    conflicts: Iterable[Conflict],
    options: AcceptOptions,
    grounds: Grounds = Grounds(),
) -> frozenset[str]:
    """Keys of the fields that nothing but their chance keeps from being accepted, or what another reading may settle:
    a long number, a figure of a record whose figures contradict.
    """
    barred = _barred(record_type, fields, tuple(conflicts), grounds)
    specs = [(f.key, record_type.spec(f.key)) for f in fields if f.key not in barred]
    return frozenset(key for key, spec in specs if spec and options.needed(spec.risk) <= 1)


def _settled(entry: Field, sure: bool, needed: float) -> Field:
    if entry.state.by_person or entry.state is FieldState.IMPORTED:
        return entry
    if entry.state is FieldState.EMPTY:
        return entry if sure else replace(entry, state=FieldState.NEEDS_REVIEW)
    passed = sure and entry.value is not None and entry.confidence >= needed
    return replace(entry, state=FieldState.ACCEPTED if passed else FieldState.NEEDS_REVIEW)


def _barred(
    record_type: RecordType, fields: Sequence[Field], conflicts: tuple[Conflict, ...], grounds: Grounds
) -> frozenset[str]:
    """Keys of the fields that no reading may carry past a person."""
    doubted = {key for c in conflicts if c.finding.severity is not Severity.INFO for key in c.fields}
    parts = {
        spec.key
        for spec in record_type.fields
        if spec.kind in _PARTS_LOST and spec.key not in witnessed(record_type, fields)
    } - {f.key for f in fields if f.key in grounds.whole or whole_block(f.value or "")}
    return frozenset(doubted | parts | _exchanged(record_type, conflicts))


def _long_numbers(record_type: RecordType, fields: Sequence[Field]) -> frozenset[str]:
    """Keys of the values with a long number that nothing else in the record vouches for."""
    long = {f.key for f in fields if _LONG_NUMBER.search(f.value or "")}
    return frozenset(long - vouched_numbers(record_type, fields))


def _exchanged(record_type: RecordType, conflicts: Iterable[Conflict]) -> set[str]:
    """Keys of all fields of persons who may stand in each other's place: what one of them says does not fit the person.

    A value given to the wrong person reads as well as any other; only sex, age and the order of birth tell.
    """
    specs = {spec.key: spec for spec in record_type.fields}
    told = {
        specs[key].section for c in conflicts if c.code in _OTHER_PERSON for key in c.fields if key in specs
    }
    mixed = {section for rivals in record_type.rivals if told & set(rivals) for section in rivals}
    return {spec.key for spec in record_type.fields if spec.section in mixed}


def _misread_figures(
    record_type: RecordType, fields: Sequence[Field], conflicts: Iterable[Conflict]
) -> frozenset[str]:
    """Keys of all figures of a record in which one cannot be right, but those that stand twice; a dotted zero reads
    as 6 or 9.
    """
    unreadable = {
        f.key
        for f in fields
        if (spec := record_type.spec(f.key)) and spec.kind in DATES and not holds_a_date(f.written or "")
    }
    told = [c.finding for c in conflicts]
    if not any(f.code in _CONTRADICT or (f.code == "R003" and f.field in unreadable) for f in told):
        return frozenset()
    seconded = agreed({f.key: f for f in fields}) | consistent(record_type, fields)
    return frozenset({spec.key for spec in record_type.fields if spec.kind in _FIGURES} - seconded)
