"""What a body that issues documents is, and the places it may be of."""

from __future__ import annotations

from dataclasses import dataclass

PROVINCES = (
    ("TỈNH NGHỆ AN", "Nghệ An"), ("TỈNH LÂM ĐỒNG", "Lâm Đồng"), ("TỈNH ĐẮK LẮK", "Đắk Lắk"), ("TỈNH CÀ MAU", "Cà Mau"),
    ("TỈNH QUẢNG NINH", "Quảng Ninh"), ("TỈNH TUYÊN QUANG", "Tuyên Quang"), ("TỈNH PHÚ THỌ", "Phú Thọ"),
    ("TỈNH GIA LAI", "Gia Lai"), ("TỈNH VĨNH LONG", "Vĩnh Long"), ("THÀNH PHỐ HẢI PHÒNG", "Hải Phòng"),
    ("THÀNH PHỐ HUẾ", "Huế"), ("THÀNH PHỐ HÀ NỘI", "Hà Nội"), ("THÀNH PHỐ ĐÀ NẴNG", "Đà Nẵng"),
    ("TỈNH HƯNG YÊN", "Hưng Yên"), ("TỈNH THANH HÓA", "Thanh Hoá"), ("THÀNH PHỐ HỒ CHÍ MINH", "TP. Hồ Chí Minh"),
)  # fmt: skip
DISTRICTS = (
    ("HUYỆN YÊN THÀNH", "Yên Thành"), ("HUYỆN KRÔNG PẮC", "Krông Pắc"), ("QUẬN BÌNH THỦY", "Bình Thuỷ"),
    ("THỊ XÃ QUẢNG YÊN", "Quảng Yên"), ("THÀNH PHỐ TAM KỲ", "Tam Kỳ"), ("HUYỆN SÓC SƠN", "Sóc Sơn"),
    ("QUẬN 5", "Quận 5"), ("HUYỆN ĐẦM DƠI", "Đầm Dơi"),
)  # fmt: skip
WARDS = (
    ("XÃ QUẢNG CHÂU", "Quảng Châu"), ("PHƯỜNG XUÂN HƯƠNG - ĐÀ LẠT", "Xuân Hương - Đà Lạt"),
    ("PHƯỜNG CỬA NAM", "Cửa Nam"), ("XÃ EA KAR", "Ea Kar"), ("PHƯỜNG BẾN CÁT", "Bến Cát"),
    ("XÃ MƯỜNG XÉN", "Mường Xén"), ("ĐẶC KHU PHÚ QUỐC", "Phú Quốc"), ("PHƯỜNG 12", "Phường 12"),
    ("XÃ TÂN THÀNH", "Tân Thành"), ("THỊ TRẤN ME", "Me"), ("PHƯỜNG TÂY HỒ", "Tây Hồ"),
)  # fmt: skip


@dataclass(frozen=True)
class Issuer:
    """A body: over it, itself (lines), its sign in numbers, the place of its date line, who leads it.

    `collective` is what its head signs for ("TM. ..."), `staff` are titles that sign by order; `head` is "state",
    "party" or "youth"; `emblem` says whether its seal shows the arms of the state.
    """

    over: str
    body: str
    sign: str
    place: str
    chief: str
    deputy: str
    collective: str = ""
    staff: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ("",)
    head: str = "state"
    emblem: bool = False
    years: tuple[int, int] = (2015, 2026)
