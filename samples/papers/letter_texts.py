"""What the letters say: invented subjects and paragraphs of ward offices, by kind of letter. Data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """One matter: its kind, the abstract after "Về việc", who is addressed, and the paragraphs."""

    kind: str
    symbol: str
    abstract: str
    to: tuple[str, ...]
    body: tuple[str, ...]


NEIGHBOURS = ("Ban điều hành các khu phố", "Các đơn vị, bộ phận thuộc Ủy ban nhân dân phường")
SUBJECTS = (
    Subject(
        "Công văn",
        "UBND-KT",
        "rà soát, cập nhật số nhà trên địa bàn phường",
        NEIGHBOURS,
        (
            "Thực hiện kế hoạch chỉnh trang đô thị năm nay, Ủy ban nhân dân phường đề nghị các khu phố "
            "rà soát toàn bộ số nhà chưa được cấp biển hoặc bị trùng số, lập danh sách theo từng tuyến "
            "đường, tuyến hẻm.",
            "Danh sách gửi về bộ phận địa chính - xây dựng trước 16 giờ 30 phút ngày 25 hằng tháng để "
            "tổng hợp, trình cấp có thẩm quyền xem xét, cấp biển số nhà theo quy định.",
            "Đề nghị trưởng các khu phố quan tâm phối hợp thực hiện./.",
        ),
    ),
    Subject(
        "Công văn",
        "UBND-VP",
        "phúc đáp đề nghị cung cấp bản sao trích lục hộ tịch",
        ("Phòng Tư pháp",),
        (
            "Ủy ban nhân dân phường nhận được văn bản đề nghị cung cấp bản sao trích lục hộ tịch của một "
            "số công dân đã đăng ký trước năm 2000. Sau khi kiểm tra sổ gốc đang lưu giữ, Ủy ban nhân "
            "dân phường có ý kiến như sau:",
            "1. Các sổ đăng ký khai sinh quyển số 01 và quyển số 02 còn nguyên vẹn, đã cung cấp đủ bản "
            "sao kèm theo.",
            "2. Sổ đăng ký kết hôn quyển số 03 bị ẩm, một số trang mờ chữ; Ủy ban nhân dân phường đang "
            "tổ chức phục chế.",
            "Trân trọng phúc đáp./.",
        ),
    ),
    Subject(
        "Thông báo",
        "TB-UBND",
        "lịch tiếp công dân định kỳ của lãnh đạo Ủy ban nhân dân phường",
        (),
        (
            "Căn cứ Luật Tiếp công dân ngày 25 tháng 11 năm 2013, Ủy ban nhân dân phường thông báo lịch "
            "tiếp công dân định kỳ của lãnh đạo Ủy ban nhân dân phường như sau:",
            "1. Thời gian: sáng thứ Năm hằng tuần, từ 7 giờ 30 phút đến 11 giờ 30 phút.",
            "2. Địa điểm: Phòng tiếp công dân, trụ sở Ủy ban nhân dân phường.",
            "3. Công dân đến liên hệ mang theo giấy tờ tùy thân và các tài liệu có liên quan.",
            "Ủy ban nhân dân phường thông báo để Nhân dân được biết và thực hiện./.",
        ),
    ),
    Subject(
        "Thông báo",
        "TB-VP",
        "tạm ngưng tiếp nhận hồ sơ để số hóa sổ hộ tịch",
        (),
        (
            "Để phục vụ việc số hóa sổ hộ tịch đang lưu giữ, Văn phòng thông báo tạm ngưng tiếp nhận yêu "
            "cầu sao lục tại quầy số 3 trong hai ngày làm việc.",
            "Trong thời gian trên, công dân có nhu cầu cấp bản sao trích lục vui lòng nộp hồ sơ trực "
            "tuyến hoặc liên hệ quầy số 1 để được hướng dẫn.",
            "Văn phòng rất mong nhận được sự thông cảm của tổ chức, công dân./.",
        ),
    ),
    Subject(
        "Quyết định",
        "QĐ-UBND",
        "thành lập Tổ số hóa hồ sơ, tài liệu lưu trữ của Ủy ban nhân dân phường",
        (),
        (
            "Điều 1. Thành lập Tổ số hóa hồ sơ, tài liệu lưu trữ của Ủy ban nhân dân phường gồm 07 thành "
            "viên do một Phó Chủ tịch Ủy ban nhân dân phường làm Tổ trưởng.",
            "Điều 2. Tổ số hóa có nhiệm vụ kiểm kê, bàn giao, quét, kiểm tra biên mục và giao nộp hồ sơ "
            "theo đúng quy định; bảo đảm tài liệu gốc được giữ nguyên vẹn, không thất lạc trong quá "
            "trình thực hiện.",
            "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Công chức Văn phòng - Thống kê, các bộ "
            "phận có liên quan và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định "
            "này./.",
        ),
    ),
    Subject(
        "Quyết định",
        "QĐ-UBND",
        "phê duyệt danh mục hồ sơ nộp lưu năm trước vào lưu trữ cơ quan",
        (),
        (
            "Điều 1. Phê duyệt danh mục gồm 128 hồ sơ hộ tịch và 64 hồ sơ quản lý đô thị nộp lưu vào lưu "
            "trữ cơ quan.",
            "Điều 2. Giao bộ phận Văn thư - Lưu trữ tiếp nhận, sắp xếp, bảo quản hồ sơ theo danh mục "
            "được phê duyệt.",
            "Điều 3. Các bộ phận có liên quan chịu trách nhiệm thi hành Quyết định này kể từ ngày ký./.",
        ),
    ),
    Subject(
        "Báo cáo",
        "BC-UBND",
        "kết quả số hóa hồ sơ hộ tịch quý III",
        (),
        (
            "Thực hiện chỉ đạo của cấp trên về số hóa hồ sơ, Ủy ban nhân dân phường báo cáo kết quả như sau:",
            "1. Tổng số trang đã quét trong quý là 12.480 trang, trong đó khai sinh 6.215 trang, khai tử "
            "1.904 trang, kết hôn 3.870 trang và nhận cha, mẹ, con 491 trang.",
            "2. Số trường hợp phải quét lại do mờ, lệch trang là 137 trang, chiếm tỷ lệ 1,10%.",
            "3. Khó khăn: nhiều sổ lập trước năm 1990 đã ố vàng, mực nhòe, cần thêm thời gian kiểm tra "
            "biên mục.",
            "Trên đây là báo cáo kết quả số hóa hồ sơ hộ tịch quý III của Ủy ban nhân dân phường./.",
        ),
    ),
    Subject(
        "Tờ trình",
        "TTr-UBND",
        "đề nghị bổ sung kinh phí mua máy quét tài liệu",
        (),
        (
            "Hiện nay, Ủy ban nhân dân phường có 02 máy quét khổ A4 đã sử dụng trên tám năm, thường "
            "xuyên kẹt giấy, không quét được sổ đóng quyển và bản vẽ khổ A3.",
            "Ủy ban nhân dân phường kính đề nghị xem xét bổ sung kinh phí mua 01 máy quét khổ A3 có mặt "
            "kính phẳng, tổng kinh phí dự kiến là 86.500.000 đồng.",
            "Kính đề nghị cấp có thẩm quyền xem xét, phê duyệt./.",
        ),
    ),
)
GROUNDS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương;",
    "Căn cứ Luật Lưu trữ;",
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
    "Theo đề nghị của công chức Văn phòng - Thống kê phường.",
)
EXTRA = (
    "Các bộ phận được giao nhiệm vụ báo cáo tiến độ vào chiều thứ Sáu hằng tuần; trường hợp có vướng mắc "
    "phát sinh thì kịp thời phản ánh để được xem xét, giải quyết.",
    "Kinh phí thực hiện được bố trí trong dự toán chi thường xuyên đã được giao đầu năm, sử dụng đúng "
    "mục đích, tiết kiệm và quyết toán theo quy định hiện hành.",
    "Việc bàn giao tài liệu giữa các bộ phận phải lập biên bản, ghi rõ số lượng hồ sơ, số tờ, tình trạng "
    "vật lý của từng quyển sổ và họ tên người giao, người nhận.",
    "Tài liệu sau khi số hóa được kiểm tra ngẫu nhiên; trang mờ, lệch, thiếu góc phải quét lại trước khi "
    "trả về kho.",
)
