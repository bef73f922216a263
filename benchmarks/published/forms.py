"""Papers with a form of their own: invitations, introductions, minutes, contracts."""

from __future__ import annotations

import html

from benchmarks.published import subjects
from benchmarks.published.endings import ending
from benchmarks.published.heads import head
from benchmarks.published.ink import initials
from benchmarks.published.papers import end, heading, issue, paragraphs, stamps
from benchmarks.third_hand.facts import Sheet, plain


def invitation(sheet: Sheet) -> str:
    """Giấy mời: whom, to what, when, where."""
    rng, made = sheet.rng, issue(sheet.rng)
    top = head(sheet, made.body, made.sign("GM"), made.when, made.gaps)
    about = rng.choice(("Về việc dự họp ", "Dự Hội nghị ", "Tham dự cuộc họp ")) + subjects.matter(
        rng, made.when.year
    )
    rows = (
        f"{rng.choice(('Cơ quan', 'Ban Tổ chức'))} trân trọng kính mời: {subjects.addressees(rng)[0]}",
        f"1. Thời gian: 14 giờ 00, ngày {rng.randint(1, 28)}/{made.when.month}/{made.when.year}.",
        "2. Địa điểm: Phòng họp A1, trụ sở cơ quan.",
        f"3. Chủ trì: đồng chí {subjects.person(rng)}.",
    )
    text = "".join(f"<p>{html.escape(row)}</p>" for row in rows)
    return stamps(rng, made) + top + heading(sheet, "GIẤY MỜI", about) + text + end(sheet, made)


def introduction(sheet: Sheet) -> str:
    """Giấy giới thiệu, which is about nothing."""
    rng, made = sheet.rng, issue(sheet.rng)
    top = head(sheet, made.body, made.sign("GGT"), made.when, made.gaps)
    rows = (
        f"Trân trọng giới thiệu ông (bà): {subjects.person(rng)}",
        "Chức vụ: Chuyên viên",
        f"Được cử đến: {rng.choice(subjects.addressees(rng))}",
        f"Về việc: {subjects.matter(rng, made.when.year)}",
        f"Giấy này có giá trị đến hết ngày 31/12/{made.when.year}./.",
    )
    text = "".join(f"<p>{html.escape(row)}</p>" for row in rows)
    return top + heading(sheet, "GIẤY GIỚI THIỆU", None) + text + ending(sheet, made.body, made.when)


def minutes(sheet: Sheet) -> str:
    """Biên bản: clerk at the left, chairman at the right, who is noted."""
    rng, made = sheet.rng, issue(sheet.rng)
    top = head(sheet, made.body, made.sign("BB"), made.when, made.gaps)
    about = rng.choice(("Họp ", "Cuộc họp về việc ")) + subjects.matter(rng, made.when.year)
    roles = rng.choice((("THƯ KÝ", "CHỦ TỌA"), ("THƯ KÝ", "CHỦ TRÌ")))
    names = (subjects.person(rng), subjects.person(rng))
    sheet.note("signer_position", plain(roles[1]))
    sheet.note("signer_name", plain(names[1]))
    cells = "".join(
        f'<td class="sign" style="width:50%"><b>{role}</b><div style="height:90px">{initials(rng)}</div>'
        f"<b>{name}</b></td>"
        for role, name in zip(roles, names, strict=True)
    )
    text = heading(sheet, "BIÊN BẢN", about) + paragraphs(rng, rng.randint(3, 9))
    return top + text + f'<table class="end"><tr>{cells}</tr></table>'


def contract(sheet: Sheet) -> str:
    """Hợp đồng: two parties, no recipients; no letter, so nothing but its type is asked."""
    rng, made = sheet.rng, issue(sheet.rng, "HỢP ĐỒNG")
    top = head(sheet, made.body, f"HĐ-{made.body.sign}", made.when, made.gaps)
    rows = [
        f"<p><b>BÊN A:</b> {html.escape(made.body.body)}</p><p>Đại diện: Ông {subjects.person(rng)}, Giám đốc</p>"
    ]
    rows.append(
        f"<p><b>BÊN B:</b> CÔNG TY TNHH TÂN PHÚ MỸ</p><p>Đại diện: Bà {subjects.person(rng)}, Giám đốc</p>"
    )
    cells = "".join(
        f'<td class="sign"><b>ĐẠI DIỆN {side}</b><div style="height:100px"></div><b>{subjects.person(rng)}</b></td>'
        for side in ("BÊN A", "BÊN B")
    )
    text = heading(sheet, "HỢP ĐỒNG", f"Về việc {subjects.matter(rng, made.when.year)}") + "".join(rows)
    return top + text + paragraphs(rng, 5) + f'<table class="end"><tr>{cells}</tr></table>'
