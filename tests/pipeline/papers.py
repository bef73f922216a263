"""One invented page of each newer kind of paper, as lines for `typeset`."""

from __future__ import annotations

from typeset import MOTTO

HEAD = (
    "ỦY BAN NHÂN DÂN|>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "PHƯỜNG LINH TÂY|>Độc lập - Tự do - Hạnh phúc",
)
SIGNED = ("Nơi nhận:|>KT. CHỦ TỊCH", "- Như trên;|>PHÓ CHỦ TỊCH", "- Lưu: VT.", "", "|>Lê Thị Ngọc Quyên")

MARITAL_STATUS = (
    *HEAD,
    "Số: 45/UBND-XNTTHN|>Linh Tây, ngày 12 tháng 3 năm 2021",
    ">GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
    "Xét đề nghị của ông/bà: Trần Thị Mai",
    "XÁC NHẬN:",
    "Họ, chữ đệm, tên: TRẦN THỊ MAI",
    "Ngày, tháng, năm sinh: 02/05/1993",
    "Giới tính: Nữ Dân tộc: Kinh Quốc tịch: Việt Nam",
    "Giấy tờ tùy thân: CCCD số 079193001234",
    "Nơi cư trú: phường Linh Tây, quận Thủ Đức",
    "Tình trạng hôn nhân: Chưa đăng ký kết hôn với ai",
    "Giấy này được cấp để: đăng ký kết hôn",
    *SIGNED,
)
PLANNING = (
    *HEAD,
    "Số: 210/CCQH-UBND|>Thủ Đức, ngày 4 tháng 6 năm 2018",
    ">CHỨNG CHỈ QUY HOẠCH",
    "Cấp cho: Ông Trần Văn Hùng",
    "Vị trí khu đất: đường số 7, phường Linh Tây",
    "Thửa đất số: 125 Tờ bản đồ số: 32",
    "Diện tích khu đất: 120,5 m2",
    "Chức năng sử dụng đất: đất ở đô thị",
    "Mật độ xây dựng: 80%",
    "Hệ số sử dụng đất: 4,0",
    "Chiều cao công trình: 16 m",
    "Chỉ giới đường đỏ: cách tim đường 6 m",
    "Chỉ giới xây dựng: trùng chỉ giới đường đỏ",
    *SIGNED,
)
HOUSE_NUMBER = (
    *HEAD,
    "Số: 18/CNSN-UBND|>Thủ Đức, ngày 9 tháng 7 năm 2015",
    ">GIẤY CHỨNG NHẬN SỐ NHÀ",
    "Cấp cho: Bà Lê Thị Bích",
    "Số nhà: 12/4",
    "Đường: Kha Vạn Cân",
    "Phường: Linh Tây",
    "Số nhà cũ: 8A",
    *SIGNED,
)
COMPLETION = (
    *HEAD,
    "Số: 31/BB-HC|>Thủ Đức, ngày 20 tháng 10 năm 2012",
    ">BIÊN BẢN KIỂM TRA HOÀN CÔNG",
    "Chủ đầu tư: Ông Phạm Văn Đức",
    "Giấy phép xây dựng số: 118/GPXD ngày 03/02/2012",
    "Địa điểm xây dựng: 25 đường số 9, phường Linh Tây",
    "Diện tích xây dựng: 72,5 m2",
    "Tổng diện tích sàn: 214 m2",
    "Số tầng: 03 tầng",
    *SIGNED,
)
VIOLATION = (
    *HEAD,
    "Số: 07/BB-VPHC|>Linh Tây, ngày 5 tháng 4 năm 2019",
    ">BIÊN BẢN VI PHẠM HÀNH CHÍNH",
    "Hôm nay, hồi 9 giờ 30 phút, ngày 05/04/2019, tại UBND phường Linh Tây",
    "Chúng tôi gồm:",
    "Họ và tên: Nguyễn Văn Tâm Chức vụ: Cán bộ đô thị",
    "Tiến hành lập biên bản vi phạm hành chính đối với:",
    "Họ và tên: Võ Thành Long",
    "Số CMND: 024123456",
    "Nơi ở hiện tại: phường Linh Tây",
    "Đã có các hành vi vi phạm hành chính: xây dựng không phép",
    *SIGNED,
)
PENALTY = (
    *HEAD,
    "Số: 52/QĐ-XPHC|>Thủ Đức, ngày 22 tháng 4 năm 2019",
    ">QUYẾT ĐỊNH",
    ">Xử phạt vi phạm hành chính",
    "Căn cứ Luật Xử lý vi phạm hành chính;",
    "Căn cứ Biên bản vi phạm hành chính số: 07/BB-VPHC",
    "Điều 1. Xử phạt vi phạm hành chính đối với:",
    "Họ và tên: Võ Thành Long",
    "Nơi ở hiện tại: phường Linh Tây",
    "Đã thực hiện hành vi vi phạm hành chính: xây dựng không phép",
    "Hình thức xử phạt chính: Phạt tiền",
    "Mức phạt: 30.000.000 đồng",
    "Biện pháp khắc phục hậu quả: tháo dỡ",
    *SIGNED,
)
DRAWING = (
    ">MẶT BẰNG TẦNG TRỆT",
    "",
    "|Công trình: Nhà ở riêng lẻ",
    "|Chủ đầu tư: Ông Phạm Văn Đức",
    "|Địa điểm: 25 đường số 9, phường Linh Tây",
    "|Tên bản vẽ: Mặt bằng tầng trệt",
    "|Chủ trì thiết kế: KTS. Lâm Vĩnh",
    "|Kiểm tra: KS. Ngô An",
    "|Tỷ lệ: 1/100",
    "|Bản vẽ số: KT-03",
    "|Ngày hoàn thành: 03/2012",
)
GUARDIANSHIP = (
    *HEAD,
    "Số: 3/2020/TLGH-BS|>Linh Tây, ngày 8 tháng 8 năm 2020",
    ">TRÍCH LỤC ĐĂNG KÝ GIÁM HỘ",
    "Họ, chữ đệm, tên người giám hộ: ĐỖ THỊ LAN",
    "Ngày, tháng, năm sinh: 11/02/1970",
    "Dân tộc: Kinh Quốc tịch: Việt Nam",
    "Họ, chữ đệm, tên người được giám hộ: ĐỖ MINH KHÔI",
    "Ngày, tháng, năm sinh: 30/09/2011",
    "Lý do đăng ký giám hộ: cha mẹ đã chết",
    "Đăng ký giám hộ tại: UBND phường Linh Tây",
    *SIGNED,
)
ADOPTION = (
    *MOTTO,
    ">GIẤY CHỨNG NHẬN NUÔI CON NUÔI",
    "Số: 4/2014 Quyển số: 01",
    "Cha nuôi|Mẹ nuôi",
    "Họ và tên: BÙI VĂN NAM|Họ và tên: HỒ THỊ SEN",
    "Ngày, tháng, năm sinh: 04/04/1975|Ngày, tháng, năm sinh: 05/05/1978",
    "Con nuôi",
    "Họ và tên: BÙI AN NHIÊN",
    "Ngày, tháng, năm sinh: 06/06/2012",
    "Nơi đăng ký nuôi con nuôi: UBND phường Linh Tây",
    "Ngày, tháng, năm đăng ký: 07/07/2014",
)
CHANGES = (
    *HEAD,
    "Số: 9/2019/TLCCHT|>Linh Tây, ngày 1 tháng 2 năm 2019",
    ">TRÍCH LỤC CẢI CHÍNH HỘ TỊCH",
    "Họ, chữ đệm, tên: VÕ HỒNG NHUNG",
    "Ngày, tháng, năm sinh: 10/10/1988",
    "Giấy tờ tùy thân: CMND số 025123456",
    "Đã đăng ký: Khai sinh tại UBND phường Linh Tây",
    "Từ: Võ Hồng Nhung",
    "Thành: Võ Hồng Nhưng",
    *SIGNED,
)
CHANGES_OLD = (
    *HEAD,
    "Số: 77/QĐ-UBND|>Thủ Đức, ngày 1 tháng 2 năm 2009",
    ">QUYẾT ĐỊNH",
    ">Về việc cho phép thay đổi, cải chính hộ tịch",
    "Căn cứ Nghị định số 158/2005/NĐ-CP;",
    "Cho phép: Võ Hồng Nhung",
    "Nơi thường trú/tạm trú: phường Linh Tây",
    *SIGNED,
)
OLD_BIRTH = (
    "VIỆT NAM CỘNG HÒA",
    "TỈNH GIA ĐỊNH|>TRÍCH LỤC BỘ KHAI SANH",
    "QUẬN THỦ ĐỨC|>Số hiệu: 214",
    "Tên họ ấu nhi: Nguyễn Văn Ba",
    "Phái: Nam",
    "Ngày sanh: Mười hai tháng năm năm một ngàn chín trăm sáu mươi hai",
    "Nơi sanh: Linh Đông xã",
    "Tên họ cha: Nguyễn Văn Tư",
    "Tên họ mẹ: Lê Thị Sáu",
)
FRENCH_BIRTH = (
    "République Française",
    "Cochinchine",
    ">EXTRAIT DU REGISTRE DES ACTES DE NAISSANCE",
    "Nom et prénoms de l'enfant: Nguyen Van Ba",
    "Sexe: masculin",
    "Date de naissance: le douze mai mil neuf cent trente deux",
    "Nom du père: Nguyen Van Tu",
)
OLD_JUDGMENT = (
    "VIỆT NAM CỘNG HÒA",
    "Tòa Hòa Giải Gia Định",
    ">TRÍCH LỤC ÁN THẾ VÌ KHAI SANH",
    "Thẩm phán: ông Trần Văn Chánh",
    "Nhơn chứng: Lê Văn Hai",
)
OLD_MARRIAGE = (
    "VIỆT NAM CỘNG HÒA",
    ">CHỨNG THƯ HÔN THÚ",
    "Tên họ người chồng: Nguyễn Văn Tư",
    "Tên họ người vợ: Lê Thị Sáu",
    "Vợ chánh hay vợ thứ: chánh",
)
OLD_DEATH = (
    "VIỆT NAM CỘNG HÒA",
    ">TRÍCH LỤC BỘ KHAI TỬ",
    "Tên họ người chết: Lê Văn Chín",
    "Nơi chết: Linh Đông xã",
)

PAPERS = {
    "marital_status": MARITAL_STATUS, "planning_information": PLANNING, "house_number": HOUSE_NUMBER,
    "completion": COMPLETION, "violation_record": VIOLATION, "penalty_decision": PENALTY, "drawing": DRAWING,
    "guardianship": GUARDIANSHIP, "adoption": ADOPTION, "register_changes": CHANGES, "old_birth": OLD_BIRTH,
    "old_birth_judgment": OLD_JUDGMENT, "old_marriage": OLD_MARRIAGE, "old_death": OLD_DEATH,
}  # fmt: skip
