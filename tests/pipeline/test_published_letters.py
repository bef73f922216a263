"""Official documents as public bodies publish them: lists under other heads, copies certified below, peers who sign."""

from __future__ import annotations

from test_extract import fields
from typeset import typeset

from pipeline.normalize.kinds import normalise

HEAD = (
    "BỘ CÔNG THƯƠNG|CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "TRƯỜNG ĐẠI HỌC ĐIỆN LỰC|Độc lập - Tự do - Hạnh phúc",
    "Số: 2095/TB-ĐHĐL|Hà Nội, ngày 27 tháng 8 năm 2025",
    "",
    ">THÔNG BÁO",
    ">Về việc tham dự Lễ kỷ niệm và công bố quyết định",
    "",
)


def found(*lines: str) -> dict[str, str | None]:
    """Values of a notice that goes on with these lines."""
    return {key: one.value for key, one in fields(typeset(*HEAD, *lines), "correspondence").items()}


def test_a_sentence_that_begins_with_those_who_receive_is_no_head_of_a_list() -> None:
    lines = (
        "Nơi nhận chịu trách nhiệm thi hành./.",
        "",
        "Nơi gửi:|>HIỆU TRƯỞNG",
        "- Như trên;",
        "- Lưu: VT.",
    )
    assert found(*lines)["recipients"] == "Như trên; Lưu: VT"


def test_a_dash_inside_a_line_parts_no_recipients_and_a_lost_semicolon_joins_none() -> None:
    lines = ("Nơi nhận:|>HIỆU TRƯỞNG", "- Trung tâm Thông tin - Công báo,", "- Ban Giám đốc;", "- Lưu: VT.")
    assert found(*lines)["recipients"] == "Trung tâm Thông tin - Công báo; Ban Giám đốc; Lưu: VT"
    assert normalise("recipients", "-Như trên; -Website Sở.") == "Như trên; Website Sở"


def test_nothing_follows_who_keeps_a_copy() -> None:
    lines = ("Nơi nhận:|>HIỆU TRƯỞNG", "- Như trên;", "- Lưu: VT.", "đề")
    assert found(*lines)["recipients"] == "Như trên; Lưu: VT"
