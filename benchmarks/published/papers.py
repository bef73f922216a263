"""Documents by their kind: letters without a title, titled documents, those with a form of their own."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from benchmarks.published import subjects
from benchmarks.published.bodies import Issuer
from benchmarks.published.endings import copied, ending, joint_ending
from benchmarks.published.heads import head
from benchmarks.published.ink import Gap, gap, initials, received, urgent
from benchmarks.published.issuers import issuer
from benchmarks.third_hand.facts import Fact, Sheet, plain

SIGNS = {
    "QUYẾT ĐỊNH": "QĐ", "THÔNG BÁO": "TB", "KẾ HOẠCH": "KH", "BÁO CÁO": "BC", "TỜ TRÌNH": "TTr", "CHỈ THỊ": "CT",
    "NGHỊ QUYẾT": "NQ", "HƯỚNG DẪN": "HD", "CÔNG ĐIỆN": "CĐ", "GIẤY MỜI": "GM", "BIÊN BẢN": "BB", "PHIẾU CHUYỂN": "PC",
    "GIẤY GIỚI THIỆU": "GGT", "CHƯƠNG TRÌNH": "CTr", "KẾT LUẬN": "KL", "QUY CHẾ": "QC", "PHƯƠNG ÁN": "PA",
}  # fmt: skip
_JOINT = ("KẾ HOẠCH", "HƯỚNG DẪN", "CHƯƠNG TRÌNH", "THÔNG BÁO", "BÁO CÁO")
_ABOUT = {
    "KẾ HOẠCH": 0.2,
    "BÁO CÁO": 0.2,
    "CHƯƠNG TRÌNH": 0.1,
    "HƯỚNG DẪN": 0.3,
    "QUY CHẾ": 0.0,
    "PHƯƠNG ÁN": 0.1,
}


@dataclass(frozen=True)
class Issue:
    """Who issues, when, and how the gaps of the head are filled."""

    body: Issuer
    when: date
    gaps: Gap
    joint: tuple[Issuer, ...] = ()

    def sign(self, kind: str) -> str:
        """The number of this issue without figures: "QĐ-UBND", party "QĐ/TU"."""
        return f"{kind}{'-' if self.body.head == 'state' else '/'}{self.body.sign}"


def _fits(body: Issuer, kind: str) -> bool:
    """Whether such a body issues such papers: resolutions are for those who vote, telegrams for committees."""
    votes = (
        body.head == "party"
        or body.sign in ("HĐND", "LĐLĐ", "MTTQ-BTT")
        or body.body.startswith("TRƯỜNG ĐẠI HỌC")
    )
    if kind in ("NGHỊ QUYẾT", "CHỈ THỊ", "CÔNG ĐIỆN"):
        return votes if kind == "NGHỊ QUYẾT" else body.emblem and body.head == "state"
    return body.sign != "HĐND" or kind not in ("QUYẾT ĐỊNH", "PHIẾU CHUYỂN", "HỢP ĐỒNG", "PHƯƠNG ÁN")


def _peers(body: Issuer, other: Issuer) -> bool:
    """Whether two bodies may sign side by side: two ministries, or two departments of a province."""
    both = (body, other)
    return body.place == other.place and (
        all(one.chief == "BỘ TRƯỞNG" for one in both) or all(one.body.startswith("SỞ ") for one in both)
    )


def issue(rng: Random, kind: str = "") -> Issue:
    """One invented issue of a paper of a kind."""
    body = next(body for body in iter(lambda: issuer(rng), None) if _fits(body, kind))
    first = date(max(body.years[0], 2025 if rng.random() < 0.5 and body.years[1] > 2024 else 0), 1, 2)
    last = date(body.years[1], 10, 30)
    made = Issue(body, first + timedelta(rng.randrange((last - first).days)), gap(rng))
    if kind in _JOINT and _peers(body, body) and rng.random() < 0.3:
        peers = (
            other
            for other in iter(lambda: issuer(rng), None)
            if _peers(body, other) and other.sign != body.sign
        )
        other = next(peers)
        both = replace(body, over="", body=f"{body.body} -\n{other.body}", sign=f"{body.sign}-{other.sign}")
        return replace(made, body=both, joint=(body, other))
    return made


def stamps(rng: Random, made: Issue) -> str:
    """Stamps of those who took the document in or sent it in haste."""
    marks = received(rng, issuer(rng).body.replace("\n", " "), made.when.year) if rng.random() < 0.2 else ""
    return marks + (urgent(rng) if rng.random() < 0.1 else "")


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def paragraphs(rng: Random, many: int) -> str:
    """Paragraphs; the last one ends as official texts do."""
    rows = [f"<p>{html.escape(text)}</p>" for text in subjects.texts(rng, many)]
    end = rng.choice(
        (
            "Trân trọng./.",
            "Nơi nhận chịu trách nhiệm thi hành./.",
            "Xin trân trọng cảm ơn!",
            "Kính đề nghị./.",
        )
    )
    return "".join(rows) + f"<p>{end}{initials(rng) if rng.random() < 0.4 else ''}</p>"


def _length(rng: Random) -> int:
    """Paragraphs for one page mostly, for three at most."""
    return rng.choice((2, 3, 4, 5, 6, 8, 12, 18, 24))


def letter(sheet: Sheet) -> str:
    """Công văn: what it is about stands under its number."""
    rng, made = sheet.rng, issue(sheet.rng)
    start = rng.choice(("V/v ", "V/v ", "V/v: ", "Về việc "))
    about = f"{start}{subjects.matter(rng, made.when.year)}"
    sheet.note("kind", Fact("CÔNG VĂN", start.split(" ", 1)[0]))
    line = sheet.text("{abstract}", abstract=about)
    under = f'<div class="about">{rng.choice((line, f"<i>{line}</i>"))}</div>'
    unit = rng.choice(("", "", "-VP", "-TCCB", "-KGVX", "-P3", "-QLCL"))
    sign = f"{made.body.sign}{unit}" if made.body.head == "state" else f"CV/{made.body.sign}"
    top = head(sheet, made.body, sign, made.when, made.gaps, under)
    to = _greeting(rng)
    return stamps(rng, made) + top + to + paragraphs(rng, _length(rng)) + end(sheet, made)


def _greeting(rng: Random) -> str:
    many = subjects.addressees(rng)
    if len(many) == 1:
        to = html.escape(many[0]) + rng.choice(("", ".", ";"))
        return f'<div class="under" style="margin:14px 0">Kính gửi: {to}</div>'
    rows = "<br>".join(f"- {html.escape(one)};" for one in many)
    return f'<div style="margin:14px 0 14px 110px">Kính gửi:<div style="margin-left:70px">{rows}</div></div>'


def titled(sheet: Sheet, kind: str) -> str:
    """A document that names its kind, what it is about in bold below."""
    rng, made = sheet.rng, issue(sheet.rng, kind)
    top = head(sheet, made.body, made.sign(SIGNS[kind]), made.when, made.gaps)
    about = subjects.matter(rng, made.when.year)
    about = f"Về việc {about}" if rng.random() < _ABOUT.get(kind, 0.85) else _upper(about)
    middle = heading(sheet, kind, about) + _before(rng, kind, made)
    text = _articles(rng) if kind in ("QUYẾT ĐỊNH", "NGHỊ QUYẾT") else paragraphs(rng, _length(rng))
    annex = _annex(rng, kind) if kind in ("QUYẾT ĐỊNH", "KẾ HOẠCH", "BÁO CÁO") and rng.random() < 0.12 else ""
    return stamps(rng, made) + top + middle + text + end(sheet, made) + annex


def heading(sheet: Sheet, kind: str, about: str | None) -> str:
    """The kind as title, and below it what the document is about."""
    rng = sheet.rng
    sheet.note("kind", plain(kind))
    title = f'<div class="title">{kind}</div>'
    if about is None:
        return title
    line = sheet.text("{abstract}", abstract=about)
    rule = rng.choice(("", f'<div class="rule" style="width:{rng.randint(12, 28)}%"></div>'))
    width = rng.choice((62, 74, 86, 96))
    return f'{title}<div class="under" style="width:{width}%;margin:0 auto"><b>{line}</b>{rule}</div>'


def _before(rng: Random, kind: str, made: Issue) -> str:
    own = made.body.body.replace("\n", " ")
    if kind in ("QUYẾT ĐỊNH", "NGHỊ QUYẾT"):
        chief = f"{made.body.chief} {own}" if kind == "QUYẾT ĐỊNH" and made.body.head == "state" else own
        reasons = subjects.grounds(rng)
        rows = [
            f"<p><i>{text}{';' if k + 1 < len(reasons) else '.'}</i></p>" for k, text in enumerate(reasons)
        ]
        orders = f'<div class="title" style="margin-top:8px">{kind}:</div>'
        return f'<div class="under" style="margin:12px 0"><b>{html.escape(chief)}</b></div>{"".join(rows)}{orders}'
    if kind in ("TỜ TRÌNH", "PHIẾU CHUYỂN") or (kind in ("BÁO CÁO", "CÔNG ĐIỆN") and rng.random() < 0.5):
        return _greeting(rng)
    return "".join(f"<p><i>{text};</i></p>" for text in subjects.grounds(rng)[: rng.randint(0, 2)])


def _articles(rng: Random) -> str:
    about = subjects.texts(rng, rng.choice((1, 1, 2, 4, 8)))
    rows = [f"<p><b>Điều 1.</b> {html.escape(_upper(subjects.matter(rng, 2025)))}.</p>"]
    rows += [f"<p>{html.escape(text)}</p>" for text in about]
    rows.append("<p><b>Điều 2.</b> Quyết định này có hiệu lực thi hành kể từ ngày 25 tháng 9 năm 2025.</p>")
    last = "Chánh Văn phòng, Thủ trưởng các đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này./."
    return "".join(rows) + f"<p><b>Điều 3.</b> {last}{initials(rng) if rng.random() < 0.5 else ''}</p>"


def _annex(rng: Random, kind: str) -> str:
    """A page behind the signature, which names the document again with its gaps open."""
    rows = "".join(
        f"<tr><td>{k + 1}</td><td>{subjects.person(rng)}</td><td>Chuyên viên</td><td>{rng.randint(1, 90)}</td></tr>"
        for k in range(rng.randint(5, 18))
    )
    title = (
        f"(Kèm theo {kind.capitalize()} số&nbsp;&nbsp;&nbsp;&nbsp; ngày &nbsp;&nbsp; tháng &nbsp; năm 2025)"
    )
    table = f'<table class="grid"><tr><th>TT</th><th>Họ và tên</th><th>Chức vụ</th><th>Điểm</th></tr>{rows}</table>'
    top = '<div style="page-break-before:always" class="title">PHỤ LỤC</div>'
    return f'{top}<div class="under"><i>{title}</i></div>{table}'


def end(sheet: Sheet, made: Issue) -> str:
    """Recipients and signatures, at times with a certified copy's block below."""
    rng = sheet.rng
    if made.joint:
        return joint_ending(sheet, (made.joint[1], made.joint[0]), made.when)
    return ending(sheet, made.body, made.when) + (copied(rng, issuer(rng)) if rng.random() < 0.05 else "")


def of_kind(kind: str) -> Callable[[Sheet], str]:
    """Draws titled documents of one kind."""
    return lambda sheet: titled(sheet, kind)
