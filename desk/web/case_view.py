"""From a dossier in the archive to what its page shows. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from archive.dossier import Dossier, Member
from archive.dossier import show as dossier_of
from archive.errors import ArchiveError, ObjectMissing
from archive.index import record as indexed
from archive.query import Query
from archive.search import Hit, SearchFilters, search, understood
from desk.web.contexts.archive import HitRow
from desk.web.contexts.dossiers import CaseLine, ComponentRow, MemberRow
from desk.web.hits import match_lines
from desk.web.paper_words import form_word
from desk.web.person_words import person_of, stands_in
from desk.web.review_state import names_of
from desk.web.visitor import Visitor
from pipeline.actors import timestamp
from pipeline.batch import find_batch
from pipeline.errors import NotFound
from pipeline.lookup import RecordView, view
from pipeline.normalize.dates import write_dates
from pipeline.procedures import Procedure, procedure_of
from pipeline.record import RecordState
from pipeline.record_type import record_types
from pipeline.window.draft import window_paper

MOST_FOUND = 12


def case_for(visitor: Visitor, connection: Connection, code: str, action: str) -> Dossier:
    """The dossier when `action` is allowed on it. Raises NotFound otherwise."""
    try:
        known = dossier_of(connection, code)
    except ObjectMissing as missing:
        raise NotFound(f"Không có hồ sơ {code}.", f"There is no dossier {code}.") from missing
    visitor.check_unit(connection, action, known.unit)
    return known


def components_of(visitor: Visitor, connection: Connection, known: Dossier) -> tuple[ComponentRow, ...]:
    """The procedure's components in order, then whatever else is in the dossier."""
    procedure, tongue = procedure_of(known.procedure), visitor.tongue
    listed = procedure.components if procedure else ()
    names = names_of(connection, (member.attached_by for member in known.present))
    rows = [
        ComponentRow(
            one.key,
            tongue.either(one.vi, one.en),
            one.required,
            tuple(
                _member(visitor, connection, known, member, names)
                for member in known.present
                if member.component == one.key
            ),
        )
        for one in listed
    ]
    keys = {one.key for one in listed}
    for name in dict.fromkeys(member.component for member in known.present if member.component not in keys):
        kind = record_types().get(name)
        held = [member for member in known.present if member.component == name]
        label = tongue.either(kind.vi, kind.en) if kind else name
        members = tuple(_member(visitor, connection, known, member, names) for member in held)
        rows.append(ComponentRow(name, label, False, members))
    return tuple(rows)


def _member(
    visitor: Visitor, connection: Connection, known: Dossier, member: Member, names: dict[str, str]
) -> MemberRow:
    record = member.record.removeprefix("urn:uuid:")
    title, unchecked, found = record[:8], False, None
    try:
        described = indexed(connection, member.record).description
        title, unchecked = write_dates(described.title), described.review_state != "reviewed"
        found = view(connection, record)
    except (ArchiveError, NotFound):
        # A member whose rows are gone is shown all the same: the dossier's own object names it.
        pass
    return MemberRow(
        record=record,
        title=title,
        version=member.version,
        attached_at=timestamp(member.attached_at),
        attached_by=names.get(member.attached_by, member.attached_by),
        way="digitised" if found and found.row.dossier == known.code else "reused",
        unchecked=unchecked,
        signature=_signature(found) if found else "",
        pages=len(found.pages) if found else 0,
        **_said(visitor, connection, found),
    )


def _signature(found: RecordView) -> str:
    """`signed` once the record bears every signature it needs, `waits` while it waits for one, else nothing."""
    if found.row.signature_count:
        return "signed"
    return "waits" if found.state is RecordState.ASSEMBLED else ""


def _said(visitor: Visitor, connection: Connection, found: RecordView | None) -> dict[str, Any]:
    """What the clerk said of a paper that came in at the counter."""
    told = window_paper(find_batch(connection, found.row.batch).docket) if found else None
    if told is None:
        return {"form": "", "returned": None}
    return {"form": form_word(told.form, visitor.tongue), "returned": told.returned}


@dataclass(frozen=True)
class Suggestion:
    """A record of the archive and its type; `same`: it bears the whole name or the number, else it may be anybody's."""

    row: HitRow
    type: str
    same: bool


def suggestions(visitor: Visitor, connection: Connection, known: Dossier) -> tuple[Suggestion, ...]:
    """What the archive has for the person named in the dossier's title, with the reason of the match; what has none
    that can be shown is left out."""
    if not visitor.may("search.use") or not known.title:
        return ()
    here = {member.record for member in known.present}
    names = visitor.unit_names(connection, "search.use")
    filters, told = SearchFilters(units=None if names is None else tuple(names)), known.title
    name, rest = person_of(told), [part.strip() for part in told.split(",")[1:]]
    # All that is known first; then the number alone, which is surest; then the name alone, for lack of the rest.
    asked = [told, *(part.removeprefix("số ") for part in rest if part.startswith("số ")), name]
    found: dict[str, Suggestion] = {}
    for text in dict.fromkeys(asked):
        query = understood(text)
        for hit in search(connection, query, filters, MOST_FOUND).hits:
            if hit.record in here or not visitor.may("record.see", types=hit.type):
                continue
            row = _hit_row(visitor, query, hit)
            if row.matches:
                found.setdefault(hit.record, Suggestion(row, hit.type, _bears(hit, name)))
    # A sort that keeps the order of search among equals.
    return tuple(sorted(found.values(), key=lambda one: not one.same))[:MOST_FOUND]


def _bears(hit: Hit, name: str) -> bool:
    """Whether every word of the name stands in one value, marks aside, or the number is the one that was given."""
    # What matched in the text of a page tells the words that were asked for, not those that stand together there.
    values = (match.value for match in hit.matches if match.kind != "text")
    return any(match.kind == "number" for match in hit.matches) or stands_in(name, values)


def _hit_row(visitor: Visitor, query: Query, hit: Hit) -> HitRow:
    kind = record_types().get(hit.type)
    return HitRow(
        record=hit.record.removeprefix("urn:uuid:"),
        title=write_dates(hit.title),
        type=visitor.tongue.either(kind.vi, kind.en) if kind else hit.type,
        issued="",
        unit="",
        unchecked=hit.review_state != "reviewed",
        dossiers=hit.dossiers,
        matches=match_lines(query, hit, kind, visitor.tongue),
    )


def held_in(procedure: Procedure | None, type: str) -> str:
    """The component that a record of that type would be; empty when a person has to choose."""
    fitting = [one.key for one in procedure.components if type in one.types] if procedure else [type]
    return fitting[0] if fitting else ""


def history_of(visitor: Visitor, connection: Connection, known: Dossier) -> tuple[CaseLine, ...]:
    """What happened to the dossier, newest first."""
    tongue = visitor.tongue
    ids = {member.attached_by for member in known.members}
    ids |= {member.detached.by for member in known.members if member.detached}
    names = names_of(connection, ids)
    lines = [CaseLine(timestamp(known.opened_at), "", tongue("mở hồ sơ"), "")]
    for member in known.members:
        short = member.record.removeprefix("urn:uuid:")[:8]
        what = tongue("gắn {record} ({version})", record=short, version=member.version)
        who = names.get(member.attached_by, member.attached_by)
        lines.append(CaseLine(timestamp(member.attached_at), who, what, ""))
        if left := member.detached:
            by = names.get(left.by, left.by)
            lines.append(CaseLine(timestamp(left.at), by, tongue("gỡ {record}", record=short), left.reason))
    if known.closed_at:
        lines.append(CaseLine(timestamp(known.closed_at), "", tongue("đóng hồ sơ"), ""))
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))
