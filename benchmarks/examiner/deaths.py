"""Death papers: the certificate of 1999, the form of 2006, extracts since 2016 by pen and by data base."""

from __future__ import annotations

from datetime import date, timedelta

from benchmarks.examiner.dates import day_between
from benchmarks.examiner.form import Row, ending, head, row, rows, stamped, title
from benchmarks.examiner.marks import copied
from benchmarks.examiner.paper import Paper
from benchmarks.examiner.people import Person, named, person
from benchmarks.examiner.registry import (
    Office,
    book,
    date_said,
    extracted,
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

_CAUSES = (
    "Bệnh già",
    "Già yếu",
    "Tai biến mạch máu não",
    "Ung thư phổi giai đoạn cuối",
    "Nhồi máu cơ tim cấp",
    "Suy thận mạn",
    "Tai nạn giao thông",
    "Viêm phổi nặng, suy hô hấp cấp",
    "Đột quỵ",
    "Xơ gan mất bù",
    "Bệnh",
    "Đuối nước",
    "Sốc nhiễm trùng, suy đa cơ quan",
    "Ung thư gan",
    "Chưa xác định được nguyên nhân",
)
_HOSPITALS = (
    "Bệnh viện Chợ Rẫy, Quận 5, Thành phố Hồ Chí Minh", "Bệnh viện Thống Nhất", "Bệnh viện Bạch Mai", "Bệnh viện 103",
    "Bệnh viện Nhân dân Gia Định, quận Bình Thạnh, Thành phố Hồ Chí Minh", "Bệnh viện Quân y 175"
)  # fmt: skip


def extract(paper: Paper) -> str:
    """An extract since 2016."""
    at = office(paper, 2016, 2026)
    copy = extracted(paper, at, 500)
    count, year = str(paper.rng.randint(2, 980)), paper.either("", f"/{copy.day.year}")
    tail = f"{year}/{paper.either('TLKT-BS', 'TLKT', 'TLKT-BS')}"
    number_top = paper.inked("extract_number", [(count, True), (tail, False)], count + tail)
    top = head(paper, units(paper, at), f"Số: {number_top}", place_and_day(paper, at, None, copy.day))
    name = title(paper, "TRÍCH LỤC KHAI TỬ", paper.either("(BẢN SAO)", "(Bản sao)", ""), left=copy.beside)
    who, died = _deceased(paper, at)
    lines = _about(paper, who, at, "Họ, chữ đệm, tên")
    lines += [row("Số định danh cá nhân", _personal(paper, who))]
    lines += [row("Giấy tờ tùy thân", paper_of(paper, "deceased_id_doc", who, at))]
    if paper.chance(0.6):
        lines += [row("Nơi cư trú cuối cùng", home_of(paper, "deceased_residence_place", who, at))]
    lines += _death(paper, died, at)
    if paper.chance(0.5):
        lines += _notice(paper, died, at)
    lines += [row("Đăng ký khai tử tại", paper.say("registration_place", at.council))]
    lines += [[("Số", number(paper, at)), (paper.either("Ngày đăng ký", "ngày"), registered(paper, at))]]
    if paper.chance(0.4):
        source = paper.either("Sổ đăng ký khai tử", "Cơ sở dữ liệu hộ tịch điện tử")
        lines += [row("Thực hiện trích lục từ", paper.say("extract_source", source))]
    end = ending(
        paper, signer(paper, at, copy.how, copy.day), copy.foot, paper.either("<b>NGƯỜI KÝ TRÍCH LỤC</b>", "")
    )
    return top + name + rows(paper, lines) + end


def certificate(paper: Paper) -> str:
    """The certificate of 1999 and 2006, whose names differ."""
    at = office(paper, 1999, 2015)
    old = at.day.year < 2006
    right = f"Số: {number(paper, at)}<br>Quyển số: {book(paper, at)}"
    code = "Mẫu TP/HT-1999-B.1" if old else "TP/HT-2010-KT.1"
    top = head(paper, units(paper, at), f'<span style="font-size:.8em">{code}</span>', right)
    kind = "GIẤY CHỨNG TỬ" if old else paper.either("GIẤY CHỨNG TỬ", "TRÍCH LỤC KHAI TỬ")
    name = title(paper, kind, paper.either("", "(BẢN SAO)"), size=1.6)
    who, died = _deceased(paper, at)
    lines = _about(paper, who, at, "Họ và tên")
    where = paper.either("Nơi thường trú/tạm trú cuối cùng", "Nơi cư trú cuối cùng", "Chỗ ở cuối cùng")
    lines += [row(where, home_of(paper, "deceased_residence_place", who, at))]
    if paper.chance(0.6):
        shown = paper.say("deceased_id_doc_number", who.number)
        lines += [row(paper.either("Số Giấy CMND/Hộ chiếu", "Số CMND"), shown)]
    lines += _death(paper, died, at)
    lines += _notice(paper, died, at) if paper.chance(0.5) else []
    lines += [
        row("Nơi đăng ký", paper.say("registration_place", at.council)),
        row("Ngày, tháng, năm đăng ký", registered(paper, at)),
    ]
    lines += [row("Ghi chú", paper.empty("note", paper.either("", "-")))] if paper.chance(0.6) else []
    if old:
        asked = named(paper.rng, paper.either("Nam", "Nữ"))
        lines += [row("Họ và tên người khai", paper.say("applicant_full_name", asked))]
    left = "" if old else _clerk(paper)
    seen = stamped(paper, copied(paper.rng, "BẢN SAO")) if paper.chance(0.25) else ""
    return top + seen + name + rows(paper, lines) + ending(paper, signer(paper, at), left)


def _clerk(paper: Paper) -> str:
    clerk = paper.say("implementer_name", named(paper.rng, "Nữ"))
    return f'<div class="c"><b>NGƯỜI THỰC HIỆN</b><div style="height:23mm"></div><b>{clerk}</b></div>'


def _deceased(paper: Paper, at: Office) -> tuple[Person, date]:
    died = at.day - timedelta(days=paper.rng.choice((1, 2, 4, 9, 20, 90)))
    return person(paper.rng, paper.either("Nam", "Nữ"), died, (22, 96), at.where), died


def _about(paper: Paper, who: Person, at: Office, label: str) -> list[Row]:
    whole = paper.chance(0.75)
    born = (
        date_said(paper, "deceased_birth_date", who.born, at)
        if whole
        else paper.say("deceased_birth_date", str(who.born.year))
    )
    gender = ("Giới tính", paper.say("deceased_gender", who.gender))
    day: Row = row("Ngày, tháng, năm sinh" if whole else "Năm sinh", born)
    name: Row = row(label, paper.name("deceased_full_name", who.name))
    people = people_of(paper, "deceased", who)
    return [name, day, [gender, *people]] if paper.chance(0.6) else [[*name, gender], day, people]


def _personal(paper: Paper, who: Person) -> str:
    if paper.chance(0.2):
        return paper.empty("deceased_personal_id", paper.either("", "-"))
    return paper.say("deceased_personal_id", who.personal_id)


def _death(paper: Paper, died: date, at: Office) -> list[Row]:
    told = row(paper.either("Đã chết vào lúc", "Chết hồi"), _moment(paper, died, at))
    lines: list[Row] = [told]
    if paper.chance(0.8):
        lines += [
            row(
                paper.either("Ghi bằng chữ", "(ghi bằng chữ)", "Bằng chữ"),
                paper.say("deceased_death_date_words", at.spelling.words(died)),
            )
        ]
    where = paper.rng.choice(
        (*_HOSPITALS, f"Tại nhà, {at.where.whole}", f"Tại nhà riêng, {at.where.whole}", at.where.whole)
    )
    lines += [row("Nơi chết", paper.say("deceased_death_place", where))]
    cause = (
        paper.say("deceased_death_cause", paper.rng.choice(_CAUSES))
        if paper.chance(0.85)
        else paper.empty("deceased_death_cause", paper.either("", "-"))
    )
    return [*lines, row("Nguyên nhân chết", cause)]


def _moment(paper: Paper, died: date, at: Office) -> str:
    hour, minute = paper.rng.randint(0, 23), paper.rng.randint(0, 59)
    short = f"{hour:02} giờ {minute:02}"
    time = paper.either(f"{short} phút", f"{hour} giờ {minute:02} phút", short)
    day = at.spelling.short(died)
    between = paper.typed(", " if day.startswith("ngày") else ", ngày ")
    told = paper.say("deceased_death_time", time, f"{hour:02}:{minute:02}")
    return told + between + paper.say("deceased_death_date", day, died.isoformat())


def _notice(paper: Paper, died: date, at: Office) -> list[Row]:
    day = day_between(paper.rng, died, at.day)
    told = paper.say(
        "death_notice_number",
        f"{paper.rng.randint(1, 300):02}/{paper.either('GBT', 'BT', 'GBT-BV', f'{day.year}')}",
    )
    who = paper.say(
        "death_notice_issuer",
        paper.either(
            "Bệnh viện Chợ Rẫy",
            f"UBND {at.where.ward}",
            f"Trạm Y tế {at.where.ward}",
            "Bệnh viện Đa khoa tỉnh",
        ),
    )
    label = paper.either("Giấy báo tử số", "Số Giấy báo tử")
    when = paper.say("death_notice_date", f"{day:%d/%m/%Y}", day.isoformat())
    if paper.chance(0.5):
        return [row(label, f"{told}{paper.typed(' do ')}{who}{paper.typed(' cấp ngày ')}{when}")]
    return [[(label, told), ("Ngày cấp", when)], row("Cơ quan cấp", who)]
