"""Layouts of foreign pages in running text: letters, reports, decisions, forms, certificates. One function a kind."""

from __future__ import annotations

from random import Random

from benchmarks import foreign_marks as marks
from benchmarks import foreign_words as words
from benchmarks.foreign_paper import Sheet, Type, blank, line, paragraph, put, rule, width_of

_FACES = ("tinos", "dejavu-serif", "noto-serif", "arimo", "noto-sans", "dejavu-sans")


def _face(rng: Random, points: float = 0.0, leading: float = 0.0) -> Type:
    leading = leading or rng.choice([1.15, 1.3, 1.5, 1.7])
    return Type(rng.choice(_FACES), points or rng.choice([11, 12, 13, 14]), leading=leading)


def _as(face: Type, style: str, more: float = 0.0, ink: tuple[int, int, int] | None = None) -> Type:
    return Type(face.face, face.points + more, style, ink or face.ink, face.leading)


def _head(sheet: Sheet, face: Type, rng: Random) -> float:
    """The usual head in two halves; the baseline below it."""
    small, bold = _as(face, "Regular", -1), _as(face, "Bold", -1)
    left, right, y = 58.0, sheet.width - 62, 24.0
    line(sheet, "ỦY BAN NHÂN DÂN", (left, y), small, "ms")
    line(sheet, "XÃ MỸ PHONG", (left, y + 6), bold, "ms")
    rule(sheet, (left - 12, y + 8), (left + 12, y + 8))
    line(sheet, f"Số: {rng.randint(3, 900)}/TB-UBND", (left, y + 15), small, "ms")
    line(sheet, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (right, y), _as(face, "Bold", -2), "ms")
    line(sheet, "Độc lập - Tự do - Hạnh phúc", (right, y + 6), bold, "ms")
    rule(sheet, (right - 28, y + 8), (right + 28, y + 8))
    line(sheet, f"Mỹ Phong, {words.spelt_day(rng)}", (right, y + 15), _as(face, "Italic", -1), "ms")
    return y + 28


def letter(rng: Random, dpi: float) -> Sheet:
    """A letter with numbered paragraphs."""
    sheet, face = blank(210, 297, dpi), _face(rng)
    y = _head(sheet, face, rng)
    line(sheet, "THÔNG BÁO", (105, y), _as(face, "Bold", 1), "ms")
    line(sheet, rng.choice(words.PURPOSES), (105, y + 7), _as(face, "Bold"), "ms")
    y += 18
    for number in range(1, 12):
        text = f"{number}. {words.talk(rng, rng.choice([1, 2, 2]))}"
        if y > 235:
            break
        y = paragraph(sheet, text, (30, y), face, 160) + 1.5
    marks.signed(sheet, (145, max(y + 4, 240)), "CHỦ TỊCH", words.name(rng), rng)
    return sheet


def report(rng: Random, dpi: float) -> Sheet:
    """Headings, lists, bold and italic text; close lines."""
    sheet, face = blank(210, 297, dpi), _face(rng, rng.choice([11, 12]), 1.15)
    line(sheet, "BÁO CÁO", (105, 22), _as(face, "Bold", 3), "ms")
    y = 32.0
    for chapter in ("I. TÌNH HÌNH CHUNG", "II. KẾT QUẢ THỰC HIỆN", "III. KIẾN NGHỊ"):
        y = paragraph(sheet, chapter, (25, y), _as(face, "Bold"), 165) + 1
        for number in range(1, 4):
            y = paragraph(sheet, f"{number}. {words.talk(rng, 1)}", (25, y), face, 165)
            style = rng.choice(["Regular", "Italic", "Bold"])
            for sign in "ab":
                y = paragraph(sheet, f"{sign}) {words.talk(rng, 1)}", (32, y), _as(face, style), 158)
            if y > 272:
                break
    line(sheet, str(rng.randint(2, 14)), (105, 287), face, "ms")
    return sheet


