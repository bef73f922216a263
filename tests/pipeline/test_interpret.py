"""From readings to draft records, with everything between."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typeset import BIRTH, MOTTO, alike, reading, typeset

from ocr.page import Box
from pipeline.interpret import interpret
from pipeline.record import DraftRecord, FieldState

BACK = typeset(">PHẦN GHI CHÚ NHỮNG THÔNG TIN THAY ĐỔI SAU NÀY")


def codes(record: DraftRecord) -> set[str]:
    return {finding.code for finding in record.findings}


def states(record: DraftRecord) -> set[FieldState]:
    return {field.state for field in record.fields}


def test_a_clear_certificate_is_accepted_field_by_field() -> None:
    page = reading(typeset(*BIRTH))
    (record,) = interpret([page], looks=[alike(page)])
    assert (record.type, record.form, record.pages) == ("birth", "giay_khai_sinh_2016", (0,))
    assert {f.key for f in record.fields if f.state is FieldState.ACCEPTED} >= {
        "number", "child_full_name", "child_birth_date", "child_birth_date_words", "mother_full_name", "child_gender",
        "registration_date", "signer_name",
    }  # fmt: skip
    assert codes(record) == set()
    assert record.regions[0].polygon[2] == (1240, 1754)


def test_a_long_number_is_never_taken_without_a_person() -> None:
    (record,) = interpret([reading(typeset(*BIRTH))])
    by_key = {field.key: field for field in record.fields}
    for key in ("child_personal_id", "applicant_id_doc"):
        assert by_key[key].value
        assert by_key[key].confidence > 0.9
        assert by_key[key].state is FieldState.NEEDS_REVIEW


def test_a_word_that_was_hard_to_read_asks_for_a_person() -> None:
    lines = [line.replace("PHƯỢNG", "PHƯỢNG?70") for line in BIRTH]
    (record,) = interpret([reading(typeset(*lines))])
    by_key = {field.key: field for field in record.fields}
    assert by_key["child_full_name"].state is FieldState.NEEDS_REVIEW
    assert by_key["child_full_name"].confidence < by_key["mother_full_name"].confidence


def test_blank_pages_belong_to_no_record() -> None:
    blank = reading(typeset(), 2, "blank")
    one, two = interpret([reading(typeset(*BIRTH)), blank, reading(BACK, 3), reading(typeset(*BIRTH), 4)])
    assert (one.pages, two.pages) == ((0, 2), (3,))
    assert interpret([blank]) == ()


def test_fields_of_a_second_page_count_pages_from_the_record() -> None:
    cut = BIRTH.index("|>NGƯỜI KÝ GIẤY KHAI SINH")
    pages = [reading(typeset(*MOTTO, ">QUYẾT ĐỊNH", "Điều 1.", "Nơi nhận:")), reading(typeset(*BIRTH[:cut]), 2),
             reading(typeset("", "", "", "", "", "", "", "", *BIRTH[cut:]), 3)]  # fmt: skip
    _, record = interpret(pages)
    signer = next(field for field in record.fields if field.key == "signer_name")
    assert (record.pages, signer.page, signer.value) == ((1, 2), 1, "Lê Thị Ngọc Quyên")


def test_nothing_handwritten_is_accepted() -> None:
    (record,) = interpret([reading(typeset(*BIRTH), 1, "handwritten")])
    assert "HANDWRITTEN" in codes(record)
    assert FieldState.ACCEPTED not in states(record)


def test_a_poor_image_is_told() -> None:
    (record,) = interpret([reading(typeset(*BIRTH), 1, "low", ["blur"])])
    assert "QUALITY_LOW" in codes(record)


def test_on_a_page_that_reads_badly_nothing_is_accepted_by_chance() -> None:
    page = typeset(*BIRTH)
    doubtful = [
        replace(
            line,
            words=tuple(replace(w, confidence=0.6) if n % 3 == 0 else w for n, w in enumerate(line.words)),
        )
        for line in page.lines
    ]
    bad = reading(replace(page, lines=tuple(doubtful)))
    (record,) = interpret([bad], looks=[alike(bad)])
    assert "QUALITY_LOW" in codes(record)
    assert FieldState.ACCEPTED not in states(record)


def test_an_unsure_type_accepts_nothing_until_a_person_names_it() -> None:
    page = reading(typeset(*BIRTH[4:]))
    (unsure,) = interpret([page])
    (forced,) = interpret([page], "birth")
    assert "TYPE_UNSURE" in codes(unsure)
    assert FieldState.ACCEPTED not in states(unsure)
    assert "TYPE_UNSURE" not in codes(forced)
    assert FieldState.ACCEPTED in states(forced)


def test_a_page_without_text_says_so() -> None:
    (record,) = interpret([reading(typeset())])
    assert (record.type, codes(record)) == ("unknown", {"NOTHING_READ"})


def test_a_type_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError):
        interpret([reading(typeset(*BIRTH))], "birht")


def test_the_leaves_of_a_book_are_not_read_across_and_wait_for_a_person() -> None:
    page = typeset(
        ">GIẤY KHAI SINH|>GIẤY KHAI SINH",
        "Số: 12/2001|Số: 13/2001",
        "Họ, chữ đệm, tên: LÊ NHƯ|Họ, chữ đệm, tên: BÙI AN",
        "PHƯỢNG|Giới tính: Nam",
    )
    leaves = (Box(0, 0, 660, page.height), Box(660, 0, page.width, page.height))
    (record,) = interpret([reading(replace(page, leaves=leaves))], "birth")
    assert "SPREAD" in codes(record)
    assert FieldState.ACCEPTED not in states(record)
    name = next(field for field in record.fields if field.key == "child_full_name")
    assert name.value in {"LÊ NHƯ PHƯỢNG", "BÙI AN"}
    assert name.box is not None
    assert name.box.x1 <= 660 or name.value == "BÙI AN"


def test_a_column_without_its_head_says_whose_it_is_not_known() -> None:
    names = "Họ, chữ đệm, tên: BÙI NHƯ XUÂN|Họ, chữ đệm, tên: LÊ VĂN NHÂN"
    page = typeset(*MOTTO, ">GIẤY CHỨNG NHẬN KẾT HÔN", names, "Dân tộc: Hoa|Dân tộc: Thái")
    (record,) = interpret([reading(page)], "marriage")
    assert {f.field for f in record.findings if f.code == "R028"} >= {"wife_full_name", "husband_ethnicity"}
    assert FieldState.ACCEPTED not in states(record)


PIECES = [
    "Số:",
    "Họ, chữ đệm, tên",
    "Dân tộc:",
    "VỢ",
    "CHỒNG",
    "|",
    "GIẤY KHAI SINH",
    "12/3/2004",
    "Là cha của",
    "....",
    "CHỦ TỊCH",
    "ngày tháng năm",
    ":",
    "Đã chết vào lúc",
    "Nguyễn An",
    "ß½",
    "V/v",
    "Giấy báo tử số",
]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=5).map(" ".join), max_size=8),
    st.sampled_from(
        [None, "birth", "death", "marriage", "parent_child", "construction_permit", "correspondence"]
    ),
)
def test_no_page_brings_it_down(lines: list[str], kind: str | None) -> None:
    for record in interpret([reading(typeset(*lines))], kind):
        assert len({field.key for field in record.fields}) == len(record.fields)


def test_a_listed_name_near_to_what_was_read_is_where_a_person_starts() -> None:
    (draft,) = interpret([reading(typeset(*[line.replace("LÊ NHƯ", "NGUYÊN NHƯ") for line in BIRTH]))])
    name = next(field for field in draft.fields if field.key == "child_full_name")
    assert (name.value, name.written) == ("NGUYỄN NHƯ PHƯỢNG", "NGUYÊN NHƯ PHƯỢNG")
    assert name.state is FieldState.NEEDS_REVIEW
    assert any(f.code == "R030" and f.field == "child_full_name" for f in draft.findings)
