"""Papers that only look like records: applications, a hospital's certificate, receipts, guides that quote a form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from samples.cases import wordings as w
from samples.cases.births import family
from samples.cases.case import Case, Entry, Foot, Head, Part, Sentence
from samples.cases.offices import Keeper, keeper, working_day
from samples.form import Cell
from samples.people import person
from samples.places import HOSPITALS, address
from samples.wording import date_words

RIGHT = ("unknown",)


def _office(rng: Random) -> Keeper:
    return keeper(rng, working_day(rng, date(2010, 2, 1), date(2026, 9, 30)))


def _person(rng: Random) -> Keeper:
    """Somebody who signs for himself: no position, no seal."""
    return replace(_office(rng), position=())


def _asked(office: Keeper, rng: Random) -> Sentence:
    return Sentence((Cell(f"Kính gửi: {office.place(rng)}"),))


def application_birth(rng: Random) -> Case:
    """Tờ khai đăng ký khai sinh: all labels of a birth certificate, signed by the applicant."""
    office = _person(rng)
    kin = family(rng, office.on - timedelta(days=rng.randint(3, 50)))
    entries = (
        Entry("", ("Họ, chữ đệm, tên người yêu cầu",), kin.father.name, wide=True),
        Entry("", w.RESIDENCE, kin.father.address, wide=True),
        Sentence((Cell("Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:"),)),
        Entry("", w.NAME_FORMS, kin.child, wide=True),
        Entry("", w.BIRTH, w.written_date(kin.born, "slash")),
        Entry("", ("ghi bằng chữ",), date_words(rng, kin.born), wide=True),
        Entry("", w.GENDER, kin.gender),
        Entry("", w.ETHNICITY, kin.father.ethnicity),
        Entry("", ("Nơi sinh",), rng.choice(HOSPITALS), wide=True),
        Entry("", w.named("người mẹ"), kin.mother.name, wide=True),
        Entry("", w.BIRTH_YEAR, str(kin.mother.born.year)),
        Entry("", w.named("người cha"), kin.father.name, wide=True),
        Sentence((Cell("Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật."),)),
    )
    titles = (
        ("TỜ KHAI ĐĂNG KÝ KHAI SINH",),
        ("TỜ KHAI", "ĐĂNG KÝ LẠI KHAI SINH"),
        ("TỜ KHAI ĐĂNG KÝ KHAI SINH", "(Dùng cho cá nhân)"),
    )
    parts = (Part((_asked(office, rng),)), Part(entries))
    return Case(
        "correspondence",
        "application_birth",
        titles,
        office,
        parts,
        also=RIGHT,
        foot=Foot(("Người yêu cầu", "NGƯỜI KHAI")),
    )


def application_marriage(rng: Random) -> Case:
    """Tờ khai đăng ký kết hôn: a table with both sides."""
    office = _person(rng)
    she, he = person(rng, office.on, (19, 38), "Nữ"), person(rng, office.on, (21, 45), "Nam")
    entries = tuple(
        Entry("", (f"{label} {side}",), value, wide=True)
        for side, who in (("bên nữ", she), ("bên nam", he))
        for label, value in (
            ("Họ, chữ đệm, tên", who.name),
            ("Ngày, tháng, năm sinh", f"{who.born:%d/%m/%Y}"),
            ("Nơi cư trú", who.address),
        )
    )
    say = Sentence(
        (Cell("Chúng tôi cam đoan những lời khai trên đây là đúng sự thật và đề nghị đăng ký kết hôn."),)
    )
    parts = (Part((_asked(office, rng),)), Part(entries), Part((say,)))
    return Case(
        "correspondence",
        "application_marriage",
        (("TỜ KHAI ĐĂNG KÝ KẾT HÔN",),),
        office,
        parts,
        also=RIGHT,
        foot=Foot(("Bên nam", "")),
    )


def application_permit(rng: Random) -> Case:
    """Đơn đề nghị cấp giấy phép xây dựng."""
    office = _person(rng)
    who = person(rng, office.on, (28, 75))
    entries = (
        Entry("", ("1. Tên chủ đầu tư (Chủ hộ)",), who.name, wide=True),
        Entry("", ("Địa chỉ liên hệ",), who.address, wide=True),
        Entry("", ("2. Địa điểm xây dựng",), address(rng, office.on), wide=True),
        Entry("", ("Lô đất số",), str(rng.randint(3, 1400))),
        Entry("", ("Diện tích",), f"{rng.randint(40, 200)} m²"),
        Entry("", ("3. Nội dung đề nghị cấp phép",), "Nhà ở riêng lẻ", wide=True),
        Entry("", ("Tổng diện tích sàn",), f"{rng.randint(60, 400)} m²"),
        Entry("", ("Chiều cao công trình",), f"{rng.randint(4, 18)} m"),
        Sentence(
            (
                Cell(
                    "Tôi xin cam đoan làm theo đúng giấy phép được cấp, nếu sai tôi xin hoàn toàn chịu trách nhiệm."
                ),
            )
        ),
    )
    titles = (("ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG",), ("ĐƠN ĐỀ NGHỊ", "CẤP GIẤY PHÉP XÂY DỰNG"))
    parts = (Part((_asked(office, rng),)), Part(entries))
    return Case(
        "correspondence",
        "application_permit",
        titles,
        office,
        parts,
        also=RIGHT,
        foot=Foot(("Người làm đơn",)),
    )


def hospital_certificate(rng: Random) -> Case:
    """Giấy chứng sinh: what a hospital gives for a birth."""
    office = _office(rng)
    kin = family(rng, office.on - timedelta(days=1))
    entries = (
        Entry("", ("Họ và tên mẹ/người nuôi dưỡng",), kin.mother.name, wide=True),
        Entry("", w.BIRTH_YEAR, str(kin.mother.born.year)),
        Entry("", ("Nơi đăng ký thường trú",), kin.mother.address, wide=True),
        Entry(
            "",
            ("Đã sinh con vào lúc",),
            f"{rng.randint(0, 23)} giờ {rng.randint(0, 59)} phút {w.written_date(kin.born, 'long')}",
            wide=True,
        ),
        Entry("", ("Tại",), rng.choice(HOSPITALS), wide=True),
        Entry("", ("Giới tính của con",), kin.gender),
        Entry("", ("Cân nặng",), f"{rng.randint(2500, 4100)} g"),
        Entry("", ("Dự định đặt tên con là",), kin.child, wide=True),
    )
    return Case(
        "correspondence",
        "hospital_certificate",
        (("GIẤY CHỨNG SINH",),),
        office,
        (Part(entries),),
        also=RIGHT,
        foot=Foot(("Người đỡ đẻ", "THỦ TRƯỞNG CƠ SỞ Y TẾ")),
    )


def receipt(rng: Random) -> Case:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả, for an application whose name it repeats."""
    office = _office(rng)
    asked = rng.choice(
        ["Đăng ký khai sinh", "Đăng ký kết hôn", "Cấp giấy phép xây dựng nhà ở riêng lẻ", "Đăng ký khai tử"]
    )
    who = person(rng, office.on, (20, 70))
    entries = (
        Entry("", ("Tiếp nhận hồ sơ của",), who.name, wide=True),
        Entry("", ("Địa chỉ",), who.address, wide=True),
        Entry("", ("Nội dung yêu cầu giải quyết",), asked, wide=True),
        Entry("", ("Thời gian nhận hồ sơ",), w.written_date(office.on, "slash")),
        Entry("", ("Thời gian trả kết quả",), w.written_date(office.on + timedelta(days=5), "slash")),
    )
    serial = f"{rng.randint(1, 9000)}/TNHS"
    titles = (("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",), ("GIẤY TIẾP NHẬN HỒ SƠ", "VÀ HẸN TRẢ KẾT QUẢ"))
    head = Head("letter", Entry("", ("Số",), serial))
    return Case(
        "correspondence",
        "receipt",
        titles,
        office,
        (Part(entries),),
        head=head,
        also=RIGHT,
        foot=Foot(("NGƯỜI TIẾP NHẬN HỒ SƠ",)),
    )


