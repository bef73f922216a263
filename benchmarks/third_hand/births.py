"""Birth certificates of three circulars and extracts of births."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from benchmarks.third_hand.facts import Fact, Sheet, plain
from benchmarks.third_hand.frame import Office, closing, head, motto, number_line, place_of
from benchmarks.third_hand.offices import registrar
from benchmarks.third_hand.people import Person, date_in_words, day, identity_paper, person, written_date


def registered_at(rng: Random, who: Person) -> str:
    """The office that keeps the register of `who`'s place."""
    unit = who.place if rng.random() < 0.7 else who.place[0].upper() + who.place[1:]
    return f"{rng.choice(('Ủy ban nhân dân', 'UBND'))} {unit}"


def signing(sheet: Sheet, place: str, heading: str) -> str:
    """The signature of the registrar under `heading`."""
    office = Office("", f"ỦY BAN NHÂN DÂN\n{place.split(',')[0].upper()}", "UBND", place.split(",")[0])
    remark = sheet.rng.choice(("", "<i>(Ký, ghi rõ họ, chữ đệm, tên, chức vụ và đóng dấu)</i><br>"))
    return closing(
        sheet, office, registrar(sheet.rng), person(sheet.rng).name, title=f"<b>{heading}</b><br>{remark}"
    )


def _family(sheet: Sheet) -> tuple[Person, Person, Person]:
    rng = sheet.rng
    father = person(rng, woman=False, born=(1975, 1995))
    mother = person(rng, woman=True, born=(1977, 1997))
    child = person(rng, born=(2016, 2024), family=father.name.split()[0])
    return child, mother, father


def _values(sheet: Sheet, child: Person, mother: Person, father: Person) -> dict[str, Fact | str]:
    rng = sheet.rng
    registered = child.born + timedelta(days=rng.randint(2, 50))
    by_year = rng.random() < 0.5
    values: dict[str, Fact | str] = {
        "child_full_name": sheet.name(child.name),
        "child_birth_date": written_date(rng, child.born),
        "child_birth_date_words": date_in_words(child.born),
        "child_gender": child.sex,
        "child_ethnicity": father.ethnicity,
        "child_nationality": "Việt Nam",
        "child_birth_place": rng.choice(
            (
                "Bệnh viện Từ Dũ, Thành phố Hồ Chí Minh",
                "Bệnh viện Phụ sản Trung ương",
                f"Trung tâm Y tế {mother.place.split(', ')[1]}",
                f"Bệnh viện Đa khoa {father.place.rsplit(', ', 1)[1]}",
            )
        ),
        "child_origin_place": father.place,
        "child_personal_id": child.number,
        "registration_place": registered_at(rng, father),
        "registration_date": written_date(rng, registered),
        "applicant_full_name": rng.choice((mother.name, father.name)),
        "applicant_relationship": rng.choice(("Mẹ", "Cha", "Mẹ đẻ")),
        "applicant_id_doc": identity_paper(rng, father),
    }
    for part, who in (("mother", mother), ("father", father)):
        values[f"{part}_full_name"] = sheet.name(who.name)
        values[f"{part}_birth_date"] = (
            plain(str(who.born.year)) if by_year else written_date(rng, who.born, by_words=False)
        )
        values[f"{part}_ethnicity"] = who.ethnicity
        values[f"{part}_nationality"] = "Việt Nam"
        values[f"{part}_residence_place"] = who.home
    return values


def certificate_2016(sheet: Sheet) -> str:
    """Giấy khai sinh of the circulars of 2015 and 2020: the mother first."""
    child, mother, father = _family(sheet)
    values = _values(sheet, child, mother, father)
    number = (
        f"{sheet.rng.randint(1, 480)}/{child.born.year}"
        if sheet.rng.random() < 0.7
        else str(sheet.rng.randint(1, 300))
    )
    place = str(values["registration_place"])
    top = head(
        f"<b>{place.upper() if sheet.rng.random() < 0.4 else ''}</b><br>"
        f"{number_line(sheet, 'number', number)}",
        motto(sheet.rng),
    )
    body = sheet.lines(
        """
        Họ, chữ đệm, tên: {child_full_name}
        Ngày, tháng, năm sinh: {child_birth_date} [ghi bằng chữ|Ghi bằng chữ]: {child_birth_date_words}
        Giới tính: {child_gender} ¦ Dân tộc: {child_ethnicity} ¦ Quốc tịch: {child_nationality}
        Nơi sinh: {child_birth_place}
        Quê quán: {child_origin_place}
        Số định danh cá nhân: {child_personal_id}
        Họ, chữ đệm, tên người mẹ: {mother_full_name}
        Năm sinh: {mother_birth_date} ¦ Dân tộc: {mother_ethnicity} ¦ Quốc tịch: {mother_nationality}
        Nơi cư trú: {mother_residence_place}
        Họ, chữ đệm, tên người cha: {father_full_name}
        Năm sinh: {father_birth_date} ¦ Dân tộc: {father_ethnicity} ¦ Quốc tịch: {father_nationality}
        Nơi cư trú: {father_residence_place}
        Họ, chữ đệm, tên người đi khai sinh: {applicant_full_name}
        Giấy tờ tùy thân: {applicant_id_doc}
        Nơi đăng ký khai sinh: {registration_place}
        Ngày, tháng, năm đăng ký: {registration_date}
        """,
        **values,
    )
    copy = sheet.rng.choice(("", "", '<div class="under"><b>(BẢN SAO)</b></div>'))
    return f'{top}<div class="title">GIẤY KHAI SINH</div>{copy}{body}' + signing(
        sheet, child_ward(values), "NGƯỜI KÝ GIẤY KHAI SINH"
    )


