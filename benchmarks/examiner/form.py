"""The sheet: typeface, head, rows of labels and values, the end with who signs. Knows no kind of paper."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import date
from random import Random

from benchmarks.examiner.faces import FACES
from benchmarks.examiner.marks import code, electronic, seal, signature
from benchmarks.examiner.paper import Manner, Paper

Row = list[tuple[str, str]]
_TYPED = ("", "", "", "", "FreeMono", "Liberation Mono", "FreeSans", "Liberation Serif")

_MOTTOS = ("Độc lập - Tự do - Hạnh phúc", "Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do – Hạnh phúc")
_ENGLISH = {
    "Họ, chữ đệm, tên": "Full name", "Họ và tên": "Full name", "Ngày, tháng, năm sinh": "Date of birth",
    "Sinh ngày": "Date of birth", "Giới tính": "Sex", "Dân tộc": "Ethnic group", "Quốc tịch": "Nationality",
    "Nơi sinh": "Place of birth", "Quê quán": "Native place", "Nơi cư trú": "Residence", "Năm sinh": "Year of birth",
    "Giấy tờ tùy thân": "Identity paper", "Số định danh cá nhân": "Personal identification number",
    "Nơi chết": "Place of death", "Nguyên nhân chết": "Cause of death", "Ghi chú": "Note",
    "Ngày, tháng, năm đăng ký": "Date of registration", "Ngày đăng ký": "Date of registration",
    "Họ, chữ đệm, tên vợ": "Wife's full name", "Họ, chữ đệm, tên chồng": "Husband's full name",
}  # fmt: skip


@dataclass(frozen=True)
class End:
    """Who signs: the lines above, the name, the office and the day, and how: pen, electronic or none."""

    positions: tuple[str, ...]
    name: str
    body: str
    day: date
    how: str = "pen"
    hint: str = ""


def manner(rng: Random, typed: bool = True) -> Manner:
    """How a page sets its rows."""
    rows = rng.choice(("plain", "plain", "dots", "dots", "columns", "grid"))
    style = (
        "",
        "",
        "font-weight:700",
        "font-style:italic",
        "font-weight:700;font-style:italic",
        "color:#1a2a6c",
    )
    face = rng.choice(_TYPED) if typed and rows != "grid" else ""
    value = rng.choice(style) + (f";font-family:'{face}'" if face else "")
    label = (
        rng.choice(("", "", "", "font-weight:700", "font-style:italic"))
        if "700" not in value and "italic" not in value
        else ""
    )
    colon = rng.choice((": ", ": ", ": ", ": ", ":", " : "))
    return Manner(rows, label, value, rng.random() < 0.5, colon, rng.random() < 0.09)


def sheet(paper: Paper, inner: str, size: float | None = None) -> tuple[str, str]:
    """The HTML of a page and the face it is set in."""
    rng = paper.rng
    face, points = rng.choice(FACES), size or rng.choice((11, 12, 12.5, 13, 13, 13.5, 14))
    pages = rng.choice(
        ("", "", "", "@bottom-center{content:counter(page)}", "@bottom-right{content:counter(page)}")
    )
    margins = (
        f"{rng.randint(13, 22)}mm {rng.randint(11, 20)}mm {rng.randint(13, 22)}mm {rng.randint(20, 31)}mm"
    )
    style = (
        f"@page{{size:A4;margin:{margins};"
        f"{pages}}}body{{font:{points}pt/{rng.choice((1.2, 1.3, 1.4, 1.5))} '{face}';margin:0;"
        f"font-variant-numeric:lining-nums}}"
        f".v{{{paper.manner.value}}}.l{{{paper.manner.label}}}p{{margin:.35em 0;"
        f"text-align:justify;text-indent:{rng.choice((8, 10, 12))}mm}}"
        "td{vertical-align:top;padding:1px 5px}table.g{border-collapse:collapse;"
        "width:100%}table.g td{border:1px solid #222;padding:3px 6px}"
        ".c{text-align:center}.r{display:flex;gap:6mm}.r>div{display:flex;flex:1}.f{flex:1;"
        "border-bottom:1.3px dotted #333;margin-left:4px;line-height:1.25}"
        ".end{display:flex;page-break-inside:avoid;margin-top:1mm;padding-top:7mm}.end>div{flex:1}"
    )
    return f"<!doctype html><meta charset=utf-8><style>{style}</style><body>{inner}</body>", face


def row(label: str, value: str) -> Row:
    """A line with one label."""
    return [(label, value)]


def rows(paper: Paper, lines: list[Row]) -> str:
    """Labels and values as the page sets them; a line with several pairs has them side by side."""
    kind = paper.manner.rows
    if paper.manner.english:
        lines = [[(_captioned(label), value) for label, value in line] for line in lines]
    if kind == "grid":
        return '<table class="g">' + "".join(_cells(paper, line) for line in lines) + "</table>"
    if kind == "columns":
        return f'<table style="width:100%">{"".join(_cells(paper, line) for line in lines)}</table>'
    return "".join(_line(paper, line, kind == "dots") for line in lines)


def _captioned(label: str) -> str:
    english = _ENGLISH.get(label)
    return f'{label} <i style="font-size:.72em">/ {english}</i>' if english else label


def _cells(paper: Paper, line: Row) -> str:
    colon = "" if paper.manner.rows == "grid" else ":"
    if len(line) > 1:
        both = (f'<span class="l">{label}{colon or ":"}</span> {value}' for label, value in line)
        return f'<tr><td colspan="2">{"&emsp;&emsp;".join(both)}</td></tr>'
    label, value = line[0]
    return f'<tr><td style="width:38%"><span class="l">{label}{colon}</span></td><td>{value}</td></tr>'


def _line(paper: Paper, line: Row, dots: bool) -> str:
    colon = paper.manner.colon
    if dots:
        pairs = (
            f'<div><span class="l">{label}{colon}</span><span class="f">{value}</span></div>'
            for label, value in line
        )
        return f'<div class="r" style="margin:.15em 0">{"".join(pairs)}</div>'
    both = (f'<span class="l">{label}{colon}</span>{value}' for label, value in line)
    return f'<div style="margin:.2em 0">{"&emsp;&emsp;".join(both)}</div>'


def nation(rng: Random) -> str:
    """The state and its motto."""
    under = "border-bottom:1px solid #000;padding-bottom:1px"
    return (
        '<div style="white-space:nowrap;font-weight:700;'
        f'font-size:{rng.choice((0.88, 0.92, 0.95))}em">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</div>'
        f'<div style="font-weight:700"><span style="{under}">'
        f"{rng.choice(_MOTTOS)}</span></div>"
    )


def head(paper: Paper, left: list[str], under_left: str, under_right: str) -> str:
    """Two columns: the office with its last line in bold, and the state; below them what is given."""
    upper = "".join(f"<div>{line}</div>" for line in left[:-1])
    rule = '<div style="width:32%;border-top:1px solid #000;margin:2px auto"></div>'
    one = f'{upper}<div style="font-weight:700">{left[-1]}</div>{rule if paper.chance(0.7) else ""}'
    wide = paper.rng.choice((40, 43, 45))
    # What is longer than a line of the head is set smaller there, as offices do.
    return (
        '<table style="width:100%;border-spacing:0;font-size:.95em"><tr class="c"><td '
        f'style="width:{wide}%">{one}</td><td>{nation(paper.rng)}</td></tr>'
        f'<tr class="c"><td style="padding-top:2mm">{under_left}</td><td style="padding-top:2mm;'
        f'font-style:italic">{under_right}</td></tr></table>'
    )


def title(paper: Paper, *lines: str, size: float = 1.35, left: str = "") -> str:
    """The name of a paper, large and in the middle; later lines are smaller. `left` stands before it."""
    first = f'<div style="font-size:{size}em;font-weight:700;margin-top:{paper.rng.randint(2, 7)}mm">{lines[0]}</div>'
    told = f"{first}{''.join(f'<div>{line}</div>' for line in lines[1:])}"
    if not left:
        return f'<div class="c">{told}</div>'
    return (
        f'<div style="display:flex;align-items:center">{left}<div class="c" style="flex:1;'
        f'padding-right:20mm">{told}</div></div>'
    )


def ending(paper: Paper, end: End, left: str = "", above: str = "") -> str:
    """The end of a page: `left` beside who signs; `above` is the place and day. Records position and name."""
    lines = " ".join(end.positions)
    paper.say("signer_position", lines)
    said = "".join(f"<div>{html.escape(line)}</div>" for line in end.positions)
    hint = f'<div style="font-style:italic">{end.hint}</div>' if end.hint else ""
    shown = html.escape(paper.say("signer_name", end.name) and end.name)
    block = (
        f'<div class="c">{f"<div style=font-style:italic>{above}</div>" if above else ""}<div '
        f'style="font-weight:700">{said}</div>{hint}'
        f'{_signed(paper.rng, end)}<div style="font-weight:700;position:relative">{shown}</div></div>'
    )
    return f'<div class="end"><div>{left}</div>{block}</div>'


def _signed(rng: Random, end: End) -> str:
    if end.how == "electronic" and end.day.year >= 2019:
        return (
            '<div style="display:flex;justify-content:center;margin:3mm 0">'
            f"{electronic(rng, end.body, end.day)}</div>"
        )
    if end.how == "none":
        return '<div style="height:16mm"></div>'
    left, top = rng.uniform(-32, -18), rng.uniform(-10, -3)
    around, within = seal_words(end.body)
    stamp = (
        f'<div style="position:absolute;left:calc(50% + {left:.0f}mm);top:{top:.0f}mm">'
        f"{seal(rng, around, within)}</div>"
    )
    pen = (
        f'<div style="position:absolute;left:calc(50% - {rng.randint(12, 24)}mm);'
        f'top:{rng.randint(-2, 5)}mm">{signature(rng, rng.uniform(32, 52))}</div>'
    )
    if end.how == "no seal":
        stamp = ""
    return f'<div style="position:relative;height:{rng.randint(24, 30)}mm">{stamp}{pen}</div>'


def seal_words(body: str) -> tuple[str, str]:
    """What stands around and within the seal of a body."""
    told = body.upper().split(", ")
    if len(told) > 1:
        return " ★ ".join(reversed(told[1:])), told[0].replace("UBND", "ỦY BAN NHÂN DÂN")
    return ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", told[0]) if len(told[0]) < 30 else (told[0], "")


def stamped(paper: Paper, what: str) -> str:
    """A stamp below the head, where there is room: at the left, the right or between."""
    side = paper.either("flex-start", "flex-end", "center")
    return f'<div style="display:flex;justify-content:{side};margin:{paper.rng.randint(1, 4)}mm 4mm 0">{what}</div>'


def qr(paper: Paper) -> str:
    """A code, as papers printed from the data base have."""
    return f"<div>{code(paper.rng, paper.rng.uniform(16, 22))}</div>"
