"""What is put on paper beside print: round seals, pen signatures, square stamps, electronic signatures, QR codes."""

from __future__ import annotations

import html
import math
from datetime import date
from random import Random

from benchmarks.examiner.digits import handwritten

_REDS = ("#d3202a", "#c8102e", "#e0353c", "#b8232f")
_PENS = ("#1d3fae", "#15308c", "#2747c7", "#1b1b22")


def seal(rng: Random, around: str, within: str, mm: float = 33) -> str:
    """A round seal: a text around the star, another within."""
    red, turn = rng.choice(_REDS), rng.uniform(-14, 14)
    name = f"s{rng.randrange(10**6)}"
    middle = "".join(
        f'<text x="50" y="{64 + 7 * at}" text-anchor="middle" font-size="6.6" font-weight="700">'
        f"{html.escape(line)}</text>"
        for at, line in enumerate(_halves(within))
    )
    size = min(7.6, 190 / max(len(around), 1))
    return (
        f'<svg viewBox="0 0 100 100" style="width:{mm}mm;height:{mm}mm;mix-blend-mode:multiply;'
        f'opacity:{rng.uniform(0.55, 0.9):.2f};transform:rotate({turn:.1f}deg)" fill="{red}" font-family="Arimo">'
        f'<g fill="none" stroke="{red}"><circle cx="50" cy="50" r="48" stroke-width="1.8"/>'
        f'<circle cx="50" cy="50" r="45.5" stroke-width=".6"/><circle cx="50" cy="50" r="32" stroke-width=".8"/></g>'
        f'<path id="{name}" fill="none" d="M50 50m-37 12a39 39 0 1 1 74 0"/>'
        f'<text font-size="{size:.1f}" font-weight="700" '
        f'textLength="{min(150, len(around) * 6.2):.0f}"><textPath href="#{name}" '
        f'startOffset="50%" text-anchor="middle">{html.escape(around)}</textPath></text>'
        f'<polygon points="{_star(50, 45, 12)}"/>{middle}<text x="50" y="94" '
        'text-anchor="middle" font-size="9">★</text></svg>'
    )


def _halves(text: str) -> list[str]:
    words = text.split()
    if len(text) <= 11 or len(words) < 2:
        return [text]
    cut = (len(words) + 1) // 2
    return [" ".join(words[:cut]), " ".join(words[cut:])]


def _star(x: float, y: float, radius: float) -> str:
    points = []
    for at in range(10):
        far, angle = radius if at % 2 == 0 else radius * 0.4, math.pi * at / 5 - math.pi / 2
        points.append(f"{x + far * math.cos(angle):.1f},{y + far * math.sin(angle):.1f}")
    return " ".join(points)


def signature(rng: Random, mm: float = 42) -> str:
    """A name written so often that nobody reads it: loops, a long stroke, sometimes a line below."""
    x, y, path = 12.0, 34.0, "M12 34"
    tall, lean = rng.uniform(6, 30), rng.uniform(-0.6, 1.6)
    for at in range(rng.randint(2, 7)):
        step, high = rng.uniform(4, 19), tall * rng.uniform(0.3, 1.4) * (1.5 if at == 0 else 1)
        back = rng.choice((0.2, -0.9, -0.4))
        path += (
            f"C{x + step * back:.0f} {y - high:.0f} {x + step * lean:.0f} {y - high * 1.1:.0f} "
            f"{x + step * 0.8:.0f} {y + rng.uniform(-5, 9):.0f}"
        )
        x, y = x + step * 0.8, y + rng.uniform(-3, 4)
    path += f"Q{x + 14:.0f} {y - rng.uniform(-16, 26):.0f} {x + rng.uniform(8, 56):.0f} {y + rng.uniform(-22, 14):.0f}"
    if rng.random() < 0.5:
        path += (
            f"M{rng.uniform(4, 30):.0f} {y + rng.uniform(2, 14):.0f}Q{x * 0.6:.0f} "
            f"{y - rng.uniform(-8, 12):.0f} {x + 24:.0f} {y + rng.uniform(-8, 8):.0f}"
        )
    return (
        f'<svg viewBox="0 0 140 60" style="width:{mm}mm;mix-blend-mode:multiply;'
        f'transform:rotate({rng.uniform(-12, 5):.0f}deg)">'
        f'<path d="{path}" fill="none" stroke="{rng.choice(_PENS)}" stroke-width="{rng.uniform(1.0, 2.1):.1f}" '
        'stroke-linecap="round"/></svg>'
    )


