"""Invented matters: what documents are about, whom they name, whom they go to, what stands in them."""

from __future__ import annotations

from random import Random

_FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Phùng",
    "Trịnh", "Đào", "Lưu", "Hà", "Doãn", "Nông", "Lò", "Tăng", "Thạch", "Vương", "Mạc", "Từ", "Khuất",
    "Tống", "Cù",
    "Nguyễn", "Trần", "Lê", "Phạm", "Nguyễn", "Hứa", "Ninh", "Giáp", "Âu", "Thân", "Sầm", "Lục", "Châu",
    "Viên",
)  # fmt: skip
_MIDDLES = (
    "Văn", "Thị", "Quốc", "Minh", "Đình", "Thanh", "Xuân", "Thị Thu", "Hữu", "Đức", "Ngọc", "", "Tấn",
    "Công", "Thị Minh",
    "Việt", "Trọng", "Quang", "Thị Bích", "Bá", "Duy", "Hồng", "Như", "Khánh", "Thế", "Viết", "Thị Ánh",
    "Mạnh", "Tuấn",
)  # fmt: skip
_GIVEN = (
    "Bình", "Dũng", "Quân", "Thưởng", "Hòa", "Hường", "Lượng", "Nghĩa", "Thuỷ", "Tuyển", "Vượng", "Khoa",
    "Nhiễu", "Sơn",
    "Huệ", "Trường", "Giang", "Nguyệt", "Phượng", "Quyền", "Toản", "Ước", "Xuyến", "Hiệp", "Oanh", "Đạt",
    "Lĩnh", "Mẫn",
    "Nhàn", "Hiển", "Quỳnh", "Thắng", "Thịnh", "Tường", "Vỹ", "Yến", "Cường", "Điệp", "Long", "Hạnh",
    "Nhã", "Thơ", "Bảy",
)  # fmt: skip
_ACTS = (
    "công bố thủ tục hành chính {mới} trong lĩnh vực {field} thuộc phạm vi quản lý của {who}",
    "phê duyệt kết quả lựa chọn nhà thầu gói thầu số {n}: {work}",
    "ban hành Quy chế {rule} của {who}",
    "thành lập {group}",
    "kiện toàn {group}",
    "phê duyệt quy trình nội bộ giải quyết thủ tục hành chính lĩnh vực {field}",
    "điều động, bổ nhiệm ông {name} giữ chức vụ Phó Trưởng phòng {office}",
    "nghỉ hưu để hưởng chế độ bảo hiểm xã hội đối với bà {name}",
    "giao chỉ tiêu kế hoạch {field} năm {y}",
    "thu hồi đất để thực hiện dự án {work}",
    "tuyển dụng viên chức năm {y}",
    "cho phép {centre} hoạt động {service}",
    "tổ chức Lễ kỷ niệm {k} năm thành lập {who} và Khai giảng năm học {y}-{z}",
    "kết quả kiểm tra công tác {field} 6 tháng đầu năm {y}",
    "tăng cường công tác {field} trong tình hình mới",
    "triển khai thực hiện Nghị định số {n}/{y}/NĐ-CP của Chính phủ về {field}",
    "báo cáo kết quả thực hiện {rule} quý {q} năm {y}",
    "góp ý dự thảo Thông tư quy định về {field}",
    "lịch nghỉ Tết Nguyên đán năm {y}",
    "thẩm định hồ sơ đề nghị {service}",
    "cung cấp hồ sơ, tài liệu phục vụ thanh tra công tác {field}",
    "công khai dự toán ngân sách năm {y}",
    "bãi bỏ một số văn bản quy phạm pháp luật do {who} ban hành",
    "đính chính Quyết định số {n}/QĐ-UBND",
    "mời tham gia chào giá {work}",
    "trả lời kiến nghị của cử tri gửi tới kỳ họp thứ {q}",
)  # fmt: skip
_PARTS: dict[str, tuple[str, ...]] = {
    "mới": ("mới ban hành", "được sửa đổi, bổ sung", "bị bãi bỏ", "nội bộ được chuẩn hóa"),
    "field": ("giáo dục nghề nghiệp", "an toàn thực phẩm", "đất đai",
    "phòng cháy, chữa cháy và cứu nạn, cứu hộ",
              "quản lý, sử dụng tài sản công", "hộ tịch, chứng thực", "kiểm định chất lượng giáo dục",
              "văn thư, lưu trữ",
              "bảo vệ môi trường", "tín ngưỡng, tôn giáo", "thi đua, khen thưởng", "chuyển đổi số", "thú y",
              "trợ giúp pháp lý", "xuất khẩu, nhập khẩu hàng hóa", "bảo hiểm y tế hộ gia đình"),
    "who": ("Bộ Giáo dục và Đào tạo", "Ủy ban nhân dân tỉnh", "Trường Đại học Vinh", "Sở Nội vụ",
    "Bộ Công Thương",
            "Hội đồng nhân dân xã", "cơ quan"),
    "work": ("cải tạo, nâng cấp Trường Mầm non Hoa Sen", "Xây dựng cầu Khe Bò, xã Mường Xén",
             "mua sắm thiết bị, vật tư y tế năm 2025", "đường nối Quốc lộ 7 đến Khu công nghiệp VSIP",
             "sửa chữa trụ sở làm việc", "số hóa tài liệu lưu trữ lịch sử giai đoạn 1976 - 2005"),
    "rule": ("làm việc", "chi tiêu nội bộ", "tiếp công dân", "thực hiện dân chủ ở cơ sở",
    "đào tạo trình độ thạc sĩ",
             "phòng, chống tham nhũng, lãng phí, tiêu cực"),
    "group": ("Hội đồng thẩm định giá đất cụ thể", "Ban Chỉ đạo phòng, chống dịch bệnh",
    "Đoàn kiểm tra liên ngành",
              "Tổ công tác liên ngành rà soát các dự án chậm tiến độ",
              "Ban Giám khảo Hội thi tuyên truyền viên giỏi",
              "Hội đồng xét công nhận sáng kiến cấp cơ sở"),
    "office": ("Nội vụ", "Tài chính - Kế hoạch", "Kinh tế", "Đào tạo", "Hành chính - Quản trị"),
    "centre": ("Trung tâm Kiểm định chất lượng giáo dục Đông Á", "Phòng khám đa khoa An Khang",
               "Trung tâm Ngoại ngữ - Tin học Ánh Dương", "Quỹ Khuyến học Đất Tổ"),
    "service": ("kiểm định chất lượng giáo dục", "khám bệnh, chữa bệnh", "dạy thêm, học thêm",
    "quan trắc môi trường",
                "bảo trợ xã hội", "khai thác khoáng sản làm vật liệu xây dựng thông thường"),
}  # fmt: skip
_GROUNDS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15",
    "Căn cứ Luật Ban hành văn bản quy phạm pháp luật ngày 19 tháng 02 năm 2025",
    "Căn cứ Nghị định số 37/2025/NĐ-CP ngày 26 tháng 02 năm 2025 của Chính phủ quy định chức năng, "
    "nhiệm vụ, quyền hạn và "
    "cơ cấu tổ chức",
    "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08 tháng 6 năm 2010 của Chính phủ về kiểm soát thủ tục hành "
    "chính và các Nghị "
    "định sửa đổi, bổ sung",
    "Căn cứ Quyết định số 1085/QĐ-TTg ngày 15 tháng 9 năm 2022 của Thủ tướng Chính phủ",
    "Căn cứ Nghị quyết số 18-NQ/TW ngày 25 tháng 10 năm 2017",
    "Xét Tờ trình số 214/TTr-SNV ngày 03/10/2025 của Giám đốc Sở Nội vụ",
    "Theo đề nghị của Chánh Văn phòng và Trưởng các phòng, ban liên quan",
    "Xét thành tích đã đạt được và đề nghị của Hội đồng Thi đua - Khen thưởng",
)
_TEXTS = (
    "Thực hiện Công văn số 4125/VPCP-KSTT ngày 12/6/2025 của Văn phòng Chính phủ, đơn vị đã rà soát, "
    "tổng hợp và xin báo "
    "cáo một số nội dung như sau:",
    "1. Thời gian: từ 8h00 - 11h30, ngày 05/9/2025 (thứ Sáu). Địa điểm: Hội trường tầng 2, số 188 phố "
    "Trần Hưng Đạo.",
    '2. Các đơn vị cập nhật đầy đủ dữ liệu lên Cơ sở dữ liệu quốc gia, bảo đảm "đúng, đủ, sạch, sống".',
    "- Quyết định số 1280/QĐ-BGDĐT ngày 12/5/2025 của Bộ trưởng Bộ Giáo dục và Đào tạo về việc công bố "
    "thủ tục hành chính "
    "nội bộ trong hệ thống hành chính nhà nước.",
    "Tổng kinh phí: 1.245.600.000 đồng (Một tỷ hai trăm bốn mươi lăm triệu sáu trăm nghìn đồng), trong "
    "đó nguồn ngân sách "
    "nhà nước 70%, nguồn thu hợp pháp khác 30%.",
    "a) Giao Phòng Tổ chức - Hành chính chủ trì, phối hợp với các khoa, phòng liên quan tham mưu, trình "
    "lãnh đạo xem xét, "
    "quyết định trước ngày 20/11/2025;",
    "b) Các tổ chức, cá nhân gửi ý kiến về Văn phòng qua địa chỉ vanthu@example.gov.vn, điện thoại "
    "0238.3842.555.",
    "Qua kiểm tra 42 cơ sở, có 37 cơ sở chấp hành tốt, 05 cơ sở có vi phạm; số tiền xử phạt là "
    "86.500.000 đồng.",
    "Trên cơ sở chức năng, nhiệm vụ được giao, đề nghị các cơ quan, đơn vị khẩn trương triển khai thực "
    "hiện, định kỳ báo "
    "cáo kết quả trước ngày 25 hằng tháng để tổng hợp.",
    "Nhà trường yêu cầu các đơn vị, sinh viên nghiêm túc thực hiện; trường hợp vắng mặt phải có lý do "
    "chính đáng.",
    "Hồ sơ gồm: đơn đề nghị (theo mẫu); bản sao văn bằng, chứng chỉ; giấy khám sức khỏe còn giá trị sử "
    "dụng; lý lịch tự "
    "thuật có xác nhận của cơ quan có thẩm quyền.",
    "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh về cơ quan để được hướng dẫn, giải "
    "quyết kịp thời.",
    "II. NHIỆM VỤ VÀ GIẢI PHÁP",
    "Công tác tuyên truyền, phổ biến được đẩy mạnh bằng nhiều hình thức; nhận thức của cán bộ, đảng "
    "viên, công chức, viên "
    "chức, người lao động và nhân dân được nâng lên rõ rệt.",
)
_ADDRESSEES = (
    "Các đơn vị trực thuộc", "Ủy ban nhân dân các xã, phường, đặc khu", "Sở Tài chính", "Văn phòng Chính phủ",
    "Các cơ sở giáo dục đại học", "Công ty Cổ phần Tập đoàn Xây dựng Miền Trung",
    "Bà Hoàng Thị Xuyến, khối 5, phường Cửa Nam",
    "Thường trực Hội đồng nhân dân tỉnh", "Cục Hành chính - Quản trị II", "Các khoa, phòng, trung tâm",
    "Bộ Tài chính",
    "Ban Thường vụ các đảng ủy trực thuộc", "Bảo hiểm xã hội các huyện, thị xã", "Ông Nguyễn Đình Toản",
)  # fmt: skip
_RECIPIENTS = (
    "Bộ trưởng (để b/c)", "Các Thứ trưởng", "Văn phòng Chính phủ (Cục KSTTHC)",
    "UBND các tỉnh, TP trực thuộc TW",
    "Các Sở GDĐT", "Cổng TTĐT của Bộ", "Các đơn vị thuộc Bộ", "TT Tỉnh ủy, TT HĐND tỉnh (b/c)",
    "Chủ tịch, các PCT UBND tỉnh",
    "Đoàn ĐBQH tỉnh", "Các sở, ban, ngành cấp tỉnh", "CVP, các PCVP", "Trung tâm Thông tin - Công báo",
    "Hiệu trưởng (để bc)",
    "Các khoa quản lý SV, CVHT", "Đăng web, trang sinh viên", "Kho bạc Nhà nước khu vực XI",
    "Ban Giám đốc", "Website Sở",
    "Các Phó Giám đốc (để phối hợp chỉ đạo)", "Phòng KTTH, NC, TTPVHCC",
    "Mặt trận Tổ quốc và các đoàn thể", "Công an xã",
    "Viện kiểm sát nhân dân cùng cấp", "Đ/c Bí thư (b/c)", "Các chi bộ trực thuộc", "HĐTV, KSV (để b/c)",
    "Bộ Tư pháp (Cục KTVB&QLXLVPHC)",
)  # fmt: skip
_KEEPERS = (
    "Lưu: VT, QLCL", "Lưu: VT, VP (KSTTHC)", "Lưu: VT, TCHC, H.05b", "Lưu: VT, CTSV, Tuấn PM (01)",
    "Lưu VT, NC2", "Lưu: VT",
    "Lưu: VT, TCCB (3b)", "Lưu Văn phòng", "Lưu: VP, TH.", "Lưu: VT, KTN(Hg)", "Lưu: VT, Cục QLCL",
    "Lưu VP Đảng ủy",
)  # fmt: skip
_FIRST = ("Như trên", "Như Điều {q}", "Như kính gửi", "Như Điều 2", "Như thành phần mời")


