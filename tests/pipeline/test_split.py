"""Where records begin in a stack of pages."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from papers import CHANGES, DRAWING, FRENCH_BIRTH, OLD_BIRTH, PLANNING
from typeset import BIRTH, MOTTO, typeset

from ocr.page import PageText
from pipeline.extract.layout import lay_out
from pipeline.split import PageNumber, page_number, split

DECISION = typeset(*MOTTO, ">QUYẾT ĐỊNH", "Căn cứ Luật Lưu trữ;", "Điều 1. Phê duyệt danh mục.")
FOLLOWS = typeset(">2", "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", "Nơi nhận:")
BACK = typeset(">PHẦN GHI CHÚ NHỮNG THÔNG TIN THAY ĐỔI SAU NÀY", "Ngày tháng năm", "Nội dung ghi chú")
ANNEX = typeset(*MOTTO, ">QUY CHẾ", ">(Ban hành kèm theo Quyết định số 12/QĐ-UBND)", "Điều 1. Phạm vi")


def test_nothing_gives_nothing() -> None:
    assert split([]) == []


def test_every_motto_begins_a_record() -> None:
    assert split([typeset(*BIRTH), typeset(*BIRTH), DECISION]) == [[0], [1], [2]]


def test_pages_without_a_head_follow_the_record_before() -> None:
    assert split([DECISION, FOLLOWS, typeset(*BIRTH), BACK]) == [[0, 1], [2, 3]]


def test_an_annex_belongs_to_the_decision_that_brought_it() -> None:
    assert split([DECISION, ANNEX, FOLLOWS]) == [[0, 1, 2]]


def test_a_title_alone_begins_a_certificate_but_not_a_letter() -> None:
    cut_off = typeset(">GIẤY KHAI SINH", *BIRTH[4:])
    enacting = typeset(">QUYẾT ĐỊNH:", "Điều 1. Phê duyệt danh mục.")
    assert split([DECISION, enacting, cut_off]) == [[0, 1], [2]]


def test_a_first_page_without_evidence_is_a_record_all_the_same() -> None:
    assert split([FOLLOWS, FOLLOWS]) == [[0, 1]]


def test_pages_that_count_themselves_belong_together_whatever_stands_at_their_head() -> None:
    pages = [typeset(*MOTTO, ">BÁO CÁO", *([""] * 36), f"Trang {n}/2") for n in (1, 2)]
    bare_pages = [typeset(*([""] * 39), f"Trang {n}/2") for n in (1, 2)]
    assert split([*pages, *pages, *bare_pages]) == [[0, 1], [2, 3], [4, 5]]


def test_a_lone_number_at_the_top_is_a_following_page_even_with_a_title_of_a_form() -> None:
    quoting = typeset(">2", ">GIẤY KHAI SINH", "Điều 3. Mẫu giấy khai sinh ban hành theo Thông tư này.")
    assert split([DECISION, quoting]) == [[0, 1]]
    assert split([DECISION, typeset(">GIẤY KHAI SINH", *BIRTH[4:])]) == [[0], [1]]


def test_a_heading_far_down_a_page_begins_nothing() -> None:
    text = [f"{n}. Nội dung báo cáo về công tác quản lý đô thị" for n in range(9)]
    assert split([DECISION, typeset(*text, ">THÔNG TIN QUY HOẠCH", *text)]) == [[0, 1]]


def test_each_drawing_is_a_record_of_its_own() -> None:
    assert split([typeset(*PLANNING), typeset(*DRAWING), typeset(*DRAWING)]) == [[0], [1], [2]]


def test_papers_of_the_old_regime_begin_records_without_the_motto_of_today() -> None:
    assert split([typeset(*OLD_BIRTH), typeset(*FRENCH_BIRTH), typeset(*CHANGES)]) == [[0], [1], [2]]


def test_garbled_heads_still_begin_records() -> None:
    garbled = typeset("C0NG HOA XA Hl CHU NGHIA VlET NAM", ">TRlCH LUC KHA1 SINH", *BIRTH[4:])
    untitled = typeset(">TRlCH LUC KHA1 SlNH", *BIRTH[4:])
    assert split([typeset(*BIRTH), garbled, untitled, BACK]) == [[0], [1], [2, 3]]


def test_page_numbers_are_read_where_they_stand() -> None:
    foot = [""] * 38
    assert page_number(lay_out(typeset(">2", "Điều 2. Hiệu lực"))) == PageNumber(2)
    assert page_number(lay_out(typeset(*foot, ">Trang 2/3"))) == PageNumber(2, 3)
    assert page_number(lay_out(typeset(*foot, "Trang 2 / 3"))) == PageNumber(2, 3)
    assert page_number(lay_out(typeset(*foot, ">2/3"))) == PageNumber(2, 3)
    assert page_number(lay_out(typeset("Số: 12/2019", "Số: 3/12"))) is None
    assert page_number(lay_out(typeset("", "", "", "", "", "", "", "12/30"))) is None


PAGES = (
    typeset(*BIRTH),
    DECISION,
    FOLLOWS,
    BACK,
    ANNEX,
    typeset(*DRAWING),
    typeset("Trang 2/3"),
    typeset(">5"),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PAGES), max_size=6))
def test_every_page_is_in_exactly_one_record_and_in_order(pages: list[PageText]) -> None:
    assert [index for group in split(pages) for index in group] == list(range(len(pages)))
