"""Invented people: names, numbers, dates and addresses from all parts of the country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from benchmarks.third_hand.facts import Fact

FAMILIES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Đinh",
    "Trương",
    "Đoàn",
    "Lương",
    "Mai",
    "Tô",
    "Tạ",
    "Chu",
    "Cao",
    "Thái",
    "Quách",
    "Kiều",
    "La",
    "Tăng",
]
MEN = [
    "Văn Hùng",
    "Quốc Bảo",
    "Minh Khôi",
    "Đình Phúc",
    "Trọng Nghĩa",
    "Hữu Lộc",
    "Xuân Trường",
    "Anh Tuấn",
    "Đức Thắng",
    "Công Danh",
    "Thành Đạt",
    "Tiến Dũng",
    "Gia Huy",
    "Khắc Việt",
    "Nhật Minh",
    "Phước Sang",
    "Sỹ Nguyên",
    "Bá Thiện",
    "Hải",
]
WOMEN = [
    "Thị Hồng Nhung",
    "Thị Mai",
    "Ngọc Ánh",
    "Thanh Thảo",
    "Thị Kim Ngân",
    "Bích Liên",
    "Thị Thu Hà",
    "Mỹ Duyên",
    "Thùy Trang",
    "Thị Lan",
    "Hoài An",
    "Quỳnh Như",
    "Thị Tuyết",
    "Bảo Trâm",
    "Phương Uyên",
    "Thị Diệu Hiền",
    "Khánh Vy",
    "Thị Út",
]
PROVINCES = (
    ("079", "Thành phố Hồ Chí Minh"),
    ("001", "thành phố Hà Nội"),
    ("048", "thành phố Đà Nẵng"),
    ("092", "thành phố Cần Thơ"),
    ("040", "tỉnh Nghệ An"),
    ("038", "tỉnh Thanh Hóa"),
    ("075", "tỉnh Đồng Nai"),
    ("080", "tỉnh Long An"),
    ("056", "tỉnh Khánh Hòa"),
    ("068", "tỉnh Lâm Đồng"),
    ("082", "tỉnh Tiền Giang"),
)
UNITS = {
    "079": (
        "phường Hiệp Bình Chánh, thành phố Thủ Đức",
        "phường 14, quận Gò Vấp",
        "xã Bình Hưng, huyện Bình Chánh",
        "phường Tân Phú, Quận 7",
    ),
    "001": (
        "phường Dịch Vọng, quận Cầu Giấy",
        "xã Kim Chung, huyện Đông Anh",
        "phường Trần Phú, quận Hà Đông",
    ),
    "048": ("phường Hòa Minh, quận Liên Chiểu", "xã Hòa Châu, huyện Hòa Vang"),
    "092": ("phường An Bình, quận Ninh Kiều", "xã Giai Xuân, huyện Phong Điền"),
    "040": ("phường Hưng Dũng, thành phố Vinh", "xã Diễn Thành, huyện Diễn Châu"),
    "038": ("phường Đông Vệ, thành phố Thanh Hóa", "xã Quảng Thái, huyện Quảng Xương"),
    "075": ("phường Trảng Dài, thành phố Biên Hòa", "xã Phước Thái, huyện Long Thành"),
    "080": ("Phường 3, thành phố Tân An", "thị trấn Bến Lức, huyện Bến Lức"),
    "056": ("phường Vĩnh Hải, thành phố Nha Trang", "xã Cam Thành Nam, thành phố Cam Ranh"),
    "068": ("Phường 8, thành phố Đà Lạt", "xã Lộc An, huyện Bảo Lâm"),
    "082": ("phường 5, thành phố Mỹ Tho", "xã Long Bình Điền, huyện Chợ Gạo"),
}
STREETS = [
    "Nguyễn Văn Cừ",
    "Lê Lợi",
    "Trường Chinh",
    "Quang Trung",
    "Nguyễn Thị Thập",
    "Hoàng Diệu 2",
    "Kha Vạn Cân",
    "Phan Đăng Lưu",
    "30 Tháng 4",
    "Số 12",
    "Tô Ngọc Vân",
    "Ngô Quyền",
]
ETHNICITIES = ("Kinh",) * 7 + ("Hoa", "Khmer", "Tày", "Mường", "Chăm", "Ê-đê")
_UNITS_OF_TEN = ["", "mốt", "hai", "ba", "bốn", "lăm", "sáu", "bảy", "tám", "chín"]
_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


@dataclass(frozen=True)
class Person:
    """One invented person; `place` is a unit of the country with its province."""

    name: str
    woman: bool
    born: date
    number: str
    ethnicity: str
    place: str
    home: str

    @property
    def sex(self) -> str:
        """As papers write it."""
        return "Nữ" if self.woman else "Nam"


def day(rng: Random, first: int, last: int) -> date:
    """Any day of the years `first` to `last`."""
    return date(first, 1, 1) + timedelta(days=rng.randrange((last - first + 1) * 365))


def person(
    rng: Random, woman: bool | None = None, born: tuple[int, int] = (1955, 2001), family: str = ""
) -> Person:
    """Somebody new; a child may be given the `family` of a parent."""
    woman = rng.random() < 0.5 if woman is None else woman
    code, province = rng.choice(PROVINCES)
    birth = day(rng, *born)
    century = (2 if birth.year >= 2000 else 0) + woman
    unit = rng.choice(UNITS[code])
    return Person(
        name=f"{family or rng.choice(FAMILIES)} {rng.choice(WOMEN if woman else MEN)}",
        woman=woman,
        born=birth,
        number=f"{code}{century}{birth.year % 100:02d}{rng.randrange(1000, 38000):06d}",
        ethnicity=rng.choice(ETHNICITIES),
        place=f"{unit}, {province}",
        home=f"{_before_unit(rng, unit)}, {unit}, {province}",
    )


def _before_unit(rng: Random, unit: str) -> str:
    if unit.startswith(("xã", "thị trấn")):
        return rng.choice(
            (f"Ấp {rng.randint(1, 6)}", "thôn Đông Thành", "ấp Bình Hòa", f"Xóm {rng.randint(1, 12)}")
        )
    door = rng.choice(
        (
            f"{rng.randint(2, 480)}",
            f"{rng.randint(2, 90)}/{rng.randint(1, 40)}",
            f"{rng.randint(2, 90)}/{rng.randint(1, 9)}/{rng.randint(1, 30)}A",
        )
    )
    street = rng.choice(STREETS)
    start = rng.choice((f"{door} {street}", f"Số {door} đường {street}", f"Số nhà {door}, đường {street}"))
    return start + rng.choice(
        (
            "",
            "",
            f", khu phố {rng.randint(1, 9)}",
            f", tổ {rng.randint(1, 70)}",
            f", tổ dân phố số {rng.randint(1, 20)}",
        )
    )


def written_date(rng: Random, when: date, by_words: bool | None = None) -> Fact:
    """A date in one of the ways papers write it."""
    if rng.random() < 0.45 if by_words is None else by_words:
        return Fact(when.isoformat(), f"ngày {when:%d} tháng {when:%m} năm {when.year}")
    return Fact(when.isoformat(), f"{when:%d/%m/%Y}")


def _below_hundred(number: int) -> str:
    ten, one = divmod(number, 10)
    if ten == 0:
        return _DIGITS[one]
    if ten == 1:
        return "mười" + (f" {'lăm' if one == 5 else _DIGITS[one]}" if one else "")
    return f"{_DIGITS[ten]} mươi" + (f" {_UNITS_OF_TEN[one]}" if one else "")


def date_in_words(when: date) -> str:
    """ "Ngày năm, tháng ba, năm hai nghìn không trăm mười chín"."""
    thousand, rest = divmod(when.year, 1000)
    hundred, rest = divmod(rest, 100)
    tail = f" linh {_DIGITS[rest]}" if 0 < rest < 10 else f" {_below_hundred(rest)}" if rest else ""
    year = f"{_DIGITS[thousand]} nghìn {_DIGITS[hundred]} trăm{tail}"
    return f"Ngày {_below_hundred(when.day)}, tháng {_below_hundred(when.month)}, năm {year}"


def identity_paper(rng: Random, who: Person) -> str:
    """An identity paper as forms have it written."""
    issued = day(rng, 2017, 2023)
    on = f"{issued:%d/%m/%Y}"
    if rng.random() < 0.3:
        return (
            f"CMND số {rng.randrange(20000000, 38000000):09d}, Công an {who.place.rsplit(', ', 1)[1]} "
            f"cấp ngày {on}"
        )
    office = rng.choice(("Cục Cảnh sát quản lý hành chính về trật tự xã hội", "Cục Cảnh sát QLHC về TTXH"))
    kind = rng.choice(("Căn cước công dân", "Thẻ căn cước công dân", "CCCD"))
    return f"{kind} số {who.number}, {office} cấp ngày {on}"
