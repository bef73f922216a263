"""How an office fills its blanks, and the parts every blank shares: head, serial number, dates with gaps, signers."""

from __future__ import annotations

import html
from datetime import date
from random import Random

from benchmarks.blanks.form import Blank, Print
from benchmarks.blanks.grounds import emblem
from benchmarks.blanks.marks import name_stamp, stamped
from benchmarks.published.ink import signature
from benchmarks.third_hand.facts import Fact, plain
from benchmarks.third_hand.frame import MOTTO
from benchmarks.third_hand.pen import digits
from benchmarks.third_hand.people import person

_PRINTERS = ("Tinos",) * 5 + ("Arimo", "Arimo", "Cousine", "Noto Serif")


def printer(rng: Random) -> Print:
    """The printer of one office; a needle printer sets in Courier."""
    face = rng.choice(_PRINTERS)
    size = rng.choice((11.5, 12, 12.5, 13)) - {"Cousine": 1.5, "Noto Serif": 2, "Arimo": 1}.get(face, 0)
    empty = rng.choice(("", "", "", "----", "-----------", "x", "/"))
    return Print(face, size, rng.random() < 0.35, rng.random() < 0.8, empty, rng.choice((0, 0, 0.15, 0.7)))


def penned(blank: Blank, text: str) -> bool:
    """Whether this office leaves the figures `text` to a pen."""
    return text.isdigit() and blank.sheet.rng.random() < blank.print.pen


def number(blank: Blank, key: str, text: str, label: str = "Số:", room: int = 34) -> str:
    """A number over its dots, its figures perhaps by pen."""
    figures, slash, rest = text.partition("/")
    shown = f"⟪{figures}⟫{slash}{rest}" if penned(blank, figures) else text
    return gap(blank, label, key, plain(shown), room)


def gap(blank: Blank, label: str, key: str, fact: Fact, room: int) -> str:
    """A label and a slot of `room` mm that is filled with `fact`."""
    return (
        f'<span class="label">{label} </span><span class="slot" style="width:{room}mm"><span class="dots">'
        f'{"." * 90 if blank.leader == "dots" else ""}</span><span class="in">'
        f"{blank.value(key, {key: fact}, room)}</span></span>"
    )


def day_line(blank: Blank, key: str, place: str, when: date) -> str:
    """ "........, ngày .... tháng .... năm 20...." with its gaps filled; a key with an underscore is no field."""
    rng = blank.sheet.rng
    two = rng.random() < 0.6
    day = f"{when:%d}" if two else str(when.day)
    month = f"{when:%m}" if two or when.month < 3 else str(when.month)
    by_pen = penned(blank, day)
    mark = "⟪{}⟫" if by_pen else "{}"
    written = f"ngày {mark.format(day)} tháng {mark.format(month)} năm {when.year}"
    blank.sheet.note(key, Fact(when.isoformat(), written))
    early = rng.random() < 0.4
    parts = [gap(blank, "", "_place", plain(place), 30), "<span class='label'>,</span>"] if place else []
    for label, text, room in (
        ("ngày", day, 9),
        ("tháng", month, 9),
        ("năm 20" if early else "năm", f"{when.year}"[2 if early else 0 :], 8 if early else 14),
    ):
        parts.append(gap(blank, label, "_part", plain(mark.format(text)), room))
    return f"<i>{' '.join(parts)}</i>"


def centred_head(blank: Blank, arms: bool, corner: str) -> str:
    """Arms and motto in the middle, `corner` at the right above."""
    rng = blank.sheet.rng
    shown = f"<div>{emblem(rng, rng.choice((16, 18, 20)))}</div>" if arms else ""
    second = MOTTO[1]
    return (
        f'<div class="corner">{corner}</div><div class="mid label arms">{shown}<b>{MOTTO[0]}</b><br><b>{second}</b>'
        '<div class="rule" style="width:46mm"></div></div>'
    )