def person(rng: Random) -> str:
    """A name of two to four words."""
    return " ".join(f"{rng.choice(_FAMILIES)} {rng.choice(_MIDDLES)} {rng.choice(_GIVEN)}".split())


def matter(rng: Random, year: int) -> str:
    """What a document is about, without a start of its own."""
    return _filled(rng, rng.choice(_ACTS), year)


def _filled(rng: Random, text: str, year: int) -> str:
    parts = {key: rng.choice(values) for key, values in _PARTS.items()}
    numbers = {"n": rng.randint(2, 300), "k": rng.choice((20, 30, 65, 80)), "q": rng.randint(2, 5)}
    return text.format(**parts, **numbers, y=year, z=year + 1, name=person(rng))


def grounds(rng: Random) -> list[str]:
    """Laws and proposals a decision stands on."""
    return rng.sample(_GROUNDS, rng.randint(2, 6))


def texts(rng: Random, many: int) -> list[str]:
    """Paragraphs."""
    return [rng.choice(_TEXTS) for _ in range(many)] if many > len(_TEXTS) else rng.sample(_TEXTS, many)


def addressees(rng: Random) -> list[str]:
    """One to eight, mostly one."""
    return rng.sample(_ADDRESSEES, rng.choice((1, 1, 1, 2, 3, 5, 8)))


def recipients(rng: Random) -> list[str]:
    """What stands under "Nơi nhận", without dashes and the marks between."""
    first = [rng.choice(_FIRST).format(q=rng.randint(2, 4))] if rng.random() < 0.85 else []
    return [*first, *rng.sample(_RECIPIENTS, rng.choice((1, 2, 3, 4, 5, 7, 10))), rng.choice(_KEEPERS)]
