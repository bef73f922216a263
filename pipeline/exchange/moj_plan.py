"""Which records make up a delivery to the Ministry, in which rows, and which are refused and why. Writes nothing.

A dry run is this plan shown to people; the real run writes exactly what the plan lets through.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from pipeline.batch import find_batch
from pipeline.changes.annotation import annotations_of
from pipeline.exchange.file_names import Naming, apart, file_template, filled, row_values, safe
from pipeline.exchange.moj_columns import KINDS, columns, place_key
from pipeline.exchange.moj_rows import MojRow, moj_row
from pipeline.exchange.moj_rules import entry_key, refusals, repeated
from pipeline.exchange.withheld import withheld
from pipeline.findings import Finding, Severity
from pipeline.lookup import RecordView, record_ids, view
from pipeline.record_type import record_types
from pipeline.register.tables import volume_pages, volumes


@dataclass(frozen=True)
class Wanted:
    """What is asked for: record types (all kinds of sheets when empty), one batch, days of registration (ISO)."""

    types: tuple[str, ...] = ()
    batch: str | None = None
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Case:
    """One record as it would leave: its row, its file's name (without suffix), what is refused or told."""

    record: RecordView
    row: MojRow
    findings: tuple[Finding, ...]
    file: str = ""

    @property
    def refused(self) -> bool:
        """Whether an error keeps the row from leaving."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True)
class Register:
    """The cases of one volume: one sheet and one zip under `name`."""

    name: str
    kind: str
    place: str
    book: str
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class MojPlan:
    """`registers` leave; `refused` and `withheld` stay and say why; `waiting` counts by state what is not ready."""

    registers: tuple[Register, ...]
    refused: tuple[Case, ...]
    withheld: tuple[tuple[str, Finding], ...]
    waiting: dict[str, int]

    @property
    def cases(self) -> list[Case]:
        """Every case that leaves."""
        return [case for register in self.registers for case in register.cases]


def plan(connection: Connection, wanted: Wanted, naming: Naming) -> MojPlan:
    """The delivery of what is approved, from one consistent view of the ledger."""
    cases, kept, waiting = [], [], Counter[str]()
    for record in _candidates(connection, wanted):
        reason = withheld(connection, record)
        if reason is not None and reason.code == "EXPORT_STATE":
            waiting[record.state.value] += 1
        elif reason is not None:
            kept.append((record.id, reason))
        elif _within(record, wanted):
            known = annotations_of(connection, record.id)
            cases.append(_case(record, volume_year(connection, record), len(known)))
    checked = _once(cases)
    going = [case for case in checked if not case.refused]
    refused = tuple(case for case in checked if case.refused)
    return MojPlan(_registers(going, naming), refused, tuple(kept), dict(waiting))


def _candidates(connection: Connection, wanted: Wanted) -> Iterator[RecordView]:
    types = wanted.types or tuple(KINDS)
    for type in types:
        for key in record_ids(connection, batch=wanted.batch, type=type):
            yield view(connection, key)


def _within(record: RecordView, wanted: Wanted) -> bool:
    day = next((f.value or "" for f in record.fields if f.key == "registration_date"), "")
    return (not wanted.since or day >= wanted.since) and (not wanted.until or day[:10] <= wanted.until)


def _case(record: RecordView, year: int | None, annotations: int) -> Case:
    kind = record_types().get(record.row.type)
    known = frozenset(spec.key for spec in kind.fields) if kind else frozenset[str]()
    row = moj_row(KINDS[record.row.type], record.fields, known, year)
    lost = _without_column(record, row.kind)
    if annotations:
        lost.append(Finding("EXPORT_ANNOTATED", "", {"count": str(annotations)}))
    return Case(record, row, (*row.findings, *refusals(row), *lost))


def volume_year(connection: Connection, record: RecordView) -> int | None:
    """The year of the volume that the record lies in: of its register, else as the docket of its batch has it."""
    first = record.pages[0].id
    query = select(volumes.c.year, volumes.c.book).join(volume_pages, volume_pages.c.volume == volumes.c.id)
    held = connection.execute(query.where(volume_pages.c.page == first)).first()
    docket = find_batch(connection, record.row.batch).docket
    if held is not None and held.year is not None:
        return int(held.year)
    said = (held.book if held is not None else None, docket.get("volume"))
    found = (re.search(r"(?:^|/)((?:18|19|20)\d{2})$", str(one or "")) for one in said)
    return next((int(one.group(1)) for one in found if one), None)


def _without_column(record: RecordView, kind: str) -> list[Finding]:
    """Values for which the sheet has no column: they stay in the house, and that is said."""
    taken = {column.key for column in columns()[kind]}
    papers = {key.replace("_id_doc_number", "_id_doc") for key in taken}
    lost = [f.key for f in record.fields if f.value and f.key not in taken | papers]
    return [Finding("EXPORT_NO_COLUMN", "", {"fields": ", ".join(lost)})] if lost else []


def _once(cases: Sequence[Case]) -> list[Case]:
    doubled = set(repeated([case.row for case in cases]))
    return [
        replace(case, findings=(*case.findings, _repeated(case))) if index in doubled else case
        for index, case in enumerate(cases)
    ]


def _repeated(case: Case) -> Finding:
    _kind, _place, book, number = entry_key(case.row)
    return Finding("EXPORT_REPEATED", "number", {"number": number, "book": book})


def _registers(cases: Sequence[Case], naming: Naming) -> tuple[Register, ...]:
    groups: dict[tuple[str, str, str], list[Case]] = {}
    for case in cases:
        kind, place, book, _number = entry_key(case.row)
        groups.setdefault((kind, place, book), []).append(case)
    heads = [filled(naming.register, row_values(group[0].row, "")) for group in groups.values()]
    places = [safe(key[1]) for key in groups]
    return tuple(
        Register(name, kind, _place(group[0].row), book, _named(group, naming))
        for name, ((kind, _, book), group) in zip(apart(heads, places), groups.items(), strict=True)
    )


def _place(row: MojRow) -> str:
    return row.cell(next(c.name for c in columns()[row.kind] if c.key == place_key(row.kind)))


def _named(cases: Sequence[Case], naming: Naming) -> tuple[Case, ...]:
    """The cases with their files' names, in the order of their numbers."""
    ordered = sorted(cases, key=_by_number)
    names = [
        filled(file_template(naming, case.row), row_values(case.row, case.record.id)) for case in ordered
    ]
    different = apart(names, [case.record.id[:8] for case in ordered])
    return tuple(
        replace(case, file=name, findings=case.findings if name == first else (*case.findings, _taken(first)))
        for case, first, name in zip(ordered, names, different, strict=True)
    )


def _taken(name: str) -> Finding:
    return Finding("EXPORT_NAME_TAKEN", "", {"file": name})


def _by_number(case: Case) -> tuple[int, str, str]:
    number = case.row.cell("so")
    head = number.partition("/")[0].rstrip("ABCDEFabcdef")
    return (int(head) if head.isdigit() else 0, number, case.record.id)


def refusal_lines(plan: MojPlan, language: str) -> list[dict[str, Any]]:
    """One line for each reason of each record that stays, for people and for `--json`."""
    lines = [
        {"record": case.record.id, **finding.as_json(language)}
        for case in plan.refused
        for finding in case.findings
        if finding.severity is Severity.ERROR
    ]
    return lines + [{"record": key, **finding.as_json(language)} for key, finding in plan.withheld]