def code(rng: Random, mm: float = 20) -> str:
    """The look of a QR code, that tells nothing."""
    count = 29
    cells = {
        (x, y) for x in range(count) for y in range(count) if rng.random() < 0.48 and not _corner(x, y, count)
    }
    for left, top in ((0, 0), (count - 7, 0), (0, count - 7)):
        for x in range(7):
            for y in range(7):
                ring = max(abs(x - 3), abs(y - 3))
                if ring != 2:
                    cells.add((left + x, top + y))
    squares = "".join(f'<rect x="{x}" y="{y}" width="1.03" height="1.03"/>' for x, y in sorted(cells))
    return f'<svg viewBox="0 0 {count} {count}" style="width:{mm}mm;height:{mm}mm">{squares}</svg>'


def _corner(x: int, y: int, count: int) -> bool:
    return (x < 8 and y < 8) or (x >= count - 8 and y < 8) or (x < 8 and y >= count - 8)


def electronic(rng: Random, body: str, day: date) -> str:
    """The box an office's electronic signature leaves on a page."""
    time = f"{rng.randint(7, 17):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02} +07:00"
    when = rng.choice(
        (f"{day:%d.%m.%Y} {time}", f"{day:%d/%m/%Y} {time}", f"{day:%Y-%m-%d}T{time.replace(' ', '')}")
    )
    colour = rng.choice(("#c00000", "#1f4e9e", "#d02020"))
    lines = rng.choice(
        (
            ("Người ký: {body}", "Thời gian ký: {when}"),
            ("Ký bởi: {body}", "Cơ quan: {body}", "Ngày ký: {when}"),
            ("ĐÃ KÝ SỐ", "{body}", "{when}"),
        )
    )
    told = "<br>".join(html.escape(line.format(body=body, when=when)) for line in lines)
    return (
        f'<div style="border:1px solid {colour};color:{colour};font:8.5pt Roboto;padding:3px '
        f'6px;text-align:left;width:58mm">{told}</div>'
    )


def incoming(rng: Random, day: date) -> str:
    """The stamp of an office that got a paper: its number and day are written by hand."""
    red = rng.choice(_REDS)
    row = "padding:1px 4px;border-top:1px solid"
    return (
        f'<div style="border:1.6px solid {red};color:{red};font:700 9pt Arimo;width:46mm;'
        f"transform:rotate({rng.uniform(-4, 4):.1f}deg);"
        'mix-blend-mode:multiply;opacity:.8"><div style="display:flex"><b style="padding:4px;'
        'font-size:13pt;border-right:1px solid">ĐẾN</b>'
        '<div style="flex:1;font-weight:400"><div style="padding:1px 4px">Số: '
        f"{handwritten(rng, str(rng.randint(20, 4000)))}</div>"
        f'<div style="{row}">Ngày: {handwritten(rng, f"{day.day}/{day.month}")}</div></div></div>'
        f'<div style="{row};font-weight:400">Chuyển:</div></div>'
    )


def copied(rng: Random, words: str) -> str:
    """A square stamp that says what a paper is."""
    red = rng.choice(_REDS)
    return (
        f'<div style="border:2px solid {red};color:{red};font:700 13pt Arimo;padding:2px 9px;'
        "opacity:.8;mix-blend-mode:multiply;"
        f'transform:rotate({rng.uniform(-7, 5):.1f}deg)">{html.escape(words)}</div>'
    )
