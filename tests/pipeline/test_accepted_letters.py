"""Official documents that are read rightly are accepted: numbers in print, letters of two pages, lists and blocks that
stand whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from official_papers import SIGNED, foot, head, values
from test_second_network import looked
from typeset import reading, typeset

from ocr.page import Box, Mark
from ocr.reading import PageReading
from pipeline.accept import Grounds, decide
from pipeline.checks.conflict import conflict
from pipeline.extract import Extraction
from pipeline.extract.confidence import is_shaped
from pipeline.extract.evidence import Evidence
from pipeline.interpret import doubtful_places, interpret
from pipeline.looks import Agreement
from pipeline.normalize.offices import heads_body, whole_block
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types
from pipeline.trust import Signs
from pipeline.vouching import vouched_for
from pipeline.weigh import weigh_fields

BODY = ("UBND TỈNH LONG AN", "SỞ TƯ PHÁP")
LETTER = head(*BODY, "Số: 456/STP-HCTP", "V/v cung cấp thông tin hộ tịch")
TO = ("", ">Kính gửi: Phòng Tư pháp các huyện")
TEXT = ("Sở Tư pháp đề nghị các phòng cung cấp thông tin trong sổ hộ tịch đang lưu giữ.",) * 6
NUMBERED = (
    *head(*BODY, "Số: 4342/QĐ-STP?60"),
    "",
    ">QUYẾT ĐỊNH",
    ">Về việc cấp bản sao trích lục hộ tịch",
    "",
)


def entry(key: str, *pages: PageReading, looks: Sequence[object] = ()) -> Field:
    (record,) = interpret(pages, None, None, list(looks) or None)  # type: ignore[arg-type]
    return next(field for field in record.fields if field.key == key)


def test_a_letter_is_one_by_what_stands_below_its_number_though_its_list_is_on_the_next_page() -> None:
    pages = [reading(typeset(*LETTER, *TO, *TEXT)), reading(typeset(*TEXT, *SIGNED), 2)]
    (record,) = interpret(pages)
    assert record.type == "correspondence"
    assert "TYPE_UNSURE" not in {finding.code for finding in record.findings}
    elsewhere = [line.replace("V/v cung cấp thông tin", "cung cấp thông tin") for line in LETTER]
    (other,) = interpret([reading(typeset(*elsewhere, *TO, *TEXT)), pages[1]])
    assert "TYPE_UNSURE" in {finding.code for finding in other.findings}


def test_a_last_page_by_hand_bars_what_stands_on_it_alone() -> None:
    pages = [reading(typeset(*NUMBERED, *TEXT)), reading(typeset("", *SIGNED), 2, "handwritten")]
    (record,) = interpret(pages)
    state = {field.key: field.state for field in record.fields}
    assert state["kind"] is FieldState.ACCEPTED
    assert state["signer_name"] is state["signer_position"] is FieldState.NEEDS_REVIEW
    (record,) = interpret([reading(typeset(*NUMBERED, *TEXT), 1, "handwritten"), pages[1]])
    assert not any(field.state is FieldState.ACCEPTED for field in record.fields)


def numbered(printed: bool, ways: Sequence[str], others: Sequence[str]) -> Field:
    """The number of a decision, read with 0.6 and again in five ways, whose figures are of the page's print or not."""
    page = reading(typeset(*NUMBERED, *TEXT, *SIGNED))
    box = entry("number", page).box
    assert box is not None
    assert box in doubtful_places([page])[0]
    marks = (Mark("figures", "4342", Box(box.x0, box.y0, box.x1, box.y1)),)
    page = replace(page, figures=marks if printed else ())
    return entry("number", page, looks=[looked(ways, others, box)])


@pytest.mark.parametrize("printed", [True, False])
def test_a_number_in_print_that_both_networks_gave_is_accepted(printed: bool) -> None:
    found = numbered(printed, ("4342/QĐ-STP",) * 3, ("4342/QĐ-STP",) * 2)
    assert found.value == "4342/QĐ-STP"
    assert (found.state is FieldState.ACCEPTED) == printed


