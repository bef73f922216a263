"""Decisions, notices and letters of offices, schools and firms of the state."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

from benchmarks.examiner.bodies import BODIES, Body
from benchmarks.examiner.dates import day_between, signed
from benchmarks.examiner.form import End, ending, head, stamped
from benchmarks.examiner.marks import copied, incoming
from benchmarks.examiner.paper import Paper
from benchmarks.examiner.people import named
from benchmarks.examiner.subjects import SUBJECTS, Subject

_KINDS = (
    ("QUYẾT ĐỊNH", "QĐ"),
    ("QUYẾT ĐỊNH", "QĐ"),
    ("QUYẾT ĐỊNH", "QĐ"),
    ("THÔNG BÁO", "TB"),
    ("THÔNG BÁO", "TB"),
    ("KẾ HOẠCH", "KH"),
    ("TỜ TRÌNH", "TTr"),
    ("BÁO CÁO", "BC"),
    ("HƯỚNG DẪN", "HD"),
)
_GROUNDS = (
    "Căn cứ Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân ngày 26 tháng 11 năm 2003;",
    "Căn cứ Nghị định số 110/2004/NĐ-CP ngày 08 tháng 4 năm 2004 của Chính phủ về công tác văn thư;",
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
    "Căn cứ Quyết định số 1162/QĐ-TTg ngày 13 tháng 7 năm 2016 của Thủ tướng Chính phủ;",
    "Căn cứ chức năng, nhiệm vụ, quyền hạn được giao;",
    "Xét Tờ trình số 47/TTr-VP ngày 11 tháng 3 của Văn phòng;",
)
_CLOSING = (
    "Trân trọng./.",
    "Đề nghị các đơn vị nghiêm túc triển khai thực hiện./.",
    "Trên đây là nội dung, kính báo để biết và thực hiện./.",
)
# What offices write whatever the matter is.
_FURTHER = (
    "Giao Văn phòng chủ trì, phối hợp với các đơn vị liên quan theo dõi, đôn đốc và tổng hợp "
    "kết quả thực hiện, báo cáo lãnh "
    "đạo xem xét, chỉ đạo kịp thời.",
    "Kinh phí thực hiện được bố trí trong dự toán ngân sách đã giao và các nguồn kinh phí hợp "
    "pháp khác theo quy định hiện hành.",
    "Các đơn vị căn cứ chức năng, nhiệm vụ được giao xây dựng kế hoạch chi tiết, phân công cụ "
    "thể người phụ trách, thời gian hoàn "
    "thành; định kỳ ngày 20 hằng tháng gửi báo cáo bằng văn bản, đồng thời gửi tệp điện tử qua "
    "hệ thống quản lý văn bản và điều hành.",
    "Trường hợp phát sinh vướng mắc vượt thẩm quyền, người đứng đầu đơn vị phải báo cáo ngay "
    "bằng văn bản, không để kéo dài.",
    "Công tác tuyên truyền cần được thực hiện thường xuyên, bằng nhiều hình thức phù hợp với "
    "từng nhóm đối tượng, chú trọng khu dân cư "
    "đông người và địa bàn xa trung tâm.",
    "Những nội dung không nêu tại văn bản này thực hiện theo quy định của pháp luật và các văn "
    "bản hướng dẫn hiện hành.",
    "Thông tin chi tiết liên hệ bộ phận thường trực trong giờ hành chính, điện thoại 028 3829 7611, máy lẻ 105.",
    "Thủ trưởng các đơn vị chịu trách nhiệm về tính chính xác, đầy đủ của số liệu báo cáo và "
    "kết quả triển khai tại đơn vị mình.",
)
_WORTHY = (
    "Các đơn vị trực thuộc",
    "Ủy ban nhân dân các xã, phường",
    "Các phòng, ban chuyên môn",
    "Bảo hiểm xã hội thành phố",
)


def decree(paper: Paper) -> str:
    """A paper with its kind in large letters and what it is about below."""
    body, (kind, sign), subject = (
        paper.rng.choice(BODIES),
        paper.rng.choice(_KINDS),
        paper.rng.choice(SUBJECTS),
    )
    day = _day(paper)
    top = _top(paper, body, f"/{sign}-{body.sign}", day)
    shown = paper.say("kind", kind)
    told = f"{paper.either('Về việc', 'Về việc', 'V/v', 'Về')} {subject.title}"
    name = (
        f'<div class="c" style="margin:{paper.rng.randint(3, 7)}mm 8mm 0"><div '
        f'style="font-weight:700;font-size:1.1em">{html.escape(shown and kind)}</div>'
        f'<div style="font-weight:700">{paper.say("abstract", told) and told}</div><div '
        'style="width:24%;border-top:1px solid;margin:1mm auto 3mm"></div></div>'
    )
    inner = _articles(paper, body, subject, day) if kind == "QUYẾT ĐỊNH" else _sections(paper, subject, day)
    return top + _stamped(paper, day) + name + inner + _end(paper, body, day, kind)


def letter(paper: Paper) -> str:
    """A letter: what it is about stands under its number."""
    body, subject, day = paper.rng.choice(BODIES), paper.rng.choice(SUBJECTS), _day(paper)
    about = paper.either("V/v", "V/v", "Về việc")
    told = f"{about} {subject.title}"
    paper.say("abstract", told)
    # A letter does not print what it is; its "V/v" tells.
    paper.say("kind", about, "CÔNG VĂN")
    desk = paper.rng.choice(body.desks)
    top = _top(
        paper,
        body,
        f"/{body.sign}-{desk}",
        day,
        f'<div style="font-size:.88em;padding:1mm 6mm 0">{told}</div>',
    )
    to = paper.rng.sample(_WORTHY, paper.rng.choice((1, 1, 2, 3)))
    asked = (
        f"Kính gửi: {to[0]}"
        if len(to) == 1
        else "Kính gửi:" + "".join(f"<br>&emsp;- {one}{';' if one != to[-1] else '.'}" for one in to)
    )
    head_line = f'<div style="margin:4mm 0 3mm 28mm">{asked}</div>'
    said = (
        "".join(f"<p>{line}</p>" for line in _said(paper, subject)) + f"<p>{paper.rng.choice(_CLOSING)}</p>"
    )
    return top + _stamped(paper, day) + head_line + said + _end(paper, body, day, "")


def _day(paper: Paper) -> date:
    return day_between(paper.rng, date(2009, 2, 1), date(2026, 10, 20))


def _top(paper: Paper, body: Body, tail: str, day: date, below: str = "") -> str:
    paper.say("issuing_body", " ".join(body.own))
    count = str(paper.rng.randint(3, 6200))
    told = count if len(count) > 1 else f"0{count}"
    number = paper.inked("number", [(told, True), (tail, False)], told + tail)
    left = [*body.above, "<br>".join(body.own)]
    under = f"Số:{paper.either(' ', ' ', '&ensp;', '')}{number}{below}"
    return head(
        paper,
        left,
        under,
        f"{body.seat}, {paper.inked('issue_date', signed(day, paper.rng), day.isoformat())}",
    )


def _articles(paper: Paper, body: Body, subject: Subject, day: date) -> str:
    chief = body.orders[0][-1]
    if chief == "CHỦ TỊCH" and paper.chance(0.4):
        chief = " ".join(body.own)
    elif chief == "CHỦ TỊCH":
        chief = f"CHỦ TỊCH {' '.join(body.own)}"
    else:
        chief = f"{chief} {' '.join(body.own)}"
    said = _said(paper, subject)
    known = _grounds(day)
    grounds = "".join(
        f"<p><i>{line}</i></p>" for line in paper.rng.sample(known, paper.rng.randint(2, len(known)))
    )
    told = "".join(f"<p><b>Điều {at}.</b> {line}</p>" for at, line in enumerate(said, 1))
    last = len(said) + 1
    told += (
        f"<p><b>Điều {last}.</b> Quyết định này có hiệu lực kể từ ngày ký. "
        f"{paper.rng.choice(_WORTHY)} và các cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.</p>"
    )
    return f'<div class="c"><b>{chief}</b></div>{grounds}<div class="c"><b>QUYẾT ĐỊNH:</b></div>{told}'


def _grounds(day: date) -> list[str]:
    """Those that were there on a day."""
    return [
        line for line in _GROUNDS if all(int(year) <= day.year for year in re.findall(r"năm (20\d\d)", line))
    ]


def _said(paper: Paper, subject: Subject) -> tuple[str, ...]:
    """What the matter asks for and more that is always said, to a length that differs."""
    more = paper.rng.sample(_FURTHER, paper.rng.choice((0, 1, 2, 3, 5, 7)))
    return (*subject.said, *more)


def _sections(paper: Paper, subject: Subject, day: date) -> str:
    numbered = paper.chance(0.5)
    ground = f"<p>{paper.rng.choice(_grounds(day)).rstrip(';')}, nay thông tin như sau:</p>"
    told = "".join(
        f"<p>{f'<b>{at}.</b> ' if numbered else ''}{line}</p>"
        for at, line in enumerate(_said(paper, subject), 1)
    )
    return ground + told + f"<p>{paper.rng.choice(_CLOSING)}</p>"


def _end(paper: Paper, body: Body, day: date, kind: str) -> str:
    first = {"QUYẾT ĐỊNH": "Như Điều 3", "TỜ TRÌNH": "Như trên"}.get(
        kind, paper.either("Như trên", "Như kính gửi")
    )
    others = paper.rng.sample(body.to, paper.rng.randint(1, len(body.to)))
    desk = paper.rng.choice(body.desks)
    kept = paper.either(
        f"Lưu: VT, {desk}",
        f"Lưu: VT, {desk} ({paper.rng.randint(2, 9)})",
        f"Lưu VT, {desk}",
        f"Lưu: VT, {desk}.{named(paper.rng, 'Nữ').split()[-1]}.",
    )
    items = [f"- {line};" for line in dict.fromkeys((first, *others))] + [f"- {kept.rstrip('.')}."]
    paper.say("recipients", " ".join(items))
    left = (
        '<b><i>Nơi nhận:</i></b><div style="font-size:.82em;line-height:1.2">'
        f"{'<br>'.join(html.escape(item) for item in items)}</div>"
    )
    how = paper.either("pen", "pen", "pen", "pen", "electronic")
    return ending(
        paper,
        End(
            paper.rng.choice(body.orders),
            named(paper.rng, paper.either("Nam", "Nam", "Nữ")),
            " ".join(body.own),
            day,
            how,
        ),
        left,
    )


def _stamped(paper: Paper, day: date) -> str:
    """A stamp of who got it or of a copy, in the gap below the head."""
    if paper.chance(0.72):
        return ""
    if paper.chance(0.4):
        return stamped(paper, copied(paper.rng, paper.either("SAO Y", "HỎA TỐC", "KHẨN")))
    return stamped(paper, incoming(paper.rng, day + timedelta(days=paper.rng.randint(1, 6))))
