"""Papers about one's standing: the certificate of marital status, and papers that are no record of a \
register."""

from __future__ import annotations

from benchmarks.third_hand.births import registered_at
from benchmarks.third_hand.facts import Fact, Sheet
from benchmarks.third_hand.frame import Office, closing, head, motto, office_head, place_of
from benchmarks.third_hand.offices import registrar
from benchmarks.third_hand.pen import digits, signature
from benchmarks.third_hand.people import day, identity_paper, person, written_date

_STATES = (
    "Chưa đăng ký kết hôn với ai",
    "Hiện tại chưa đăng ký kết hôn với ai",
    "Đã đăng ký kết hôn nhưng đã ly hôn theo Quyết định công nhận thuận tình ly hôn số "
    "{n}/2019/QĐST-HNGĐ của Tòa án nhân dân huyện Bình Chánh; hiện tại chưa đăng ký kết hôn "
    "với ai",
    "Có vợ đã chết theo Trích lục khai tử số {n}/TLKT-BS; hiện tại chưa đăng ký kết hôn với ai",
)
_PURPOSES = (
    "Làm thủ tục đăng ký kết hôn",
    "Làm thủ tục mua bán nhà đất",
    "Bổ túc hồ sơ vay vốn ngân hàng",
    "Đăng ký kết hôn với anh Lê Quốc Bảo, sinh năm 1994, CCCD số 079094012345, nơi cư trú: "
    "phường Tân Phú, Quận 7",
)


def marital_status(sheet: Sheet) -> str:
    """Giấy xác nhận tình trạng hôn nhân of 2015 and 2020."""
    rng = sheet.rng
    who, when = person(rng, born=(1975, 2001)), day(rng, 2016, 2025)
    unit = who.place.split(", ")
    office = Office(
        unit[1].upper() if rng.random() < 0.3 else "",
        f"ỦY BAN NHÂN DÂN\n{unit[0].upper()}",
        "UBND",
        place_of(unit[0]),
    )
    number = f"{rng.randint(1, 800)}/{rng.choice(('UBND-XNTTHN', 'XNHN', 'UBND'))}"
    top = office_head(sheet, office, number, when, ("issue_place", "number", "registration_date"))
    values: dict[str, Fact | str] = {
        "applicant_full_name": sheet.name(who.name),
        "_subject": sheet.name(who.name),
        "subject_full_name": sheet.name(who.name),
        "subject_birth_date": written_date(rng, who.born),
        "subject_gender": who.sex,
        "subject_ethnicity": who.ethnicity,
        "subject_nationality": "Việt Nam",
        "subject_id_doc": identity_paper(rng, who),
        "subject_residence_place": who.home,
        "subject_past_residence_place": f"{who.place}",
        "subject_past_residence_from": written_date(rng, day(rng, 2005, 2009), by_words=True),
        "subject_past_residence_to": written_date(rng, day(rng, 2013, 2015), by_words=True),
        "subject_marital_status_text": rng.choice(_STATES).format(n=rng.randint(10, 400)),
        "subject_purpose": rng.choice(_PURPOSES),
    }
    body = sheet.lines(
        "Xét đề nghị của ông/bà: {applicant_full_name}, về việc cấp Giấy xác nhận tình trạng hôn "
        "nhân cho {_subject}",
        **values,
    )
    body += '<div class="under"><b>XÁC NHẬN:</b></div>'
    body += sheet.lines(
        """
        Họ, chữ đệm, tên: {subject_full_name}
        Ngày, tháng, năm sinh: {subject_birth_date}
        Giới tính: {subject_gender} ¦ Dân tộc: {subject_ethnicity} ¦ Quốc tịch: {subject_nationality}
        Giấy tờ tùy thân: {subject_id_doc}
        Nơi cư trú: {subject_residence_place}
        """,
        **values,
    )
    if rng.random() < 0.5:
        body += sheet.lines(
            "Trong thời gian cư trú tại {subject_past_residence_place} từ "
            "{subject_past_residence_from} đến {subject_past_residence_to}",
            **values,
        )
    body += sheet.lines(
        """
        Tình trạng hôn nhân: {subject_marital_status_text}.
        Giấy này có giá trị sử dụng trong thời hạn 06 tháng, kể từ ngày cấp, được sử dụng để: \
        {subject_purpose}.
        """,
        **values,
    )
    lead = (
        '<div class="title">GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN</div><div class="under"><b>'
        f"{office.body.replace(chr(10), ' ')}</b></div>"
    )
    return (
        top
        + lead
        + body
        + closing(
            sheet,
            office,
            registrar(rng),
            person(rng).name,
            title="<b>NGƯỜI KÝ GIẤY XÁC NHẬN</b><br>" if rng.random() < 0.5 else "",
        )
    )