@pytest.mark.parametrize(("printed", "value"), [(True, "4342/QĐ-STP"), (False, "1342/QĐ-STP")])
def test_no_way_of_reading_unsays_figures_that_the_page_prints(printed: bool, value: str) -> None:
    found = numbered(printed, ("1342/QĐ-STP",) * 3, ("1342/QĐ-STP",) * 2)
    assert (found.value, found.state) == (value, FieldState.NEEDS_REVIEW)


@pytest.mark.parametrize("kept", ["Lưu: VT", "Lưu: VP, TH", "Lưu VP Đảng ủy", "Lưu Văn phòng"])
def test_a_list_ends_with_whoever_keeps_a_copy(kept: str) -> None:
    assert is_shaped("recipients", f"Như Điều 3; Ban Giám đốc; {kept}")
    assert not is_shaped("recipients", f"Như Điều 3; {kept}; Ban Giám đốc")
    assert not is_shaped("recipients", f"Các chỉ bộ trực thuộc; {kept}")


def test_commas_part_those_who_keep_a_copy() -> None:
    lines = [line.replace("VT.", "VT; QLCL.") for line in foot("GIÁM ĐỐC", "", "Lê Thị An")]
    assert values(*LETTER, *TO, *TEXT, *lines)["recipients"] == "Như trên; Lưu: VT, QLCL"


@pytest.mark.parametrize(
    ("text", "shaped"),
    [
        ("Phê duyệt kết quả gói thầu số 39: sửa chữa trụ sở", True),
        ("V/v: mời tham gia chào giá sửa chữa trụ sở", True),
        ("Nghề nghiệp: Giáo viên", False),
        ("Về việc giao chỉ tiêu kế hoạch đất đai", True),
        ("Về việc ban hành Quy chế chỉ tiêu nội bộ", False),
        ("Về việc bổ nhiệm ông Trần Nhã giữ chức vụ Phó Trưởng phòng Nội vụ", True),
        ("Về việc bổ nhiệm ông Trần Nhã giữ chức vụ Phó Trưởng", False),
        ("Kinh doanh tự do", True),
        ("Giấy chứng nhận cũ do", False),
        ("Công trình đúng theo giấy phép được cấp", True),
        ("Giấy tờ về nhà đất cấp", False),
    ],
)
def test_what_a_paper_is_about_has_the_shape_of_a_text(text: str, shaped: bool) -> None:
    assert is_shaped("text", text) == shaped


@pytest.mark.parametrize(
    ("block", "whole"),
    [
        ("T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ", True),
        ("T/M BAN THƯỜNG VỤ", False),
        ("BÍ THƯ", False),
        ("TL. CỤC TRƯỞNG CHÁNH VĂN PHÒNG", True),
        ("TL. CHỦ TỊCH GIÁM ĐỐC SỞ NỘI VỤ", True),
        ("TL. CHỦ TỊCH GIÁM ĐỐC", False),
        ("TL. HIỆU TRƯỞNG KT. TRƯỞNG PHÒNG ĐÀO TẠO", False),
    ],
)
def test_blocks_of_the_party_and_by_order(block: str, whole: bool) -> None:
    assert whole_block(block) == whole


@pytest.mark.parametrize(
    ("line", "body", "heads"),
    [
        ("Q. GIÁM ĐỐC", "SỞ Y TẾ", True),
        ("PHÓ GIÁM ĐỐC PHỤ TRÁCH", "SỞ Y TẾ", True),
        ("PHÓ GIÁM ĐỐC", "SỞ Y TẾ", False),
        ("THỨ TRƯỞNG PHỤ TRÁCH", "BỘ Y TẾ", True),
        ("CHÁNH ÁN", "TÒA ÁN NHÂN DÂN KHU VỰC 9", True),
        ("Q. CHỦ TỊCH", "ỦY BAN NHÂN DÂN XÃ EA KAR", False),
    ],
)
def test_who_acts_as_head_or_is_in_charge_signs_alone(line: str, body: str, heads: bool) -> None:
    assert heads_body(line, body) == heads


