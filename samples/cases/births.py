"""Birth certificates and extracts: since 2016 mother first, before father first, wordings of many offices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.cases import wordings as w
from samples.cases.case import Case, Entry, Foot, Head, Part
from samples.cases.offices import Keeper, keeper, working_day
from samples.papers.registry import number
from samples.people import Person, name, person, personal_id
from samples.places import HOSPITALS
from samples.wording import date_words

CHILD = (
    "Họ, chữ đệm, tên",
    "Họ và tên",
    "Họ, chữ đệm, tên người được khai sinh",
    "Họ tên",
)
WORDS = ("Ghi bằng chữ", "ghi bằng chữ", "Bằng chữ", "Ngày, tháng, năm sinh ghi bằng chữ", "Viết bằng chữ")
BIRTH_PLACE = ("Nơi sinh",)
ORIGIN = ("Quê quán", "Nguyên quán")
APPLICANT = (
    "Họ, chữ đệm, tên người đi khai sinh",
    "Họ và tên người đi khai sinh",
    "Họ, chữ đệm, tên người đi đăng ký khai sinh",
    "Người đi khai sinh",
)


@dataclass(frozen=True)
class Family:
    """A child and its parents."""

    child: str
    gender: str
    born: date
    mother: Person
    father: Person


def family(rng: Random, born: date) -> Family:
    """Invented, in one house as a rule."""
    mother, father = person(rng, born, (19, 42), "Nữ"), person(rng, born, (21, 50), "Nam")
    gender = rng.choice(["Nam", "Nữ"])
    return Family(name(rng, gender, father.name.split()[0]), gender, born, mother, father)


def birth_place(rng: Random, office: Keeper) -> str:
    """A hospital or a health station."""
    station = f"Trạm Y tế {office.local}"
    hospital = rng.choice(HOSPITALS)
    tail = rng.choice(["", ", Thành phố Hồ Chí Minh", ", TP. Hồ Chí Minh", ", quận 1, Thành phố Hồ Chí Minh"])
    return rng.choice([hospital + tail, hospital + tail, station, "Tại nhà"])


def _child(rng: Random, kin: Family, office: Keeper, form: str, *, new: bool) -> list[Entry]:
    entries = [
        Entry("child_full_name", CHILD, kin.child, strong=True, under=w.NAME_FORMS),
        w.date_entry("child_birth_date", w.BIRTH, kin.born, form),
        Entry("child_birth_date_words", WORDS, date_words(rng, kin.born), wide=True),
        Entry("child_gender", w.GENDER, kin.gender),
        *w.folk("child", kin.father if rng.random() < 0.6 else kin.mother),
        Entry("child_birth_place", BIRTH_PLACE, birth_place(rng, office), wide=True),
    ]
    if new or rng.random() < 0.3:
        entries.append(Entry("child_origin_place", ORIGIN, w.shortened(rng, kin.father.origin), wide=True))
    if new and rng.random() < 0.85:
        number_of_child = personal_id(rng, "079", kin.gender, kin.born)
        entries.append(Entry("child_personal_id", w.PERSONAL_ID, number_of_child))
    if not new:
        # Old forms put the sex beside the name.
        entries.insert(1, entries.pop(3))
    return entries


def _parent(rng: Random, role: str, who: Person | None, form: str, *, new: bool) -> Part:
    word = "mẹ" if role == "mother" else "cha"
    labels = w.named(f"người {word}") if new else w.named(word)
    if who is None:
        empty = [
            Entry(f"{role}_full_name", labels, under=w.NAME_FORMS),
            Entry(f"{role}_birth_date", w.BIRTH_YEAR),
        ]
        empty += [Entry(f"{role}_ethnicity", w.ETHNICITY), Entry(f"{role}_nationality", w.NATIONALITY)]
        empty.append(Entry(f"{role}_residence_place", w.RESIDENCE, wide=True))
        return Part(tuple(empty), heads=_heads(word))
    year = w.year_entry(rng, f"{role}_birth_date", who.born, form)
    folk = w.folk(role, who)
    entries = [
        Entry(f"{role}_full_name", labels, who.name, strong=True, wide=True, under=w.NAME_FORMS),
        *((year, *folk) if new or rng.random() < 0.4 else (*folk, year)),
        w.home(rng, role, who, w.RESIDENCE if new else w.OLD_RESIDENCE),
    ]
    return Part(tuple(entries), heads=_heads(word))


def _heads(word: str) -> tuple[str, ...]:
    return (
        f"Phần khai về người {word}",
        f"NGƯỜI {word.upper()}",
        f"Phần khai về {word}",
        f"Thông tin về người {word}",
    )


def birth_new(rng: Random) -> Case:
    """Giấy khai sinh since 2016."""
    registered = working_day(rng, date(2016, 2, 1), date(2026, 9, 30))
    born = registered - timedelta(
        days=rng.choice([rng.randint(3, 58), rng.randint(3, 58), rng.randint(61, 3000)])
    )
    office, kin, form = keeper(rng, registered), family(rng, born), w.figures(rng)
    mother = _parent(rng, "mother", kin.mother, form, new=True)
    father = _parent(rng, "father", None if rng.random() < 0.12 else kin.father, form, new=True)
    applicant = rng.choice([kin.mother, kin.father])
    end = [
        Entry("applicant_full_name", APPLICANT, applicant.name, wide=True),
        w.identity(rng, "applicant", applicant, registered),
        Entry(
            "registration_place",
            ("Nơi đăng ký khai sinh", "Nơi đăng ký", "Cơ quan đăng ký khai sinh"),
            office.place(rng),
            wide=True,
        ),
        w.date_entry("registration_date", w.REGISTERED, registered, form),
    ]
    head = Head("motto", Entry("number", w.NUMBER, number(rng, registered)))
    foot = Foot(("NGƯỜI KÝ GIẤY KHAI SINH", "NGƯỜI KÝ", ""))
    return Case(
        "birth",
        "birth_new",
        (("GIẤY KHAI SINH",),),
        office,
        (Part(tuple(_child(rng, kin, office, form, new=True))), mother, father, Part(tuple(end))),
        ("", "", "(BẢN SAO)", "(Bản sao)"),
        head,
        foot,
    )


def birth_extract(rng: Random) -> Case:
    """Trích lục khai sinh: a head with the number of the extract, the register's number below."""
    issued = working_day(rng, date(2017, 2, 1), date(2026, 9, 30))
    registered = working_day(rng, date(2016, 2, 1), issued)
    born = registered - timedelta(days=rng.randint(3, 58))
    office, kin, form = keeper(rng, issued), family(rng, born), w.figures(rng)
    place = keeper(rng, registered).place(rng)
    end = (
        Entry(
            "registration_place", ("Đã được đăng ký khai sinh tại", "Đăng ký khai sinh tại"), place, wide=True
        ),
        Entry("number", ("Số",), number(rng, registered)),
        w.date_entry("registration_date", ("ngày", "Ngày đăng ký"), registered, "slash"),
    )
    parents = (
        _parent(rng, role, who, form, new=True)
        for role, who in (("mother", kin.mother), ("father", kin.father))
    )
    serial = f"{rng.randint(2, 2400)}/{rng.choice(['TLKS-BS', f'{issued.year}/TLKS-BS', 'TLKS'])}"
    return Case(
        "birth",
        "birth_extract",
        (("TRÍCH LỤC KHAI SINH",), ("TRÍCH LỤC", "KHAI SINH")),
        office,
        (Part(tuple(_child(rng, kin, office, form, new=True))), *parents, Part(end)),
        ("(BẢN SAO)", "(Bản sao)", ""),
        Head("letter", Entry("", ("Số",), serial)),
        Foot(("NGƯỜI KÝ TRÍCH LỤC", "")),
    )


