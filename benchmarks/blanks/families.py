"""Values of civil status: a child with its parents, a couple, one who died, one who is single, a parent recognised."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from benchmarks.blanks.form import Blank, Values
from benchmarks.third_hand.facts import Fact, plain
from benchmarks.third_hand.people import Person, date_in_words, day, person

HOSPITALS = (
    "Bệnh viện Từ Dũ, 284 Cống Quỳnh, phường Phạm Ngũ Lão, Quận 1, Thành phố Hồ Chí Minh",
    "Bệnh viện Hùng Vương, Thành phố Hồ Chí Minh",
    "Bệnh viện Đa khoa khu vực Thủ Đức",
    "Trạm Y tế xã",
    "Bệnh viện Phụ sản Hà Nội, số 929 đường La Thành, phường Ngọc Khánh, quận Ba Đình, thành phố Hà Nội",
)
_STATES = (
    "Chưa đăng ký kết hôn với ai",
    "Hiện tại chưa đăng ký kết hôn với ai",
    "Từ khi đủ tuổi kết hôn đến nay chưa đăng ký kết hôn với ai",
    "Đã ly hôn theo Bản án số 45/2018/HNGĐ-ST ngày 12/6/2018 của Tòa án nhân dân quận Gò Vấp, hiện tại chưa đăng ký "
    "kết hôn với ai",
)
_PURPOSES = (
    "Làm thủ tục đăng ký kết hôn", "Bổ sung hồ sơ mua nhà", "Làm thủ tục vay vốn ngân hàng", "Làm hồ sơ nhà đất",
)  # fmt: skip


def written(rng: Random, when: date) -> Fact:
    """A date in figures, in one of the ways clerks type it."""
    return Fact(
        when.isoformat(),
        rng.choice(
            (f"{when:%d/%m/%Y}",) * 3
            + (f"{when:%d}-{when:%m}-{when.year}", f"ngày {when:%d} tháng {when:%m} năm {when.year}")
        ),
    )


def in_words(rng: Random, when: date) -> str:
    """A date in words as clerks of one region or another type it."""
    words = date_in_words(when)
    if rng.random() < 0.3:
        words = words.replace("nghìn", "ngàn").replace("linh", "lẻ")
    if rng.random() < 0.3:
        words = words.replace(",", "")
    return words


def office_of(rng: Random, who: Person) -> str:
    """The registering office, as a line of the form names it."""
    unit = who.place[0].upper() + who.place[1:]
    return f"{rng.choice(('Ủy ban nhân dân', 'UBND', 'Ủy ban nhân dân'))} {rng.choice((unit, who.place))}"


def unit_of(values: Values) -> str:
    """The ward or commune that registers."""
    return (
        str(values["registration_place"]).replace("Ủy ban nhân dân ", "").replace("UBND ", "").split(",")[0]
    )


def card(rng: Random, who: Person, before: date) -> str:
    """An identity paper that `who` had at a time, of the kind then in use."""
    issued = before - timedelta(days=rng.randint(30, 3000))
    on = f"{issued:%d/%m/%Y}"
    if issued.year < 2016 or rng.random() < 0.25:
        place = who.place.rsplit(", ", 1)[1]
        return f"CMND số {rng.randrange(20000000, 38000000):09d}, Công an {place} cấp ngày {on}"
    office = rng.choice(
        (
            "Cục Cảnh sát QLHC về TTXH",
            "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
            "Cục CSĐKQL cư trú",
        )
    )
    return f"{rng.choice(('CCCD', 'Căn cước công dân', 'Thẻ CCCD'))} số {who.number}, {office} cấp ngày {on}"


def birth(blank: Blank, years: tuple[int, int]) -> Values:
    """A child, its parents, who told of the birth; one in eight has no father on the paper."""
    rng = blank.sheet.rng
    father, mother = person(rng, False, (1970, 1994)), person(rng, True, (1972, 1996))
    child = person(rng, born=years, family=father.name.split()[0])
    registered = child.born + timedelta(days=rng.randint(3, 55))
    applicant = rng.choice((mother, father))
    values: Values = {
        "child_full_name": blank.name(child.name),
        "child_birth_date": written(rng, child.born),
        "child_birth_date_words": in_words(rng, child.born),
        "child_gender": child.sex,
        "child_ethnicity": father.ethnicity,
        "child_nationality": "Việt Nam",
        "child_birth_place": rng.choice(HOSPITALS),
        "child_origin_place": rng.choice((father.place, father.place.rsplit(", ", 1)[1])),
        "child_personal_id": child.number if child.born.year >= 2016 or rng.random() < 0.3 else Fact(None),
        "registration_place": office_of(rng, father),
        "registration_date": written(rng, registered),
        "applicant_full_name": applicant.name,
        "applicant_relationship": "Mẹ" if applicant is mother else "Cha",
        "applicant_id_doc": card(rng, applicant, registered),
        "_registered": registered.isoformat(),
    }
    absent = rng.random() < 0.12
    if absent:
        values |= {"applicant_full_name": mother.name, "applicant_relationship": "Mẹ"}
        values["applicant_id_doc"] = card(rng, mother, registered)
    for part, who in (("mother", mother), ("father", father)):
        none = absent and part == "father"
        born = (
            plain(str(who.born.year))
            if rng.random() < 0.6
            else Fact(who.born.isoformat(), f"{who.born:%d/%m/%Y}")
        )
        for key, value in (
            ("full_name", blank.name(who.name)), ("birth_date", born), ("ethnicity", who.ethnicity),
            ("nationality", "Việt Nam"), ("residence_place", who.home),
        ):  # fmt: skip
            values[f"{part}_{key}"] = Fact(None) if none else value
    return values


def death(blank: Blank, years: tuple[int, int]) -> Values:
    """Somebody who died."""
    rng = blank.sheet.rng
    dead, died = person(rng, born=(1928, 1975)), day(rng, *years)
    hour = rng.random() < 0.85
    time = Fact(f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}")
    return {
        "deceased_full_name": blank.name(dead.name),
        "deceased_birth_date": plain(str(dead.born.year)) if rng.random() < 0.3 else written(rng, dead.born),
        "deceased_gender": dead.sex,
        "deceased_ethnicity": dead.ethnicity,
        "deceased_nationality": "Việt Nam",
        "deceased_personal_id": dead.number if rng.random() < 0.6 else Fact(None),
        "deceased_id_doc": card(rng, dead, died) if rng.random() < 0.85 else Fact(None),
        "deceased_residence_place": dead.home,
        "deceased_death_time": time if hour else Fact(None),
        "deceased_death_date": Fact(died.isoformat(), f"ngày {died:%d} tháng {died:%m} năm {died.year}"),
        "deceased_death_date_words": in_words(rng, died),
        "deceased_death_place": rng.choice(
            ("Tại nhà", "Bệnh viện Chợ Rẫy", "Bệnh viện Nhân dân 115", dead.home)
        ),
        "deceased_death_cause": rng.choice(
            ("Bệnh già", "Tuổi già", "Nhồi máu cơ tim", "Tai biến mạch máu não", "Covid-19")
        ),
        "registration_place": office_of(rng, dead),
        "registration_date": written(rng, died + timedelta(days=rng.randint(1, 20))),
        "number": f"{rng.randint(1, 300)}" + rng.choice(("", f"/{died.year}")),
        "_died": died.isoformat(),
    }


def spouse(blank: Blank, part: str, who: Person, when: date) -> Values:
    """What stands about a wife, a husband, a parent or a child at the time `when`."""
    rng = blank.sheet.rng
    return {
        f"{part}_full_name": blank.name(who.name),
        f"{part}_birth_date": written(rng, who.born),
        f"{part}_ethnicity": who.ethnicity,
        f"{part}_nationality": "Việt Nam",
        f"{part}_residence_place": who.home,
        f"{part}_id_doc": card(rng, who, when),
    }


def single(blank: Blank, who: Person, when: date) -> Values:
    """What a certificate of marital status says of `who`."""
    rng = blank.sheet.rng
    return {
        **spouse(blank, "subject", who, when),
        "applicant_full_name": blank.name(who.name),
        "_who": blank.name(who.name),
        "subject_gender": who.sex,
        "subject_marital_status_text": rng.choice(_STATES),
        "subject_purpose": rng.choice(_PURPOSES),
    }