ALL = Agreement(asked=3, same=3, others=2, confirmed=2, figures=0.9)


@pytest.mark.parametrize(
    ("key", "value", "whole", "gave", "vouched"),
    [
        ("signer_position", "T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ", False, ALL, True),
        ("signer_position", "T/M BAN THƯỜNG VỤ", False, ALL, False),
        ("abstract", "Về việc kiện toàn Tổ công tác", False, replace(ALL, same=2), True),
        ("abstract", "Về việc kiện toàn Tổ công tác", False, replace(ALL, same=2, rivals=1), False),
        ("abstract", "Về việc kiện toàn Tổ công tác", False, replace(ALL, same=2, confirmed=1), False),
        ("issuing_body", "BAN DÂN TỘC", True, replace(ALL, confirmed=1), True),
        ("issuing_body", "BAN DÂN TỘC", True, replace(ALL, same=2), True),
        ("issuing_body", "BAN DÂN TỘC", True, replace(ALL, same=2, confirmed=1), False),
        ("issuing_body", "BAN DÂN TỘC", True, replace(ALL, confirmed=1, disputed=1), False),
        ("issuing_body", "BAN DÂN TỘC", False, ALL, False),
    ],
)
def test_a_way_may_slip_where_nothing_came_of_it_that_could_stand_there(
    key: str, value: str, whole: bool, gave: Agreement, vouched: bool
) -> None:
    spec = record_types()["correspondence"].spec(key)
    held = Field(key, value, value, 0.9, FieldState.NEEDS_REVIEW)
    assert vouched_for(spec, held, Evidence(whole=whole), gave) == vouched


@pytest.mark.parametrize(
    ("gave", "vouched"),
    [
        (replace(ALL, confirmed=1), True),
        (replace(ALL, same=2), True),
        (replace(ALL, same=2, confirmed=1), False),
        (replace(ALL, confirmed=1, disputed=1), False),
        (replace(ALL, same=2, figures=0.0), False),
        (replace(ALL, confirmed=1, marked=True), False),
    ],
)
def test_one_way_may_slip_at_an_address(gave: Agreement, vouched: bool) -> None:
    told = "12 Sút Mgrư, thị trấn Sông Đốc, huyện Trần Văn Thời, tỉnh Cà Mau"
    held = Field("child_birth_place", told, told, 0.9, FieldState.NEEDS_REVIEW)
    spec = record_types()["birth"].spec("child_birth_place")
    assert vouched_for(spec, held, Evidence(), gave) == vouched


@pytest.mark.parametrize(
    ("held", "clear"),
    [
        (Signs(0.96, True, False, 8, asked=True, same=1, sure=0.95, other_asked=True, confirmed=1), True),
        (Signs(0.96, True, False, 8, asked=True, same=1, sure=0.95, other_asked=True, confirmed=0.5), False),
        (
            Signs(0.96, True, False, 8, asked=True, same=2 / 3, sure=0.95, other_asked=True, confirmed=1),
            False,
        ),
        (Signs(0.8, True, False, 8, asked=True, same=1, sure=0.95, other_asked=True, confirmed=1), False),
        (Signs(0.96, True, False, 8), False),
    ],
)
def test_figures_beside_a_misread_one_stand_where_every_way_of_both_networks_gave_them(
    held: Signs, clear: bool
) -> None:
    assert held.in_all == clear
    number = Field("number", "4342/QĐ-STP", "4342/QĐ-STP", 0.99, FieldState.NEEDS_REVIEW)
    day = Field("issue_date", None, "ngày 3? tháng 4", 0.3, FieldState.NEEDS_REVIEW)
    told = conflict("R003", "issue_date", written="ngày 3? tháng 4")
    grounds = Grounds(clear=frozenset({"number"} if held.in_all else ()))
    number, day = decide(record_types()["correspondence"], [number, day], [told], grounds=grounds)
    assert (number.state is FieldState.ACCEPTED) == clear
    assert day.state is FieldState.NEEDS_REVIEW