def guide(rng: Random) -> Case:
    """A notice on the wall that quotes titles and labels of certificates."""
    office = _office(rng)
    lines = (
        "Ủy ban nhân dân phường hướng dẫn cách ghi giấy tờ hộ tịch như sau:",
        "1. Mục “Họ, chữ đệm, tên” ghi bằng chữ in hoa, có dấu. Ví dụ: NGUYỄN VĂN A.",
        "2. Mục “Ngày, tháng, năm sinh”: ghi bằng số, sau đó ghi bằng chữ.",
        "3. Mục “Nơi sinh”: ghi tên cơ sở y tế và địa danh hành chính.",
        "4. Khi đến nhận GIẤY KHAI SINH hoặc GIẤY CHỨNG NHẬN KẾT HÔN, mang theo giấy tờ tùy thân.",
        "5. Mục “Nơi đăng ký”: cơ quan đăng ký ghi. Mục “Số:” để trống.",
    )
    parts = (Part(tuple(Sentence((Cell(line),)) for line in lines)),)
    titles = (
        ("HƯỚNG DẪN GHI BIỂU MẪU HỘ TỊCH",),
        ("HƯỚNG DẪN", "Cách ghi Giấy khai sinh, Giấy chứng nhận kết hôn"),
    )
    head = Head("letter", Entry("", ("Số",), f"{rng.randint(2, 90)}/HD-UBND"))
    return Case("correspondence", "guide", titles, office, parts, head=head, also=RIGHT)


KINDS = (
    application_birth,
    application_marriage,
    application_permit,
    hospital_certificate,
    receipt,
    guide,
)
