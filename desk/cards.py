"""How a record, its fields and its findings look on the terminal: four quiet marks, never colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from desk.console import DOUBT, QUIET, REFUSED, VERIFIED, cell, hairline
from desk.session import Session
from pipeline.findings import Finding, Severity
from pipeline.lookup import KeptFinding, RecordView
from pipeline.place_codes import place_codes
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types

SHORT_ID = 8
_MOST_UNITS = 3
_SEVERITY_STYLE = {Severity.ERROR: REFUSED, Severity.WARNING: DOUBT, Severity.INFO: QUIET}


def mark(state: FieldState) -> tuple[str, str]:
    """The mark of a field and its style: read by machine, doubtful, empty, decided by a person."""
    if not state.settled:
        return "?", DOUBT
    if state is FieldState.EMPTY:
        return "–", QUIET
    return ("✓", VERIFIED) if state.by_person else ("·", "")


def type_name(session: Session, type: str) -> str:
    """A record type's name for people."""
    kind = record_types().get(type)
    return session.words.either(kind.vi, kind.en) if kind else type


def field_label(session: Session, type: str, key: str) -> str:
    """A field's name for people; the key where the type does not have it."""
    kind = record_types().get(type)
    spec = kind.spec(key) if kind else None
    return session.words.either(spec.vi, spec.en) if spec else key


def fields_table(session: Session, type: str, fields: Sequence[Field]) -> Table:
    """Mark, label, value (and below it what stands on the paper, where it differs), who decided, key."""
    words = session.words
    heads = ("card.field", "card.value", "card.state", "card.key")
    table = hairline("", *(words(head) for head in heads), whole=(0, 3, 4))
    for field in fields:
        sign, style = mark(field.state)
        table.add_row(
            cell(sign, style),
            cell(field_label(session, type, field.key)),
            _value(session, field, "" if field.state.settled else style),
            cell(_decided(session, field), style or QUIET),
            cell(field.key, QUIET),
        )
    return table


def _value(session: Session, field: Field, style: str) -> Text:
    value = cell(field.value or "", style)
    if not field.written or field.written == field.value:
        return value
    return Text("\n" if field.value else "").join(
        [value, cell(session.words("card.written", text=field.written), QUIET)]
    )


def _decided(session: Session, field: Field) -> str:
    state = session.words(f"field_state.{field.state.value}")
    return f"{state} {field.confidence:.0%}" if field.written and not field.state.by_person else state


def finding_lines(session: Session, found: Iterable[Finding]) -> list[Text]:
    """One line for each finding: severity, code, sentence."""
    return [_finding_line(session, finding, "") for finding in found]


def kept_finding_lines(session: Session, found: Iterable[KeptFinding]) -> list[Text]:
    """As `finding_lines`, with the reason behind those that a person closed."""
    return [
        _finding_line(session, kept.finding, kept.reason or "-" if kept.closed_at else "") for kept in found
    ]


def _finding_line(session: Session, finding: Finding, closed: str) -> Text:
    severity = session.words(f"severity.{finding.severity.value}")
    style = QUIET if closed else _SEVERITY_STYLE[finding.severity]
    line = Text.assemble((f"  {severity} {finding.code}  ", style))
    line.append(cell(finding.text(session.words.language), QUIET if closed else ""))
    if closed:
        line.append(cell("  " + session.words("card.closed", reason=closed), QUIET))
    return line


def show_card(session: Session, found: RecordView) -> None:
    """Print one record whole."""
    words, row = session.words, found.row
    head = Text.assemble((type_name(session, row.type), "bold"), f"  {found.id}")
    state = words("card.state_line", state=words(f"state.{found.state.value}"), revision=row.revision)
    session.terminal.show(head, Text(state))
    for page in found.pages:
        session.terminal.show(cell(words("card.page", file=found.file_of(page), page=page.number), QUIET))
    if row.dossier:
        session.terminal.show(cell(words("card.dossier", code=row.dossier)))
    if row.flag:
        session.terminal.show(cell(words(f"flag.{row.flag}"), DOUBT))
    session.terminal.show("", fields_table(session, row.type, found.fields))
    if codes := _place_lines(session, found):
        session.terminal.show("", words("card.places"), *codes)
    if found.findings:
        session.terminal.show("", words("card.findings"), *kept_finding_lines(session, found.findings))
    session.terminal.show("", Text(words("card.legend"), QUIET))


def _place_lines(session: Session, found: RecordView) -> list[Text]:
    """Codes of the units that each address names; several where the address does not tell them apart."""
    lines = []
    for key, places in place_codes(record_types()[found.row.type], found.fields).items():
        units = places.ward or places.district or places.province
        names = " | ".join(f"{unit.key} {unit.name}" for unit in units[:_MOST_UNITS])
        more = " …" if len(units) > _MOST_UNITS else ""
        lines.append(cell(f"  {field_label(session, found.row.type, key)}: {names}{more}", QUIET))
    return lines


def records_table(session: Session, records: Iterable[RecordView]) -> Table:
    """Records for the queues: short id, type, file, state, how many fields and findings are open."""
    words = session.words
    table = hairline(
        words("list.id"),
        words("list.type"),
        words("list.file"),
        words("list.state"),
        words("list.doubtful"),
        words("list.blocking"),
        right=(4, 5),
        whole=(0, 3),
    )
    for found in records:
        doubtful, blocking = len(found.doubtful), len(found.blocking)
        table.add_row(
            cell(found.id[:SHORT_ID]),
            cell(type_name(session, found.row.type)),
            cell(found.title.partition(" · ")[2]),
            cell(words(f"state.{found.state.value}")),
            cell(doubtful or "", DOUBT),
            cell(blocking or "", REFUSED),
        )
    return table
