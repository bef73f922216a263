"""Places: units of before July 2025 with districts and of after without, homes in them, their offices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

REFORM = date(2025, 7, 1)
# Code of the province in personal numbers, province, district, wards and communes.
_BEFORE = (
    ("079", "Thành phố Hồ Chí Minh", "Quận 1", ("phường Đa Kao", "phường Bến Nghé", "phường Cô Giang")),
    ("079", "Thành phố Hồ Chí Minh", "Quận 6", ("Phường 4", "Phường 12")),
    ("079", "Thành phố Hồ Chí Minh", "quận Phú Nhuận", ("Phường 7", "Phường 15")),
    (
        "079",
        "Thành phố Hồ Chí Minh",
        "quận Thủ Đức",
        ("phường Linh Chiểu", "phường Tam Phú", "phường Trường Thọ"),
    ),
    (
        "079",
        "Thành phố Hồ Chí Minh",
        "thành phố Thủ Đức",
        ("phường Long Thạnh Mỹ", "phường Thảo Điền", "phường Tam Bình"),
    ),
    (
        "079",
        "Thành phố Hồ Chí Minh",
        "huyện Củ Chi",
        ("xã Tân Thông Hội", "xã Phú Hòa Đông", "thị trấn Củ Chi"),
    ),
    ("001", "thành phố Hà Nội", "quận Hoàng Mai", ("phường Đại Kim", "phường Lĩnh Nam")),
    ("001", "thành phố Hà Nội", "huyện Chương Mỹ", ("xã Thủy Xuân Tiên", "thị trấn Xuân Mai")),
    ("001", "thành phố Hà Nội", "thị xã Sơn Tây", ("phường Viên Sơn", "xã Đường Lâm")),
    ("048", "thành phố Đà Nẵng", "quận Liên Chiểu", ("phường Hòa Khánh Bắc", "phường Hòa Minh")),
    ("092", "thành phố Cần Thơ", "quận Bình Thủy", ("phường Trà Nóc", "phường An Thới")),
    ("036", "tỉnh Nam Định", "huyện Hải Hậu", ("xã Hải Minh", "xã Hải Đường", "thị trấn Cồn")),
    ("040", "tỉnh Nghệ An", "huyện Quỳnh Lưu", ("xã Quỳnh Thạch", "xã Sơn Hải")),
    ("046", "tỉnh Thừa Thiên Huế", "thị xã Hương Thủy", ("phường Thủy Dương", "xã Thủy Phù")),
    ("066", "tỉnh Đắk Lắk", "huyện Cư M'gar", ("xã Ea Kpam", "xã Cư Suê")),
    ("086", "tỉnh Vĩnh Long", "huyện Tam Bình", ("xã Mỹ Thạnh Trung", "xã Loan Mỹ")),
    ("096", "tỉnh Cà Mau", "huyện Trần Văn Thời", ("xã Khánh Hưng", "thị trấn Sông Đốc")),
    ("014", "tỉnh Sơn La", "huyện Mộc Châu", ("xã Chiềng Hắc", "thị trấn Nông trường Mộc Châu")),
    ("024", "tỉnh Bắc Giang", "huyện Lục Ngạn", ("xã Tân Mộc", "xã Giáp Sơn")),
    ("072", "tỉnh Tây Ninh", "thị xã Trảng Bàng", ("phường An Tịnh", "xã Phước Chỉ")),
)
_AFTER = (
    (
        "079",
        "Thành phố Hồ Chí Minh",
        ("phường Tam Bình", "phường Bình Thới", "phường Chợ Quán", "phường An Khánh", "xã Bình Lợi"),
    ),
    ("001", "thành phố Hà Nội", ("phường Hoàng Liệt", "phường Tây Mỗ", "xã Phú Nghĩa")),
    ("092", "thành phố Cần Thơ", ("phường Thới Long", "xã Kế Sách")),
    ("040", "tỉnh Nghệ An", ("xã Quỳnh Phú", "phường Trường Vinh")),
    ("066", "tỉnh Đắk Lắk", ("xã Ea Knốp", "phường Tân Lập")),
    ("086", "tỉnh Vĩnh Long", ("xã Cái Nhum", "phường Long Châu")),
)
_STREETS = (
    "Nguyễn Đình Chiểu", "Hoàng Diệu 2", "Kha Vạn Cân", "Lạc Long Quân", "Trần Hưng Đạo", "Hai Bà Trưng", "Tỉnh lộ 8",
    "Phan Đăng Lưu", "Lê Văn Chí", "Nguyễn Tri Phương", "Hùng Vương", "Đặng Văn Bi", "Quốc lộ 1A", "Võ Văn Ngân",
)  # fmt: skip
_HAMLETS = (
    "ấp Bàu Sim", "ấp Phú Lợi", "thôn Trung", "thôn 6", "xóm Đình", "xóm 9", "ấp 3A", "thôn Đông Sàng", "ấp Rạch Ruộng",
    "khóm 4", "tổ 12, ấp Tân Tiến", "đội 7, thôn Thượng", "buôn Sút Mgrư", "bản Tà Số", "ấp Cây Trôm",
)  # fmt: skip
_HOSPITALS = (
    "Bệnh viện Từ Dũ, Quận 1, Thành phố Hồ Chí Minh", "Bệnh viện Hùng Vương, Thành phố Hồ Chí Minh",
    "Bệnh viện Phụ sản Trung ương", "Bệnh viện Quận Thủ Đức", "Bệnh viện Đa khoa khu vực Củ Chi",
    "Trạm Y tế {ward}", "Bệnh viện Đa khoa {province}", "Nhà Bảo sanh {ward}", "Trung tâm Y tế {district}",
)  # fmt: skip


@dataclass(frozen=True)
class Area:
    """A ward or commune; `district` is empty after the reform of 2025. `code` begins personal numbers."""

    code: str
    province: str
    district: str
    ward: str

    @property
    def whole(self) -> str:
        """From the ward up, as in an address."""
        return ", ".join(part for part in (self.ward, self.district, self.province) if part)


def area(rng: Random, on: date) -> Area:
    """A place as it was called on a day."""
    if on >= REFORM:
        code, province, wards = rng.choice(_AFTER)
        return Area(code, province, "", rng.choice(wards))
    while True:
        code, province, district, wards = rng.choice(_BEFORE)
        if (district == "quận Thủ Đức" and on.year > 2020) or (
            district == "thành phố Thủ Đức" and on.year < 2021
        ):
            continue
        return Area(code, province, district, rng.choice(wards))


def home(rng: Random, where: Area) -> str:
    """An address in an area."""
    town = where.ward.startswith(("phường", "Phường"))
    if town or rng.random() < 0.25:
        house = rng.choice(
            (
                f"{rng.randint(2, 480)}",
                f"{rng.randint(2, 300)}/{rng.randint(1, 90)}",
                f"{rng.randint(2, 99)}/{rng.randint(1, 40)}/{rng.randint(1, 20)}A",
            )
        )
        street = rng.choice(_STREETS)
        lane = rng.choice(
            (
                f"{house} {street}",
                f"{house} đường {street}",
                f"Số {house} đường {street}",
                f"số nhà {house}, {street}",
            )
        )
        more = rng.choice(
            (
                "",
                "",
                f", khu phố {rng.randint(1, 9)}",
                f", tổ {rng.randint(1, 60)}, khu phố {rng.randint(1, 9)}",
            )
        )
        return f"{lane}{more}, {where.whole}"
    return f"{rng.choice(_HAMLETS)}, {where.whole}"


def bare(unit: str) -> str:
    """A unit without what it is: "phường Tam Bình" is "Tam Bình", but "Quận 6" stays."""
    for kind in (
        "thành phố ",
        "Thành phố ",
        "thị trấn ",
        "thị xã ",
        "phường ",
        "quận ",
        "huyện ",
        "tỉnh ",
        "xã ",
    ):
        if unit.startswith(kind):
            return unit[len(kind) :]
    return unit


def birth_place(rng: Random, where: Area) -> str:
    """Where a child was born: mostly a house of health."""
    if rng.random() < 0.15:
        return rng.choice((f"Tại nhà, {where.whole}", where.whole))
    told = rng.choice(_HOSPITALS)
    return told.format(ward=where.ward, district=where.district or where.ward, province=where.province)


def council(rng: Random, where: Area) -> str:
    """The people's committee of an area, as a line of a form names it."""
    return f"{rng.choice(('UBND', 'Ủy ban nhân dân', 'Uỷ ban nhân dân', 'UBND'))} {where.whole}"
