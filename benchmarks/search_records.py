"""Records for the search benchmark: invented people and permits, made from a seed, as unlike each other as a city's.

Names are drawn from the project's own word lists with real weights (four in ten are Nguyễn), so that equal names,
common words and printed boilerplate weigh on the index as they do in an office. Knows nothing of databases.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from archive.package import Description

DATA = Path(__file__).resolve().parent.parent / "pipeline" / "data"
HEAD = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc {title} Số: {number} Họ, chữ đệm, tên: "
    "{name} Ngày, tháng, năm sinh: {born} Nơi sinh: {place} Dân tộc: Kinh Quốc tịch: Việt Nam Quê quán: "
    "{origin} Họ, chữ đệm, tên người mẹ: {mother} Năm sinh: {mother_born} Nơi cư trú: {home} Họ, chữ đệm, tên "
    "người cha: {father} Năm sinh: {father_born} Nơi cư trú: {home} Nơi đăng ký khai sinh: Ủy ban nhân dân "
    "{ward} Ngày, tháng, năm đăng ký: {issued} Người đi khai sinh: {father} Nghề nghiệp: {work} Ghi chú: {note} "
    "Công chức tư pháp - hộ tịch {clerk} Chủ tịch {chair}"
)
PERMIT = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc GIẤY PHÉP XÂY DỰNG Số: {number} Cấp cho: "
    "{name} Địa chỉ thường trú: {home} Được phép xây dựng công trình: {work} Theo thiết kế có ký hiệu {mark} Gồm "
    "các nội dung sau: Vị trí xây dựng: thửa đất số {parcel} tờ bản đồ số {sheet} {home} Cốt nền xây dựng công "
    "trình: +0,2 m Mật độ xây dựng: {dense} % Số tầng: {floors} Chiều cao công trình: {high} m Giấy phép có hiệu "
    "lực khởi công xây dựng trong thời hạn 12 tháng {clerk}"
)
WORKS = ("làm ruộng", "công nhân", "giáo viên", "buôn bán", "thợ may", "tài xế", "nội trợ", "thợ mộc", "bác sĩ",
         "kế toán", "thợ hồ", "đánh cá", "bộ đội", "sinh viên", "thợ điện", "làm vườn")  # fmt: skip
HOUSES = (
    "Nhà ở riêng lẻ",
    "Nhà ở gia đình kết hợp kinh doanh",
    "Nhà xưởng",
    "Nhà trọ",
    "Trường mầm non",
    "Kho chứa hàng",
)
MISREAD = (("m", "rn"), ("h", "b"), ("u", "n"), ("n", "u"), ("o", "c"), ("i", "l"), ("e", "c"), ("t", "l"), ("g", "q"),
           ("v", "y"), ("a", "o"))  # fmt: skip


class Town:
    """The word lists of one run and its chance; equal seeds give equal records."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        lists = tomllib.loads((DATA / "names.toml").read_text("utf-8"))
        self.surnames, self.middles, self.given = (
            lists[key].split() for key in ("surnames", "middle", "given")
        )
        syllables = [word for text in tomllib.loads((DATA / "syllables.toml").read_text("utf-8")).values()
                     if isinstance(text, str) for word in text.split()] or self.given  # fmt: skip
        self.syllables = sorted({word.lower() for word in syllables if word.isalpha()})
        lines = (DATA / "wards.csv").read_text("utf-8").splitlines()[1:]
        self.wards = sorted({line.split(",")[1] for line in lines})
        self.streets = [f"{self._word().title()} {self._word().title()}" for _ in range(3000)]

    def _word(self) -> str:
        return self.random.choice(self.syllables)

    def name(self, woman: bool) -> str:
        """A whole name; `Nguyễn` has four in ten, the ten commonest families most of the rest."""
        chance = self.random
        family = "Nguyễn" if chance.random() < 0.38 else (
            chance.choice(self.surnames[1:12]) if chance.random() < 0.8 else chance.choice(self.surnames)
        )  # fmt: skip
        middle = ("Thị" if woman else "Văn") if chance.random() < 0.35 else chance.choice(self.middles)
        more = [chance.choice(self.middles)] if chance.random() < 0.35 else []
        return " ".join((family, middle, *more, chance.choice(self.given)))

    def day(self, first: int, last: int) -> date:
        """Some day of the years `first` to `last`."""
        start = date(first, 1, 1)
        return start + timedelta(days=self.random.randrange((date(last, 12, 31) - start).days + 1))

    def home(self) -> str:
        """An address with house number, street and ward."""
        chance = self.random
        number = f"{chance.randrange(1, 900)}{chance.choice(('', '', '/', 'A'))}".replace(
            "/", f"/{chance.randrange(1, 60)}"
        )
        return f"{number} {chance.choice(self.streets)}, {chance.choice(self.wards)}, Thành phố Hồ Chí Minh"

    def misread(self, name: str) -> str:
        """`name` with one slip of a reader: a letter taken for another, lost, or doubled."""
        chance = self.random
        places = [at for at, letter in enumerate(name) if letter.isalpha() and at and name[at - 1].isalpha()]
        at = chance.choice(places)
        swaps = [other for letter, other in MISREAD if letter == name[at]]
        if swaps and chance.random() < 0.6:
            return name[:at] + swaps[0] + name[at + 1 :]
        return name[:at] + name[at] * chance.choice((0, 2)) + name[at + 1 :]


