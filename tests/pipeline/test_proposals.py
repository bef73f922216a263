"""What the word lists say: support for a value, and proposals with evidence that never replace anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.fields import proposal
from pipeline.normalize.distance import distance, nearest, strokes
from pipeline.normalize.kinds import KINDS, normalise
from pipeline.normalize.proposals import propose
from pipeline.normalize.support import Support, support

WORDS = st.text(alphabet="ngyễuăêơđàạsĐQTP. 0123456789/-O'l", max_size=30) | st.text(max_size=20)


@pytest.mark.parametrize(
    ("kind", "written", "proposed", "why", "apart"),
    [
        ("name", "NGUYẾN VĂN AN", "NGUYỄN VĂN AN", "list", 1),
        ("name", "Trần Thị Hoà Bìnn", "Trần Thị Hòa Bình", "list", 1),
        ("party", "Ông NGUYẾN VĂN AN", "NGUYỄN VĂN AN", "list", 1),
        ("ethnicity", "Klnh", "Kinh", "list", 1),
        ("nationality", "Việt Nan", "Việt Nam", "list", 1),
        ("place", "P. Linh Trúng, TP. Thủ Đức, TP.HCM", "P. Linh Trung, TP. Thủ Đức, TP.HCM", "list", 1),
        ("place", "xã An Phú, tỉnh Quãng Nam", "xã An Phú, tỉnh Quảng Nam", "list", 1),
        ("date_words", "ngày năm tháng glêng năm hai nghìn", "ngày năm tháng giêng năm hai nghìn", "list", 1),
        ("date", "I2/O3/2004", "12/03/2004", "lookalike", 2),
        ("personal_id", "O79319498325", "079319498325", "lookalike", 1),
        ("register_number", "773/2O19", "773/2019", "lookalike", 1),
        ("date", "88/94/1947", "08/04/1947", "lookalike", 2),
        ("date", "31/16/1979", "31/10/1979", "lookalike", 1),
        ("date", "16 06 2021", "16/06/2021", "lookalike", 2),
        ("register_number", "340 2023", "340/2023", "lookalike", 1),
        ("name", "Lâm Khánh Vến", "Lâm Khánh Yến", "list", 1),
        (
            "position",
            "TM. UBND XÃ KT. CHỦ TỊCH Ó CHỦ TỊCH",
            "TM. UBND XÃ KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
            "block",
            2,
        ),
        ("place", "Bênh viên Hùng Vương, quân 1", "Bệnh viện Hùng Vương, quận 1", "list", 3),
        (
            "place",
            "5 đường Nguyễn Xiến, quận 9, TP. Hô Chí Minh",
            "5 đường Nguyễn Xiển, quận 9, TP. Hồ Chí Minh",
            "list",
            2,
        ),
        ("text", "trùng chỉ giới đường đò", "trùng chỉ giới đường đỏ", "list", 1),
        ("document_number", "118/GPXD-TD", "118/GPXD-TĐ", "stroke", 1),
        ("document_number", "2827/QD-BGDDT", "2827/QĐ-BGDĐT", "stroke", 2),
    ],
)
def test_a_proposal_says_what_was_read_and_how_far_it_lies(
    kind: str, written: str, proposed: str, why: str, apart: int
) -> None:
    made = propose(kind, written)
    assert (proposed, why, apart) in {(one.proposed, one.why, one.distance) for one in made}
    assert {one.read for one in made} <= {written, written.removeprefix("Ông ")}


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("name", "NGUYỄN THÚY HÒA"), ("name", "Nguyễn Văn Bảy"), ("name", "John Smith"), ("party", "CÔNG TY TNHH ABC"),
        ("place", "xã Bình Nhiên, tỉnh Quảng Nam"), ("place", "phường 14, quận 10, TP. Hồ Chí Minh"),
        ("date", "12/03/2004"), ("date", "hôm qua"), ("ethnicity", "Khơ Mú"), ("document_number", "118/GPXD-TĐ"),
        ("sex", "x"), ("date", "898/92/2061"), ("date", "88/94/47"), ("text", "Tai biến mạch máu não"),
        ("place", "125 đường Tam Bình, phường Hiệp Bình Phước, quận Thủ Đức, TP. Hồ Chí Minh"),
    ],
)  # fmt: skip
def test_what_is_known_or_far_from_everything_gets_no_proposal(kind: str, written: str) -> None:
    assert propose(kind, written) == ()


@given(st.sampled_from(sorted(KINDS)), WORDS)
def test_any_text_has_support_and_proposals_or_none(kind: str, text: str) -> None:
    assert support(kind, text) in Support
    for made in propose(kind, text):
        assert made.proposed
        assert made.distance > 0


@given(st.sampled_from(sorted(KINDS)), WORDS)
def test_support_is_the_same_for_the_normal_form(kind: str, text: str) -> None:
    value = normalise(kind, text)
    if isinstance(value, str) and support(kind, value) is Support.LISTED and kind != "party":
        assert support(kind, text) is Support.LISTED


@given(WORDS, WORDS)
def test_distance_is_that_of_letters_and_marks(one: str, other: str) -> None:
    apart = distance(one, other)
    assert apart == distance(other, one)
    assert (apart == 0) == (strokes(one) == strokes(other))
    assert distance(one, other, 1) == min(apart, 2)


def test_a_lost_mark_lies_nearer_than_another_letter() -> None:
    assert (distance("Hoa", "Hòa"), distance("Dung", "Đung"), distance("Hoa", "Hoi")) == (1, 1, 1)
    assert nearest("Hoa", ["Hòa", "Hoà", "Hải"], 2) == (1, ("Hòa", "Hoà"))


def test_support_by_the_lists() -> None:
    assert support("name", "NGUYỄN THÚY HÒA") is support("name", "Nguyễn Thuý Hoà") is Support.LISTED
    assert support("name", "NGUYỄN VĂN BẢY") is Support.POSSIBLE
    assert support("name", "LÊ NHW PHƯỢNG") is Support.STRANGE
    assert support("place", "phường Linh Trung, quận Thủ Đức, TP. Hồ Chí Minh") is Support.LISTED
    assert support("place", "phường Linh Trúng, quận Thủ Đức, TP. Hồ Chí Minh") is Support.POSSIBLE
    assert support("place", "phuờng Lnih Trung") is Support.STRANGE
    assert support("ethnicity", "Khmer") is Support.LISTED
    assert support("personal_id", "999319498325") is Support.STRANGE
    assert support("date", "2004-03-12") is Support.SILENT


@pytest.mark.parametrize(
    ("kind", "written", "proposed"),
    [
        ("body", "BỘ GIÁO ĐỤC VÀ ĐÀO TẠO", "BỘ GIÁO DỤC VÀ ĐÀO TẠO"),
        ("position", "KT. BỘ TRƯỞNG MỨ TRƯỞNG", "KT. BỘ TRƯỞNG THỨ TRƯỞNG"),
        ("position", "TM. ỦY BAN NHÂN DÂN Ủ TỊCH", "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH"),
        ("document_number", "2750/QĐĐ-BGDĐT", "2750/QĐ-BGDĐT"),
        ("name", "Lê zấn Dũng", "Lê Tấn Dũng"),
    ],
)
def test_what_seal_and_pen_hid_in_a_signature_block(kind: str, written: str, proposed: str) -> None:
    assert [one.proposed for one in propose(kind, written)] == [proposed]


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("body", "BỘ GIÁO DỤC VÀ ĐÀO TẠO"),
        ("position", "KT. BỘ TRƯỞNG THỨ TRƯỞNG"),
        ("position", "TL. HIỆU TRƯỞNG TRƯỞNG PHÒNG CTSV"),
        ("document_number", "33/QĐ-SXD"),
    ],
)
def test_what_stands_in_the_lists_or_far_from_them_is_left_alone(kind: str, written: str) -> None:
    assert propose(kind, written) == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [("20071981", "1981-07-20"), ("797/2023 30/08/2023", "2023-08-30"), ("01/02/2020 03/02/2020", None)],
)
def test_the_one_date_among_figures_is_there_to_start_from(written: str, meant: str | None) -> None:
    assert proposal("date", written) == meant


@pytest.mark.parametrize("read", ["1462/TIr-QLĐT", "783/TTIr-UBND"])
def test_the_symbol_of_a_submission_is_proposed_and_asked_for(read: str) -> None:
    (made,) = propose("document_number", read)
    assert made.proposed == read.replace("TTIr", "TTr").replace("TIr", "TTr")
    assert made.why == "lookalike"


def test_a_letter_given_three_times_in_a_symbol_is_one() -> None:
    (made,) = propose("document_number", "141/CĐĐĐ-BXD")
    assert made.proposed == "141/CĐ-BXD"
