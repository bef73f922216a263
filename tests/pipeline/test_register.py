"""Registers: every page belongs to an entry or is marked, numbers are counted, and nothing of a neighbour leaves."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from outside_tools import WITH_VERAPDF
from register_office import Room, open_room
from sqlalchemy import Connection
from typeset import HEIGHT, WIDTH

from archive.deposit import head, read_file
from archive.rebuild import rebuild
from archive.search import search
from pipeline import assemble
from pipeline.batch import record_id
from pipeline.errors import MoveRefused, WrongUse
from pipeline.findings import Finding
from pipeline.issuing.finals import ASSEMBLED_FILE
from pipeline.lookup import RecordView, batch_findings, history, view
from pipeline.record import FieldState, RecordState, urn
from pipeline.register import arrange
from pipeline.register.arrange import Plan
from pipeline.register.cancel_entry import cancel
from pipeline.register.copies import compare
from pipeline.register.layout import Sheet, Slot, propose
from pipeline.register.numbers import CODES, EntryLine, check, entries_of, keep, ranges
from pipeline.register.rows import edges_in
from pipeline.register.volume import Declared, Volume, VolumePage, declare, volume

HALF = HEIGHT // 2
GAP = ("",) * 17


def two(number: int, upper: str, lower: str) -> tuple[str, ...]:
    """A page with two entries: one in the upper half, one in the lower."""
    return (
        f"Số: {number}/1987",
        f"Họ, chữ đệm, tên: {upper}",
        "Giới tính: Nữ",
        *GAP,
        f"Số: {number + 1}/1987",
        f"Họ, chữ đệm, tên: {lower}",
        "Giới tính: Nam",
    )


PAGES = (two(1, "LÊ NHƯ PHƯỢNG", "TRẦN VĂN CƯỜNG"), two(3, "PHẠM THỊ DUNG", "VÕ MINH ĐỨC"))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return open_room(tmp_path / "office")


def declared(room: Room, batch: str, **told: object) -> Volume:
    with room.services.ledger.writing(room.act) as connection:
        return declare(
            connection,
            room.act,
            batch,
            Declared(type="birth", book="01", year=1987, **told),  # type: ignore[arg-type]
        )


def now(room: Room, held: Volume) -> Volume:
    with room.services.ledger.reading() as connection:
        return volume(connection, held.id)


def codes(room: Room, held: Volume) -> dict[str, str]:
    """Codes of what is wrong with a volume, with the numbers they name."""
    with room.services.ledger.reading() as connection:
        held = volume(connection, held.id)
        found = check(held, entries_of(connection, held))
    return {f.code: f.facts.get("numbers", f.facts.get("count", "")) for f in found}


def test_a_page_that_was_one_record_becomes_two_and_the_first_keeps_its_id(room: Room) -> None:
    batch = room.scan(*PAGES)
    before = room.records(batch)
    held = declared(room, batch)
    assert codes(room, held)["VOLUME_PAGE_OPEN"] == "1-2"
    arrange.arrange(room.services, held, [1, 2], Plan(2), room.act)
    after = room.records(batch)
    assert len(after) == 4
    assert {one.id for one in before} <= {one.id for one in after}
    assert after[1].id == record_id(batch, after[0].pages[0].id, 1)
    names = [next(f.value for f in one.fields if f.key == "child_full_name") for one in after]
    assert names == ["LÊ NHƯ PHƯỢNG", "TRẦN VĂN CƯỜNG", "PHẠM THỊ DUNG", "VÕ MINH ĐỨC"]
    # What stands on a part of a page is never accepted by the machine.
    assert all(f.state is FieldState.NEEDS_REVIEW for one in after for f in one.fields)
    assert all(one.state is RecordState.IN_REVIEW for one in after)
    assert codes(room, held) == {}


def test_the_index_and_the_store_know_of_an_entry_only_what_is_its_own(room: Room) -> None:
    batch = room.scan(*PAGES)
    with room.services.ledger.reading() as connection:
        assert search(connection, "TRẦN VĂN CƯỜNG").total == 1
    arrange.arrange(room.services, declared(room, batch), [1, 2], Plan(2), room.act)
    first, second, *_ = room.records(batch)
    with room.services.ledger.reading() as connection:
        assert [hit.record for hit in search(connection, "TRẦN VĂN CƯỜNG").hits] == [urn(second.id)]
        assert [hit.record for hit in search(connection, "LÊ NHƯ PHƯỢNG").hits] == [urn(first.id)]
    kept = json.loads(read_file(room.services.store, urn(first.id), "record.json"))
    assert "CƯỜNG" not in json.dumps(kept["description"], ensure_ascii=False)
    assert kept["pages"][0]["master"]["object"] == urn(batch)
    stored = head(room.services.store, urn(batch))
    assert stored is not None
    assert "source/000001.png" in stored.inventory.names()
    with room.services.ledger.writing(room.act) as connection:
        report = rebuild(room.services.store, connection, room.act.at)
        assert (report.records, report.unreadable) == (4, ())
        assert [hit.record for hit in search(connection, "TRẦN VĂN CƯỜNG").hits] == [urn(second.id)]


def test_laying_out_twice_changes_nothing_and_values_of_people_stay(room: Room) -> None:
    batch = room.scan(*PAGES)
    held = declared(room, batch)
    arrange.arrange(room.services, held, [1, 2], Plan(2), room.act)
    first = room.records(batch)[0]
    room.key(first.id, child_full_name="LÊ NHƯ PHỤNG")
    laid = arrange.arrange(room.services, held, [1, 2], Plan(2), room.act)
    assert (laid.added, laid.changed, laid.superseded) == ((), (), ())
    arrange.arrange(room.services, held, [1], Plan(1), room.act)
    whole = room.records(batch)
    assert len(whole) == 3
    assert next(f.value for f in whole[0].fields if f.key == "child_full_name") == "LÊ NHƯ PHỤNG"
    with room.services.ledger.reading() as connection:
        assert history(connection, first.id)[-1]["action"] == "laid_out"
        # The draft that lost its page is gone from the index, and its history still tells what it said.
        assert search(connection, "TRẦN VĂN CƯỜNG").total == 1
        assert len({one.id for one in whole}) == 3


def test_an_entry_over_a_spread_and_one_that_runs_on_overleaf(room: Room) -> None:
    batch = room.scan(*PAGES, two(5, "ĐỖ AN", "ĐỖ BÌNH"))
    held = declared(room, batch)
    arrange.arrange(room.services, held, [1, 2], Plan(2, spread=True), room.act)
    upper, lower = room.records(batch)[:2]
    assert [len(one.pages) for one in (upper, lower)] == [2, 2]
    arrange.join_to_previous(room.services, now(room, held), 3, room.act)
    assert [[page.source for page in one.pages] for one in room.records(batch)] == [[1, 2], [1, 2, 3]]
    assert "VOLUME_PAGE_OPEN" not in codes(room, held)


def test_numbers_are_checked_for_gaps_repeats_and_strays_and_cancelled_ones_count(room: Room) -> None:
    batch = room.scan(*PAGES)
    held = declared(room, batch, last_number=5)
    arrange.arrange(room.services, held, [1, 2], Plan(2), room.act)
    assert codes(room, held) == {"VOLUME_GAP": "5"}
    one, two_, three, _four = room.records(batch)
    room.key(two_.id, number="1/1987")
    room.key(three.id, number="9/1987")
    assert codes(room, held) == {
        "VOLUME_GAP": "2-3, 5", "VOLUME_REPEAT": "1", "VOLUME_OUTSIDE": "9", "VOLUME_ORDER": "4"
    }  # fmt: skip
    held = now(room, held)
    with room.services.ledger.writing(room.act) as connection:
        cancel(connection, room.act, one.id, "struck out in the book")
        lines = entries_of(connection, held)
        assert [line.cancelled for line in lines] == [True, False, False, False]
        keep(connection, held, CODES, check(held, lines))
        kept = {k.finding.code for k in batch_findings(connection, batch)}
        assert kept == {"VOLUME_GAP", "VOLUME_REPEAT", "VOLUME_OUTSIDE", "VOLUME_ORDER"}
    assert "VOLUME_REPEAT" in codes(room, held)
    room.key(two_.id, number="2/1987")
    room.key(three.id, number="3/1987")
    with room.services.ledger.writing(room.act) as connection:
        keep(connection, held, CODES, check(held, entries_of(connection, held)))
        assert [k.finding.facts["numbers"] for k in batch_findings(connection, batch)] == ["5"]


def test_a_cover_and_a_blank_page_are_marked_and_no_draft_is_left_of_them(room: Room) -> None:
    batch = room.scan(("SỔ ĐĂNG KÝ KHAI SINH", "Quyển số 01/1987"), (), *PAGES)
    held = declared(room, batch)
    assert codes(room, held)["VOLUME_PAGE_OPEN"] == "1, 3-4"
    arrange.mark_pages(room.services, held, [1], "cover", room.act)
    arrange.arrange(room.services, held, [3, 4], Plan(2), room.act)
    assert codes(room, held) == {}
    assert len(room.records(batch)) == 4
    with pytest.raises(WrongUse):
        arrange.mark_pages(room.services, held, [1], "lost", room.act)


def test_what_is_past_review_is_not_laid_out_anew(room: Room) -> None:
    batch = room.scan(*PAGES)
    held = declared(room, batch)
    room.approve(room.records(batch)[0].id)
    before = room.records(batch)
    with pytest.raises(MoveRefused):
        arrange.arrange(room.services, held, [1, 2], Plan(2), room.act)
    assert room.records(batch) == before


def test_a_docket_declares_the_volume_before_anything_is_stored(room: Room) -> None:
    batch = room.scan(
        *PAGES,
        volume="01",
        register_type="birth",
        register_year=1987,
        entries_per_page=2,
        entry_pdf="regions",
    )
    found = room.records(batch)
    assert (len(found), {one.cut for one in found}) == (4, {True})
    newest = head(room.services.store, urn(found[0].id))
    assert newest is not None
    assert newest.version == "v1"
    stored = json.loads(read_file(room.services.store, urn(found[0].id), "record.json"))
    assert "CƯỜNG" not in json.dumps(stored, ensure_ascii=False)


def test_the_pdf_of_an_entry_is_its_regions_or_the_whole_page(room: Room) -> None:
    ways = {"regions": "", "whole_page": ""}
    for pdf in ways:
        batch = room.scan(*PAGES[:1])
        arrange.arrange(room.services, declared(room, batch, pdf=pdf), [1], Plan(2), room.act)
        ways[pdf] = room.records(batch)[1].id
        room.approve(ways[pdf])
    assert assemble.assemble(room.under(**WITH_VERAPDF), list(ways.values()), room.act) == {}
    for pdf, record in ways.items():
        made = room.services.workspace.of_record(record) / ASSEMBLED_FILE
        with pypdfium2.PdfDocument(made) as document:
            text = document[0].get_textpage().get_text_range()
        with pikepdf.open(made) as opened:
            image = pikepdf.PdfImage(opened.pages[0].Resources.XObject.Im0).as_pil_image()
        stored = np.asarray(image.convert("L"))
        assert "CƯỜNG" in text
        assert stored[HALF:].min() < 100
        neighbour = ("PHƯỢNG" in text, int(stored[: HALF - 16].min()) < 240)
        assert neighbour == ((False, False) if pdf == "regions" else (True, True))


def test_a_border_through_words_is_a_finding(room: Room) -> None:
    batch = room.scan(*PAGES[:1])
    held = declared(room, batch)
    known = arrange.sheets(room.services, held, [1])[1]
    through = 100 + 40 * 20 + 10  # the middle of the line on which the second entry begins
    slots = [
        Slot(((known.page, ((0, 0), (WIDTH, 0), (WIDTH, through), (0, through))),)),
        Slot(((known.page, ((0, through), (WIDTH, through), (WIDTH, HEIGHT), (0, HEIGHT))),)),
    ]
    arrange.arrange_slots(room.services, held, slots, room.act)
    found = [{k.finding.code for k in one.findings} for one in room.records(batch)]
    assert all("ENTRY_CUTS_WORDS" in one for one in found)


def test_two_copies_are_matched_by_number_and_differences_stand_on_both(room: Room) -> None:
    first = room.scan(*PAGES)
    second = room.scan(two(1, "LÊ NHƯ PHƯỢNG", "TRẦN VĂN CƯỜNG"), two(3, "PHẠM THỊ DŨNG", "VÕ MINH ĐỨC"))
    one = declared(room, first)
    other = declared(room, second, first_copy=one.id)
    for held in (one, other):
        arrange.arrange(room.services, held, [1, 2], Plan(2), room.act)
    gone = room.records(second)[3]
    room.key(gone.id, number="40/1987")
    values = [[f.as_json() for f in r.fields] for r in room.records(first)]
    with room.services.ledger.writing(room.act) as connection:
        found = compare(connection, volume(connection, other.id))
        assert [(d.number, d.key) for d in found] == [(3, "child_full_name")]
        pair = [room_record(connection, batch, 2, room) for batch in (first, second)]
        told = [[k for k in r.blocking if k.finding.code == "SECOND_COPY_DIFFERS"] for r in pair]
        assert [len(one) for one in told] == [1, 1]
        missing = {
            b: [
                k.finding.facts["numbers"]
                for k in batch_findings(connection, b)
                if k.finding.code == "SECOND_COPY_MISSING"
            ]
            for b in (first, second)
        }
        assert missing == {first: ["40"], second: ["4"]}
        kinds = {k.finding.code for k in batch_findings(connection, first)}
        assert kinds == {"SECOND_COPY_MISSING"}
        compare(connection, volume(connection, other.id))
        assert len(view(connection, pair[0].id).findings) == len(pair[0].findings)
    assert [[f.as_json() for f in r.fields] for r in room.records(first)] == values
    room.key(room.records(second)[2].id, child_full_name="PHẠM THỊ DUNG")
    with room.services.ledger.writing(room.act) as connection:
        assert compare(connection, volume(connection, other.id)) == []
    left = [k.finding.code for batch in (first, second) for r in room.records(batch) for k in r.findings]
    assert "SECOND_COPY_DIFFERS" not in left


def room_record(connection: Connection, batch: str, at: int, room: Room) -> RecordView:
    return view(connection, room.records(batch)[at].id)


def test_rows_of_a_ruled_page_are_found_although_it_lies_crooked() -> None:
    page = np.full((1000, 1400), 250, np.uint8)
    rules = [120, 320, 520, 720, 920]
    for x in range(1400):
        for y in rules:
            drop = round((x - 700) * 0.008)
            page[y + drop : y + drop + 3, x] = 30
    edges = edges_in(page)
    assert len(edges) == len(rules)
    for (left, right), y in zip(edges, rules, strict=True):
        assert abs(left - (y - 5)) <= 5
        assert abs(right - (y + 7)) <= 5
    slots = propose(Sheet("p", 1400, 1000, (), edges), 4, "rows")
    assert len(slots) == 4
    assert slots[0].parts[0][1][0] == (0, edges[0][0])
    with pytest.raises(WrongUse):
        propose(Sheet("p", 1400, 1000, (), edges), 5, "rows")


def test_an_entry_without_a_number_is_told_and_what_is_no_number_counts_as_none() -> None:
    told = Declared(type="birth", book="01", year=1987)
    held = Volume("v", "UBND", told, (VolumePage("p", 1, "entries", "b"),))
    lines = [
        EntryLine(str(at), 1, at, text, False, "in_review")
        for at, text in enumerate((None, "01", "bis", "2/1987"))
    ]
    assert [line.number for line in lines] == [None, 1, None, 2]
    (found,) = check(held, lines)
    assert (found.code, found.facts["count"]) == ("VOLUME_UNNUMBERED", "2")


def test_numbers_are_shown_as_ranges() -> None:
    assert ranges([1, 2, 3, 7, 9, 10]) == "1-3, 7, 9-10"
    assert Finding("VOLUME_GAP", "", {"volume": "01/1987", "numbers": "2", "first": "1", "last": "3"}).text(
        "en"
    )