def records(town: Town, count: int, first: int = 0) -> Iterator[Description]:
    """Descriptions `first` to `first + count`: four births to one building permit; three in a hundred misread."""
    for number in range(first, first + count):
        key = f"urn:uuid:{UUID(int=town.random.getrandbits(128), version=4)}"
        yield _permit(town, number, key) if number % 5 == 4 else _birth(town, number, key)


def _birth(town: Town, number: int, key: str) -> Description:
    chance = town.random
    woman = chance.random() < 0.5
    name, mother, father = town.name(woman), town.name(True), town.name(False)
    name = town.misread(name) if chance.random() < 0.03 else name
    born = town.day(1950, 2024)
    issued = born + timedelta(days=chance.randrange(2, 60))
    place, home = f"Bệnh viện {chance.choice(town.streets)}", town.home()
    written = f"{chance.randrange(1, 900)}/{issued.year}"
    text = HEAD.format(
        title="GIẤY KHAI SINH", number=written, name=name, born=f"{born:%d/%m/%Y}", place=place, home=home,
        origin=f"{chance.choice(town.wards)}, {town.syllables[number % len(town.syllables)].title()}", mother=mother,
        father=father, mother_born=born.year - 24, father_born=born.year - 27, ward=chance.choice(town.wards),
        issued=f"{issued:%d/%m/%Y}", work=chance.choice(WORKS), note=" ".join(chance.choices(town.syllables, k=12)),
        clerk=town.name(True), chair=town.name(False),
    )  # fmt: skip
    return Description(
        id=key, type="birth", unit=f"phuong-{number % 60}", title=f"Giấy khai sinh {written}, {name}",
        issued=issued.isoformat(), names=(("child", name, born.isoformat()), ("mother", mother, str(born.year - 24)),
                                          ("father", father, str(born.year - 27))),
        numbers=(("register", written),), places=(home,), dates={"born": born.isoformat()},
        fields={"number": written, "child_full_name": name, "child_birth_date": born.isoformat(),
                "mother_full_name": mother, "father_full_name": father, "birth_place": place, "home": home},
        text=text, review_state="reviewed" if chance.random() < 0.7 else "unreviewed",
        public_code=f"{chance.getrandbits(128):032x}",
    )  # fmt: skip


def _permit(town: Town, number: int, key: str) -> Description:
    chance = town.random
    name, home, issued = town.name(chance.random() < 0.5), town.home(), town.day(1995, 2025)
    written = f"{chance.randrange(1, 3000):04d}/GPXD-UBND"
    parcel, sheet, work = str(chance.randrange(1, 1200)), str(chance.randrange(1, 120)), chance.choice(HOUSES)
    text = PERMIT.format(number=written, name=name, home=home, work=work, mark=f"KT{number % 97}", parcel=parcel,
                         sheet=sheet, dense=chance.randrange(40, 100), floors=chance.randrange(1, 8),
                         high=chance.randrange(4, 30),
                         clerk=town.name(False))  # fmt: skip
    return Description(
        id=key, type="construction_permit", unit=f"phuong-{number % 60}", title=f"Giấy phép xây dựng {written}, {name}",
        issued=issued.isoformat(), names=(("grantee", name, None),), places=(home,),
        numbers=(("permit", written), ("parcel", parcel), ("map_sheet", sheet), ("ward", f"{26700 + number % 300}")),
        fields={"permit_number": written, "grantee_name": name, "site_address": home, "land_parcel_number": parcel,
                "map_sheet_number": sheet, "work": work},
        text=text, review_state="reviewed", public_code=f"{chance.getrandbits(128):032x}",
    )  # fmt: skip
