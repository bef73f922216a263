"""Marriage papers: two blocks side by side, a table of two columns, one under the other, and extracts."""

from __future__ import annotations

from benchmarks.examiner.form import Row, ending, head, row, rows, stamped, title
from benchmarks.examiner.marks import copied, signature
from benchmarks.examiner.paper import Manner, Paper
from benchmarks.examiner.people import TRADES, Person, foreigner, named, person
from benchmarks.examiner.registry import (
    Office,
    book,
    date_said,
    extracted,
    home_of,
    number,
    office,
    paper_of,
    people_of,
    place_and_day,
    registered,
    signer,
    units,
)  # fmt: skip

_NEW = {"wife": ("VỢ", "vợ"), "husband": ("CHỒNG", "chồng")}


def couple(paper: Paper, at: Office) -> dict[str, Person]:
    """Wife and husband, one of whom may be from abroad."""
    rng = paper.rng
    wife = person(rng, "Nữ", at.day, (18, 40), at.where)
    abroad = (
        at.where.district.startswith(("huyện", "quận", "Quận", "thành phố", "thị xã")) and at.day.year > 2015
    )
    husband = (
        foreigner(rng, at.day)
        if abroad and rng.random() < 0.2
        else person(rng, "Nam", at.day, (20, 46), at.where)
    )
    return {"wife": wife, "husband": husband}


def certificate_2016(paper: Paper) -> str:
    """Since 2016: the wife on the left, the husband on the right."""
    at = office(paper, 2016, 2026)
    pair = couple(paper, at)
    right = f"Số: {number(paper, at)}" + (f"<br>Quyển số: {book(paper, at)}" if paper.chance(0.3) else "")
    top = head(paper, units(paper, at), "", right)
    name = title(paper, "GIẤY CHỨNG NHẬN KẾT HÔN", paper.either("", "", "(BẢN SAO)"), size=1.5)
    body = _columns(paper, pair, at) if paper.chance(0.45) else _blocks(paper, pair, at, ("wife", "husband"))
    below: list[Row] = [
        row("Nơi đăng ký kết hôn", paper.say("registration_place", at.council)),
        row("Ngày, tháng, năm đăng ký", registered(paper, at)),
    ]
    return top + name + body + rows(paper, below) + _signed(paper, pair, at, ("wife", "husband"))


def certificate_old(paper: Paper) -> str:
    """Until 2015: the husband first, trades, a book."""
    at = office(paper, 1998, 2015)
    pair = couple(paper, at)
    code = "Mẫu TP/HT-1999-C.1" if at.day.year < 2006 else "TP/HT-2010-KH.1"
    right = f"Số: {number(paper, at)}<br>Quyển số: {book(paper, at)}"
    top = head(paper, units(paper, at), f'<span style="font-size:.8em">{code}</span>', right)
    name = title(paper, "GIẤY CHỨNG NHẬN KẾT HÔN", paper.either("", "(BẢN CHÍNH)", "Bản sao"), size=1.5)
    if paper.chance(0.5):
        body = _blocks(paper, pair, at, ("husband", "wife"), trades=True)
    else:
        body = rows(paper, _side(paper, "husband", pair["husband"], at, "Họ và tên chồng", True))
        body += rows(paper, _side(paper, "wife", pair["wife"], at, "Họ và tên vợ", True))
    place = paper.say("registration_place", at.council)
    below: list[Row] = [
        row("Nơi đăng ký", place),
        row(paper.either("Ngày, tháng, năm đăng ký", "Đăng ký ngày"), registered(paper, at)),
    ]
    if paper.chance(0.5):
        below.append(row("Ghi chú", paper.empty("note", paper.either("", "-"))))
    clause = paper.either("", "<p>Giấy chứng nhận này có giá trị kể từ ngày ký.</p>")
    seen = stamped(paper, copied(paper.rng, paper.either("SAO Y", "BẢN SAO"))) if paper.chance(0.2) else ""
    return (
        top + seen + name + body + rows(paper, below) + clause + _signed(paper, pair, at, ("husband", "wife"))
    )


def extract(paper: Paper) -> str:
    """An extract: its own number at the head, the register's below."""
    at = office(paper, 2016, 2026)
    copy = extracted(paper, at, 900)
    pair = couple(paper, at)
    top = head(
        paper,
        units(paper, at),
        f"Số: {paper.rng.randint(2, 700)}/TLKH-BS",
        place_and_day(paper, at, None, copy.day),
    )
    name = title(paper, "TRÍCH LỤC KẾT HÔN", paper.either("(BẢN SAO)", "(Bản sao)"), left=copy.beside)
    body = ""
    for who in ("wife", "husband"):
        body += rows(paper, _side(paper, who, pair[who], at, f"Họ, chữ đệm, tên {_NEW[who][1]}", False))
    place = paper.say("registration_place", at.council)
    below: list[Row] = [
        row("Đăng ký kết hôn tại", place),
        [("Số", number(paper, at)), ("Ngày đăng ký", registered(paper, at))],
    ]
    below += [row("Ghi chú", paper.empty("note", paper.either("", "/")))] if paper.chance(0.6) else []
    end = ending(paper, signer(paper, at, copy.how, copy.day), copy.foot, "<b>NGƯỜI KÝ TRÍCH LỤC</b>")
    return top + name + body + rows(paper, below) + end


