"""From a paper of the counter to what its page shows. Changes nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from archive.dossier import Dossier
from desk.web.contexts.window import PaperLine, PaperPage, PaperRecord, TwinLine
from desk.web.paper_words import form_word
from desk.web.person_words import person_of, stands_in
from desk.web.review_state import finding_lines, names_of, pages_json, title_for
from desk.web.routes.archive_record import key_for
from desk.web.sighted import record_for
from desk.web.visitor import Visitor
from pipeline.errors import NotFound
from pipeline.lookup import RecordView, view
from pipeline.page_picture import faces_of
from pipeline.procedures import procedure_of
from pipeline.record import RecordState
from pipeline.record_type import record_types
from pipeline.window.paper import Paper, file_names, papers_of


def component_label(visitor: Visitor, known: Dossier, key: str) -> str:
    """What a component is called; its key where the procedure has none of that key."""
    procedure = procedure_of(known.procedure)
    part = procedure.component(key) if procedure else None
    return visitor.tongue.either(part.vi, part.en) if part else key


def waiting_papers(visitor: Visitor, connection: Connection, known: Dossier) -> tuple[PaperLine, ...]:
    """Papers that were sent and are not in the dossier yet, so that none is forgotten."""
    found = [one for one in papers_of(connection, known.code) if one.stage != "used"]
    names = names_of(connection, (one.by for one in found))
    return tuple(
        PaperLine(
            one.batch,
            component_label(visitor, known, one.told.component),
            one.at,
            names.get(one.by, one.by),
            one.stage,
        )
        for one in found
    )


def page_of(visitor: Visitor, connection: Connection, known: Dossier, paper: Paper) -> PaperPage:
    """The page of one paper: its pictures beside what the machine made of it."""
    progress = visitor.house.runs.of(paper.batch)
    fault = progress.fault if progress and paper.stage == "reading" else None
    ready = [view(connection, one) for one in paper.records] if paper.stage in {"ready", "used"} else []
    return PaperPage(
        code=known.code,
        title=known.title,
        batch=paper.batch,
        component=component_label(visitor, known, paper.told.component),
        component_key=paper.told.component,
        form=form_word(paper.told.form, visitor.tongue),
        returned=paper.told.returned,
        files=file_names(connection, paper.batch),
        stage=paper.stage,
        done=progress.done if progress else 0,
        all=progress.all if progress else 0,
        busy=bool(progress and progress.busy),
        fault=visitor.tongue.either(*fault) if fault else "",
        records=tuple(_record(visitor, one) for one in ready),
        pages=[page for one in ready for page in _pages(visitor, one)],
        twins=_twins(visitor, connection, paper) if paper.stage == "ready" else (),
        unnamed=_unnamed(known, ready),
    )


def _unnamed(known: Dossier, ready: list[RecordView]) -> str:
    """The dossier's person, when papers were read and none of them bears the name: it may be another dossier's."""
    name = person_of(known.title)
    values = [field.value or field.written or "" for one in ready for field in one.fields]
    return "" if not ready or stands_in(name, values) else name


def _record(visitor: Visitor, found: RecordView) -> PaperRecord:
    tongue, kind = visitor.tongue, record_types()[found.row.type]
    return PaperRecord(
        found.id,
        title_for(kind, found.fields, tongue),
        tongue.either(kind.vi, kind.en),
        len(found.doubtful),
        finding_lines(found, tongue),
    )


def _pages(visitor: Visitor, found: RecordView) -> list[dict[str, Any]]:
    told, key = pages_json(found, faces_of(visitor.services.workspace, found)), key_for(visitor, found.id)
    for level in (level for page in told for level in page["levels"]):
        level["url"] += f"?key={key}"
    return told


def _twins(visitor: Visitor, connection: Connection, paper: Paper) -> tuple[TwinLine, ...]:
    lines = []
    for record in paper.twins:
        try:
            found = record_for(visitor, connection, record, "record.see")
        except NotFound:
            continue
        title = title_for(record_types()[found.row.type], found.fields, visitor.tongue)
        lines.append(TwinLine(record, title, found.state is RecordState.ARCHIVED))
    return tuple(lines)
