"""The parts around the text of an official paper: head, date line, names of recipients, signature and \
seal."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import date
from random import Random

from benchmarks.third_hand.facts import Fact, Sheet, plain
from benchmarks.third_hand.pen import digits, seal, signature

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
FACES = ("Tinos",) * 6 + ("Arimo", "Noto Serif", "DejaVu Serif", "Noto Sans")
_STYLE = """
@page {{ size: {paper}; margin: {margin}; }}
body {{ font: {size}pt '{face}'; line-height: {leading}; margin: 0; position: relative; }}
table {{ border-collapse: collapse; width: 100%; }} td {{ vertical-align: top; }}
.head td {{ text-align: center; }} .head td:first-child {{ width: {left}%; }}
.rule {{ border-top: 1px solid #000; margin: 2px auto 0; }}
.line {{ margin: {gap}px 0; text-align: {align}; }} .cell {{ display: inline-block; vertical-align: top; }}
p {{ margin: {gap}px 0; text-align: {align}; text-indent: {indent}; }}
.ruled {{ border-bottom: 1px dotted #333; padding: 0 4px; }}
.title {{ text-align: center; font-weight: bold; font-size: {title}pt; margin-top: 14px; }}
.under {{ text-align: center; }} .sign {{ text-align: center; position: relative; }}
.to {{ font-size: {small}pt; text-align: left; }} .end {{ page-break-inside: avoid; margin-top: 12px; }}
.grid td, .grid th {{ border: 1px solid #000; padding: 3px 6px; }} .both td {{ width: 50%; \
padding-right: 8px; }}
"""


@dataclass(frozen=True)
class Office:
    """Who issues a paper: the body over it if printed, itself in one or two lines, its sign, its place."""

    over: str
    body: str
    sign: str
    place: str

    @property
    def spoken(self) -> str:
        """The body inside a sentence."""
        words = self.body.replace("\n", " ").title()
        return words.replace("Ủy Ban Nhân Dân", "Ủy ban nhân dân").replace("Ubnd", "UBND")


def place_of(unit: str) -> str:
    """What a date line calls "Phường An Bình" (An Bình) and "Phường 3" (Phường 3)."""
    name = unit.split(" ", 1)[1]
    return unit[0].upper() + unit[1:] if name.isdigit() else name


def document(rng: Random, inner: str, paper: str = "A4") -> tuple[str, str]:
    """A whole HTML file, and the face it is set in."""
    face = rng.choice(FACES)
    size = (
        rng.choice((12, 13, 13, 14))
        - (2 if face not in ("Tinos", "Arimo") else 0)
        - (2 if paper == "A5" else 0)
    )
    margins = rng.choice(("20mm 15mm 18mm 30mm", "16mm 14mm 15mm 25mm", "20mm 18mm 18mm 22mm"))
    style = _STYLE.format(
        paper=paper,
        margin="10mm" if paper == "A5" else margins,
        size=size,
        small=size - 2,
        title=size + rng.choice((1, 2, 4)),
        face=face,
        leading=rng.choice((1.15, 1.25, 1.35, 1.5)),
        left=rng.choice((38, 42, 45)),
        gap=rng.choice((2, 3, 5, 6)),
        align=rng.choice(("left", "justify")),
        indent=rng.choice(("1cm", "1.27cm", "0")),
    )
    return f'<html><head><meta charset="utf-8"><style>{style}</style></head><body>{inner}</body></html>', face


def motto(rng: Random) -> str:
    """The two lines under which every official paper stands."""
    second = rng.choice((MOTTO[1], "Độc lập – Tự do – Hạnh phúc", MOTTO[1]))
    return (
        f'<b>{MOTTO[0]}</b><br><b>{second}</b><div class="rule" '
        f'style="width:{rng.choice((40, 60, 70))}%"></div>'
    )


def body_lines(office: Office) -> str:
    """The issuing body and the body over it, as the left of a head."""
    over = f"{html.escape(office.over)}<br>".replace("\n", "<br>") if office.over else ""
    own = html.escape(office.body).replace("\n", "<br>")
    return f'{over}<b>{own}</b><div class="rule" style="width:30%"></div>'


def place_and_date(sheet: Sheet, office: Office, when: date, key: str) -> str:
    """ "Thủ Đức, ngày 05 tháng 3 năm 2023", its day perhaps by hand."""
    day = f"{when.day:02d}" if sheet.rng.random() < 0.7 else f"{when.day}"
    month = f"{when.month:02d}" if when.month < 3 or sheet.rng.random() < 0.3 else f"{when.month}"
    penned = sheet.rng.random() < 0.22
    written = f"ngày {f'⟪{day}⟫' if penned else day} tháng {month} năm {when.year}"
    fact = sheet.note(key, Fact(when.isoformat(), written))
    shown = f"ngày {digits(sheet.rng, day)} tháng {month} năm {when.year}" if fact.by_hand else written
    return f"<i>{html.escape(office.place)}, {shown}</i>"


def number_line(sheet: Sheet, key: str, number: str, start: str = "Số: ") -> str:
    """ "Số: 123/UBND-VP", its figures perhaps by hand."""
    figures, slash, rest = number.partition("/")
    penned = sheet.rng.random() < 0.25 and figures.isdigit()
    sheet.note(key, plain(f"⟪{figures}⟫{slash}{rest}" if penned else number))
    return f"{start}{digits(sheet.rng, figures) if penned else figures}{slash}{html.escape(rest)}"


def head(left: str, right: str) -> str:
    """The two columns at the top of a paper."""
    return f'<table class="head"><tr><td>{left}</td><td>{right}</td></tr></table>'


def office_head(
    sheet: Sheet, office: Office, number: str, when: date, keys: tuple[str, str, str], under: str = ""
) -> str:
    """Body, number, motto and date; `keys` are the fields of body, number and date, `under` stands under \
the number."""
    sheet.note(keys[0], plain(office.body.replace("\n", " ")))
    numbered = number_line(sheet, keys[1], number)
    dated = place_and_date(sheet, office, when, keys[2])
    first = head(body_lines(office), motto(sheet.rng))
    return first + head(numbered + under, dated).replace(
        'class="head"', 'class="head" style="margin-top:6px"'
    )


def _received(sheet: Sheet, recipients: list[str]) -> str:
    items = [item + (";" if k + 1 < len(recipients) else ".") for k, item in enumerate(recipients)]
    sheet.note("recipients", plain(" ".join(items)))
    return "<b><i>Nơi nhận:</i></b><br>" + "<br>".join(html.escape(item) for item in items)


def _marks(rng: Random, office: Office) -> str:
    """The seal and the signature, where a paper has them."""
    marks = ""
    if rng.random() < 0.8:
        head, foot = f"{office.body.splitlines()[0]} ★", office.place.upper()[:14]
        marks += seal(rng, head, foot, rng.randint(0, 40), rng.randint(14, 40))
    if rng.random() < 0.85:
        marks += signature(rng, rng.randint(50, 90), rng.randint(28, 48))
    return marks


def closing(
    sheet: Sheet,
    office: Office,
    positions: list[str],
    name: str,
    recipients: list[str] | None = None,
    title: str = "",
) -> str:
    """Recipients at the left, position, seal, signature and name at the right; `title` stands over the \
position."""
    rng = sheet.rng
    sheet.note("signer_position", plain(" ".join(positions)))
    rank = rng.choice(("", "", "", "ThS. ", "TS. ")) if recipients is not None else ""
    sheet.note("signer_name", plain(name))
    left = _received(sheet, recipients) if recipients is not None else ""
    marks = _marks(rng, office)
    lines = "<br>".join(html.escape(position) for position in positions)
    gap = rng.choice((80, 95, 110))
    right = (
        f"{title}<b>{lines}</b><div style='position:relative;height:{gap}px'>{marks}</div><b>"
        f"{html.escape(rank + name)}</b>"
    )
    return (
        f'<table class="end"><tr><td class="to" style="width:{rng.choice((45, 50, 54))}%">'
        f'{left}</td><td class="sign">{right}</td></tr></table>'
    )
