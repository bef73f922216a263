"""Invented people: names from word lists of our own, birth dates, ethnicity, identity papers. Nobody real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.places import address, origin

FAMILIES = (
    ["Nguyễn"] * 8
    + ["Trần"] * 4
    + ["Lê"] * 3
    + ["Phạm", "Phạm", "Huỳnh", "Huỳnh", "Hoàng", "Võ", "Vũ", "Phan"]
) + [
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Đinh",
    "Trương",
    "Lâm",
    "Mai",
    "Tô",
    "Đoàn",
    "Cao",
    "Châu",
    "Tạ",
    "Thái",
    "Quách",
    "Kiều",
    "Lưu",
    "Nghiêm",
    "Ông",
    "Âu",
]
MIDDLES = {
    "Nam": [
        "Văn",
        "Văn",
        "Hữu",
        "Đức",
        "Minh",
        "Quốc",
        "Thành",
        "Công",
        "Xuân",
        "Ngọc",
        "Hoàng Gia",
        "Trọng",
        "Đình",
        "Quang",
        "Bá",
        "Thế",
        "Phúc",
        "Nhật",
    ],
    "Nữ": [
        "Thị",
        "Thị",
        "Thị Thu",
        "Thị Ngọc",
        "Thị Mỹ",
        "Ngọc",
        "Thanh",
        "Kim",
        "Hoàng",
        "Bảo",
        "Thùy",
        "Khánh",
        "Phương",
        "Diễm",
        "Như",
        "Thị Bích",
    ],
}
GIVEN = {
    "Nam": [
        "An",
        "Bảo",
        "Bình",
        "Cường",
        "Dũng",
        "Duy",
        "Đạt",
        "Hải",
        "Hào",
        "Hậu",
        "Hiếu",
        "Huy",
        "Hùng",
        "Khang",
        "Khoa",
        "Kiên",
        "Lâm",
        "Long",
        "Lợi",
        "Mạnh",
        "Nghĩa",
        "Nhân",
        "Phong",
        "Phước",
        "Quân",
        "Quý",
        "Sơn",
        "Tài",
        "Tâm",
        "Thắng",
        "Thịnh",
        "Thuận",
        "Tiến",
        "Toàn",
        "Trí",
        "Trung",
        "Tuấn",
        "Việt",
        "Vinh",
        "Vũ",
        "Khuê",
        "Oánh",
    ],
    "Nữ": [
        "Anh",
        "Ánh",
        "Bích",
        "Châu",
        "Chi",
        "Diệp",
        "Dung",
        "Duyên",
        "Giang",
        "Hà",
        "Hạnh",
        "Hằng",
        "Hiền",
        "Hoa",
        "Hòa",
        "Hồng",
        "Huệ",
        "Hương",
        "Khuyên",
        "Lan",
        "Liên",
        "Linh",
        "Loan",
        "Ly",
        "Mai",
        "My",
        "Nga",
        "Ngân",
        "Nhung",
        "Oanh",
        "Phượng",
        "Quyên",
        "Quỳnh",
        "Sương",
        "Thảo",
        "Thủy",
        "Thư",
        "Thúy",
        "Trang",
        "Trâm",
        "Tuyền",
        "Uyên",
        "Vân",
        "Xuân",
        "Yến",
    ],
}
ETHNICITIES = ["Kinh"] * 12 + [
    "Hoa",
    "Hoa",
    "Tày",
    "Khơ-me",
    "Chăm",
    "Mường",
    "Nùng",
    "Thái",
    "Ê-đê",
    "Cơ-ho",
]
CARD_START = date(2016, 1, 1)
IDENTITY_START = date(2024, 7, 1)


@dataclass(frozen=True)
class Person:
    """An invented person as a paper of day `on` describes them."""

    name: str
    gender: str
    born: date
    ethnicity: str
    address: str
    origin: str
    personal_id: str
    old_id: str


def name(rng: Random, gender: str, family: str = "") -> str:
    """A full name; `family` fixes the family name."""
    return " ".join((family or rng.choice(FAMILIES), rng.choice(MIDDLES[gender]), rng.choice(GIVEN[gender])))


def personal_id(rng: Random, province: str, gender: str, born: date) -> str:
    """Twelve digits: province, century and gender, two digits of the year, six made-up digits."""
    century = (born.year // 100 - 19) * 2 + (gender == "Nữ")
    return f"{province}{century}{born.year % 100:02d}{rng.randint(0, 999999):06d}"


def day_between(rng: Random, first: date, last: date) -> date:
    """A day from `first` to `last`, both included."""
    return first + timedelta(days=rng.randint(0, (last - first).days))


def person(rng: Random, on: date, ages: tuple[int, int], gender: str = "", family: str = "") -> Person:
    """An invented person whose age on day `on` lies in `ages` (whole years, both included)."""
    sex = gender or rng.choice(["Nam", "Nữ"])
    born = on - timedelta(days=int(365.25 * rng.uniform(ages[0] + 0.2, ages[1] + 0.8)))
    province, came_from = origin(rng, on)
    return Person(
        name=name(rng, sex, family),
        gender=sex,
        born=born,
        ethnicity=rng.choice(ETHNICITIES),
        address=address(rng, on),
        origin=came_from,
        personal_id=personal_id(rng, province, sex, born),
        old_id=f"{rng.choice(['02', '27', '18', '28', '30'])}{rng.randint(0, 9999999):07d}",
    )


def id_doc(rng: Random, who: Person, on: date) -> str:
    """The identity paper as it is written into a form on day `on`."""
    issued = day_between(
        rng, max(CARD_START, on - timedelta(days=1500)), max(CARD_START, on - timedelta(days=60))
    )
    day = issued.strftime("%d/%m/%Y")
    if on < CARD_START or (on.year < 2021 and rng.random() < 0.4):
        earlier = date(rng.randint(2005, 2013), rng.randint(1, 12), rng.randint(1, 28)).strftime("%d/%m/%Y")
        return f"Giấy CMND số {who.old_id}, Công an TP. Hồ Chí Minh cấp ngày {earlier}"
    if issued >= IDENTITY_START:
        return f"Thẻ căn cước số {who.personal_id}, Bộ Công an cấp ngày {day}"
    kind = rng.choice(["Thẻ căn cước công dân số", "CCCD số"])
    return f"{kind} {who.personal_id}, Cục Cảnh sát QLHC về TTXH cấp ngày {day}"
