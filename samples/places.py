"""Wards, provinces, streets and hospitals by period, and addresses made of them.

The names of units are public facts; house numbers are made up. Three periods matter for Thủ Đức: districts to
2020, the city within the city 2021 to June 2025, and since July 2025 no level between ward and city.
"""

from __future__ import annotations

from datetime import date
from random import Random

CITY_START = date(2021, 1, 1)
REFORM = date(2025, 7, 1)

WARDS_2020 = {
    "Quận Thủ Đức": [
        "Linh Xuân",
        "Bình Chiểu",
        "Linh Trung",
        "Tam Bình",
        "Tam Phú",
        "Hiệp Bình Phước",
        "Hiệp Bình Chánh",
        "Linh Chiểu",
        "Linh Tây",
        "Linh Đông",
        "Bình Thọ",
        "Trường Thọ",
    ],
    "Quận 9": [
        "Long Bình",
        "Long Thạnh Mỹ",
        "Tân Phú",
        "Hiệp Phú",
        "Tăng Nhơn Phú A",
        "Tăng Nhơn Phú B",
        "Phước Long A",
        "Phước Long B",
        "Trường Thạnh",
        "Long Phước",
        "Long Trường",
        "Phước Bình",
        "Phú Hữu",
    ],
    "Quận 2": [
        "Thảo Điền",
        "An Phú",
        "Bình An",
        "Bình Trưng Đông",
        "Bình Trưng Tây",
        "Bình Khánh",
        "An Khánh",
        "Cát Lái",
        "Thạnh Mỹ Lợi",
    ],
}
WARDS_2021 = [w for wards in WARDS_2020.values() for w in wards if w not in {"Bình An", "Bình Khánh"}]
WARDS_2025 = [
    "Linh Xuân",
    "Tam Bình",
    "Hiệp Bình",
    "Thủ Đức",
    "Long Bình",
    "Tăng Nhơn Phú",
    "Phước Long",
    "Long Phước",
    "Long Trường",
    "An Khánh",
    "Bình Trưng",
    "Cát Lái",
]

STREETS = [
    "Võ Văn Ngân",
    "Kha Vạn Cân",
    "Đặng Văn Bi",
    "Hoàng Diệu 2",
    "Lê Văn Việt",
    "Man Thiện",
    "Đỗ Xuân Hợp",
    "Lã Xuân Oai",
    "Tô Ngọc Vân",
    "Tam Bình",
    "Gò Dưa",
    "Ngô Chí Quốc",
    "Nguyễn Duy Trinh",
    "Lương Định Của",
    "Bưng Ông Thoàn",
    "Nguyễn Xiển",
    "Dương Đình Hội",
    "số 4",
    "số 8",
    "số 11",
    "số 17",
    "số 23",
    "số 30",
    "Tân Lập 2",
    "Cây Keo",
    "Chương Dương",
]

# (code in the personal number, origin before July 2025, province since July 2025)
ORIGINS = (
    ("079", "huyện Củ Chi, Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
    ("079", "huyện Hóc Môn, Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
    ("074", "thị xã Thuận An, tỉnh Bình Dương", "Thành phố Hồ Chí Minh"),
    ("077", "huyện Đất Đỏ, tỉnh Bà Rịa - Vũng Tàu", "Thành phố Hồ Chí Minh"),
    ("040", "huyện Diễn Châu, tỉnh Nghệ An", "tỉnh Nghệ An"),
    ("042", "huyện Can Lộc, tỉnh Hà Tĩnh", "tỉnh Hà Tĩnh"),
    ("036", "huyện Hải Hậu, tỉnh Nam Định", "tỉnh Ninh Bình"),
    ("034", "huyện Kiến Xương, tỉnh Thái Bình", "tỉnh Hưng Yên"),
    ("049", "huyện Điện Bàn, tỉnh Quảng Nam", "Thành phố Đà Nẵng"),
    ("051", "huyện Mộ Đức, tỉnh Quảng Ngãi", "tỉnh Quảng Ngãi"),
    ("052", "huyện Phù Cát, tỉnh Bình Định", "tỉnh Gia Lai"),
    ("054", "huyện Tuy An, tỉnh Phú Yên", "tỉnh Đắk Lắk"),
    ("072", "huyện Gò Dầu, tỉnh Tây Ninh", "tỉnh Tây Ninh"),
    ("080", "huyện Cần Giuộc, tỉnh Long An", "tỉnh Tây Ninh"),
    ("082", "huyện Cai Lậy, tỉnh Tiền Giang", "tỉnh Đồng Tháp"),
    ("083", "huyện Ba Tri, tỉnh Bến Tre", "tỉnh Vĩnh Long"),
    ("086", "huyện Vũng Liêm, tỉnh Vĩnh Long", "tỉnh Vĩnh Long"),
    ("094", "thị xã Vĩnh Châu, tỉnh Sóc Trăng", "Thành phố Cần Thơ"),
    ("001", "huyện Thường Tín, Thành phố Hà Nội", "Thành phố Hà Nội"),
)
HOSPITALS = [
    "Bệnh viện Từ Dũ",
    "Bệnh viện Hùng Vương",
    "Bệnh viện Thành phố Thủ Đức",
    "Bệnh viện Đa khoa khu vực Thủ Đức",
    "Bệnh viện Lê Văn Thịnh",
    "Bệnh viện Quân Dân Miền Đông",
]


def ward(rng: Random, on: date) -> tuple[str, str]:
    """A ward as it was on that day, and the unit above it (empty since the reform)."""
    if on >= REFORM:
        return rng.choice(WARDS_2025), ""
    if on >= CITY_START:
        return rng.choice(WARDS_2021), "thành phố Thủ Đức"
    district = rng.choice(sorted(WARDS_2020))
    return rng.choice(WARDS_2020[district]), district[0].lower() + district[1:]


def ward_line(unit: tuple[str, str], city: str = "Thành phố Hồ Chí Minh") -> str:
    """ "phường Linh Tây, quận Thủ Đức, Thành phố Hồ Chí Minh"."""
    name, above = unit
    return ", ".join(part for part in (f"phường {name}", above, city) if part)


def house(rng: Random) -> str:
    """A made-up house number and street."""
    number = rng.choice([f"{rng.randint(2, 380)}", f"{rng.randint(2, 90)}/{rng.randint(1, 40)}"])
    number += rng.choice(["", "", "A", "B"])
    return f"{rng.choice(['', 'số '])}{number} {rng.choice(['đường', 'Đường'])} {rng.choice(STREETS)}"


def address(rng: Random, on: date) -> str:
    """A full made-up address in the units of that day."""
    quarter = f", khu phố {rng.randint(1, 9)}" if rng.random() < 0.5 else ""
    city = rng.choice(["Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh", "TP. Hồ Chí Minh"])
    return f"{house(rng)}{quarter}, {ward_line(ward(rng, on), city)}"


def origin(rng: Random, on: date) -> tuple[str, str]:
    """(province code of the personal number, place of origin as written on that day)."""
    code, before, since = rng.choice(ORIGINS)
    return code, since if on >= REFORM else before
