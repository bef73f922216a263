"""Dossiers: which records belong to one administrative case, as which component, in which version.

A dossier is an archived object of its own, whose `dossier.json` gets a new version on each change; a record
never names a dossier. So the order is: make the changed dossier (`with_member`, ...), deposit its `package_of`,
then write the rows (`put_dossier`, or `attach`, `detach`, `close`, which change what the rows say now).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select

from archive import folding, instant
from archive.dossier_content import (
    CLOSED,
    OPEN,
    SCHEMA,
    Detachment,
    Dossier,
    Member,
    closed,
    from_package,
    package_of,
    with_member,
    without_member,
)
from archive.errors import ObjectExists, ObjectMissing
from archive.one_of import one_of
from archive.tables import dossiers, members

__all__ = [
    "CLOSED",
    "OPEN",
    "SCHEMA",
    "Detachment",
    "Dossier",
    "Member",
    "attach",
    "close",
    "closed",
    "codes_of",
    "detach",
    "find",
    "from_package",
    "newest",
    "open_dossier",
    "package_of",
    "put_dossier",
    "show",
    "with_member",
    "without_member",
]


def open_dossier(connection: Connection, dossier: Dossier) -> Dossier:
    """Writes a new dossier. The same id again: nothing happens; its code in use elsewhere: ObjectExists."""
    taken = connection.scalar(select(dossiers.c.id).where(dossiers.c.code == dossier.code))
    if taken is None:
        put_dossier(connection, dossier)
    elif taken != dossier.id:
        raise ObjectExists(
            f"Đã có hồ sơ mang mã {dossier.code}. Hãy dùng hồ sơ đó hoặc chọn mã khác.",
            f"A dossier with code {dossier.code} exists. Use it, or choose another code.",
        )
    return show(connection, dossier.code)


def attach(connection: Connection, code: str, member: Member) -> Dossier:
    """Adds `member` (see with_member) to the dossier with `code`; gives the dossier as it is now."""
    return _changed(connection, with_member(show(connection, code), member))


def detach(connection: Connection, code: str, record: str, left: Detachment) -> Dossier:
    """Lets `record` leave the dossier with `code` (see without_member)."""
    return _changed(connection, without_member(show(connection, code), record, left))


def close(connection: Connection, code: str, at: datetime) -> Dossier:
    """Closes the dossier with `code`."""
    return _changed(connection, closed(show(connection, code), at))


def put_dossier(connection: Connection, dossier: Dossier) -> None:
    """Makes the rows say what `dossier` says."""
    connection.execute(delete(members).where(members.c.dossier == dossier.id))
    connection.execute(delete(dossiers).where(dossiers.c.id == dossier.id))
    connection.execute(insert(dossiers), [_row(dossier)])
    rows = [_member_row(dossier.id, n, member) for n, member in enumerate(dossier.members, start=1)]
    if rows:
        connection.execute(insert(members), rows)


def show(connection: Connection, code: str) -> Dossier:
    """The dossier with `code`, or else with that id; ObjectMissing when there is none."""
    wanted = select(dossiers).where((dossiers.c.code == code) | (dossiers.c.id == code))
    row = connection.execute(wanted).first()
    if row is None:
        raise ObjectMissing(
            f"Không có hồ sơ {code}. Hãy xem lại mã, hoặc lập hồ sơ bằng `sohoa dossier open`.",
            f"There is no dossier {code}. Check the code, or open one with `sohoa dossier open`.",
        )
    return _loaded(connection, row)


def find(connection: Connection, text: str, limit: int = 20) -> tuple[Dossier, ...]:
    """Dossiers whose code (separators and leading zeros apart) or title holds `text`, by code."""
    query = select(dossiers).where(_holding(text)).order_by(dossiers.c.code).limit(limit)
    return tuple(_loaded(connection, row) for row in connection.execute(query).all())


def newest(
    connection: Connection, text: str, units: Sequence[str] | None, before: tuple[str, str] | None, limit: int
) -> tuple[Dossier, ...]:
    """The same of these units (None: all), the one opened last first; `before`: time and id of the last one seen."""
    where = _holding(text)
    if units is not None:
        where &= dossiers.c.unit.in_(units)
    if before is not None:
        at, key = before
        same = (dossiers.c.opened_at == at) & (dossiers.c.id < key)
        where &= (dossiers.c.opened_at < at) | same
    query = select(dossiers).where(where).order_by(dossiers.c.opened_at.desc(), dossiers.c.id.desc())
    return tuple(_loaded(connection, row) for row in connection.execute(query.limit(limit)).all())


def _holding(text: str) -> ColumnElement[bool]:
    compact, folded = folding.number_compact(text), folding.fold(text)
    matching = dossiers.c.title_folded.contains(folded, autoescape=True)
    if compact:
        matching |= dossiers.c.code_compact.contains(compact, autoescape=True)
    return matching


def codes_of(connection: Connection, records: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each of `records`, the codes of the dossiers it is present in."""
    joined = select(members.c.record, dossiers.c.code).join(dossiers, dossiers.c.id == members.c.dossier)
    wanted = joined.where(one_of(connection, members.c.record, records), members.c.detached_at.is_(None))
    found: dict[str, tuple[str, ...]] = dict.fromkeys(records, ())
    for record, code in connection.execute(wanted.distinct().order_by(dossiers.c.code)):
        found[record] += (code,)
    return found


def _changed(connection: Connection, dossier: Dossier) -> Dossier:
    put_dossier(connection, dossier)
    return dossier


def _row(dossier: Dossier) -> dict[str, Any]:
    return {
        "id": dossier.id,
        "code": dossier.code,
        "code_compact": folding.number_compact(dossier.code),
        "title": dossier.title,
        "title_folded": folding.fold(dossier.title),
        "procedure": dossier.procedure,
        "unit": dossier.unit,
        "state": dossier.state,
        "opened_at": instant.as_text(dossier.opened_at),
        "closed_at": dossier.closed_at and instant.as_text(dossier.closed_at),
    }


def _member_row(dossier_id: str, position: int, member: Member) -> dict[str, Any]:
    left = member.detached
    return {
        "dossier": dossier_id,
        "position": position,
        "record": member.record,
        "version": member.version,
        "inventory_sha256": member.inventory_sha256,
        "component": member.component,
        "attached_at": instant.as_text(member.attached_at),
        "attached_by": member.attached_by,
        "detached_at": left and instant.as_text(left.at),
        "detached_by": left and left.by,
        "detached_reason": left and left.reason,
    }


def _loaded(connection: Connection, row: Row[Any]) -> Dossier:
    found = connection.execute(
        select(members).where(members.c.dossier == row.id).order_by(members.c.position)
    )
    return Dossier(
        id=row.id,
        code=row.code,
        title=row.title,
        procedure=row.procedure,
        unit=row.unit,
        opened_at=instant.from_text(row.opened_at),
        state=row.state,
        closed_at=instant.from_text(row.closed_at) if row.closed_at else None,
        members=tuple(_loaded_member(member) for member in found),
    )


def _loaded_member(row: Row[Any]) -> Member:
    left = row.detached_at and Detachment(
        instant.from_text(row.detached_at), row.detached_by, row.detached_reason
    )
    return Member(
        record=row.record,
        version=row.version,
        inventory_sha256=row.inventory_sha256,
        component=row.component,
        attached_at=instant.from_text(row.attached_at),
        attached_by=row.attached_by,
        detached=left or None,
    )
