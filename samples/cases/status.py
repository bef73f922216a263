"""Certificates of marital status, and extracts of changes and corrections of civil status."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from samples.cases import wordings as w
from samples.cases.case import Case, Entry, Foot, Head, Part, Sentence
from samples.cases.offices import keeper, working_day
from samples.form import Cell
from samples.papers.registry import number
from samples.people import id_doc, name, person

STATUS = (
    "Chưa đăng ký kết hôn với ai",
    "Chưa đăng ký kết hôn lần nào",
    "Hiện tại chưa đăng ký kết hôn với ai",
    "Đã ly hôn theo Bản án số 112/2018/HNGĐ-ST của Tòa án nhân dân quận Thủ Đức, hiện chưa đăng ký kết hôn với ai",
)
PURPOSES = ("đăng ký kết hôn", "mua bán nhà ở, đất ở", "làm thủ tục vay vốn ngân hàng", "bổ túc hồ sơ")


def marital_status_paper(rng: Random) -> Case:
    """Giấy xác nhận tình trạng hôn nhân."""
    issued = working_day(rng, date(2010, 2, 1), date(2026, 9, 30))
    office, who, form = keeper(rng, issued), person(rng, issued, (19, 65)), w.figures(rng)
    new = issued.year >= 2016
    paper = id_doc(rng, who, issued)
    identity = Entry(
        "subject_id_doc", w.IDENTITY if new else w.OLD_IDENTITY, paper if new else who.old_id, wide=True
    )
    purpose = rng.choice(PURPOSES)
    asked = name(rng, rng.choice(["Nam", "Nữ"]))
    parts = (
        Part(
            (
                Sentence(
                    (
                        Cell(
                            rng.choice(["Xét đề nghị của ông/bà:", "Xét đơn của ông (bà):"]),
                            "applicant_full_name",
                            asked,
                        ),
                    )
                ),
            )
        ),
        Part((Sentence((Cell(rng.choice(["XÁC NHẬN:", "XÁC NHẬN", "Xác nhận:"])),)),)),
        Part(
            (
                Entry("subject_full_name", w.NAME_FORMS, who.name, strong=True),
                w.date_entry("subject_birth_date", w.BIRTH, who.born, form),
                Entry("subject_gender", w.GENDER, who.gender),
                *w.folk("subject", who),
                identity,
                w.home(rng, "subject", who, w.RESIDENCE if new else w.OLD_RESIDENCE),
                Entry(
                    "subject_marital_status_text",
                    ("Tình trạng hôn nhân", "Tình trạng hôn nhân hiện tại"),
                    rng.choice(STATUS),
                    wide=True,
                ),
            )
        ),
        Part(
            (
                Sentence(
                    (
                        Cell(
                            rng.choice(["Giấy này được cấp để:", "Giấy này được sử dụng để:"]),
                            "subject_purpose",
                            purpose,
                        ),
                    )
                ),
            )
        ),
    )
    serial = f"{rng.randint(2, 1500)}/{rng.choice(['UBND-XNTTHN', 'XNTTHN', 'GXNHN', f'{issued.year}/GXN'])}"
    return Case(
        "marital_status",
        "marital_status_paper",
        (("GIẤY XÁC NHẬN", "TÌNH TRẠNG HÔN NHÂN"), ("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",)),
        office,
        parts,
        head=Head(
            "letter", Entry("number", ("Số",), serial), body_key="issue_place", date_key="registration_date"
        ),
        foot=Foot(("", "NGƯỜI KÝ GIẤY XÁC NHẬN", "NGƯỜI KÝ")),
    )


CHANGES = (
    ("cải chính", "Cải chính hộ tịch", "phần ghi về năm sinh của mẹ", "1967", "1965"),
    ("thay đổi", "Thay đổi hộ tịch", "họ và chữ đệm", "Nguyễn Thị", "Nguyễn Ngọc"),
    ("cải chính", "Cải chính hộ tịch", "phần ghi về nơi sinh", "Trạm y tế xã Tân Phú", "Bệnh viện Từ Dũ"),
    ("bổ sung", "Bổ sung thông tin hộ tịch", "phần ghi về dân tộc", "để trống", "Kinh"),
)


def change_extract(rng: Random) -> Case:
    """Trích lục thay đổi, cải chính hộ tịch."""
    issued = working_day(rng, date(2016, 6, 1), date(2026, 9, 30))
    registered = max(date(2016, 2, 1), issued - timedelta(days=rng.choice([0, 0, 12, 300])))
    who, form = person(rng, registered, (1, 60)), w.figures(rng)
    word, kind, _, before, after = rng.choice(CHANGES)
    original = rng.choice(["Giấy khai sinh", "Giấy chứng nhận kết hôn"])
    old_number = f"{rng.randint(5, 600)}/{rng.randint(1985, 2015)}"
    place = keeper(rng, registered).place(rng)
    parts = (
        Part(
            (
                Entry("subject_full_name", w.NAME_FORMS, who.name, strong=True),
                w.date_entry("subject_birth_date", w.BIRTH, who.born, form),
                Entry("subject_gender", w.GENDER, who.gender),
                *w.folk("subject", who),
                Entry("subject_personal_id", w.PERSONAL_ID, who.personal_id),
                w.home(rng, "subject", who),
                w.identity(rng, "subject", who, registered),
            )
        ),
        Part(
            (
                Entry("change_kind", ("Việc", "Loại thay đổi"), kind, wide=True),
                Sentence(
                    (Cell("Trong:", "original_document", original), Cell("số", "original_number", old_number))
                ),
                Entry("change_from", ("Từ", "Đã ghi là"), before, wide=True),
                Entry("change_to", ("Thành", f"Được {word} thành", "Nay là"), after, wide=True),
                Entry("registration_place", ("Đã được đăng ký tại", "Nơi đăng ký"), place, wide=True),
                Sentence(
                    (
                        Cell("Số:", "number", number(rng, registered)),
                        Cell(
                            "",
                            "registration_date",
                            w.written_date(registered, "long"),
                            registered.isoformat(),
                        ),
                    )
                ),
            )
        ),
    )
    serial = f"{rng.randint(2, 900)}/{rng.choice(['TLCCHT', f'{issued.year}/TLCCHT', 'TLTĐHT-BS', 'TLBSHT'])}"
    return Case(
        "register_changes",
        "change_extract",
        (("TRÍCH LỤC", f"{kind.upper()}"), (f"TRÍCH LỤC {kind.upper()}",)),
        keeper(rng, issued),
        parts,
        ("(BẢN SAO)", ""),
        Head("letter", Entry("extract_number", ("Số",), serial)),
        Foot(("NGƯỜI KÝ TRÍCH LỤC", "")),
    )