def birth_before_2016(rng: Random) -> Case:
    """Giấy khai sinh before 2016: father first, book and number at the head, a clerk beside the signer."""
    registered = working_day(rng, date(1990, 2, 1), date(2015, 11, 30))
    born = registered - timedelta(
        days=rng.choice([rng.randint(3, 58), rng.randint(3, 58), rng.randint(400, 4000)])
    )
    office, kin, form = keeper(rng, registered), family(rng, born), w.figures(rng)
    end = [
        Entry("registration_place", w.REGISTRY, office.place(rng), wide=True),
        w.date_entry("registration_date", w.REGISTERED, registered, form),
        Entry("note", ("Ghi chú",), rng.choice(["", "", "Đăng ký quá hạn", "Đăng ký lại"]), wide=True),
    ]
    if rng.random() < 0.25:
        copied = registered + timedelta(days=rng.randint(200, 2500))
        end.insert(2, w.date_entry("", ("Ngày cấp bản sao", "Sao lại ngày"), copied, form))
    head = Head(
        "old",
        Entry("number", w.NUMBER, number(rng, registered)),
        Entry("book_number", w.BOOK, f"{rng.randint(1, 4):02d}/{registered.year}"),
        codes=("Mẫu TP/HT-1999-A3", "Mẫu: HT3-1999-KS", "Mẫu TP/HT-2006-KS.1", "TP/HT-2010-KS.1"),
    )
    parents = (
        _parent(rng, role, who, form, new=False)
        for role, who in (("father", kin.father), ("mother", kin.mother))
    )
    clerk = ("NGƯỜI THỰC HIỆN", "CÁN BỘ HỘ TỊCH", "CÁN BỘ TƯ PHÁP HỘ TỊCH") if rng.random() < 0.6 else ()
    return Case(
        "birth",
        "birth_before_2016",
        (("GIẤY KHAI SINH",),),
        office,
        (Part(tuple(_child(rng, kin, office, form, new=False))), *parents, Part(tuple(end))),
        ("(BẢN CHÍNH)", "(BẢN SAO)", "", "Bản chính"),
        head,
        Foot(("NGƯỜI KÝ GIẤY KHAI SINH", "TM. ỦY BAN NHÂN DÂN", ""), clerk),
    )
