"""Records of offences and decisions to fine, in the forms of decree 118/2021."""

from __future__ import annotations

from benchmarks.third_hand.facts import Fact, Sheet
from benchmarks.third_hand.frame import closing, office_head
from benchmarks.third_hand.offices import district, ward
from benchmarks.third_hand.people import day, person, written_date

_ACTS = (
    "Tổ chức thi công xây dựng công trình nhà ở riêng lẻ không có giấy phép xây dựng theo quy định",
    "Xây dựng công trình sai nội dung giấy phép xây dựng được cấp đối với trường hợp cấp "
    "phép xây dựng mới nhà ở riêng lẻ",
    "Chuyển mục đích sử dụng đất trồng lúa sang đất ở khi không được cơ quan nhà nước có thẩm quyền cho phép",
    "Đổ vật liệu xây dựng lấn chiếm vỉa hè, lòng đường",
)
_RULES = (
    "điểm a khoản 7 Điều 16 Nghị định số 16/2022/NĐ-CP ngày 28/01/2022 của Chính phủ",
    "khoản 4 Điều 16 Nghị định số 16/2022/NĐ-CP ngày 28/01/2022 của Chính phủ",
)
_REMEDIES = (
    "Buộc phá dỡ công trình, phần công trình xây dựng vi phạm",
    "Buộc khôi phục lại tình trạng ban đầu của đất trước khi vi phạm",
    "Không",
)
_JOBS = ("Buôn bán", "Làm nông", "Công nhân", "Kinh doanh tự do", "Nội trợ")
_FINES = (
    (7_500_000, "Bảy triệu năm trăm nghìn đồng"),
    (35_000_000, "Ba mươi lăm triệu đồng"),
    (70_000_000, "Bảy mươi triệu đồng"),
    (110_000_000, "Một trăm mười triệu đồng"),
)


def record(sheet: Sheet) -> str:
    """Biên bản vi phạm hành chính (form MBB01)."""
    rng = sheet.rng
    office, when, who = ward(rng), day(rng, 2022, 2026), person(rng)
    clock = (
        f"{rng.randint(7, 16):02d} giờ {rng.choice((0, 15, 30, 45)):02d} phút, ngày {when:%d} "
        f"tháng {when:%m} năm {when.year}"
    )
    title = sheet.text(
        '<div class="title">BIÊN BẢN VI PHẠM HÀNH CHÍNH</div><div class="under"><b>[Về lĩnh vực '
        "xây dựng|Về trật tự xây dựng|]</b></div>"
    )
    top = office_head(
        sheet, office, f"{rng.randint(1, 300):02d}/BB-VPHC", when, ("issuing_agency", "record_number", "_d")
    )
    top = top[: top.rindex("<i>")] + "</td></tr></table>"  # the form prints no place and date in its head
    sheet.note("record_date", Fact(when.isoformat(), clock.partition(", ")[2]))
    body = sheet.lines(
        """
        Hôm nay, hồi {record_datetime}, tại {place}.
        Căn cứ Quyết định số 08/QĐ-UBND ngày 05/01/2022 về việc phân công công chức kiểm tra trật tự \
        xây dựng.
        <b>Chúng tôi gồm:</b>
        1. Họ và tên: {recorder_name} ¦ Chức vụ: {recorder_position}
        Cơ quan: {_office}
        2. Với sự chứng kiến của:
        Họ và tên: {witness_name} ¦ Nghề nghiệp: Tổ trưởng tổ dân phố
        <b>Tiến hành lập biên bản vi phạm hành chính đối với [ông (bà)|cá nhân] có tên sau đây:</b>
        1. Họ và tên: {violator_name} ¦ Giới tính: {_sex}
        Ngày, tháng, năm sinh: {violator_birth_date} ¦ Quốc tịch: Việt Nam
        Nghề nghiệp: {violator_occupation}
        Nơi ở hiện tại: {violator_address}
        Số định danh cá nhân/CMND/Hộ chiếu: {violator_id_number}; ngày cấp: 12/05/2021; nơi cấp: Cục CS \
        QLHC về TTXH
        2. Đã có các hành vi vi phạm hành chính: {violation_act}
        3. Quy định tại: {violated_rule}
        Biên bản lập xong hồi cùng ngày, gồm 02 tờ, được lập thành 02 bản có nội dung và giá trị như \
        nhau; đã đọc lại cho những người có tên nêu trên cùng nghe, công nhận là đúng và cùng ký tên \
        dưới đây.
        """,
        record_datetime=clock,
        place=who.home,
        recorder_name=person(rng).name,
        recorder_position=rng.choice(("Công chức địa chính - xây dựng", "Thanh tra viên")),
        _office=office.spoken,
        witness_name=person(rng).name,
        violator_name=sheet.name(who.name),
        _sex=who.sex,
        violator_birth_date=written_date(rng, who.born, by_words=False),
        violator_occupation=rng.choice(_JOBS),
        violator_address=who.home,
        violator_id_number=who.number,
        violation_act=rng.choice(_ACTS),
        violated_rule=rng.choice(_RULES),
    )
    recorder = sheet.facts["recorder_name"].value or ""
    sheet.note("signer_name", Fact(recorder, recorder))
    sheet.note("signer_position", Fact("NGƯỜI LẬP BIÊN BẢN", "NGƯỜI LẬP BIÊN BẢN"))
    columns = [
        ("NGƯỜI VI PHẠM", who.name),
        ("NGƯỜI CHỨNG KIẾN", str(sheet.facts["witness_name"].value)),
        ("NGƯỜI LẬP BIÊN BẢN", recorder),
    ]
    cells = "".join(
        f'<td class="sign"><b>{role}</b><br><i>(Ký, ghi rõ họ và tên)</i><div style="height:70px">'
        f"</div>{name}</td>"
        for role, name in columns
    )
    return f'{top}{title}{body}<table class="end"><tr>{cells}</tr></table>'


