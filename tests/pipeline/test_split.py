"""Where records begin in a stack of pages."""

from __future__ import annotations

from typeset import BIRTH, MOTTO, typeset

from pipeline.split import split

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
