"""Certificates of marital status, and extracts of guardianship."""

from __future__ import annotations

from benchmarks.examiner.form import Row, ending, head, row, rows, title
from benchmarks.examiner.paper import Paper
from benchmarks.examiner.people import named, person
from benchmarks.examiner.registry import (
    date_said,
    home_of,
    number,
    office,
    paper_of,
    people_of,
    place_and_day,
    registered,
    signer,
    units,
)  # fmt: skip

_PURPOSES = (
    "Đăng ký kết hôn", "Bổ túc hồ sơ vay vốn ngân hàng", "Chuyển nhượng quyền sử dụng đất", "Mua nhà ở xã hội",
    "Làm thủ tục xuất cảnh lao động tại Nhật Bản", "Nhận thừa kế"
)  # fmt: skip
_WORTH = "<p><i>Giấy này có giá trị trong thời hạn 06 tháng kể từ ngày cấp.</i></p>"
_REASONS = (
    "Cha, mẹ đã chết",
    "Cha chết, mẹ bị Tòa án tuyên bố mất năng lực hành vi dân sự",
    "Cha, mẹ đang chấp hành án phạt tù",
)


def certificate(paper: Paper) -> str:
    """What a ward knows about somebody's marriages."""
    at = office(paper, 2012, 2026)
    who = person(paper.rng, paper.either("Nam", "Nữ"), at.day, (19, 62), at.where)
    lines_of_head = ["ỦY BAN NHÂN DÂN", at.where.ward.upper()]
    paper.say("issue_place", " ".join(lines_of_head))
    count, tail = str(paper.rng.randint(3, 999)), paper.either("/UBND-XNTTHN", "/XN-UBND", "/UBND-XN")
    under = f"Số: {paper.inked('number', [(count, True), (tail, False)], count + tail)}"
    top = head(paper, lines_of_head, under, place_and_day(paper, at, "registration_date"))
    name = title(paper, "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN")
    chief = paper.either("ỦY BAN NHÂN DÂN", "CHỦ TỊCH ỦY BAN NHÂN DÂN")
    intro = f"<div class='c'><b>{chief} {at.where.ward.upper()}</b></div>" if paper.chance(0.5) else ""
    label = paper.either("Xác nhận ông/bà", "Họ, chữ đệm, tên", "Xác nhận (anh, chị)")
    lines: list[Row] = [
        row(label, paper.name("subject_full_name", who.name)),
        row("Ngày, tháng, năm sinh", date_said(paper, "subject_birth_date", who.born, at)),
        [("Giới tính", paper.say("subject_gender", who.gender)), *people_of(paper, "subject", who)],
        row("Giấy tờ tùy thân", paper_of(paper, "subject_id_doc", who, at)),
        row("Nơi cư trú", home_of(paper, "subject_residence_place", who, at)),
        row("Tình trạng hôn nhân", paper.say("subject_marital_status_text", _standing(paper, who.gender))),
        row(
            paper.either("Giấy này được cấp để", "Mục đích sử dụng", "Giấy này được sử dụng để"),
            paper.say("subject_purpose", paper.rng.choice(_PURPOSES)),
        ),
    ]
    worth = _WORTH if paper.chance(0.7) else ""
    return top + name + intro + rows(paper, lines) + worth + ending(paper, signer(paper, at))


def _standing(paper: Paper, gender: str) -> str:
    spouse = named(paper.rng, "Nữ" if gender == "Nam" else "Nam")
    year = paper.rng.randint(2008, 2023)
    return paper.either(
        "Chưa đăng ký kết hôn với ai",
        "Chưa có vợ, chưa đăng ký kết hôn với ai"
        if gender == "Nam"
        else "Chưa có chồng, chưa đăng ký kết hôn với ai",
        f"Đã ly hôn theo Quyết định số {paper.rng.randint(11, 600)}/{year}/QĐST-HNGĐ ngày "
        f"14/6/{year} của Tòa án nhân dân khu vực, hiện tại chưa đăng ký kết hôn với ai",
        f"Đã đăng ký kết hôn với {'bà' if gender == 'Nam' else 'ông'} {spouse} nhưng đã chết, "
        "hiện chưa đăng ký kết hôn với ai",
    )


def guardian(paper: Paper) -> str:
    """An extract that names who cares for whom."""
    at = office(paper, 2017, 2026)
    count, tail = str(paper.rng.randint(1, 60)), paper.either("/TLGH-BS", "/TLĐKGH", f"/{at.day.year}/TLGH")
    under = f"Số: {paper.inked('extract_number', [(count, True), (tail, False)], count + tail)}"
    top = head(paper, units(paper, at), under, place_and_day(paper, at, None))
    elder = person(paper.rng, paper.either("Nam", "Nữ"), at.day, (30, 75), at.where)
    ward = person(paper.rng, paper.either("Nam", "Nữ"), at.day, (2, 15), at.where)
    lines: list[Row] = []
    for prefix, who, label in (
        ("guardian", elder, "Họ, chữ đệm, tên người giám hộ"),
        ("minor", ward, "Họ, chữ đệm, tên người được giám hộ"),
    ):
        lines += [
            row(label, paper.name(f"{prefix}_full_name", who.name)),
            row("Ngày, tháng, năm sinh", date_said(paper, f"{prefix}_birth_date", who.born, at)),
            [("Giới tính", paper.say(f"{prefix}_gender", who.gender)), *people_of(paper, prefix, who)],
            row("Nơi cư trú", home_of(paper, f"{prefix}_residence_place", who, at)),
        ]
        if prefix == "guardian":
            lines.append(row("Giấy tờ tùy thân", paper_of(paper, "guardian_id_doc", who, at)))
    lines += [row("Lý do giám hộ", paper.say("guardianship_reason", paper.rng.choice(_REASONS)))]
    lines += [row("Đăng ký giám hộ tại", paper.say("registration_place", at.council))]
    lines += [[("Số", number(paper, at, most=50)), ("Ngày đăng ký", registered(paper, at))]]
    end = ending(paper, signer(paper, at), "", "<b>NGƯỜI KÝ TRÍCH LỤC</b>")
    name = title(paper, "TRÍCH LỤC ĐĂNG KÝ GIÁM HỘ", paper.either("(BẢN SAO)", ""))
    return top + name + rows(paper, lines) + end