def decision(sheet: Sheet) -> str:
    """Quyết định xử phạt vi phạm hành chính (form MQĐ02), usually two pages."""
    rng = sheet.rng
    office, when, who = rng.choice((ward, district))(rng), day(rng, 2022, 2026), person(rng)
    fine, words = rng.choice(_FINES)
    recorded = written_date(rng, day(rng, 2022, 2025))
    top = office_head(
        sheet,
        office,
        f"{rng.randint(20, 4000)}/{rng.choice(('QĐ-XPVPHC', 'QĐ-XPHC', 'QĐ-UBND'))}",
        when,
        ("issuing_agency", "decision_number", "issue_date"),
    )
    title = (
        '<div class="title">QUYẾT ĐỊNH<br>Xử phạt vi phạm hành '
        f"chính{rng.choice(('', ' trong lĩnh vực xây dựng', '<br>về trật tự xây dựng'))}</div>"
        f'<div class="under"><b>CHỦ TỊCH {office.body.replace(chr(10), " ")}</b></div>'
    )
    body = sheet.lines(
        """
        <i>Căn cứ Luật Xử lý vi phạm hành chính ngày 20 tháng 6 năm 2012 (sửa đổi, bổ sung năm 2020);</i>
        <i>Căn cứ Biên bản vi phạm hành chính số {violation_record_number} lập {_recorded};</i>
        <i>Theo đề nghị của Đội trưởng Đội Quản lý trật tự đô thị.</i>
        <div class="title">QUYẾT ĐỊNH:</div>
        <b>Điều 1.</b> Xử phạt vi phạm hành chính đối với [ông (bà)|ông/bà] có tên sau đây:
        1. Họ và tên: {violator_name} ¦ Giới tính: {_sex}
        Ngày, tháng, năm sinh: {violator_birth_date} ¦ Quốc tịch: Việt Nam
        Nghề nghiệp: {violator_occupation}
        Nơi ở hiện tại: {violator_address}
        Số định danh cá nhân/CMND/Hộ chiếu: {violator_id_number}; ngày cấp: 20/08/2021; nơi cấp: Cục CS \
        QLHC về TTXH
        2. Đã thực hiện hành vi vi phạm hành chính: {violation_act}
        3. Địa điểm xảy ra vi phạm: {violation_place}
        4. Quy định tại: {legal_basis}
        5. Các tình tiết tăng nặng: Không; các tình tiết giảm nhẹ: Không.
        6. Bị áp dụng hình thức xử phạt, biện pháp khắc phục hậu quả như sau:
        a) Hình thức xử phạt chính: {main_penalty}
        Mức tiền phạt: {fine_amount_vnd} (bằng chữ: {_words}).
        b) Biện pháp khắc phục hậu quả: {remedial_measures}
        <b>Điều 2.</b> Quyết định này có hiệu lực thi hành kể từ ngày ký.
        <b>Điều 3.</b> Ông (bà) có tên tại Điều 1 phải nghiêm chỉnh chấp hành Quyết định này trong thời \
        hạn {deadline_days} kể từ ngày nhận được Quyết định; nếu quá thời hạn mà không tự nguyện chấp \
        hành thì bị cưỡng chế thi hành theo quy định của pháp luật.
        Số tiền phạt nộp vào tài khoản số 3511.0.1111111 của Kho bạc Nhà nước. Ông (bà) có quyền khiếu \
        nại hoặc khởi kiện hành chính đối với Quyết định này theo quy định của pháp luật./.
        """,
        violation_record_number=f"{rng.randint(2, 300):02d}/BB-VPHC",
        _recorded=recorded,
        violator_name=sheet.name(who.name),
        _sex=who.sex,
        violator_birth_date=written_date(rng, who.born, by_words=False),
        violator_occupation=rng.choice(_JOBS),
        violator_address=who.home,
        violator_id_number=who.number,
        violation_act=rng.choice(_ACTS),
        violation_place=who.home,
        legal_basis=rng.choice(_RULES),
        main_penalty="Phạt tiền",
        fine_amount_vnd=Fact(str(fine), f"{fine:,} đồng".replace(",", ".")),
        _words=words,
        remedial_measures=rng.choice(_REMEDIES),
        deadline_days=Fact("10", "10 ngày"),
    )
    signers = rng.choice((["CHỦ TỊCH"], ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]))
    return f"{top}{title}{body}" + closing(
        sheet, office, signers, person(rng).name, ["- Như Điều 3", "- Kho bạc Nhà nước", "- Lưu: VT, QLTTĐT"]
    )