def birth_application(sheet: Sheet) -> str:
    """Tờ khai đăng ký khai sinh: asks for a birth certificate and is none."""
    rng = sheet.rng
    mother, child = person(rng, woman=True, born=(1980, 1998)), person(rng, born=(2018, 2024))
    body = sheet.lines(
        """
        <b>Kính gửi:</b> {_office}
        Họ, chữ đệm, tên người yêu cầu: {_mother}
        Nơi cư trú: {_home}
        Giấy tờ tùy thân: {_paper}
        Quan hệ với người được khai sinh: Mẹ
        <b>Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:</b>
        Họ, chữ đệm, tên: {_child}
        Ngày, tháng, năm sinh: {_born} ghi bằng chữ: ...............................
        Giới tính: {_sex} ¦ Dân tộc: Kinh ¦ Quốc tịch: Việt Nam
        Nơi sinh: Bệnh viện Hùng Vương
        Quê quán: {_place}
        Họ, chữ đệm, tên người mẹ: {_mother}
        Năm sinh: {_year} ¦ Dân tộc: Kinh ¦ Quốc tịch: Việt Nam
        Nơi cư trú: {_home}
        Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật và chịu trách nhiệm \
        trước pháp luật về cam đoan của mình.
        """,
        _office=registered_at(rng, mother),
        _mother=sheet.name(mother.name),
        _home=mother.home,
        _paper=identity_paper(rng, mother),
        _child=sheet.name(child.name),
        _born=written_date(rng, child.born),
        _sex=child.sex,
        _place=mother.place,
        _year=str(mother.born.year),
    )
    return _application(sheet, "TỜ KHAI ĐĂNG KÝ KHAI SINH", body, mother.name)


def marriage_application(sheet: Sheet) -> str:
    """Tờ khai đăng ký kết hôn, in the columns of the form."""
    rng = sheet.rng
    wife, husband = person(rng, woman=True), person(rng, woman=False)
    rows = [
        ("Họ, chữ đệm, tên", wife.name.upper(), husband.name.upper()),
        ("Ngày, tháng, năm sinh", f"{wife.born:%d/%m/%Y}", f"{husband.born:%d/%m/%Y}"),
        ("Dân tộc", wife.ethnicity, husband.ethnicity),
        ("Quốc tịch", "Việt Nam", "Việt Nam"),
        ("Nơi cư trú", wife.home, husband.home),
        ("Giấy tờ tùy thân", identity_paper(rng, wife), identity_paper(rng, husband)),
        ("Kết hôn lần thứ mấy", "01", "01"),
    ]
    table = "<tr><th>Thông tin</th><th>Bên nữ</th><th>Bên nam</th></tr>" + "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows
    )
    body = (
        f'<div class="line"><b>Kính gửi:</b> {registered_at(rng, wife)}</div><table class="grid">'
        f'{table}</table><div class="line">Chúng tôi cam đoan những lời khai trên đây là đúng sự '
        "thật, việc kết hôn của chúng tôi là tự nguyện, không vi phạm quy định của Luật Hôn nhân "
        "và gia đình Việt Nam.</div>"
    )
    return _application(sheet, "TỜ KHAI ĐĂNG KÝ KẾT HÔN", body, wife.name)


def permit_application(sheet: Sheet) -> str:
    """Đơn đề nghị cấp giấy phép xây dựng."""
    owner = person(sheet.rng)
    body = sheet.lines(
        """
        <b>Kính gửi:</b> {_office}
        1. Thông tin về chủ đầu tư:
        - Tên chủ đầu tư (tên chủ hộ): {_owner}
        - Địa chỉ liên hệ: {_home}
        - Số điện thoại: 0900000{_phone}
        2. Thông tin công trình:
        - Địa điểm xây dựng: {_home}
        - Lô đất số: {_lot} ¦ Diện tích: 85,5 m2
        3. Nội dung đề nghị cấp phép: Công trình nhà ở riêng lẻ
        - Diện tích xây dựng tầng 1: 62,4 m2; Tổng diện tích sàn: 187,2 m2; Chiều cao công trình: 11,6 \
        m; Số tầng: 03
        4. Tôi xin cam đoan làm theo đúng giấy phép được cấp, nếu sai tôi xin hoàn toàn chịu trách \
        nhiệm và bị xử lý theo quy định của pháp luật.
        """,
        _office=registered_at(sheet.rng, owner),
        _owner=sheet.name(owner.name),
        _home=owner.home,
        _lot=str(sheet.rng.randint(10, 900)),
        _phone=str(sheet.rng.randint(100, 999)),
    )
    return _application(
        sheet,
        "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG<br>(Sử dụng cho công trình: Nhà ở riêng lẻ)",
        body,
        owner.name,
    )


