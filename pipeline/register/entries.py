"""The records of a volume's entries: made, re-made and marked. Where entries stand is register/layout.py's work.

A record's id never changes: uuid5 over its batch, the page its entry begins on and its place among those that begin
there. A page that was one record becomes several by giving that record the first entry and new records the others.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.actors import Act
from pipeline.batch import Page, find_batch, pages_by_id
from pipeline.checks.recheck import recheck
from pipeline.drafting import insert_record
from pipeline.errors import MoveRefused
from pipeline.ledger import add_findings, move_record, note, put_fields, reopen_batch, touch_record
from pipeline.ledger_tables import fields, findings, records, regions, sources
from pipeline.lookup import RecordView, view
from pipeline.record import DraftRecord, Field, FieldState, RecordState, Region
from pipeline.register.drafted_entries import Entry, drafted_entries
from pipeline.register.layout import Slot
from pipeline.register.tables import entries
from pipeline.register.volume import ENTRIES, Volume, set_role
from pipeline.review import OPEN, decide
from pipeline.secret.marking import set_apart_if_stamped
from pipeline.wiring import Services

_GONE = {RecordState.SUPERSEDED.value, RecordState.REJECTED.value}
# Findings of the machine about a record as a whole, which a new draft states anew.
_OF_DRAFT = ("TYPE_UNSURE", "NOTHING_READ", "ENTRY_CUTS_WORDS", "HANDWRITTEN", "SPREAD", "QUALITY_LOW")


@dataclass(frozen=True)
class LaidOut:
    """Ids of records that are new, that have other regions now, and that others took the place of."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    superseded: tuple[str, ...] = ()


def lay_out(services: Services, volume: Volume, slots: Sequence[Slot], act: Act) -> LaidOut:
    """Make the entries of the pages that `slots` touch be exactly `slots`; all of it or nothing.

    Values that people decided stay. A batch that was closed is open again when records are new: the caller closes it,
    so that they reach the store. Raises MoveRefused when a record there is past review or its file is signed.
    """
    if not slots:
        return LaidOut()
    touched = list(dict.fromkeys(page for slot in slots for page, _ in slot.parts))
    with services.ledger.reading() as connection:
        by_id = pages_by_id(connection, touched)
        _refuse_signed(connection, by_id)
    drafted = drafted_entries(services, volume, slots, by_id)
    with services.ledger.writing(act) as connection:
        old = _live(connection, touched)
        _refuse_settled(old.values())
        added, changed = _put(services, connection, act, volume, drafted, old)
        kept = {entry.id for entry in drafted}
        left = [found for key, found in old.items() if key not in kept]
        shrunk, gone = _free(connection, act, left, set(touched), drafted[0].id)
        for page in touched:
            set_role(connection, page, ENTRIES)
        for batch in {entry.pages[0].batch for entry in added}:
            reopen_batch(connection, act, batch)
        if added or changed or gone:
            note(connection, act, "register.laid_out", volume.id, {"added": len(added), "gone": len(gone)})
    ids = [*(entry.id for entry in changed), *shrunk]
    return LaidOut(tuple(entry.id for entry in added), tuple(ids), tuple(gone))


def _put(
    services: Services,
    connection: Connection,
    act: Act,
    volume: Volume,
    drafted: Sequence[Entry],
    old: Mapping[str, RecordView],
) -> tuple[list[Entry], list[Entry]]:
    """Make records of `drafted`; gives those that are new, and those that now differ from the `old` one."""
    added = [entry for entry in drafted if entry.id not in old]
    changed = [entry for entry in drafted if entry.id in old and _differs(old[entry.id], entry)]
    for entry in added:
        _add(services, connection, act, volume, entry)
    for entry in changed:
        _change(connection, act, old[entry.id], entry)
    for entry in drafted:
        _enter(connection, volume, entry.id)
    return added, changed


def release(connection: Connection, act: Act, touched: Sequence[str]) -> LaidOut:
    """Take pages from the records that stand on them. Raises MoveRefused when one is past review."""
    old = _live(connection, touched)
    _refuse_settled(old.values())
    shrunk, gone = _free(connection, act, list(old.values()), set(touched), None)
    return LaidOut((), tuple(shrunk), tuple(gone))


def _free(
    connection: Connection, act: Act, left: Sequence[RecordView], touched: set[str], successor: str | None
) -> tuple[list[str], list[str]]:
    """Ids of records that go on without the touched pages, and of those that are superseded."""
    shrunk = [found.id for found in left if _shrink(connection, act, found, touched)]
    gone = [found for found in left if found.id not in shrunk]
    for found in gone:
        _supersede(connection, act, found, successor)
    return shrunk, [found.id for found in gone]


def _refuse_signed(connection: Connection, by_id: Mapping[str, Page]) -> None:
    for page in by_id.values():
        where = (sources.c.batch == page.batch) & (sources.c.ordinal == page.source)
        if connection.scalar(select(sources.c.signed).where(where)):
            raise MoveRefused(
                "Tệp đã ký số không chia thành nhiều trường hợp được: từng byte của nó phải giữ nguyên.",
                "A signed file is not divided into entries: its bytes must stay as they are.",
            )


def _refuse_settled(found: Any) -> None:
    for record in found:
        if record.state not in OPEN:
            raise MoveRefused(
                f"Tài liệu {record.id} đang ở trạng thái {record.state}; không chia lại trang của nó được.",
                f"Record {record.id} is {record.state}; its pages cannot be laid out anew.",
            )


