"""Wordings of labels that several papers share, and facts as different offices write them. The usual comes first."""

from __future__ import annotations

from datetime import date
from random import Random

from samples.cases.case import Entry
from samples.cases.offices import CITY
from samples.people import Person, id_doc
from samples.wording import date_figures

ETHNICITY = ("Dân tộc",)
NATIONALITY = ("Quốc tịch",)
GENDER = ("Giới tính", "Nam/Nữ", "Nam, nữ", "Giới")
BIRTH = ("Ngày, tháng, năm sinh", "Ngày tháng năm sinh", "Sinh ngày", "Ngày sinh")
BIRTH_YEAR = ("Năm sinh", "Ngày, tháng, năm sinh", "Sinh năm")
RESIDENCE = ("Nơi cư trú", "Nơi thường trú", "Địa chỉ cư trú", "Nơi cư trú hiện nay")
OLD_RESIDENCE = (
    "Nơi thường trú/tạm trú",
    "Nơi thường trú",
    "Nơi ĐKHK thường trú",
    "Nơi đăng ký thường trú",
    "Chỗ ở hiện nay",
)
IDENTITY = (
    "Giấy tờ tùy thân",
    "Giấy tờ tuỳ thân",
    "Số giấy tờ tùy thân",
    "Giấy tờ tùy thân (CCCD/CMND/Hộ chiếu)",
)
OLD_IDENTITY = ("Số CMND/Hộ chiếu", "Số CMND", "Giấy CMND số", "CMND/Hộ chiếu số")
PERSONAL_ID = ("Số định danh cá nhân", "Số định danh cá nhân/CCCD", "Mã số định danh cá nhân", "Số ĐDCN")
REGISTERED = ("Ngày, tháng, năm đăng ký", "Ngày đăng ký", "Đăng ký ngày", "Ngày tháng năm đăng ký")
REGISTRY = ("Nơi đăng ký", "Cơ quan đăng ký", "Đăng ký tại")
NUMBER = ("Số", "Số đăng ký", "Số")
BOOK = ("Quyển số", "Quyển")
NAME_FORMS = ("Họ, chữ đệm, tên", "Họ và tên", "Họ tên", "Họ, chữ đệm và tên")
FIGURES = ("slash", "slash", "slash", "short", "dash", "dot", "long", "spaced")


def figures(rng: Random) -> str:
    """How an office writes dates in figures."""
    return rng.choice(FIGURES)


def written_date(on: date, form: str) -> str:
    """A date in figures, also with spaces around its strokes."""
    return f"{on:%d} / {on:%m} / {on:%Y}" if form == "spaced" else date_figures(on, form)


def date_entry(key: str, labels: tuple[str, ...], on: date, form: str) -> Entry:
    """A full date."""
    return Entry(key, labels, written_date(on, form), on.isoformat())


def year_entry(rng: Random, key: str, born: date, form: str) -> Entry:
    """The birth of a parent: usually the year alone."""
    if rng.random() < 0.25:
        return date_entry(key, BIRTH, born, form)
    return Entry(key, BIRTH_YEAR, str(born.year), str(born.year))


def named(word: str) -> tuple[str, ...]:
    """Wordings of "name of `word`"."""
    return tuple(f"{start} {word}" for start in NAME_FORMS)


def shortened(rng: Random, address: str) -> str:
    """An address as some clerks shorten it."""
    if rng.random() < 0.6:
        return address
    for long, short in (
        ("phường ", "P. "),
        ("quận ", "Q. "),
        ("khu phố ", "KP "),
        ("thành phố Thủ Đức", "TP. Thủ Đức"),
        (CITY, rng.choice(["TP.HCM", "TP. HCM", "Tp. Hồ Chí Minh"])),
    ):
        if rng.random() < 0.7:
            address = address.replace(long, short)
    return address


def folk(role: str, who: Person, *, country: str = "Việt Nam") -> tuple[Entry, Entry]:
    """Ethnic group and nationality."""
    return (
        Entry(f"{role}_ethnicity", ETHNICITY, who.ethnicity),
        Entry(f"{role}_nationality", NATIONALITY, country),
    )


def home(rng: Random, role: str, who: Person, labels: tuple[str, ...] = RESIDENCE) -> Entry:
    """Where somebody lives."""
    return Entry(f"{role}_residence_place", labels, shortened(rng, who.address), wide=True)


def identity(rng: Random, role: str, who: Person, on: date) -> Entry:
    """Somebody's identity paper with its dates and issuer."""
    return Entry(f"{role}_id_doc", IDENTITY, id_doc(rng, who, on), wide=True)
