"""Extracts of deaths, and the old certificate of death."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.third_hand.births import registered_at, signing
from benchmarks.third_hand.facts import Fact, Sheet, plain
from benchmarks.third_hand.frame import head, motto, number_line
from benchmarks.third_hand.people import date_in_words, day, identity_paper, person, written_date


def _values(sheet: Sheet) -> dict[str, Fact | str]:
    rng = sheet.rng
    dead = person(rng, born=(1931, 1970))
    died = day(rng, 2008, 2025)
    hour, minute = rng.randint(0, 23), rng.randint(0, 59)
    notice = rng.choice((f"{rng.randint(2, 99)}/GBT-UBND", f"{rng.randint(10, 300)}/BT"))
    return {
        "deceased_full_name": sheet.name(dead.name),
        "deceased_birth_date": written_date(rng, dead.born),
        "deceased_gender": dead.sex,
        "deceased_ethnicity": dead.ethnicity,
        "deceased_nationality": "Việt Nam",
        "deceased_personal_id": dead.number,
        "deceased_residence_place": dead.home,
        "deceased_id_doc": identity_paper(rng, dead),
        "deceased_death_time": Fact(f"{hour:02d}:{minute:02d}", f"{hour:02d} giờ {minute:02d} phút"),
        "deceased_death_date": Fact(died.isoformat(), f"ngày {died:%d} tháng {died:%m} năm {died.year}"),
        "deceased_death_date_words": date_in_words(died),
        "deceased_death_place": rng.choice(("Tại nhà", "Bệnh viện Chợ Rẫy, Thành phố Hồ Chí Minh", dead.home)),
        "deceased_death_cause": rng.choice(("Bệnh già", "Tai nạn giao thông", "Ung thư phổi", "Đột quỵ", "Suy hô hấp")),
        "death_notice_number": notice,
        "death_notice_issuer": registered_at(rng, dead),
        "death_notice_date": written_date(rng, died + timedelta(days=1)),
        "registration_place": registered_at(rng, dead),
        "registration_date": written_date(rng, died + timedelta(days=rng.randint(1, 14))),
        "number": f"{rng.randint(1, 260)}" + rng.choice(("", f"/{died.year}")),
        "book_number": f"{rng.randint(1, 2):02d}/{died.year}",
        "applicant_full_name": person(rng).name,
        "implementer_name": person(rng).name,
    }  # fmt: skip


def _unit(values: dict[str, Fact | str]) -> str:
    return str(values["registration_place"]).replace("Ủy ban nhân dân ", "").replace("UBND ", "")


def extract(sheet: Sheet) -> str:
    """Trích lục khai tử (bản sao) since 2016."""
    values = _values(sheet)
    rng, issued = sheet.rng, day(sheet.rng, 2021, 2026)
    number = (
        f"{rng.randint(1, 700)}/TLKT-BS"
        if rng.random() < 0.6
        else f"{rng.randint(1, 700)}/{issued.year}/TLKT-BS"
    )
    left = (
        f"<b>ỦY BAN NHÂN DÂN<br>{_unit(values).split(',')[0].upper()}</b><br>"
        f"{number_line(sheet, 'extract_number', number)}"
    )
    top = head(left, motto(rng) + f"<i>Ngày {issued:%d} tháng {issued:%m} năm {issued.year}</i>")
    body = sheet.lines(
        """
        Họ, chữ đệm, tên: {deceased_full_name}
        Ngày, tháng, năm sinh: {deceased_birth_date}
        Giới tính: {deceased_gender} ¦ Dân tộc: {deceased_ethnicity} ¦ Quốc tịch: {deceased_nationality}
        Số định danh cá nhân: {deceased_personal_id}
        Giấy tờ tùy thân: {deceased_id_doc}
        Nơi cư trú cuối cùng: {deceased_residence_place}
        Đã chết vào lúc: {deceased_death_time}, {deceased_death_date}
        [Ghi bằng chữ|(Ghi bằng chữ)|Bằng chữ]: {deceased_death_date_words}
        Nơi chết: {deceased_death_place}
        Nguyên nhân chết: {deceased_death_cause}
        [Đăng ký khai tử tại|Đã đăng ký khai tử tại]: {registration_place}
        Số: {number}[, | ]ngày, tháng, năm đăng ký: {registration_date}
        """
        if rng.random() < 0.5
        else """
        Họ, chữ đệm, tên người chết: {deceased_full_name}
        Ngày, tháng, năm sinh: {deceased_birth_date} ¦ Giới tính: {deceased_gender}
        Dân tộc: {deceased_ethnicity} ¦ Quốc tịch: {deceased_nationality}
        Nơi cư trú cuối cùng: {deceased_residence_place}
        Giấy tờ tùy thân: {deceased_id_doc}
        Đã chết vào lúc: {deceased_death_time}, {deceased_death_date} (Ghi bằng chữ: \
        {deceased_death_date_words})
        Nơi chết: {deceased_death_place}
        Nguyên nhân chết: {deceased_death_cause}
        Giấy báo tử/Giấy tờ thay thế Giấy báo tử số: {death_notice_number} do {death_notice_issuer} cấp \
        {death_notice_date}
        Nơi đăng ký khai tử: {registration_place}
        Số: {number} ¦ Ngày, tháng, năm đăng ký: {registration_date}
        """,
        **{**values, "death_notice_date": _with_day(values["death_notice_date"])},
    )
    sheet.note("note", Fact(None))
    body += '<div class="line">Ghi chú:</div>'
    return (
        f'{top}<div class="title">TRÍCH LỤC KHAI TỬ</div><div class="under"><b>(BẢN SAO)</b></div>{body}'
        + signing(sheet, _unit(values), "NGƯỜI KÝ TRÍCH LỤC")
    )


def _with_day(fact: Fact | str) -> Fact:
    assert isinstance(fact, Fact)
    return fact if fact.shown.startswith("ngày") else Fact(fact.value, f"ngày {fact.shown}")


def certificate_2010(sheet: Sheet) -> str:
    """Giấy chứng tử of circular 08.a/2010."""
    values = _values(sheet)
    right = f"{number_line(sheet, 'number', str(values['number']))}<br>" + sheet.text(
        "Quyển số: {book_number}", **values
    )
    top = f'<div class="under">{motto(sheet.rng)}</div><div style="text-align:right">{right}</div>'
    body = sheet.lines(
        """
        Họ và tên: {deceased_full_name} ¦ Giới tính: {deceased_gender}
        Ngày, tháng, năm sinh: {deceased_birth_date}
        Dân tộc: {deceased_ethnicity} ¦ Quốc tịch: {deceased_nationality}
        Nơi thường trú/tạm trú cuối cùng: {deceased_residence_place}
        Số Giấy CMND/Hộ chiếu/Giấy tờ hợp lệ thay thế: {deceased_id_doc}
        Đã chết vào lúc: {deceased_death_time}, {deceased_death_date}
        Nơi chết: {deceased_death_place}
        Nguyên nhân chết: {deceased_death_cause}
        Nơi đăng ký: {registration_place}
        Ngày, tháng, năm đăng ký: {registration_date}
        """,
        **values,
    )
    clerk = str(values["implementer_name"])
    sheet.note("implementer_name", plain(clerk))
    left = f"<b>NGƯỜI THỰC HIỆN</b><div style='height:100px'></div>{clerk}"
    end = signing(sheet, _unit(values), "NGƯỜI KÝ GIẤY CHỨNG TỬ")
    end = end.replace('<td class="to"', '<td class="sign"', 1).replace("</td>", f"{left}</td>", 1)
    copy = sheet.rng.choice(("(BẢN SAO)", ""))
    return f'{top}<div class="title">GIẤY CHỨNG TỬ</div><div class="under">{copy}</div>{body}{end}'
