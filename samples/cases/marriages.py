"""Marriage certificates and extracts: columns or one after the other; who stands left is told by printed words only."""

from __future__ import annotations

from datetime import date
from random import Random

from samples.cases import wordings as w
from samples.cases.case import Case, Entry, Foot, Head, Part
from samples.cases.offices import keeper, working_day
from samples.papers.marriage import JOBS
from samples.papers.registry import number
from samples.people import Person, person


def _spouse(rng: Random, role: str, who: Person, on: date, *, new: bool) -> list[Entry]:
    word, form = ("vợ" if role == "wife" else "chồng"), "slash"
    entries = [
        Entry(f"{role}_full_name", w.named(word), who.name, strong=True, wide=True, under=w.NAME_FORMS),
        w.date_entry(f"{role}_birth_date", w.BIRTH, who.born, form),
        *w.folk(role, who),
    ]
    if not new:
        entries.append(Entry(f"{role}_occupation", ("Nghề nghiệp",), rng.choice(JOBS)))
    entries.append(w.home(rng, role, who, w.RESIDENCE if new else w.OLD_RESIDENCE))
    entries.append(
        w.identity(rng, role, who, on) if new else Entry(f"{role}_id_doc", w.OLD_IDENTITY, who.old_id)
    )
    return entries


def _pair(rng: Random, on: date, *, new: bool) -> tuple[Part, Part]:
    """Both spouses. Heads are printed always where labels do not name the person."""
    pair = [
        ("wife", "vợ", person(rng, on, (18, 45), "Nữ")),
        ("husband", "chồng", person(rng, on, (20, 55), "Nam")),
    ]
    if rng.random() < (0.35 if new else 0.75):
        pair.reverse()
    columns, headed = rng.random() < 0.75, rng.random() < 0.35
    parts = []
    for role, word, who in pair:
        heads = (
            (word.upper(), f"BÊN {'NỮ' if role == 'wife' else 'NAM'}")
            if rng.random() < 0.15
            else (word.upper(),)
        )
        parts.append(Part(tuple(_spouse(rng, role, who, on, new=new)), heads[:1], headed, columns))
    return parts[0], parts[1]


def marriage_new(rng: Random) -> Case:
    """Giấy chứng nhận kết hôn since 2016."""
    registered = working_day(rng, date(2016, 2, 1), date(2026, 9, 30))
    office = keeper(rng, registered)
    end = (
        Entry("registration_place", ("Nơi đăng ký kết hôn", "Nơi đăng ký"), office.place(rng), wide=True),
        w.date_entry("registration_date", w.REGISTERED, registered, w.figures(rng)),
    )
    return Case(
        "marriage",
        "marriage_new",
        (("GIẤY CHỨNG NHẬN KẾT HÔN",), ("GIẤY CHỨNG NHẬN", "KẾT HÔN")),
        office,
        (*_pair(rng, registered, new=True), Part(end)),
        ("", "", "(BẢN SAO)"),
        Head("motto", Entry("number", w.NUMBER, number(rng, registered))),
        Foot(("NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN", "NGƯỜI KÝ", "")),
    )


def marriage_extract(rng: Random) -> Case:
    """Trích lục kết hôn."""
    issued = working_day(rng, date(2017, 2, 1), date(2026, 9, 30))
    registered = working_day(rng, date(2016, 2, 1), issued)
    place = keeper(rng, registered).place(rng)
    end = (
        Entry("registration_place", ("Đã được đăng ký kết hôn tại", "Nơi đăng ký kết hôn"), place, wide=True),
        Entry("number", ("Số",), number(rng, registered)),
        w.date_entry("registration_date", ("ngày", "Ngày đăng ký"), registered, "slash"),
    )
    serial = f"{rng.randint(2, 1400)}/{rng.choice(['TLKH-BS', f'{issued.year}/TLKH-BS', 'TLKH'])}"
    return Case(
        "marriage",
        "marriage_extract",
        (("TRÍCH LỤC KẾT HÔN",), ("TRÍCH LỤC", "KẾT HÔN")),
        keeper(rng, issued),
        (*_pair(rng, registered, new=True), Part(end)),
        ("(BẢN SAO)", ""),
        Head("letter", Entry("", ("Số",), serial)),
        Foot(("NGƯỜI KÝ TRÍCH LỤC", "")),
    )


def marriage_before_2016(rng: Random) -> Case:
    """The certificate before 2016: husband left as a rule, occupations, a book."""
    registered = working_day(rng, date(1988, 2, 1), date(2015, 11, 30))
    office = keeper(rng, registered)
    end = (
        Entry("registration_place", w.REGISTRY, office.place(rng), wide=True),
        w.date_entry("registration_date", w.REGISTERED, registered, w.figures(rng)),
    )
    head = Head(
        "old",
        Entry("number", w.NUMBER, number(rng, registered)),
        Entry("book_number", w.BOOK, f"{rng.randint(1, 3):02d}/{registered.year}"),
        codes=("Mẫu TP/HT-1999-D2", "Mẫu TP/HT-2006-KH.1", "TP/HT-2010-KH.1"),
    )
    clerk = ("NGƯỜI THỰC HIỆN", "CÁN BỘ HỘ TỊCH") if rng.random() < 0.5 else ()
    return Case(
        "marriage",
        "marriage_before_2016",
        (("GIẤY CHỨNG NHẬN KẾT HÔN",), ("GIẤY CHỨNG NHẬN", "KẾT HÔN"), ("CHỨNG NHẬN KẾT HÔN",)),
        office,
        (*_pair(rng, registered, new=False), Part(end)),
        ("(BẢN CHÍNH)", "", "(BẢN SAO)"),
        head,
        Foot(("NGƯỜI KÝ GIẤY CNKH", "TM. ỦY BAN NHÂN DÂN", ""), clerk),
    )