def child_ward(values: dict[str, Fact | str]) -> str:
    """The unit whose seal is on the paper."""
    return str(values["registration_place"]).replace("Ủy ban nhân dân ", "").replace("UBND ", "")


def certificate_2010(sheet: Sheet) -> str:
    """Giấy khai sinh of circular 08.a/2010: the father first, book and clerk named."""
    child, mother, father = _family(sheet)
    values = _values(sheet, child, mother, father)
    clerk = person(sheet.rng).name
    book = f"01/{child.born.year}"
    copy = sheet.rng.choice(("(BẢN SAO)", "(BẢN CHÍNH)", "BẢN SAO"))
    right = (
        f"<i>Mẫu TP/HT-2010-KS.1</i><br>{number_line(sheet, 'number', str(sheet.rng.randint(1, 300)))}<br>"
        + sheet.text("Quyển số: {book_number}", book_number=book)
    )
    top = f'<div class="under">{motto(sheet.rng)}</div><div style="text-align:right">{right}</div>'
    body = sheet.lines(
        """
        Họ và tên: {child_full_name} ¦ Giới tính: {child_gender}
        Ngày, tháng, năm sinh: {child_birth_date}
        (Bằng chữ: {child_birth_date_words})
        Nơi sinh: {child_birth_place}
        Dân tộc: {child_ethnicity} ¦ Quốc tịch: {child_nationality}
        Quê quán: {child_origin_place}
        Họ và tên cha: {father_full_name}
        Dân tộc: {father_ethnicity} ¦ Quốc tịch: {father_nationality} ¦ Năm sinh: {father_birth_date}
        Nơi thường trú/tạm trú: {father_residence_place}
        Họ và tên mẹ: {mother_full_name}
        Dân tộc: {mother_ethnicity} ¦ Quốc tịch: {mother_nationality} ¦ Năm sinh: {mother_birth_date}
        Nơi thường trú/tạm trú: {mother_residence_place}
        Nơi đăng ký: {registration_place}
        Ngày, tháng, năm đăng ký: {registration_date}
        Họ và tên người đi khai sinh: {applicant_full_name}
        Quan hệ với người được khai sinh: {applicant_relationship}
        """,
        **values,
    )
    sheet.note("implementer_name", plain(clerk))
    left = f"<b>NGƯỜI THỰC HIỆN</b><br><i>(Ký, ghi rõ họ tên)</i><div style='height:90px'></div>{clerk}"
    end = signing(sheet, child_ward(values), "NGƯỜI KÝ GIẤY KHAI SINH")
    end = end.replace('<td class="to"', '<td class="sign"', 1).replace("</td>", f"{left}</td>", 1)
    return f'{top}<div class="title">GIẤY KHAI SINH</div><div class="under">{copy}</div>{body}{end}'


def extract(sheet: Sheet) -> str:
    """Trích lục khai sinh (bản sao), since 2016."""
    child, mother, father = _family(sheet)
    values = _values(sheet, child, mother, father)
    issued = day(sheet.rng, 2024, 2026)
    values["number"] = f"{sheet.rng.randint(1, 400)}"
    left = (
        f"<b>{child_ward(values).split(',')[0].upper().join(('ỦY BAN NHÂN DÂN<br>', ''))}</b><br>"
        f"Số: {sheet.rng.randint(1, 900)}/TLKS-BS"
    )
    dated = (
        f"<i>{place_of(child_ward(values).split(',')[0])}, ngày {issued:%d} tháng {issued:%m} năm "
        f"{issued.year}</i>"
    )
    top = head(left, motto(sheet.rng) + dated)
    body = sheet.lines(
        """
        Họ, chữ đệm, tên: {child_full_name}
        Ngày, tháng, năm sinh: {child_birth_date}
        Ghi bằng chữ: {child_birth_date_words}
        Giới tính: {child_gender} ¦ Dân tộc: {child_ethnicity} ¦ Quốc tịch: {child_nationality}
        Số định danh cá nhân: {child_personal_id}
        Nơi sinh: {child_birth_place}
        Quê quán: {child_origin_place}
        Họ, chữ đệm, tên người mẹ: {mother_full_name}
        Năm sinh: {mother_birth_date} ¦ Dân tộc: {mother_ethnicity} ¦ Quốc tịch: {mother_nationality}
        Nơi cư trú: {mother_residence_place}
        Họ, chữ đệm, tên người cha: {father_full_name}
        Năm sinh: {father_birth_date} ¦ Dân tộc: {father_ethnicity} ¦ Quốc tịch: {father_nationality}
        Nơi cư trú: {father_residence_place}
        [Đăng ký khai sinh tại|Nơi đăng ký khai sinh]: {registration_place}
        Số: {number} ¦ [ngày, tháng, năm đăng ký|Ngày, tháng, năm đăng ký]: {registration_date}
        """,
        **values,
    )
    sheet.note("note", Fact(None))
    body += (
        '<div class="line">Ghi chú: ' + sheet.rng.choice(("", "................................")) + "</div>"
    )
    return (
        f'{top}<div class="title">TRÍCH LỤC KHAI SINH</div><div class="under"><b>(BẢN SAO)</b></div>{body}'
        + signing(sheet, child_ward(values), "NGƯỜI KÝ TRÍCH LỤC")
    )