def split_head(blank: Blank, left: str, right: str = "") -> str:
    """The issuing body at the left, the motto at the right, `right` under it."""
    return (
        f'<table class="head"><tr><td>{left}</td><td><span class="label"><b>{MOTTO[0]}</b><br><b>{MOTTO[1]}</b>'
        f'</span><div class="rule" style="width:40mm"></div>{right}</td></tr></table>'
    )


def body_over(blank: Blank, body: str) -> str:
    """The issuing body: printed with the form, or typed over the dots of a blank for any office."""
    first, _, second = body.partition("\n")
    if blank.sheet.rng.random() < 0.45:
        return (
            f'<b class="label">{html.escape(body).replace(chr(10), "<br>")}</b><div class="rule" style="width:16mm">'
            "</div>"
        )
    size = f"font-size:{min(blank.print.size, blank.size)}pt"
    typed = (
        f'<b class="label">{first}</b><br>'
        if second and blank.sheet.rng.random() < 0.5
        else f'<b class="v" style="{size}">{html.escape(first)}</b><br>'
    )
    return f'{typed}<b class="v" style="{size}">{html.escape(second)}</b>'


def signer(blank: Blank, heading: str, positions: list[str], unit: str, key: str = "signer_name") -> str:
    """Heading, position, seal, signature and name of who signs; the name printed or by a rubber stamp."""
    rng, name = blank.sheet.rng, person(blank.sheet.rng).name
    blank.sheet.note(key, plain(name))
    blank.sheet.note("signer_position", plain(" ".join(positions)))
    remark = rng.choice(
        (
            "",
            "",
            "(Ký, ghi rõ họ, chữ đệm, tên, chức vụ và đóng dấu)",
            "(Ký, ghi rõ họ tên, chức vụ, đóng dấu)",
        )
    )
    top = f'<b class="label">{heading}</b><br>' if heading else ""
    top += f'<i class="label small">{remark}</i><br>' if remark and heading else ""
    top += '<div style="height:1.5mm"></div>'
    lines = "<br>".join(
        f'<b class="{"label" if not heading and rng.random() < 0.5 else "v"}">{line}</b>'
        for line in positions
    )
    height = rng.choice((22, 26, 30))
    marks = stamped(rng, unit, rng.randint(-16, 26), rng.randint(-18, 22)) if rng.random() < 0.9 else ""
    if rng.random() < 0.93:
        marks += signature(rng, rng.randint(20, 110), rng.randint(0, 30))
    below = f'<b class="v">{name}</b>' if rng.random() < 0.6 else name_stamp(rng, name)
    room = f'<div class="gap" style="height:{height}mm"><span class="ink">{marks}</span></div>'
    return f'<div class="sign">{top}{lines}{room}{below}</div>'


def clerk(blank: Blank, heading: str, key: str) -> str:
    """The second signature, of who filled the blank in."""
    rng, name = blank.sheet.rng, person(blank.sheet.rng).name
    blank.sheet.note(key, plain(name))
    mark = f'<span class="ink">{signature(rng, rng.randint(20, 80), rng.randint(4, 30))}</span>'
    below = f'<b class="v">{name}</b>' if rng.random() < 0.6 else name_stamp(rng, name)
    return (
        f'<div class="sign"><b class="label">{heading}</b><br><i class="label small">(Ký, ghi rõ họ, tên)</i>'
        f'<div class="gap" style="height:{rng.choice((20, 24))}mm">{mark}</div>{below}</div>'
    )


def both(left: str, right: str, share: int = 46) -> str:
    """Two blocks side by side at the foot."""
    return f'<table class="end"><tr><td style="width:{share}%">{left}</td><td>{right}</td></tr></table>'


def pen_date(rng: Random, when: date) -> str:
    """A date by pen, as on notes and stamps."""
    return digits(rng, f"{when.day}/{when.month}/{when.year}")
