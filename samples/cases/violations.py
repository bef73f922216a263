"""Records of violations of building order, and the decisions that fine them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from samples.cases import wordings as w
from samples.cases.case import Case, Entry, Foot, Head, Part, Sentence
from samples.cases.offices import keeper, working_day
from samples.form import Cell
from samples.papers.marriage import JOBS
from samples.people import Person, name, person
from samples.places import address

ACTS = (
    "Xây dựng công trình không có giấy phép xây dựng",
    "Tổ chức thi công xây dựng sai nội dung giấy phép xây dựng được cấp",
    "Xây dựng nhà ở riêng lẻ không phép trên đất nông nghiệp, diện tích 48 m²",
    "Xây dựng lấn chiếm vỉa hè, phần mái che nhô ra 1,2 m",
)
RULES = ("điểm a khoản 7 Điều 16 Nghị định số 16/2022/NĐ-CP", "khoản 5 Điều 15 Nghị định số 139/2017/NĐ-CP")
REMEDIES = (
    "Buộc phá dỡ công trình, phần công trình xây dựng vi phạm",
    "Buộc khôi phục lại tình trạng ban đầu",
)
AMOUNTS = {
    "15.000.000": "Mười lăm triệu đồng",
    "70.000.000": "Bảy mươi triệu đồng",
    "4.500.000": "Bốn triệu năm trăm nghìn đồng",
}
NAME = ("Họ và tên", "Ông (bà)", "Họ, tên")
ADDRESS = ("Nơi ở hiện tại", "Nơi cư trú", "Địa chỉ thường trú")
IDENTITY = ("Số định danh cá nhân/CMND/Hộ chiếu", "Số CCCD", "CCCD số", "Số CMND/Hộ chiếu")


def _offender(rng: Random, who: Person, on: date) -> tuple[Entry, ...]:
    issued = on - timedelta(days=rng.randint(200, 2500))
    return (
        Entry("violator_name", NAME, who.name, strong=True),
        w.date_entry("violator_birth_date", w.BIRTH, who.born, "slash"),
        Entry("", ("Quốc tịch",), "Việt Nam"),
        Entry("violator_occupation", ("Nghề nghiệp",), rng.choice(JOBS)),
        Entry("violator_address", ADDRESS, who.address, wide=True),
        Entry("violator_id_number", IDENTITY, who.personal_id if on.year > 2016 else who.old_id),
        w.date_entry("", ("ngày cấp", "Ngày cấp"), issued, "slash"),
    )


def violation(rng: Random) -> Case:
    """Biên bản vi phạm hành chính."""
    seen = working_day(rng, date(2013, 7, 1), date(2026, 9, 30))
    office, who = keeper(rng, seen), person(rng, seen, (22, 72))
    dated = w.written_date(seen, "long")
    hour, minute = rng.randint(8, 17), rng.choice([0, 15, 30, 45])
    moment = f"{hour:02d} giờ {minute:02d} phút, {dated}"
    place = rng.choice([f"trụ sở UBND {office.local}", address(rng, seen)])
    parts = (
        Part(
            (
                Sentence((Cell("Hôm nay, hồi", "record_datetime", moment), Cell(", tại", "place", place))),
                Sentence((Cell("Chúng tôi gồm:"),)),
                Entry("recorder_name", ("Họ và tên", "Ông (bà)"), name(rng, "Nam")),
                Entry(
                    "recorder_position",
                    ("Chức vụ",),
                    rng.choice(["Công chức Địa chính - Xây dựng", "Thanh tra viên"]),
                ),
            )
        ),
        Part(
            (
                Sentence(
                    (
                        Cell(
                            rng.choice(
                                [
                                    "Tiến hành lập biên bản vi phạm hành chính đối với:",
                                    "Lập biên bản đối với:",
                                ]
                            )
                        ),
                    )
                ),
            )
        ),
        Part(_offender(rng, who, seen), ("Cá nhân vi phạm",)),
        Part(
            (
                Entry(
                    "violation_act",
                    ("Đã có hành vi vi phạm hành chính", "Hành vi vi phạm"),
                    rng.choice(ACTS),
                    wide=True,
                ),
                Entry(
                    "violation_place",
                    ("Địa điểm xảy ra vi phạm", "Địa điểm vi phạm"),
                    address(rng, seen),
                    wide=True,
                ),
                Entry(
                    "violated_rule",
                    ("Quy định tại", "Các hành vi trên đã vi phạm vào"),
                    rng.choice(RULES),
                    wide=True,
                ),
            )
        ),
    )
    serial = f"{rng.randint(1, 400):02d}/BB-VPHC"
    head = Head("letter", Entry("record_number", ("Số",), serial), body_key="issuing_agency")
    titles = (("BIÊN BẢN VI PHẠM HÀNH CHÍNH",), ("BIÊN BẢN", "VI PHẠM HÀNH CHÍNH"))
    foot = Foot(("NGƯỜI LẬP BIÊN BẢN",))
    told = (("record_date", dated, seen.isoformat()),)
    return Case(
        "violation_record", "violation", titles, office, parts, head=head, foot=foot, lines=True, told=told
    )


def penalty(rng: Random) -> Case:
    """Quyết định xử phạt vi phạm hành chính."""
    issued = working_day(rng, date(2013, 7, 1), date(2026, 9, 30))
    office, who = keeper(rng, issued), person(rng, issued, (22, 72))
    seen = issued - timedelta(days=rng.randint(2, 7))
    amount = rng.choice(sorted(AMOUNTS))
    record = f"{rng.randint(1, 400):02d}/BB-VPHC"
    parts = (
        Part(
            (
                Sentence((Cell("Căn cứ Luật Xử lý vi phạm hành chính ngày 20 tháng 6 năm 2012;"),)),
                Sentence(
                    (
                        Cell("Căn cứ Biên bản vi phạm hành chính số", "violation_record_number", record),
                        Cell(f"lập ngày {w.written_date(seen, 'slash')};"),
                    )
                ),
                Sentence((Cell("QUYẾT ĐỊNH:"),)),
                Sentence((Cell("Điều 1. Xử phạt vi phạm hành chính đối với cá nhân có tên sau đây:"),)),
            )
        ),
        Part(_offender(rng, who, issued)),
        Part(
            (
                Entry(
                    "violation_act",
                    ("Đã thực hiện hành vi vi phạm hành chính", "Hành vi vi phạm"),
                    rng.choice(ACTS),
                    wide=True,
                ),
                Entry(
                    "violation_place", ("Địa điểm vi phạm", "Tại công trình"), address(rng, issued), wide=True
                ),
                Entry("legal_basis", ("Quy định tại",), rng.choice(RULES), wide=True),
                Entry("main_penalty", ("Hình thức xử phạt chính",), "Phạt tiền", wide=True),
                Sentence(
                    (
                        Cell(
                            rng.choice(["Mức tiền phạt:", "Mức phạt:", "Cụ thể mức tiền phạt:"]),
                            "fine_amount_vnd",
                            f"{amount} đồng",
                            amount.replace(".", ""),
                        ),
                        Cell(f"(Bằng chữ: {AMOUNTS[amount]})."),
                    )
                ),
                Entry("remedial_measures", ("Biện pháp khắc phục hậu quả",), rng.choice(REMEDIES), wide=True),
                Entry(
                    "deadline_days", ("Thời hạn thi hành", "Thời hạn thực hiện"), "10 ngày", "10", wide=True
                ),
                Sentence((Cell("Điều 2. Quyết định này có hiệu lực kể từ ngày ký."),)),
            )
        ),
    )
    serial = f"{rng.randint(1, 900):02d}/{rng.choice(['QĐ-XPHC', 'QĐ-XPVPHC', 'QĐ-UBND'])}"
    head = Head(
        "letter", Entry("decision_number", ("Số",), serial), body_key="issuing_agency", date_key="issue_date"
    )
    titles = (
        ("QUYẾT ĐỊNH", "Xử phạt vi phạm hành chính"),
        ("QUYẾT ĐỊNH", "VỀ VIỆC XỬ PHẠT VI PHẠM HÀNH CHÍNH"),
    )
    foot = Foot(("",), (), True)
    return Case("penalty_decision", "penalty", titles, office, parts, head=head, foot=foot, lines=True)
