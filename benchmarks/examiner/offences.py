"""Papers of offences: a record of what was seen, and a decision with a fine."""

from __future__ import annotations

import html

from benchmarks.examiner.dates import signed
from benchmarks.examiner.form import Row, head, row, rows, title
from benchmarks.examiner.marks import signature
from benchmarks.examiner.paper import Paper
from benchmarks.examiner.people import TRADES, named, person
from benchmarks.examiner.permits import Desk, desk, desk_end, desk_head
from benchmarks.examiner.places import home

_ACTS = (
    "Tổ chức thi công xây dựng công trình không có giấy phép xây dựng theo quy định",
    "Để vật liệu xây dựng trên vỉa hè gây cản trở giao thông",
    "Đổ nước thải ra lòng đường đô thị",
)
_RULES = (
    "điểm c khoản 7 Điều 16 Nghị định số 16/2022/NĐ-CP",
    "điểm b khoản 2 Điều 12 Nghị định số 100/2019/NĐ-CP",
)
_CHAIR = (("CHỦ TỊCH",), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))


def _violator(paper: Paper, at: Desk) -> list[Row]:
    who = person(paper.rng, paper.either("Nam", "Nữ"), at.day, (20, 66), at.where)
    return [
        row(paper.either("Họ và tên", "Ông (bà)"), paper.name("violator_name", who.name)),
        row(
            "Ngày, tháng, năm sinh",
            paper.say("violator_birth_date", at.spelling.short(who.born), who.born.isoformat()),
        ),
        row("Nghề nghiệp", paper.say("violator_occupation", paper.rng.choice(TRADES))),
        row("Nơi ở hiện tại", paper.say("violator_address", home(paper.rng, at.where))),
        row("Số định danh cá nhân/CMND/Hộ chiếu", paper.say("violator_id_number", who.number)),
    ]


def penalty(paper: Paper) -> str:
    """A decision with a fine."""
    at = desk(paper, 2018, 2026)
    top = desk_head(paper, at, "decision_number", "/QĐ-XPHC")
    fine = paper.rng.randint(3, 160) * 500000
    record = paper.say("violation_record_number", f"{paper.rng.randint(4, 200)}/BB-VPHC")
    money = paper.say("fine_amount_vnd", f"{fine:,} đồng".replace(",", "."), str(fine))
    days = paper.say("deadline_days", "10 ngày", "10")
    lines: list[Row] = [
        row("Đã có hành vi vi phạm hành chính", paper.say("violation_act", paper.rng.choice(_ACTS))),
        row("Địa điểm xảy ra vi phạm", paper.say("violation_place", home(paper.rng, at.where))),
        row("Quy định tại", paper.say("legal_basis", paper.rng.choice(_RULES))),
        [("Hình thức xử phạt chính", paper.say("main_penalty", "Phạt tiền")), ("Mức tiền phạt", money)],
        row(
            "Biện pháp khắc phục hậu quả",
            paper.say("remedial_measures", paper.either("Không", "Buộc khôi phục lại tình trạng ban đầu")),
        ),
    ]
    return (
        top
        + title(paper, "QUYẾT ĐỊNH", "<b>Xử phạt vi phạm hành chính</b>")
        + "<p><i>Căn cứ Luật Xử lý vi phạm hành chính;</i></p><p><i>Căn cứ Biên bản vi phạm "
        f"hành chính số {record};</i></p>"
        + "<p><b>Điều 1.</b> Xử phạt vi phạm hành chính đối với người có tên sau đây:</p>"
        + rows(paper, _violator(paper, at) + lines)
        + f"<p><b>Điều 2.</b> Trong thời hạn {days} kể từ ngày nhận Quyết định này, người bị xử "
        "phạt phải chấp hành.</p>" + desk_end(paper, at, ("Như Điều 1", "Kho bạc Nhà nước"), _CHAIR)
    )


def record(paper: Paper) -> str:
    """A record of an offence, made where it was seen."""
    at = desk(paper, 2018, 2026)
    count, tail = f"{paper.rng.randint(2, 180):02}", "/BB-VPHC"
    under = f"Số: {paper.inked('record_number', [(count, True), (tail, False)], count + tail)}"
    paper.say("issuing_agency", at.body)
    top = head(paper, ["<br>".join(at.lines)], under, "") + title(
        paper, "BIÊN BẢN", "<b>Vi phạm hành chính</b>"
    )
    opening = (
        f"<p>Hôm nay, hồi {_opened(paper, at)}, tại {paper.say('place', home(paper.rng, at.where))}.</p>"
    )
    maker, seen = named(paper.rng, "Nam"), named(paper.rng, paper.either("Nam", "Nữ"))
    post = paper.either("Công chức Địa chính - Xây dựng", "Thanh tra viên")
    us: list[Row] = [
        row("Người lập biên bản", paper.say("recorder_name", maker)),
        row("Chức vụ", paper.say("recorder_position", post)),
        row("Người chứng kiến", paper.say("witness_name", seen)),
    ]
    found: list[Row] = [
        row("Hành vi vi phạm", paper.say("violation_act", paper.rng.choice(_ACTS))),
        row("Quy định bị vi phạm", paper.say("violated_rule", paper.rng.choice(_RULES))),
    ]
    who = "<p><b>Đối với cá nhân có tên sau đây:</b></p>"
    told = opening + rows(paper, us) + who + rows(paper, _violator(paper, at) + found)
    return top + told + _hands(paper, maker, seen)


def _opened(paper: Paper, at: Desk) -> str:
    day = "".join(text for text, _ in signed(at.day, paper.rng))
    time = f"{paper.rng.randint(7, 17):02} giờ {paper.rng.choice((0, 10, 15, 30, 45)):02} phút"
    paper.say("record_date", day, at.day.isoformat())
    return paper.say("record_datetime", f"{time}, {day}")


def _hands(paper: Paper, maker: str, seen: str) -> str:
    paper.say("signer_position", "NGƯỜI LẬP BIÊN BẢN")
    paper.say("signer_name", maker)
    cells = "".join(
        f'<td class="c"><b>{place}</b><div>{signature(paper.rng, 30)}</div>{html.escape(name)}</td>'
        for place, name in (("NGƯỜI VI PHẠM", ""), ("NGƯỜI CHỨNG KIẾN", seen), ("NGƯỜI LẬP BIÊN BẢN", maker))
    )
    return f'<table style="width:100%;margin-top:4mm"><tr>{cells}</tr></table>'