@pytest.mark.parametrize("printed", [True, False])
def test_a_day_by_hand_that_is_none_does_not_doubt_a_number_in_print(printed: bool) -> None:
    number = Field("number", "4342/QĐ-STP", "4342/QĐ-STP", 0.99, FieldState.NEEDS_REVIEW)
    day = Field("issue_date", None, "ngày 3? tháng 4", 0.3, FieldState.NEEDS_REVIEW)
    told = conflict("R003", "issue_date", written="ngày 3? tháng 4")
    grounds = Grounds(printed=frozenset({"number"} if printed else ()))
    decided = decide(record_types()["correspondence"], [number, day], [told], grounds=grounds)
    assert (decided[0].state is FieldState.ACCEPTED) == printed


@pytest.mark.parametrize(
    ("body", "vouched"),
    [("CÔNG TY KHAI THÁC CÔNG TRÌNH THỦY LỢI", True), ("VIÊN KHAI THÁC CÔNG TRÌNH THỦY LỢI", False)],
)
def test_a_body_that_begins_inside_its_name_lost_a_line(body: str, vouched: bool) -> None:
    spec = record_types()["correspondence"].spec("issuing_body")
    held = Field("issuing_body", body, body, 0.9, FieldState.NEEDS_REVIEW)
    every = Agreement(3, 3, others=2, confirmed=2)
    assert vouched_for(spec, held, Evidence(0.9, whole=True), every) is vouched


@pytest.mark.parametrize(
    ("text", "vouched"),
    [
        ("Công ty TNHH Tư vấn Thiết kế Không Gian Việt", True),
        ("KT-01 đến KT-08 Công ty TNHH Tư vấn Thiết kế Không Gian Việt", False),
        ("Quyết định số 41/2021/QĐST-HNGĐ", True),
        ("Quyết định số 41/2021/QĐST- HNGĐ", False),
    ],
)
def test_texts_that_join_what_stands_under_two_labels_and_torn_symbols_have_no_voucher(
    text: str, vouched: bool
) -> None:
    spec = record_types()["construction_permit"].spec("design_org")
    held = Field("design_org", text, text, 0.9, FieldState.NEEDS_REVIEW)
    every = Agreement(3, 3, figures=0.9, others=2, confirmed=2)
    assert vouched_for(spec, held, Evidence(0.9), every) is vouched


@pytest.mark.parametrize(("rows", "chance"), [(1, 0.9), (2, 0.4)])
def test_a_number_on_two_rows_goes_to_a_person(rows: int, chance: float) -> None:
    kind = record_types()["construction_permit"]
    lines = tuple(Box(100, 50 * row, 200, 50 * row + 30) for row in range(rows))
    held = Field("map_sheet_number", "79", "79", 0.9, FieldState.NEEDS_REVIEW, 0, lines[0])
    signs = Evidence(0.98, usual=True, letters=2, rows=lines)
    weighed = weigh_fields(kind, Extraction((held,), (), {"map_sheet_number": signs}), ())
    assert (weighed.fields[0].confidence > chance) == (rows == 1)
    assert ("map_sheet_number" in weighed.unsure) == (rows == 2)


@pytest.mark.parametrize(("value", "accepted"), [("38 đường Hoa Mai", False), ("đường Hoa Mai", True)])
def test_figures_among_words_are_never_accepted_read_once(value: str, accepted: bool) -> None:
    kind = record_types()["construction_permit"]
    held = Field("site_address", value, value, 0.999, FieldState.NEEDS_REVIEW)
    for once in (frozenset({"site_address"}), frozenset[str]()):
        (decided,) = decide(kind, [held], [], grounds=Grounds(once=once))
        assert (decided.state is FieldState.ACCEPTED) == (accepted or not once)
