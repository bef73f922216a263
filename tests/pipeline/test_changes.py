"""Changes after registration: the registered value stays, what holds now is told beside it, both are found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image
from register_office import Room, open_room
from typeset import BIRTH, MOTTO, reading, typeset

from archive.deposit import head, read_file
from archive.rebuild import rebuild
from archive.search import search
from pipeline import assemble, attach, finalize
from pipeline.changes.amend import amend
from pipeline.changes.annotate import Change, annotate, dismiss
from pipeline.changes.annotation import AnnotationState, annotations_of, as_now, kinds
from pipeline.changes.copies import receivers_of
from pipeline.changes.notes import note_findings, notes_on, proposals, without_notes
from pipeline.errors import MoveRefused, NotFound, WrongUse
from pipeline.interpret import interpret
from pipeline.lookup import history, view
from pipeline.provenance import crop, provenance
from pipeline.record import FieldState, RecordState, urn
from pipeline.redeposit import redeposit
from pipeline.review import Correction
from signing import development

DIVORCE = Change("divorce", "45/2020/QĐST-HNGĐ", "TAND quận Thủ Đức", "2020-05-06", {})
RENAMED = Change(
    "change", "12/QĐ-UBND", "UBND quận Thủ Đức", "2021-03-04", {"child_full_name": "LÊ NGỌC ÁNH"}
)
BACK = (
    "PHẦN GHI CHÚ NHỮNG THÔNG TIN THAY ĐỔI SAU NÀY",
    "Ngày, tháng, năm|Nội dung ghi chú; Căn cứ ghi chú",
    "Cải chính ngày sinh từ 15/10/2019 thành 16/10/2019 theo Quyết định số 45/QĐ-UBND",
    "ngày 10/03/2020 của UBND quận Thủ Đức",
    "Họ, chữ đệm, tên: NGUYỄN VĂN KHÁC",
)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return open_room(tmp_path / "office")


def value(room: Room, record: str, key: str) -> str | None:
    with room.services.ledger.reading() as connection:
        return next(f.value for f in view(connection, record).fields if f.key == key)


def enter(room: Room, record: str, change: Change) -> None:
    with room.services.ledger.writing(room.act) as connection:
        annotate(connection, room.act, record, change)
    redeposit(room.services, record, room.act, "annotated")


def test_an_annotation_leaves_the_registered_value_and_both_names_are_found(room: Room) -> None:
    (record,) = room.records(room.scan(BIRTH))
    before = [f.as_json() for f in record.fields]
    enter(room, record.id, RENAMED)
    with room.services.ledger.writing(room.act) as connection:
        found = view(connection, record.id)
        assert [f.as_json() for f in found.fields] == before
        now = as_now(found, annotations_of(connection, record.id))
        assert now.values["child_full_name"] == "LÊ NGỌC ÁNH"
        assert now.since["child_full_name"].number == "12/QĐ-UBND"
        assert now.values["child_gender"] == "Nữ"
        # The index is refilled from the store alone: the annotation lies in record.json.
        rebuild(room.services.store, connection, room.act.at)
        for name in ("LÊ NGỌC ÁNH", "LÊ NHƯ PHƯỢNG"):
            assert [hit.record for hit in search(connection, name).hits] == [urn(record.id)]
        assert search(connection, "LÊ NGỌC ÁNH").hits[0].fields["child_full_name"] == "LÊ NHƯ PHƯỢNG"
    kept = json.loads(read_file(room.services.store, urn(record.id), "record.json"))
    assert kept["annotations"][0]["affected"] == {"child_full_name": "LÊ NGỌC ÁNH"}
    assert kept["fields"]["child_full_name"]["value"] == "LÊ NHƯ PHƯỢNG"


def test_the_later_change_counts_and_a_withdrawn_one_does_not(room: Room) -> None:
    (record,) = room.records(room.scan(BIRTH))
    later = Change("change", "9/QĐ", "UBND", "2023", {"child_full_name": "LÊ THU"})
    for change in (later, RENAMED, DIVORCE):
        enter(room, record.id, change)
    with room.services.ledger.writing(room.act) as connection:
        found, told = view(connection, record.id), annotations_of(connection, record.id)
        assert [one.kind for one in told] == ["divorce", "change", "change"]
        assert as_now(found, told).values["child_full_name"] == "LÊ THU"
        gone = next(one for one in told if one.number == "9/QĐ")
        dismiss(connection, room.act, record.id, gone.id, "of another person")
        told = annotations_of(connection, record.id)
        assert as_now(found, told).values["child_full_name"] == "LÊ NGỌC ÁNH"
        assert {one.state for one in told} == {AnnotationState.ENTERED, AnnotationState.WITHDRAWN}
        annotate(connection, room.act, record.id, Change("cancellation", "1/QĐ", "UBND", "2024-01-02"))
        assert as_now(found, annotations_of(connection, record.id)).void is not None


def test_an_annotation_says_where_it_comes_from(room: Room) -> None:
    (record,) = room.records(room.scan(BIRTH))
    wrong = [
        Change("divorce"),
        Change("wedding", "1", "UBND", "2020"),
        Change("change", "1", "UBND", "2020", {"no_such": "x"}),
        Change("change", "1", "UBND", "2020", {"child_birth_date": "31/02/2020"}),
        Change("change", "1", "UBND", "20-20-20"),
    ]
    for change in wrong:
        with pytest.raises(WrongUse), room.services.ledger.writing(room.act) as connection:
            annotate(connection, room.act, record.id, change)
    with room.services.ledger.reading() as connection:
        assert annotations_of(connection, record.id) == []


def test_amending_an_archived_record_makes_a_version_and_lists_who_has_an_earlier_one(room: Room) -> None:
    (record,) = room.records(room.scan(BIRTH))
    fix = [Correction("child_gender", FieldState.CORRECTED, "Nam")]
    with pytest.raises(MoveRefused):
        amend(room.services, record.id, fix, room.act, "misread")
    archive(room, record.id)
    attach.open_dossier(room.services, "H29.22.33-260115-0001", room.act)
    attach.attach(room.services, "H29.22.33-260115-0001", record.id, "birth", room.act)
    before = head(room.services.store, urn(record.id))
    with pytest.raises(WrongUse):
        amend(room.services, record.id, fix, room.act, " ")
    done = amend(room.services, record.id, fix, room.act, "misread")
    assert before is not None
    assert (before.version, done.version) == ("v2", "v3")
    (told,) = done.receivers
    assert (told["way"], told["receiver"], told["version"]) == ("dossier", "H29.22.33-260115-0001", "v2")
    after = head(room.services.store, urn(record.id))
    assert after is not None
    assert after.inventory.names()["record.pdf"] == before.inventory.names()["record.pdf"]
    with room.services.ledger.reading() as connection:
        assert view(connection, record.id).state is RecordState.ARCHIVED
        last = history(connection, record.id)[-1]
        assert (last["action"], last["old"]["value"], last["new"]["value"]) == ("amend", "Nữ", "Nam")
        assert (last["actor"], last["reason"]) == ("person:lan", "misread")
        assert len(receivers_of(connection, record.id)) == 1
        assert annotations_of(connection, record.id) == []
    assert json.loads(read_file(room.services.store, urn(record.id), "record.json"))["state"] == "archived"


def archive(room: Room, record: str) -> None:
    """As far as `archived`; the signature is left to its own tests."""
    room.approve(record)
    assert assemble.assemble(room.services, [record], room.act) == {}
    development.create(room.services.identity_folder, unit=room.act.by.unit, at=room.act.at)
    finalize.finalize(room.signing(), record, room.act)


def test_notes_on_the_back_are_no_values_and_are_proposed_as_annotations() -> None:
    page = typeset(*MOTTO, ">GIẤY KHAI SINH", "Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG", "Giới tính: Nữ", *BACK)
    notes = notes_on(page)
    assert notes is not None
    assert "Cải chính ngày sinh" in notes.text
    assert "NGUYỄN VĂN KHÁC" not in without_notes(page).text
    (draft,) = interpret([reading(page)], "birth")
    names = {f.key: f.value for f in draft.fields}
    assert names["child_full_name"] == "LÊ NHƯ PHƯỢNG"
    assert "KHÁC" not in " ".join(value or "" for value in names.values())
    assert "NOTES_ON_PAPER" in [f.code for f in draft.findings]
    (change,) = proposals(notes.text)
    assert (change.kind, change.number, change.date) == ("correction", "45/QĐ-UBND", "2020-03-10")
    assert change.authority.startswith("UBND quận Thủ Đức")


def test_an_empty_part_for_notes_says_nothing() -> None:
    page = typeset(*MOTTO, ">GIẤY KHAI SINH", "Giới tính: Nữ", *BACK[:2], "................................")
    assert note_findings([reading(page)]) == []
    assert note_findings([reading(typeset(*BIRTH))]) == []


def test_a_proposal_changes_nothing_until_a_person_enters_it(room: Room) -> None:
    (record,) = room.records(room.scan((*BIRTH[:8], *BACK)))
    with room.services.ledger.reading() as connection:
        (told,) = annotations_of(connection, record.id)
        assert told.state is AnnotationState.PROPOSED
        found = view(connection, record.id)
        assert as_now(found, [told]).since == {}
        assert "NOTES_ON_PAPER" in {kept.finding.code for kept in found.blocking}


@pytest.mark.parametrize("name", list(kinds()))
def test_each_kind_is_known_by_its_own_words(name: str) -> None:
    words = kinds()[name].words[0]
    assert proposals(f"{words} theo so 1/QD ngay 1/2/2020")[0].kind == name


def test_a_value_is_traced_to_its_scan_and_shown_as_a_crop_without_the_neighbour(room: Room) -> None:
    lower = ("",) * 17 + ("Họ, chữ đệm, tên: TRẦN VĂN CƯỜNG",)
    batch = room.scan(("Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG", *lower), volume="01", register_type="birth",
                      entries_per_page=2, entry_pdf="regions")  # fmt: skip
    first = room.records(batch)[0]
    with room.services.ledger.reading() as connection:
        told = provenance(room.services, connection, first.id, "child_full_name")
        with pytest.raises(NotFound):
            provenance(room.services, connection, first.id, "no_such")
    assert [word["text"] for word in told["read"]["words"]] == ["LÊ", "NHƯ", "PHƯỢNG"]
    assert told["scan"]["source_sha256"] == first.sources[first.pages[0].origin].sha256
    box = crop(room.services, first, "child_full_name", room.folder / "crop.png")
    with Image.open(room.folder / "crop.png") as picture:
        assert picture.size == (box.width, box.height)
        assert picture.getextrema()[0] < 100
    assert box.x0 <= told["box"][0] < told["box"][2] <= box.x1
