"""Death certificates, extracts, and the certificates of before 2016."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from samples.cases import wordings as w
from samples.cases.case import Case, Entry, Foot, Head, Part, Sentence
from samples.cases.offices import keeper, working_day
from samples.form import Cell
from samples.papers.death import CAUSES, SOURCES
from samples.papers.registry import number
from samples.people import Person, name, person
from samples.places import HOSPITALS
from samples.wording import date_words

WORDS = ("ghi bằng chữ", "Ghi bằng chữ", "Bằng chữ", "Ngày, tháng, năm chết ghi bằng chữ")
DECEASED = (
    "Họ, chữ đệm, tên",
    "Họ và tên",
    "Họ, chữ đệm, tên người chết",
    "Họ và tên người chết",
    "Họ, chữ đệm, tên người đã chết",
)


def _moment(rng: Random) -> tuple[str, str]:
    hour, minute = rng.randint(0, 23), rng.randint(0, 59)
    written = rng.choice(
        [f"{hour:02d} giờ {minute:02d} phút", f"{hour} giờ {minute:02d} phút", f"{hour:02d} giờ {minute:02d}"]
    )
    return written, f"{hour:02d}:{minute:02d}"


def _died(rng: Random, died: date, form: str) -> Sentence:
    """When somebody died: a sentence with hour and date."""
    written, value = _moment(rng)
    figures = w.written_date(died, form)
    glue = "," if form == "long" else rng.choice([", ngày", " ngày", ","])
    label = rng.choice(["Đã chết vào lúc:", "Đã chết vào lúc", "Chết vào lúc:", "Đã chết lúc:"])
    return Sentence(
        (
            Cell(label, "deceased_death_time", written, value),
            Cell(glue, "deceased_death_date", figures, died.isoformat()),
        )
    )


def _place(rng: Random, who: Person) -> str:
    at_home = rng.choice([f"Tại nhà riêng, {who.address}", "Tại nhà", "Tại nơi cư trú"])
    return rng.choice([rng.choice(HOSPITALS), at_home, at_home])


def _who(rng: Random, who: Person, form: str) -> list[Entry]:
    birth = (
        Entry("deceased_birth_date", w.BIRTH, str(who.born.year), str(who.born.year))
        if rng.random() < 0.3
        else w.date_entry("deceased_birth_date", w.BIRTH, who.born, form)
    )
    return [
        Entry("deceased_full_name", DECEASED, who.name, strong=True),
        birth,
        Entry("deceased_gender", w.GENDER, who.gender),
        *w.folk("deceased", who),
    ]


def death_extract_new(rng: Random) -> Case:
    """Trích lục khai tử since 2016."""
    issued = working_day(rng, date(2017, 2, 1), date(2026, 9, 30))
    registered = max(date(2016, 2, 1), issued - timedelta(days=rng.choice([0, 0, 3, 40, 500])))
    died = registered - timedelta(days=rng.randint(1, 14))
    office, who, form = keeper(rng, issued), person(rng, died, (20, 99)), w.figures(rng)
    entries: list[Entry | Sentence] = [*_who(rng, who, form)]
    if rng.random() < 0.7:
        entries.append(Entry("deceased_personal_id", w.PERSONAL_ID, who.personal_id))
    entries += [
        w.identity(rng, "deceased", who, died),
        _died(rng, died, rng.choice(["slash", "short", "long"])),
    ]
    entries.append(Entry("deceased_death_date_words", WORDS, date_words(rng, died), wide=True))
    entries.append(Entry("deceased_death_place", ("Nơi chết",), _place(rng, who), wide=True))
    if rng.random() < 0.6:
        entries.append(Entry("deceased_death_cause", ("Nguyên nhân chết",), rng.choice(CAUSES), wide=True))
    place = keeper(rng, registered).place(rng)
    entries += [
        Entry("registration_place", ("Đã được đăng ký khai tử tại", "Nơi đăng ký khai tử"), place, wide=True),
        Sentence(
            (
                Cell("Số:", "number", number(rng, registered)),
                Cell("", "registration_date", w.written_date(registered, "long"), registered.isoformat()),
            )
        ),
    ]
    if rng.random() < 0.6:
        entries.append(Entry("extract_source", ("Thực hiện trích lục từ",), rng.choice(SOURCES), wide=True))
    serial = f"{rng.randint(2, 2400)}/{rng.choice(['TLKT-BS', f'{issued.year}/TLKT-BS', 'TLKT'])}"
    return Case(
        "death",
        "death_extract_new",
        (("TRÍCH LỤC KHAI TỬ",), ("TRÍCH LỤC", "KHAI TỬ")),
        office,
        (Part(tuple(entries)),),
        ("(BẢN SAO)", "", "(Bản sao)"),
        Head("letter", Entry("extract_number", ("Số",), serial)),
        Foot(("NGƯỜI KÝ TRÍCH LỤC", "")),
    )


def death_before_2016(rng: Random) -> Case:
    """Giấy chứng tử."""
    registered = working_day(rng, date(1990, 2, 1), date(2015, 11, 30))
    died = registered - timedelta(days=rng.randint(1, 14))
    office, who, form = keeper(rng, registered), person(rng, died, (20, 97)), w.figures(rng)
    entries: list[Entry | Sentence] = [
        *_who(rng, who, form),
        Entry(
            "deceased_residence_place",
            ("Nơi thường trú/tạm trú cuối cùng", "Nơi cư trú cuối cùng", "Nơi thường trú cuối cùng"),
            w.shortened(rng, who.address),
            wide=True,
        ),
        Entry("deceased_id_doc_number", w.OLD_IDENTITY, who.old_id if rng.random() < 0.8 else ""),
        _died(rng, died, "long"),
        Entry("deceased_death_place", ("Nơi chết",), _place(rng, who), wide=True),
        Entry("deceased_death_cause", ("Nguyên nhân chết", "Nguyên nhân"), rng.choice(CAUSES), wide=True),
        Entry("registration_place", w.REGISTRY, office.place(rng), wide=True),
        w.date_entry("registration_date", w.REGISTERED, registered, form),
    ]
    if rng.random() < 0.5:
        applicant = name(rng, rng.choice(["Nam", "Nữ"]), who.name.split()[0])
        entries.append(
            Entry(
                "applicant_full_name",
                ("Họ và tên người đi khai tử", "Người đi khai tử"),
                applicant,
                wide=True,
            )
        )
    head = Head(
        "old",
        Entry("number", w.NUMBER, number(rng, registered)),
        Entry("book_number", w.BOOK, f"{rng.randint(1, 3):02d}/{registered.year}"),
        codes=("Mẫu TP/HT-1999-C1", "Mẫu TP/HT-2006-KT.1", "TP/HT-2010-KT.1"),
    )
    clerk = ("NGƯỜI THỰC HIỆN", "CÁN BỘ HỘ TỊCH") if rng.random() < 0.6 else ()
    return Case(
        "death",
        "death_before_2016",
        (("GIẤY CHỨNG TỬ",),),
        office,
        (Part(tuple(entries)),),
        ("(BẢN CHÍNH)", "(BẢN SAO)", ""),
        head,
        Foot(("NGƯỜI KÝ GIẤY CHỨNG TỬ", "TM. ỦY BAN NHÂN DÂN", ""), clerk),
    )