def _live(connection: Connection, touched: Sequence[str]) -> dict[str, RecordView]:
    """Records that stand on the touched pages, in scan order."""
    query = (
        select(regions.c.record)
        .join(records, records.c.id == regions.c.record)
        .where(regions.c.page.in_(touched), records.c.state.not_in(_GONE))
        .order_by(records.c.first_source, records.c.first_number, records.c.entry)
    )
    ids = dict.fromkeys(connection.scalars(query))
    return {key: view(connection, key) for key in ids}


def _add(services: Services, connection: Connection, act: Act, volume: Volume, entry: Entry) -> None:
    batch = find_batch(connection, entry.pages[0].batch)
    draft = dataclasses.replace(entry.draft, entry=entry.ordinal)
    values = {"dossier": batch.dossier, "public_code": services.new_code()}
    insert_record(connection, act, entry.pages, draft, values)


def _differs(found: RecordView, entry: Entry) -> bool:
    pages = [page.id for page in found.pages] != [page.id for page in entry.pages]
    return pages or found.regions != entry.draft.regions or found.row.type != entry.draft.type


def _change(connection: Connection, act: Act, found: RecordView, entry: Entry) -> None:
    """Give a record its new regions and a new draft; what people decided stays, and so do findings they closed."""
    _put_regions(connection, entry)
    order = [page.id for page in entry.pages]
    decided = {f.key: _moved(f, found, order) for f in found.fields if f.state.by_person}
    drafted = [decided.pop(value.key, value) for value in entry.draft.fields]
    connection.execute(delete(fields).where(fields.c.record == found.id))
    put_fields(connection, found.id, [*drafted, *decided.values()])
    stale = [
        kept.id
        for kept in found.findings
        if kept.closed_at is None and (kept.finding.field or kept.finding.code in _OF_DRAFT)
    ]
    connection.execute(delete(findings).where(findings.c.id.in_(stale)))
    add_findings(connection, found.row.batch, entry.draft.findings, record=found.id)
    touch_record(connection, act, found.id, {"type": entry.draft.type, "form": None})
    recheck(connection, found.id)
    set_apart_if_stamped(connection, act, found.id, entry.draft.findings)
    decide(connection, act, found.id, "laid_out", old={"regions": _regions_json(found.regions)},
           new={"regions": _regions_json(entry.draft.regions)})  # fmt: skip


def _moved(value: Field, found: RecordView, order: Sequence[str]) -> Field:
    page = None if value.page is None else found.pages[value.page].id
    if page not in order:
        return dataclasses.replace(value, page=None, box=None)
    return dataclasses.replace(value, page=order.index(page))


def _put_regions(connection: Connection, entry: Entry) -> None:
    connection.execute(delete(regions).where(regions.c.record == entry.id))
    for ordinal, region in enumerate(entry.draft.regions):
        page = entry.pages[region.page].id
        connection.execute(
            insert(regions).values(record=entry.id, ordinal=ordinal, page=page, polygon=region.polygon)
        )


def _regions_json(parts: Sequence[Region]) -> list[dict[str, Any]]:
    return [{"page": part.page, "polygon": [list(point) for point in part.polygon]} for part in parts]


def _shrink(connection: Connection, act: Act, found: RecordView, touched: set[str]) -> bool:
    """Take the touched pages from a record that also has others; False when nothing would be left of it."""
    rest = [page for page in found.pages if page.id not in touched]
    if not rest or found.pages[0].id in touched:
        return False
    order = [page.id for page in rest]
    parts = tuple(
        Region(order.index(found.pages[part.page].id), part.polygon)
        for part in found.regions
        if found.pages[part.page].id in order
    )
    gone = {field.key for field in found.fields if field.page is not None}
    draft = DraftRecord(found.row.type, tuple(range(len(rest))), (), (), parts)
    _put_regions(connection, Entry(found.id, found.row.entry, tuple(rest), draft))
    for field in found.fields:
        if field.key in gone:
            moved = _moved(field, found, order)
            state = moved.state if moved.box or field.state.by_person else FieldState.NEEDS_REVIEW
            data = dataclasses.replace(moved, state=state).as_json()
            where = (fields.c.record == found.id) & (fields.c.key == field.key)
            connection.execute(update(fields).where(where).values(**data))
    touch_record(connection, act, found.id, {})
    decide(connection, act, found.id, "laid_out", old={"regions": _regions_json(found.regions)},
           new={"regions": _regions_json(parts)})  # fmt: skip
    return True


def _supersede(connection: Connection, act: Act, found: RecordView, successor: str | None) -> None:
    """A draft whose pages others took: what still lacked a page is handed on, all it said stays in its history."""
    for kept in found.findings:
        if kept.finding.code == "INCOMPLETE" and kept.closed_at is None and successor:
            add_findings(connection, found.row.batch, [kept.finding], record=successor, page=kept.page)
    connection.execute(delete(entries).where(entries.c.record == found.id))
    move_record(connection, act, found.id, RecordState.SUPERSEDED)
    told = {"fields": {field.key: field.as_json() for field in found.fields}}
    decide(connection, act, found.id, "laid_out", old=told, new={"record": successor})


def _enter(connection: Connection, volume: Volume, record: str) -> None:
    if connection.scalar(select(entries.c.record).where(entries.c.record == record)) is None:
        connection.execute(insert(entries).values(record=record, volume=volume.id))


def changed_in_store(connection: Connection, laid: LaidOut) -> list[str]:
    """Those of the touched records of which the store already holds a version, now out of date."""
    query = select(records.c.id).where(
        records.c.id.in_((*laid.changed, *laid.superseded)), records.c.archive_version.is_not(None)
    )
    return sorted(connection.scalars(query))
