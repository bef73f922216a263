"""Secret papers: stamps are told from running text, and what is stamped stops and is seen by nobody but the named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from register_office import Room, open_room
from typeset import BIRTH, MOTTO, reading, typeset

from archive.deposit import head
from archive.rebuild import rebuild
from archive.search import search
from ocr.page import Box, Mark
from pipeline import finalize, reports
from pipeline.actors import person
from pipeline.errors import MoveRefused
from pipeline.lookup import view
from pipeline.record import RecordState, urn
from pipeline.review.sight import may_see
from pipeline.secret import isolate
from pipeline.secret.stamp import secret_findings

LETTER = (
    *MOTTO,
    "Số: 12/UBND-VX",
    "V/v báo cáo tình hình",
    "Kính gửi: Sở Tư pháp",
    "Ông Nguyễn Văn Kín báo cáo tình hình của địa phương trong năm.",
)


def found(*lines: str, red: str = "") -> list[str]:
    page = reading(typeset(*lines))
    stamps = (Mark("red-stamp", red, Box(0, 0, 10, 10)),) if red else ()
    return [f.code for f in secret_findings([replace(page, stamps=stamps)])]


@pytest.mark.parametrize("degree", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_each_degree_is_seen_alone_in_a_line_beside_others_in_a_frame_and_in_red(degree: str) -> None:
    assert found(degree, *LETTER) == ["SECRET_STAMP"]
    assert found(*LETTER[:3], f"{degree}|Thủ Đức, ngày 1 tháng 2 năm 2020", *LETTER[3:]) == ["SECRET_STAMP"]
    assert found(f"| {degree} |", *LETTER) in (["SECRET_STAMP"], ["SECRET_SUSPECTED"])
    assert found(*LETTER, red=degree) == ["SECRET_STAMP"]


@pytest.mark.parametrize(
    "weak",
    ["MAT", "MẶT", "TOI MAT", "TỔI MẬT", "TUYET MAT", "TUYÊT MẬT", "TUVỆT MẬT", "MẬT?30", "ĐỘ MẬT: TỐI MẬT"],
)
def test_what_is_read_weakly_is_suspected(weak: str) -> None:
    assert found(weak, *LETTER) == ["SECRET_SUSPECTED"]


@pytest.mark.parametrize(
    "line",
    [
        "Công tác bảo mật thông tin và bí mật cá nhân được bảo đảm",
        "BẢO MẬT THÔNG TIN",
        "BÍ MẬT NHÀ NƯỚC",
        "MẬT ĐỘ XÂY DỰNG",
        "Mật độ xây dựng: 80 %",
        "MẬT ĐỘ XÂY DỰNG|80 %",
        "Mật độ|80 %",
        "CHI TIẾT MẶT BẰNG",
        "MẶT TRƯỚC",
        "BỀ MẶT",
        "có mặt tại trụ sở, giữ bí mật",
        "Nơi nhận: Như trên; lưu: VT, mật",
        "HỎA TỐC",
        "TÔI",
        "Mã số: MAT 12",
    ],
)
def test_running_text_does_not_fire(line: str) -> None:
    assert found(*LETTER, line) == []
    assert found(line, *LETTER) == []


def test_one_short_word_far_down_the_page_is_no_stamp() -> None:
    assert found(*LETTER, *("",) * 25, "MẬT") == []
    assert found(*LETTER, *("",) * 25, "TUYỆT MẬT") == ["SECRET_STAMP"]


@pytest.mark.parametrize("other", ["CÔNG VĂN ĐẾN", "HỎA TỐC", "BẢN SAO", "GIẤY KHAI SINH", "ỦY BAN", "Ý"])
def test_other_red_stamps_do_not_fire(other: str) -> None:
    assert found(*LETTER, red=other) == []


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return open_room(tmp_path / "office")


def test_a_stamped_paper_stops_and_the_rest_of_its_batch_goes_on(room: Room) -> None:
    batch = room.scan(BIRTH, ("TỐI MẬT", *LETTER))
    _open, closed = room.records(batch)
    assert closed.state is RecordState.QUARANTINED
    assert head(room.services.store, urn(closed.id)) is None
    kept = head(room.services.store, urn(batch))
    assert kept is not None
    assert kept.inventory.names().keys() == {"batch.json"}
    with room.services.ledger.reading() as connection:
        assert search(connection, "Nguyễn Văn Kín").total == 0
        assert not may_see(connection, room.act.by, closed.id)
        told = json.dumps(reports.batch_document(connection, batch, "vi"), ensure_ascii=False)
        with pytest.raises(MoveRefused):
            isolate.require_sight(connection, room.act.by, closed.id)
    assert closed.id in told
    assert "Kín" not in told
    assert _open.state is RecordState.IN_REVIEW
    assert closed.id not in finalize.waiting(room.services)


def test_only_the_named_person_decides_and_a_released_paper_goes_the_usual_way(room: Room) -> None:
    batch = room.scan(BIRTH, ("MẶT", *LETTER))
    record = room.records(batch)[1].id
    named = room.by("minh")
    with pytest.raises(MoveRefused):
        isolate.release(room.services, record, room.act, "no secret")
    with room.services.ledger.writing(room.act) as connection:
        isolate.name(connection, room.act, record, person("minh", named.by.unit), "head of office")
    with pytest.raises(MoveRefused):
        isolate.release(room.services, record, room.act, "no secret")
    with room.services.ledger.writing(named) as connection:
        isolate.keep_apart(connection, named, record, "to be looked at again")
        assert view(connection, record).state is RecordState.QUARANTINED
    isolate.release(room.services, record, named, "a misread word")
    with room.services.ledger.reading() as connection:
        assert view(connection, record).state is RecordState.IN_REVIEW
        assert may_see(connection, room.act.by, record)
        assert [hit.record for hit in search(connection, "Nguyễn Văn Kín").hits] == [urn(record)]
    stored = head(room.services.store, urn(record))
    assert stored is not None
    assert "master/000002.png" in stored.inventory.names()


def test_a_paper_found_secret_later_leaves_the_index_and_does_not_come_back(room: Room) -> None:
    batch = room.scan(LETTER)
    (record,) = room.records(batch)
    isolate.isolate(room.services, record.id, room.act, "belongs to the list of secrets")
    with room.services.ledger.writing(room.act) as connection:
        assert view(connection, record.id).state is RecordState.QUARANTINED
        assert search(connection, "Nguyễn Văn Kín").total == 0
        assert rebuild(room.services.store, connection, room.act.at).unlisted == 1
        assert search(connection, "Nguyễn Văn Kín").total == 0