def decision(rng: Random, dpi: float) -> Sheet:
    """A decision with seal, signature, and the stamp of the registry that got it."""
    sheet, face = blank(210, 297, dpi), _face(rng, 13, 1.3)
    y = _head(sheet, face, rng)
    line(sheet, "QUYẾT ĐỊNH", (105, y + 14), _as(face, "Bold", 2), "ms")
    y += 26
    for start in ("Căn cứ đơn đề nghị;", "Xét đề nghị của bộ phận chuyên môn,"):
        y = paragraph(sheet, start, (30, y), _as(face, "Italic"), 160)
    for number in range(1, 4):
        y = paragraph(sheet, f"Điều {number}. {words.talk(rng, 2)}", (30, y), face, 160) + 2
    y = max(y + 6, 200)
    marks.signed(sheet, (148, y), "TM. ỦY BAN NHÂN DÂN", words.name(rng), rng)
    marks.round_seal(sheet, (132, y + 14), marks.RED, rng)
    marks.incoming_stamp(sheet, (30, 46), rng.choice([marks.RED, marks.BLUE]), rng)
    for number, text in enumerate(("Nơi nhận:", "- Như trên;", "- Lưu: VT.")):
        line(sheet, text, (30, y + 6 * number), _as(face, "Italic", -2))
    return sheet


def dark_seal(rng: Random, dpi: float) -> Sheet:
    """A short paper under a violet or black seal that lies over its print."""
    sheet, face = blank(210, 297, dpi), _face(rng, 13, 1.4)
    line(sheet, "GIẤY XÁC NHẬN", (105, 40), _as(face, "Bold", 4), "ms")
    y = paragraph(sheet, words.talk(rng, 4), (30, 60), face, 155)
    ink = rng.choice([marks.VIOLET, (36, 36, 38)])
    marks.round_seal(sheet, (150, 72), ink, rng)
    marks.signed(sheet, (140, y + 12), "TRƯỞNG THÔN", words.name(rng), rng)
    marks.round_seal(sheet, (122, y + 28), ink, rng)
    return sheet


def _filled(sheet: Sheet, label: str, value: str, at: tuple[float, float], how: str) -> float:
    """A label, its leader and the value on it, across to the margin; the next baseline."""
    face = Type("tinos", 13)
    end = put(sheet, label + " ", at, face)
    sheet.said.append(f"{label} {value}")
    marks.leader(sheet, (end, at[1] + 0.35), sheet.width - 22, how)
    put(sheet, value, (end + 3, at[1]), Type("arimo", 12, ink=(30, 34, 70)))
    return at[1] + 9


def form(rng: Random, dpi: float) -> Sheet:
    """A form whose answers sit on dotted, dashed or solid lines."""
    sheet, how = blank(210, 297, dpi), rng.choice(["dotted", "dashed", "solid"])
    line(sheet, "TỜ KHAI ĐỀ NGHỊ CẤP LẠI", (105, 30), Type("tinos", 16, "Bold"), "ms")
    y = 46.0
    for label, value in _answers(rng):
        y = _filled(sheet, label, value, (25, y), how)
    line(
        sheet,
        f"Làm tại: {rng.choice(['xã Ea Kao', 'xã Vĩnh Thạnh'])}, {words.spelt_day(rng)}",
        (110, y + 6),
        Type("tinos", 13, "Italic"),
    )
    marks.signed(sheet, (150, y + 16), "Người khai", words.name(rng), rng)
    return sheet


def _answers(rng: Random) -> list[tuple[str, str]]:
    return [
        ("Họ, chữ đệm, tên:", words.name(rng).upper()),
        ("Ngày, tháng, năm sinh:", words.day(rng)),
        ("Nơi sinh:", words.place(rng)),
        ("Dân tộc:", rng.choice(words.PEOPLES)),
        ("Nghề nghiệp:", rng.choice(words.JOBS)),
        ("Nơi cư trú:", words.home(rng)),
        ("Số định danh cá nhân:", words.digits(rng, 12)),
        ("Họ tên người mẹ:", words.name(rng)),
        ("Họ tên người cha:", words.name(rng)),
        ("Điện thoại:", f"0{words.digits(rng, 9)}"),
        ("Lý do đề nghị:", "bản cũ bị ướt, mờ chữ"),
        ("Giấy tờ kèm theo:", "01 ảnh 3x4, 01 bản sao sổ hộ khẩu"),
    ]


