"""Papers of before 1975 in Vietnamese and in French: people type them, machines only tell what they are."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from samples.cases.case import Case, Entry, Foot, Head, Part
from samples.cases.offices import Keeper
from samples.people import name

VILLAGES = (
    ("làng Linh Xuân Thôn", "tỉnh Gia Định"),
    ("xã Tăng Nhơn Phú", "quận Thủ Đức"),
    ("xã Phước Long", "quận Thủ Đức"),
)
FRENCH = ("RÉPUBLIQUE FRANÇAISE", "COCHINCHINE")


def _office(rng: Random, on: date, position: tuple[str, ...]) -> Keeper:
    village, above = rng.choice(VILLAGES)
    kind, _, unit = village.partition(" ")
    body = ("VIỆT NAM CỘNG HÒA", above.upper(), village.upper())
    return Keeper(kind, unit, above, "Gia Định", on, name(rng, "Nam"), position, name(rng, "Nam"), body)


def _day(rng: Random, first: int, last: int) -> date:
    return date(rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28))


def _said(on: date) -> str:
    return f"ngày {on.day} tháng {on.month} năm {on.year}"


def khai_sanh(rng: Random) -> Case:
    """Trích lục bộ khai sanh."""
    born = _day(rng, 1930, 1973)
    entries = (
        Entry("child_full_name", ("Tên họ ấu nhi", "Tên, họ ấu nhi"), name(rng, "Nam"), wide=True),
        Entry("child_gender", ("Phái",), "Nam", wide=True),
        Entry("child_birth_date", ("Sanh ngày nào", "Ngày sanh"), _said(born), born.isoformat(), wide=True),
        Entry(
            "child_birth_place",
            ("Sanh tại đâu", "Nơi sanh"),
            f"Bảo sanh viện {rng.choice(VILLAGES)[0]}",
            wide=True,
        ),
        Entry("father_full_name", ("Tên họ cha", "Tên, họ người cha"), name(rng, "Nam"), wide=True),
        Entry(
            "father_occupation",
            ("Cha làm nghề gì", "Nghề nghiệp"),
            rng.choice(["Làm ruộng", "Buôn bán"]),
            wide=True,
        ),
        Entry("mother_full_name", ("Tên họ mẹ", "Tên, họ người mẹ"), name(rng, "Nữ"), wide=True),
        Entry("", ("Vợ chánh hay vợ thứ",), "Vợ chánh", wide=True),
    )
    office = _office(rng, born + timedelta(days=rng.randint(3, 6000)), ("HỘ LẠI",))
    titles = (("TRÍCH LỤC BỘ KHAI SANH",), ("GIẤY KHAI SANH",), ("TRÍCH LỤC", "CHỨNG THƯ KHAI SANH"))
    head = Head("plain", Entry("number", ("Số hiệu", "Số"), str(rng.randint(2, 900))))
    return Case(
        "old_birth",
        "khai_sanh",
        titles,
        office,
        (Part(entries),),
        head=head,
        foot=Foot(("TRÍCH Y BỔN CHÁNH", "")),
    )


def acte_de_naissance(rng: Random) -> Case:
    """Extrait du registre des actes de naissance."""
    born = _day(rng, 1912, 1952)
    entries = (
        Entry("child_full_name", ("Nom et prénoms de l'enfant",), name(rng, "Nam"), wide=True),
        Entry("child_gender", ("Sexe",), "Masculin", "Nam", wide=True),
        Entry("child_birth_date", ("Date de naissance",), f"{born:%d/%m/%Y}", born.isoformat(), wide=True),
        Entry("child_birth_place", ("Lieu de naissance",), "Thu-Duc, province de Gia-Dinh", wide=True),
        Entry("father_full_name", ("Nom et prénoms du père",), name(rng, "Nam"), wide=True),
        Entry("mother_full_name", ("Nom et prénoms de la mère",), name(rng, "Nữ"), wide=True),
    )
    office = _office(rng, born + timedelta(days=rng.randint(3, 3000)), ("L'OFFICIER DE L'ÉTAT CIVIL",))
    office = Keeper(
        "", "Thu-Duc", "", "Gia-Dinh", office.on, office.signer, office.position, office.clerk, FRENCH
    )
    titles = (
        ("EXTRAIT DU REGISTRE", "DES ACTES DE NAISSANCE"),
        ("ACTE DE NAISSANCE",),
        ("BULLETIN DE NAISSANCE",),
    )
    head = Head("plain", Entry("number", ("Numéro", "No"), str(rng.randint(2, 900))))
    return Case(
        "old_birth",
        "acte_de_naissance",
        titles,
        office,
        (Part(entries),),
        head=head,
        foot=Foot(("POUR EXTRAIT CONFORME",)),
    )


def the_vi_khai_sanh(rng: Random) -> Case:
    """Án thế vì khai sanh."""
    born = _day(rng, 1925, 1968)
    judged = born + timedelta(days=rng.randint(3000, 9000))
    entries = (
        Entry("court_name", ("Tòa",), "Tòa Hòa Giải Gia Định", wide=True),
        Entry("child_full_name", ("Tên họ", "Xác nhận tên"), name(rng, "Nữ"), wide=True),
        Entry("child_birth_date", ("Sanh ngày",), _said(born), born.isoformat(), wide=True),
        Entry("child_birth_place", ("Tại",), f"{rng.choice(VILLAGES)[0]}", wide=True),
        Entry("father_full_name", ("Con của",), name(rng, "Nam"), wide=True),
        Entry("mother_full_name", ("và của",), name(rng, "Nữ"), wide=True),
    )
    office = _office(rng, judged, ("LỤC SỰ",))
    titles = (("THẾ VÌ KHAI SANH",), ("ÁN THẾ VÌ KHAI SANH",), ("GIẤY THẾ VÌ KHAI SANH",))
    head = Head("plain", Entry("number", ("Số",), str(rng.randint(2, 9000))))
    return Case(
        "old_birth_judgment",
        "the_vi_khai_sanh",
        titles,
        office,
        (Part(entries),),
        head=head,
        foot=Foot(("",)),
    )


def khai_tu(rng: Random) -> Case:
    """Trích lục bộ khai tử."""
    died = _day(rng, 1940, 1974)
    entries = (
        Entry("deceased_full_name", ("Tên họ người chết", "Tên, họ người chết"), name(rng, "Nam"), wide=True),
        Entry(
            "deceased_death_date", ("Chết ngày nào", "Ngày chết"), _said(died), died.isoformat(), wide=True
        ),
        Entry("deceased_death_place", ("Chết tại đâu", "Nơi chết"), rng.choice(VILLAGES)[0], wide=True),
        Entry("deceased_occupation", ("Nghề nghiệp",), "Làm ruộng", wide=True),
    )
    office = _office(rng, died + timedelta(days=rng.randint(1, 900)), ("HỘ LẠI",))
    titles = (("TRÍCH LỤC BỘ KHAI TỬ",), ("CHỨNG THƯ KHAI TỬ",))
    head = Head("plain", Entry("number", ("Số hiệu", "Số"), str(rng.randint(2, 400))))
    return Case("old_death", "khai_tu", titles, office, (Part(entries),), head=head, foot=Foot(("",)))


def hon_thu(rng: Random) -> Case:
    """Trích lục bộ hôn thú."""
    on = _day(rng, 1945, 1974)
    entries = (
        Entry(
            "husband_full_name", ("Tên họ người chồng", "Tên, họ người chồng"), name(rng, "Nam"), wide=True
        ),
        Entry("husband_occupation", ("Nghề nghiệp",), "Công chức", wide=True),
        Entry("wife_full_name", ("Tên họ người vợ", "Tên, họ người vợ"), name(rng, "Nữ"), wide=True),
        Entry("wife_rank", ("Vợ chánh hay vợ thứ",), "Vợ chánh", wide=True),
        Entry("marriage_date", ("Ngày cưới",), _said(on), on.isoformat(), wide=True),
    )
    office = _office(rng, on + timedelta(days=rng.randint(1, 900)), ("HỘ LẠI",))
    titles = (("TRÍCH LỤC BỘ HÔN THÚ",), ("CHỨNG THƯ HÔN THÚ",))
    head = Head("plain", Entry("number", ("Số hiệu", "Số"), str(rng.randint(2, 400))))
    return Case("old_marriage", "hon_thu", titles, office, (Part(entries),), head=head, foot=Foot(("",)))
