"""How annotations, the record as now, receivers of copies and the history of one value look on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.text import Text

from desk.cards import field_label
from desk.console import DOUBT, QUIET, REFUSED, cell, hairline
from desk.session import Session
from desk.times import shown
from pipeline.changes.annotation import Annotation, AnnotationState, as_now, kinds
from pipeline.lookup import RecordView


def show_annotation(session: Session, told: Annotation) -> None:
    """One annotation in a line."""
    session.terminal.show(_line(session, told))


def _line(session: Session, told: Annotation) -> Text:
    kind = kinds()[told.kind]
    style = {AnnotationState.PROPOSED: DOUBT, AnnotationState.WITHDRAWN: QUIET}.get(told.state, "")
    parts = (told.date, session.words.either(kind.vi, kind.en), told.number, told.authority, told.written)
    line = Text.assemble((f"  {told.id[:8]}  ", QUIET))
    line.append(cell(" · ".join(part for part in parts if part), style))
    line.append(cell("  " + session.words(f"annotation_state.{told.state.value}"), style or QUIET))
    return line


def show_as_now(session: Session, found: RecordView, told: list[Annotation]) -> None:
    """The values that a change in law touched, as registered and as now, and every annotation."""
    words, now = session.words, as_now(found, told)
    if now.void is not None:
        session.terminal.show(Text(words("as_now.void"), REFUSED))
    registered = {field.key: field.value for field in found.fields}
    table = hairline(*(words(f"as_now.{head}") for head in ("field", "registered", "now", "since")))
    for key, annotation in now.since.items():
        table.add_row(
            cell(field_label(session, found.row.type, key)),
            cell(registered.get(key) or ""),
            cell(now.values[key] or ""),
            cell(f"{annotation.date} {annotation.number}", QUIET),
        )
    session.terminal.show("", table if now.since else Text(words("as_now.none"), QUIET))
    if told:
        session.terminal.show("", words("as_now.annotations"), *(_line(session, one) for one in told))


def show_receivers(session: Session, receivers: Iterable[Mapping[str, Any]]) -> None:
    """Who holds an earlier copy."""
    words, held = session.words, list(receivers)
    table = hairline(*(words(f"receivers.{head}") for head in ("receiver", "way", "version", "at")))
    for told in held:
        version = told["version"] or f"r{told['revision']}"
        table.add_row(
            cell(told["receiver"]), cell(told["way"]), cell(version), cell(shown(str(told["at"])), QUIET)
        )
    session.terminal.show("", table if held else Text(words("receivers.none"), QUIET))


def show_provenance(session: Session, told: Mapping[str, Any]) -> None:
    """Where one value comes from."""
    words, scan, read = session.words, told["scan"], told["read"]
    session.terminal.show(Text.assemble((str(told["key"]), "bold"), f"  {told['value'] or '–'}"))
    if scan:
        place = words("provenance.scan", file=scan["file"], page=scan["number"], box=scan["box"] or "–")
        session.terminal.show(cell(place), cell("  sha256 " + scan["source_sha256"], QUIET))
    if read:
        seen = " ".join(f"{word['text']} ({word['confidence']:.0%})" for word in read["words"])
        session.terminal.show(cell(words("provenance.read", engine=read["engine"], words=seen or "–")))
    if not scan:
        session.terminal.show(Text(words("provenance.keyed"), QUIET))
