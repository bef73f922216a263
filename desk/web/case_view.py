"""From a dossier in the archive to what its page shows. Changes nothing."""

from __future__ import annotations

from sqlalchemy import Connection

from archive.dossier import Dossier, Member
from archive.dossier import show as dossier_of
from archive.errors import ArchiveError, ObjectMissing
from archive.index import record as indexed
from archive.query import understood
from archive.search import SearchFilters, search
from desk.web.contexts.archive import HitRow
from desk.web.contexts.dossiers import CaseLine, ComponentRow, MemberRow
from desk.web.hits import match_lines
from desk.web.review_state import names_of, readable
from desk.web.visitor import Visitor
from pipeline.actors import timestamp
from pipeline.errors import NotFound
from pipeline.lookup import view
from pipeline.procedures import Procedure, procedure_of
from pipeline.record_type import record_types

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
                _member(connection, known, member, names)
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
        members = tuple(_member(connection, known, member, names) for member in held)
        rows.append(ComponentRow(name, label, False, members))
    return tuple(rows)


def _member(connection: Connection, known: Dossier, member: Member, names: dict[str, str]) -> MemberRow:
    record = member.record.removeprefix("urn:uuid:")
    title, unchecked, own = record[:8], False, False
    try:
        described = indexed(connection, member.record).description
        title, unchecked = readable(described.title), described.review_state != "reviewed"
        own = view(connection, record).row.dossier == known.code
    except (ArchiveError, NotFound):
        # A member whose rows are gone is shown all the same: the dossier's own object names it.
        pass
    return MemberRow(
        record=record,
        title=title,
        version=member.version,
        attached_at=timestamp(member.attached_at),
        attached_by=names.get(member.attached_by, member.attached_by),
        way="digitised" if own else "reused",
        unchecked=unchecked,
    )


def suggestions(visitor: Visitor, connection: Connection, known: Dossier) -> tuple[tuple[HitRow, str], ...]:
    """What the archive has for the person named in the dossier's title, with the reason of the match and its type."""
    if not visitor.may("search.use") or not known.title:
        return ()
    here = {member.record for member in known.present}
    units = visitor.unit_names(connection, "search.use")
    query, rows = understood(known.title), []
    for unit in [None] if units is None else units:
        answer = search(connection, known.title, SearchFilters(unit=unit), MOST_FOUND)
        if not answer.hits:
            # The birth date may be missing in the archive: the name alone, behind the comma nothing.
            answer = search(connection, known.title.partition(",")[0], SearchFilters(unit=unit), MOST_FOUND)
        for hit in answer.hits:
            kind = record_types().get(hit.type)
            if hit.record in here or not visitor.may("record.see", types=hit.type):
                continue
            row = HitRow(
                record=hit.record.removeprefix("urn:uuid:"),
                title=readable(hit.title),
                type=visitor.tongue.either(kind.vi, kind.en) if kind else hit.type,
                issued="",
                unit="",
                unchecked=hit.review_state != "reviewed",
                dossiers=hit.dossiers,
                matches=match_lines(query, hit.fields, kind, visitor.tongue, {}),
            )
            rows.append((row, hit.type))
    return tuple(rows[:MOST_FOUND])


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