def _blocks(
    paper: Paper, pair: dict[str, Person], at: Office, order: tuple[str, str], trades: bool = False
) -> str:
    """Each of the two in a column of labels and values."""
    kept = paper.manner
    # Half a page has no room for a column of labels, and the forms set these columns plain.
    paper.manner = Manner("plain", kept.label, kept.value, kept.names, kept.colon)
    name = "Họ và tên" if trades else "Họ, chữ đệm, tên"
    cells = ""
    for who in order:
        side = _side(paper, who, pair[who], at, name, trades)
        apart = rows(paper, [[single] for line in side for single in line])
        cells += f'<td style="width:50%;padding:0 3mm"><div class="c"><b>{_NEW[who][0]}</b></div>{apart}</td>'
    paper.manner = kept
    lined = ' border="1" style="border-collapse:collapse;' if paper.chance(0.4) else ' style="'
    return f'<table{lined}width:100%;margin:3mm 0"><tr>{cells}</tr></table>'


def _columns(paper: Paper, pair: dict[str, Person], at: Office) -> str:
    """Labels at the left, a column for each of the two."""
    heads = paper.rng.choice(
        (("Vợ", "Chồng"), ("BÊN NỮ", "BÊN NAM"), ("Thông tin bên vợ", "Thông tin bên chồng"))
    )
    sides = [
        _flat(_side(paper, who, pair[who], at, "Họ, chữ đệm, tên", False)) for who in ("wife", "husband")
    ]
    told = (
        f'<tr class="c"><td style="width:23%"></td><td><b>{heads[0]}</b></td><td><b>{heads[1]}</b></td></tr>'
    )
    for (label, hers), (_, his) in zip(*sides, strict=True):
        told += f"<tr><td>{label}</td><td>{hers}</td><td>{his}</td></tr>"
    return f'<table class="g" style="margin:3mm 0">{told}</table>'


def _flat(lines: list[Row]) -> Row:
    return [pair for line in lines for pair in line]


def _side(paper: Paper, prefix: str, who: Person, at: Office, label: str, trades: bool) -> list[Row]:
    old = at.day.year < 2016
    lines: list[Row] = [
        row(label, paper.name(f"{prefix}_full_name", who.name)),
        row(
            "Sinh ngày" if old else "Ngày, tháng, năm sinh",
            date_said(paper, f"{prefix}_birth_date", who.born, at),
        ),
        people_of(paper, prefix, who),
    ]
    if trades:
        lines.append(row("Nghề nghiệp", paper.say(f"{prefix}_occupation", paper.rng.choice(TRADES))))
    lines.append(
        row(
            "Nơi thường trú/tạm trú" if old else "Nơi cư trú",
            home_of(paper, f"{prefix}_residence_place", who, at),
        )
    )
    lines.append(
        row(
            "Số Giấy CMND/Hộ chiếu/Giấy tờ hợp lệ thay thế" if old else "Giấy tờ tùy thân",
            paper_of(paper, f"{prefix}_id_doc", who, at),
        )
    )
    return lines


def _signed(paper: Paper, pair: dict[str, Person], at: Office, order: tuple[str, str]) -> str:
    """The couple's names under their pens, and who signs for the office."""
    cells = "".join(
        f'<td class="c" style="width:50%"><b>{_NEW[who][1].capitalize()}</b><div '
        'style="font-style:italic;font-size:.85em">(Ký, ghi rõ họ tên)</div>'
        f"{signature(paper.rng, 30)}<div>{pair[who].name}</div></td>"
        for who in order
    )
    above = place_and_day(paper, at, None) if paper.chance(0.3) else ""
    if paper.chance(0.5):
        left = f'<table style="width:100%"><tr>{cells}</tr></table>'
        return left + ending(paper, signer(paper, at), "", above)
    clerk = ""
    if at.day.year < 2016 and paper.chance(0.4):
        name = paper.say("implementer_name", named(paper.rng, "Nữ"))
        clerk = f'<div class="c"><b>NGƯỜI THỰC HIỆN</b><div style="height:23mm"></div><b>{name}</b></div>'
    return ending(paper, signer(paper, at), clerk, above)