def typed(rng: Random, dpi: float) -> Sheet:
    """An old typewritten form with dotted lines under the answers; letters dance a little."""
    sheet, ink = blank(210, 297, dpi), rng.choice([(40, 40, 46), (70, 54, 120)])
    sheet.said.append("GIẤY CHỨNG NHẬN")
    put(sheet, "GIẤY CHỨNG NHẬN", (105, 35), Type("dejavu-serif", 16, "Bold"), "ms")
    face, y = Type(rng.choice(["dejavu-mono", "cousine"]), 11, ink=ink), 55.0
    for label, value in _answers(rng)[:10]:
        end = put(sheet, label + " ", (25, y), Type("dejavu-serif", 11))
        marks.leader(sheet, (end, y + 0.5), 188, "dotted")
        along = end + 2
        for sign in value[:44]:
            put(sheet, sign, (along, y - 0.2 + rng.uniform(-0.22, 0.22)), face)
            along += width_of(sheet, "n", face)
        sheet.said.append(f"{label} {value[:44]}")
        y += 10
    return sheet


def boxes(rng: Random, dpi: float) -> Sheet:
    """A questionnaire: check boxes, and figures in boxes of their own."""
    sheet, face = blank(210, 297, dpi), _face(rng, 12, 1.3)
    line(sheet, "PHIẾU THU THẬP Ý KIẾN", (105, 28), _as(face, "Bold", 3), "ms")
    y = 44.0
    for label, count in (("Số định danh:", 12), ("Mã hộ:", 8)):
        end = line(sheet, label, (25, y), face)
        told = words.digits(rng, count)
        sheet.said[-1] = " ".join((label, *told))
        for number, sign in enumerate(told):
            marks.check_box(sheet, (end + 4 + 7 * number, y + 1.5), False, 6.5)
            put(sheet, sign, (end + 7.2 + 7 * number, y), face, "ms")
        y += 12
    for number in range(1, 9):
        y = paragraph(sheet, f"{number}. {words.talk(rng, 1)}", (25, y), face, 165) + 1
        along = 32.0
        for option in rng.sample(["Đồng ý", "Không đồng ý", "Ý kiến khác", "Chưa rõ"], 3):
            marks.check_box(sheet, (along, y), rng.random() < 0.4)
            line(sheet, option, (along + 6, y), face)
            along += 50
        y += 8
    return sheet


def certificate(rng: Random, dpi: float) -> Sheet:
    """Security paper: pale waves, an ornate frame, a coloured title, answers in capitals."""
    sheet = blank(210, 297, dpi)
    marks.guilloche(sheet, rng.choice([(236, 206, 206), (204, 226, 232), (232, 224, 190)]), rng)
    marks.ornate_frame(sheet, rng.choice([(190, 60, 60), (50, 90, 150), (60, 120, 80)]))
    plain = Type("tinos", 13)
    line(sheet, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (105, 30), _as(plain, "Bold"), "ms")
    line(sheet, "Độc lập - Tự do - Hạnh phúc", (105, 37), _as(plain, "Bold"), "ms")
    ink = rng.choice([marks.RED, marks.BLUE])
    line(sheet, "GIẤY CHỨNG NHẬN", (105, 58), _as(plain, "Bold", 13, ink), "ms")
    line(sheet, f"Số: {rng.randint(10, 900)}/{rng.randint(1990, 2024)}", (105, 67), plain, "ms")
    y = 82.0
    for label, value in _answers(rng)[:9]:
        end = put(sheet, label + " ", (26, y), plain)
        put(sheet, value, (end, y), _as(plain, "Bold"))
        sheet.said.append(f"{label} {value}")
        y += 9.5
    marks.signed(sheet, (145, y + 12), "NGƯỜI KÝ GIẤY CHỨNG NHẬN", words.name(rng), rng)
    marks.round_seal(sheet, (128, y + 26), marks.RED, rng)
    return sheet


def couple(rng: Random, dpi: float) -> Sheet:
    """Two people side by side, with or without a line between them."""
    sheet, face = blank(210, 297, dpi), _face(rng, 12, 1.3)
    line(sheet, "SỔ ĐĂNG KÝ KẾT HÔN", (105, 28), _as(face, "Bold", 3), "ms")
    foot = 0.0
    for x, who in ((22, "BÊN NAM"), (110, "BÊN NỮ")):
        line(sheet, who, (x + 38, 44), _as(face, "Bold"), "ms")
        y = 54.0
        for label, value in _answers(rng)[:8]:
            y = paragraph(sheet, f"{label} {value}", (x, y), face, 78, justified=False) + 2
        foot = max(foot, y)
    if rng.random() < 0.6:
        rule(sheet, (105, 38), (105, foot))
    paragraph(sheet, words.talk(rng, 1), (22, foot + 8), face, 165)
    return sheet


