"""Invented people, places and sentences for foreign pages; other ones than those of samples/. Draws nothing."""

from __future__ import annotations

from random import Random

_SURNAMES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Tạ",
]
_MIDDLES = ["Văn", "Thị", "Hữu", "Ngọc", "Quốc", "Thanh", "Đức", "Kim", "Xuân", "Bích", "Gia", "Hoài", "Đình"]
_GIVEN = [
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hạnh",
    "Khôi",
    "Lộc",
    "Mỹ",
    "Nhung",
    "Phước",
    "Quyên",
    "Sỹ",
    "Thịnh",
    "Uyên",
    "Vượng",
    "Yến",
    "Đạt",
    "Ẩn",
    "Tường",
    "Nghĩa",
]
_STREETS = [
    "Lê Lợi",
    "Trưng Nữ Vương",
    "Hùng Vương",
    "Ngô Quyền",
    "Nguyễn Huệ",
    "Yersin",
    "Bà Triệu",
    "Đống Đa",
]
_WARDS = [
    "phường Phước Tiến",
    "xã Vĩnh Thạnh",
    "thị trấn Cây Dương",
    "phường Lộc Thọ",
    "xã Ea Kao",
    "xã Mỹ Phong",
]
_TOWNS = [
    "thành phố Nha Trang, tỉnh Khánh Hòa",
    "huyện Phụng Hiệp, tỉnh Hậu Giang",
    "thị xã Gò Công, tỉnh Tiền Giang",
    "huyện Yên Dũng, tỉnh Bắc Giang",
    "quận Ninh Kiều, thành phố Cần Thơ",
    "huyện Quỳ Hợp, tỉnh Nghệ An",
]
SENTENCES = [
    "Căn cứ kết quả kiểm tra thực địa ngày hôm qua, tổ công tác nhận thấy mái nhà bị dột ở ba chỗ và cần thay tôn.",
    "Đề nghị các hộ dân hai bên đường tháo dỡ phần mái che lấn ra vỉa hè trước mùa mưa năm nay.",
    "Kinh phí sửa chữa dự kiến là 48.750.000 đồng, trích từ nguồn sự nghiệp giao thông của địa phương.",
    "Sau khi nghe báo cáo, các thành viên biểu quyết thông qua với 11/12 ý kiến tán thành, một ý kiến khác.",
    "Hồ sơ gồm đơn đề nghị, bản vẽ hiện trạng, ảnh chụp và giấy tờ chứng minh quyền sử dụng thửa đất số 217.",
    "Ruộng lúa vụ đông xuân đạt năng suất 6,4 tấn/ha, cao hơn cùng kỳ năm ngoái khoảng 0,3 tấn.",
    "Việc niêm yết công khai được thực hiện trong 15 ngày làm việc, kể từ ngày nhận đủ giấy tờ hợp lệ.",
    "Nếu không đồng ý với nội dung trả lời này, ông có quyền khiếu nại lên cấp trên trực tiếp.",
    "Trường mẫu giáo đã tiếp nhận thêm 27 cháu, nâng tổng số lớp lên chín lớp ở hai điểm trường.",
    "Đoạn mương dài 350 m chưa được nạo vét, nước tràn qua bờ mỗi khi có mưa lớn.",
    "Giao bộ phận một cửa theo dõi, đôn đốc và tổng hợp kết quả gửi về văn phòng trước 16 giờ thứ Sáu.",
    "Những trường hợp vắng mặt phải gửi ý kiến bằng văn bản, ghi rõ họ tên, địa chỉ và chữ ký.",
    "Bà con đề nghị lắp thêm đèn chiếu sáng tại ngã ba chợ và sửa lại biển báo đã bị gãy.",
    "Số liệu trên chưa bao gồm các khoản thu hộ; chênh lệch (nếu có) sẽ được quyết toán cuối năm.",
]
PURPOSES = [
    "Về việc nạo vét mương",
    "V/v sửa chữa nhà kho",
    "Kết quả họp tổ dân phố",
    "Tình hình thu hoạch quý III",
]
GOODS = [
    "Xi măng PCB40",
    "Cát vàng",
    "Đá 1x2",
    "Thép phi 10",
    "Gạch ống 8x8x18",
    "Tôn sóng vuông",
    "Sơn nước",
    "Ống nhựa phi 90",
    "Dây điện 2x2,5",
    "Bóng đèn 20W",
    "Cửa nhôm kính",
    "Vữa xây mác 75",
]
UNITS = ["bao", "m3", "kg", "viên", "tấm", "thùng", "mét", "cái", "bộ"]
REMARKS = [
    "đã nhận đủ",
    "còn thiếu, giao bổ sung vào tuần sau",
    "hàng vỡ hai tấm",
    "",
    "theo phiếu số 18",
    "đổi loại khác",
]
PEOPLES = ["Kinh", "Tày", "Khmer", "Ê Đê", "Mường", "Chăm"]
JOBS = ["Làm ruộng", "Thợ mộc", "Giáo viên", "Buôn bán", "Tài xế", "Y tá", "Công nhân"]


def name(rng: Random) -> str:
    """A full name."""
    middles = rng.sample(_MIDDLES, rng.choice([1, 1, 2]))
    return " ".join([rng.choice(_SURNAMES), *middles, rng.choice(_GIVEN)])


def home(rng: Random) -> str:
    """An address."""
    return f"{rng.randint(2, 480)}/{rng.randint(1, 40)} đường {rng.choice(_STREETS)}, {rng.choice(_WARDS)}"


def place(rng: Random) -> str:
    """Ward, district and province."""
    return f"{rng.choice(_WARDS)}, {rng.choice(_TOWNS)}"


def day(rng: Random, since: int = 1935, until: int = 2021) -> str:
    """A date in figures."""
    return f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(since, until)}"


def spelt_day(rng: Random, since: int = 1975, until: int = 2024) -> str:
    """A date as it stands in heads."""
    return f"ngày {rng.randint(1, 28):02d} tháng {rng.randint(1, 12):02d} năm {rng.randint(since, until)}"


def digits(rng: Random, count: int) -> str:
    """So many figures, the first no zero."""
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(count - 1))


def money(rng: Random) -> str:
    """An amount with points between thousands."""
    return f"{rng.randint(15, 98_000) * 1000:,}".replace(",", ".")


def talk(rng: Random, sentences: int) -> str:
    """Some sentences."""
    return " ".join(rng.sample(SENTENCES, sentences))