def _application(sheet: Sheet, title: str, body: str, name: str) -> str:
    when = day(sheet.rng, 2016, 2025)
    pen = signature(sheet.rng, 40, 20)
    right = (
        f"<i>Làm tại: ........, ngày {digits(sheet.rng, str(when.day))} tháng "
        f"{digits(sheet.rng, str(when.month))} năm {when.year}</i><br><b>Người yêu cầu</b><br><i>"
        f"(Ký, ghi rõ họ, chữ đệm, tên)</i><div style='position:relative;height:80px'>{pen}</div>"
        f"{name}"
    )
    end = f'<table class="end"><tr><td style="width:45%"></td><td class="sign">{right}</td></tr></table>'
    return f'<div class="under">{motto(sheet.rng)}</div><div class="title">{title}</div>{body}{end}'


def birth_notice(sheet: Sheet) -> str:
    """Giấy chứng sinh of a hospital."""
    mother = person(sheet.rng, woman=True, born=(1985, 2000))
    top = head(
        "SỞ Y TẾ<br><b>BỆNH VIỆN ĐA KHOA KHU VỰC</b><br>Số: 1245<br>Quyển số: 03/2022", motto(sheet.rng)
    )
    body = sheet.lines(
        """
        Họ và tên mẹ/Người nuôi dưỡng: {_mother}
        Năm sinh: {_year}
        Nơi đăng ký thường trú: {_home}
        Số CMND/CCCD/Hộ chiếu: {_number}
        Dân tộc: {_group}
        Đã sinh con vào lúc: 08 giờ 15 phút, ngày 12 tháng 5 năm 2022
        Tại: Bệnh viện Đa khoa khu vực
        Số con trong lần sinh này: 01
        Giới tính của con: Nam ¦ Cân nặng: 3200 gram
        Dự định đặt tên con là: Gia Khang
        Người đỡ đẻ: Hộ sinh Trần Thị Út
        """,
        _mother=sheet.name(mother.name),
        _year=str(mother.born.year),
        _home=mother.home,
        _number=mother.number,
        _group=mother.ethnicity,
    )
    return f'{top}<div class="title">GIẤY CHỨNG SINH</div>{body}'


def register_page(sheet: Sheet) -> str:
    """A page of a register of births, in boxes."""
    child, mother = person(sheet.rng, born=(2016, 2023)), person(sheet.rng, woman=True, born=(1985, 1998))
    left = (
        f"<b>Số: {sheet.rng.randint(1, 300)}</b><br>Ngày, tháng, năm đăng ký: "
        f"{sheet.rng.randint(10, 28)}/08/2023<br><br>Loại đăng ký: Đúng hạn"
    )
    right = sheet.lines(
        "<b>I. NGƯỜI ĐƯỢC KHAI SINH</b>\nHọ, chữ đệm, tên: {_n}\nNgày, tháng, năm sinh: {_b}\nGiới tính: {_s}",
        _n=child.name.upper(),
        _b=f"{child.born:%d/%m/%Y}",
        _s=child.sex,
    )
    lower = sheet.lines(
        "<b>II. CHA, MẸ</b>\nHọ, chữ đệm, tên người mẹ: {_n}\nNăm sinh: {_b}\nNơi cư trú: {_h}",
        _n=mother.name.upper(),
        _b=str(mother.born.year),
        _h=mother.home,
    )
    return (
        '<div class="title">SỔ ĐĂNG KÝ KHAI SINH</div><div class="under">Trang số: '
        f'{sheet.rng.randint(3, 190)}</div><table class="grid"><tr><td>{left}</td><td>{right}</td>'
        f"</tr><tr><td>Ghi chú</td><td>{lower}</td></tr></table>"
    )
