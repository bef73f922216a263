"""Volumes of registers come back from the store with their entries, and so does what may leave of a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
from office import Office
from register_office import Room, open_room
from sqlalchemy import insert
from test_register import PAGES, codes, now
from test_restore_ledger import GONE, lose, orders, restore, rows

from archive.deposit import head, read_file
from archive.entry import VOLUME, entry_of
from archive.objects import object_keys
from archive.reconcile import reconcile
from archive.root import SCHEMAS
from ocr.sheet_code import SheetCode
from pipeline.parts import own_readings
from pipeline.record import urn
from pipeline.redeposit import redeposit
from pipeline.register import arrange
from pipeline.register.arrange import Plan
from pipeline.register.cancel_entry import cancel
from pipeline.register.tables import entries, volume_pages, volumes
from pipeline.register.volume import Declared, Volume, declare, set_role
from pipeline.register.volume_object import deposit_volume, deposit_waiting, waiting
from pipeline.review import rescan

TABLES: dict[Any, set[str]] = {**GONE, volumes: set(), volume_pages: set(), entries: set()}
COVER = ("SỔ ĐĂNG KÝ KHAI SINH", "Quyển số: 01", "Năm 1987")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return open_room(tmp_path / "office")


@pytest.fixture(autouse=True)
def _every_table(monkeypatch: pytest.MonkeyPatch) -> None:
    for table, gone in TABLES.items():
        monkeypatch.setitem(cast(dict[Any, set[str]], GONE), table, gone)


def bound(room: Room, *, copy_of: str | None = None) -> Volume:
    """A cover and two pages with two entries each, of which only the own part may leave."""
    batch = room.scan(COVER, *PAGES)
    told = Declared(type="birth", book="01", year=1987, pdf="regions", first_copy=copy_of, last_number=4)
    held = arrange.declare_stored(room.services, batch, told, room.act)
    arrange.mark_pages(room.services, held, [1], "cover", room.act)
    arrange.arrange(room.services, held, [2, 3], Plan(2), room.act)
    return held


def entry_ids(room: Room, held: Volume) -> list[str]:
    return [one.id for one in room.records(held.batch) if one.volume]


def stored_json(room: Room, held: Volume) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(read_file(room.services.store, urn(held.id), "volume.json"))
    return told


def snapshot(room: Room) -> dict[str, list[dict[str, Any]]]:
    return {table.name: rows(cast(Office, room), table) for table in GONE}


def after_loss(room: Room) -> Room:
    return cast(Room, lose(cast(Office, room), workspace=True))


def test_volumes_come_back_row_by_row_with_their_entries(room: Room) -> None:
    first = bound(room)
    bound(room, copy_of=first.id)
    ids = entry_ids(room, first)
    arrange.cancel_stored(room.services, ids[1], "ghi trùng với số 4", room.act)
    before, order = snapshot(room), orders(cast(Office, room))
    said = [own_readings(room.services.workspace, one) for one in room.records(first.batch) if one.volume]
    after = after_loss(room)
    report = restore(cast(Office, after))
    assert (report.volumes, report.left, report.whole) == (2, (), True)
    assert snapshot(after) == before
    assert orders(cast(Office, after)) == order
    # Each entry has its own words again, and none of its neighbour's.
    found = [own_readings(after.services.workspace, one) for one in after.records(first.batch) if one.volume]
    assert found == said
    assert all(one.cut for one in after.records(first.batch) if one.volume)
    with after.services.ledger.reading() as connection:
        assert waiting(connection) == []
    again = restore(cast(Office, after))
    assert (again.volumes, again.records, again.whole) == (0, {}, True)
    # The next version of an entry holds what the one before held.
    text = read_file(after.services.store, urn(ids[0]), "ocr.zip")
    assert redeposit(after.services, ids[0], after.act, "again") is not None
    assert read_file(after.services.store, urn(ids[0]), "ocr.zip") == text


def test_the_object_tells_no_value_and_fits_its_schema(room: Room) -> None:
    held = bound(room)
    arrange.cancel_stored(room.services, entry_ids(room, held)[0], "trùng tên LÊ NHƯ PHƯỢNG", room.act)
    told = stored_json(room, held)
    assert told["counts"] == {"pages": 3, "open": 0, "entries": 4, "cancelled": 1}
    assert "PHƯỢNG" not in json.dumps(told, ensure_ascii=False)
    assert "volume-1" in SCHEMAS
    schema = json.loads(room.services.store.get("schema-volume-1.json"))
    jsonschema.validate(told, schema)
    for key in told:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({name: value for name, value in told.items() if name != key}, schema)
    newest = head(room.services.store, urn(held.id))
    assert newest is not None
    assert entry_of(room.services.store, newest).kind == VOLUME


def test_what_was_cut_off_between_ledger_and_store_is_made_up_for(room: Room) -> None:
    held = bound(room)
    version = deposit_volume(room.services, held.id, room.act).version
    assert deposit_volume(room.services, held.id, room.act).version == version  # nothing new, no version
    [struck, *_] = entry_ids(room, held)
    with room.services.ledger.writing(room.act) as connection:
        cancel(connection, room.act, struck, "gạch bỏ")  # and killed here
        assert waiting(connection) == [held.id]
    report = reconcile(
        room.services.store,
        room.services.ledger.engine,
        room.services.workspace.spool,
        "other",
        room.act.at,
    )
    assert report.damaged == []
    assert deposit_waiting(room.services, room.act) == 1
    assert stored_json(room, held)["counts"]["cancelled"] == 1
    assert deposit_waiting(room.services, room.act) == 0


def remove(room: Room, object_id: str) -> None:
    listed = object_keys(room.services.store, object_id)
    for name in listed.names:
        room.services.store.delete(f"{listed.root}/{name}")


def test_an_entry_that_the_store_lacks_is_named(room: Room) -> None:
    held = bound(room)
    [*there, gone] = entry_ids(room, held)
    remove(room, urn(gone))
    after = after_loss(room)
    report = restore(cast(Office, after))
    assert [id for id, _, _ in report.left] == [urn(gone)]
    assert not report.whole
    assert entry_ids(after, held) == there


def test_an_entry_of_a_volume_that_is_not_there_does_not_come_back(room: Room) -> None:
    """Without the volume nothing would say that only a part of its page may leave."""
    held = bound(room)
    ids = entry_ids(room, held)
    remove(room, urn(held.id))
    after = after_loss(room)
    report = restore(cast(Office, after))
    assert {id for id, _, _ in report.left} == {urn(id) for id in ids}
    assert entry_ids(after, held) == []


def test_a_record_stored_before_volumes_were_is_placed_by_its_volume(room: Room) -> None:
    """Only volume.json tells of the entry, as for what an earlier release stored."""
    batch = room.scan(*PAGES)
    with room.services.ledger.writing(room.act) as connection:
        held = declare(connection, room.act, batch, Declared(type="birth", book="02"))
        for page, one in zip(held.pages, room.records(batch), strict=True):
            connection.execute(insert(entries).values(record=one.id, volume=held.id))
            set_role(connection, page.page, "entries")
    assert deposit_waiting(room.services, room.act) == 1
    for id in entry_ids(room, held):
        assert "register" not in json.loads(read_file(room.services.store, urn(id), "record.json"))
    before = snapshot(room)
    after = after_loss(room)
    assert restore(cast(Office, after)).whole
    assert snapshot(after) == before


def test_a_volume_in_the_middle_of_being_laid_out_comes_back_by_its_entries(room: Room) -> None:
    batch = room.scan(*PAGES)
    held = arrange.declare_stored(room.services, batch, Declared(type="birth", book="03"), room.act)
    arrange.arrange(room.services, held, [1], Plan(2), room.act)
    assert stored_json(room, held)["entries"] == []
    before = snapshot(room)
    after = after_loss(room)
    assert restore(cast(Office, after)).whole
    assert snapshot(after) == before
    assert codes(after, held) == {"VOLUME_PAGE_OPEN": "2"}


def test_a_page_scanned_anew_stays_in_its_volume_also_after_a_loss(room: Room) -> None:
    held = bound(room)
    ids = entry_ids(room, held)
    page = now(room, held).page(2).page
    with room.services.ledger.writing(room.act) as connection:
        rescan.ask(connection, room.act, ids[0], page, "mờ")
    room.scan(SheetCode("R", ids[0], page), PAGES[0])
    assert now(room, held).page(2).page != page
    assert entry_ids(room, held) == ids
    assert codes(room, held) == {}
    assert deposit_waiting(room.services, room.act) == 1
    for id in ids[:2]:
        redeposit(room.services, id, room.act, "rescanned")
    before = now(room, held)
    after = after_loss(room)
    report = restore(cast(Office, after))
    assert (report.volumes, report.left) == (1, ())
    assert now(after, held) == before
    assert codes(after, held) == {}
