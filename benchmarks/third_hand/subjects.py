"""What letters are about: abstracts, the text under them, whom they go to."""

from __future__ import annotations

ABSTRACTS = (
    "tăng cường công tác quản lý trật tự xây dựng trên địa bàn",
    "triển khai thực hiện số hóa sổ hộ tịch và kết nối, chia sẻ dữ liệu hộ tịch với Cơ sở dữ "
    "liệu quốc gia về dân cư",
    "phối hợp cung cấp thông tin, tài liệu phục vụ giải quyết đơn khiếu nại của ông Trần Văn Hùng",
    "kiểm tra, xử lý việc lấn chiếm lòng, lề đường tại khu vực chợ và các tuyến đường trọng điểm",
    "báo cáo kết quả thực hiện công tác cải cách hành chính 6 tháng đầu năm 2023",
    "đề nghị thẩm định phương án bồi thường, hỗ trợ, tái định cư dự án nâng cấp, mở rộng đường Tô Ngọc Vân",
    "ứng phó với bão số 4 và mưa lũ",
    "xác minh tình trạng hôn nhân",
    "cử cán bộ tham dự lớp tập huấn nghiệp vụ công tác văn thư, lưu trữ năm 2024",
    "điều chỉnh dự toán thu, chi ngân sách năm 2022",
    "bổ nhiệm công chức giữ chức vụ Phó Trưởng phòng Quản lý đô thị",
    "thành lập Tổ công tác triển khai Đề án phát triển ứng dụng dữ liệu về dân cư, định danh "
    "và xác thực điện tử phục vụ chuyển đổi số quốc gia giai đoạn 2022 - 2025, tầm nhìn đến "
    "năm 2030",
    "tổ chức Hội nghị tổng kết phong trào thi đua năm 2023 và phát động thi đua năm 2024",
)
PARAGRAPHS = (
    "Thực hiện Công văn số 1437/BTP-CNTT ngày 25 tháng 4 năm 2019 của Bộ Tư pháp về việc "
    "hướng dẫn việc số hóa sổ hộ tịch; trên cơ sở ý kiến của các cơ quan, đơn vị liên quan, "
    "đơn vị có ý kiến như sau:",
    "1. Giao Trưởng phòng Quản lý đô thị chủ trì, phối hợp với Ủy ban nhân dân các phường rà "
    "soát, thống kê số liệu, báo cáo kết quả trước ngày 15 hằng tháng.",
    "2. Công an phường tăng cường tuần tra, kiểm soát, kịp thời phát hiện, lập biên bản và "
    "xử lý nghiêm các trường hợp vi phạm theo thẩm quyền.",
    "3. Đề nghị Mặt trận Tổ quốc và các đoàn thể tuyên truyền, vận động hội viên, nhân dân "
    "chấp hành đúng quy định của pháp luật.",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị kịp thời phản ánh về "
    "cơ quan thường trực để được hướng dẫn, giải quyết theo quy định.",
    "Qua kiểm tra thực tế ngày 12/3/2023, đoàn kiểm tra ghi nhận có 14 trường hợp xây dựng "
    "không phép, trong đó đã xử lý dứt điểm 9 trường hợp.",
    "Kinh phí thực hiện: từ nguồn ngân sách nhà nước và các nguồn kinh phí hợp pháp khác "
    "theo quy định hiện hành.",
)
ADDRESSEES = (
    "Ủy ban nhân dân thành phố",
    "Phòng Tư pháp thành phố Thủ Đức",
    "Bà Lê Thị Mai",
    "Trưởng các phòng, ban, đơn vị trực thuộc",
    "Sở Xây dựng Thành phố Hồ Chí Minh",
    "Thường trực Hội đồng nhân dân",
    "Công ty Cổ phần Đầu tư Hạ tầng Phương Đông",
)
RECIPIENTS = (
    "- Như trên",
    "- Như Điều 3",
    "- Thường trực Thành ủy (để b/c)",
    "- CT, các PCT UBND",
    "- Phòng Tài chính - Kế hoạch",
    "- Các thành viên Tổ công tác",
    "- Cổng thông tin điện tử",
    "- VPUB: CVP, các PCVP",
    "- Phòng Nội vụ",
)
KEEPERS = ("- Lưu: VT", "- Lưu: VT, QLĐT", "- Lưu: VT, TP (3b)", "- Lưu: VT-NC", "- Lưu VT")
SIGNS = {
    "QUYẾT ĐỊNH": "QĐ",
    "THÔNG BÁO": "TB",
    "TỜ TRÌNH": "TTr",
    "BÁO CÁO": "BC",
    "KẾ HOẠCH": "KH",
    "GIẤY MỜI": "GM",
    "GIẤY GIỚI THIỆU": "GGT",
    "NGHỊ QUYẾT": "NQ",
    "CÔNG ĐIỆN": "CĐ",
    "PHIẾU CHUYỂN": "PC",
    "BIÊN BẢN": "BB",
    "CHỈ THỊ": "CT",
    "HƯỚNG DẪN": "HD",
}