def capitals(rng: Random, dpi: float) -> Sheet:
    """Text in capitals, and headings in white on dark bars."""
    sheet, face = blank(210, 297, dpi), _face(rng, 13, 1.5)
    y = 30.0
    for heading in ("PHẦN MỘT: NỘI DUNG", "PHẦN HAI: DANH SÁCH", "PHẦN BA: GHI CHÚ"):
        bar = [sheet.px(value) for value in (22, y - 7, 188, y + 3)]
        sheet.pen.rectangle(bar, fill=rng.choice([(30, 30, 34), (24, 54, 120), (130, 24, 30)]))
        line(sheet, heading, (26, y), _as(face, "Bold", 1, (255, 255, 255)))
        y = paragraph(sheet, words.talk(rng, 2).upper(), (22, y + 12), face, 166) + 10
    return sheet


def prints(rng: Random, dpi: float) -> Sheet:
    """Very large and very small print on one page."""
    sheet, face = blank(210, 297, dpi), _face(rng, 7.5, 1.25)
    big = _as(face, "Bold", 34)
    line(sheet, "THÔNG BÁO", (105, 45), big, "ms")
    line(sheet, rng.choice(["Nghỉ lễ ba ngày", "Cúp điện khu vực"]), (105, 66), _as(face, "Bold", 18), "ms")
    y = 84.0
    for _ in range(6):
        y = paragraph(sheet, words.talk(rng, 4), (25, y), face, 160) + 3
    paragraph(sheet, words.talk(rng, 3), (25, y + 4), _as(face, "Italic", 1), 160)
    return sheet


def little(rng: Random, dpi: float) -> Sheet:
    """A page with a few words."""
    sheet, face = blank(210, 297, dpi), _face(rng, rng.choice([12, 14, 20]))
    line(sheet, rng.choice(["PHỤ LỤC 2", "Trang cuối", "HẾT"]), (105, rng.uniform(80, 200)), face, "ms")
    line(sheet, str(rng.randint(2, 90)), (105, 285), _as(face, "Regular", -2), "ms")
    return sheet


def pictured(rng: Random, dpi: float) -> Sheet:
    """A personal record with a photograph under a seal."""
    sheet, face = blank(210, 297, dpi), _face(rng, 12, 1.4)
    marks.portrait(sheet, (25, 20), rng)
    line(sheet, "SƠ YẾU LÝ LỊCH", (125, 34), _as(face, "Bold", 4), "ms")
    line(sheet, "(Dùng cho người lao động)", (125, 42), _as(face, "Italic"), "ms")
    marks.round_seal(sheet, (52, 58), marks.RED, rng)
    y = 84.0
    for number, (label, value) in enumerate(_answers(rng), 1):
        y = paragraph(sheet, f"{number}. {label} {value}", (25, y), face, 160) + 1.5
    paragraph(sheet, words.talk(rng, 3), (25, y), face, 160)
    return sheet


def small_sheet(rng: Random, dpi: float) -> Sheet:
    """An A5 receipt, lying."""
    sheet, face = blank(210, 148, dpi), _face(rng, 12, 1.3)
    line(sheet, "BIÊN LAI THU TIỀN", (105, 24), _as(face, "Bold", 4), "ms")
    line(sheet, f"Quyển số {rng.randint(1, 30)} - Số {words.digits(rng, 6)}", (105, 32), face, "ms")
    y = 46.0
    for label, value in (
        ("Người nộp:", words.name(rng)),
        ("Địa chỉ:", words.home(rng)),
        ("Nội dung:", "Lệ phí chứng thực chữ ký"),
        ("Số tiền:", f"{words.money(rng)} đồng"),
    ):
        y = _filled(sheet, label, value, (20, y), "dotted")
    marks.signed(sheet, (160, y + 4), "Người thu", words.name(rng), rng)
    marks.round_seal(sheet, (146, y + 20), marks.RED, rng)
    return sheet
