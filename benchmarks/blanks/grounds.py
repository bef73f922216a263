"""The paper of a blank before anything is filled in: tint, guilloche, drum, frame, emblem. SVG in millimetres."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Stock:
    """A printing of a blank: its size in mm, the SVG under the form, and the colours of form and title."""

    width: int
    height: int
    svg: str
    ink: str
    title: str


_TINTS = (
    ("#fbe6ea", "#e9a9b7"), ("#e6f0fa", "#9dbfe0"), ("#f2f6da", "#c3cf86"), ("#fdf3e1", "#e3c48c"),
    ("#fdf6f6", "#efb8c0"), ("#ffffff", "#e8b4b4"), ("#eef7ee", "#a5cfae"),
)  # fmt: skip
_INKS = ("#111111", "#111111", "#1b1b1b", "#1d2b6b", "#6e1220", "#4a2c17")


def stock(rng: Random, width: int, height: int, rich: bool) -> Stock:
    """Security paper for a certificate (`rich`), plain paper or a mere frame for lesser papers."""
    tint, line = rng.choice(_TINTS)
    if not rich and rng.random() < 0.55:
        tint = "#ffffff"
    parts = [f'<rect width="{width}" height="{height}" fill="{tint}"/>']
    if rich or tint != "#ffffff":
        for draws in rng.sample((_waves, _rosettes, _microtext, _drum, _net), rng.choice((1, 2, 2))):
            parts.append(draws(rng, width, height, line))
    if rich or rng.random() < 0.3:
        parts.append(_frame(rng, width, height, rng.choice((line, line, "#b0303c", "#33518f", "#555555"))))
    svg = (
        f'<svg class="ground" style="width:{width}mm;height:{height}mm" viewBox="0 0 {width} {height}">'
        f"{''.join(parts)}</svg>"
    )
    return Stock(
        width, height, svg, rng.choice(_INKS), rng.choice(("#c00000", "#c00000", "#b01020", "#111111"))
    )


def _path(points: Sequence[tuple[float, float]], colour: str, width: float) -> str:
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="{width:.2f}"/>'


def _waves(rng: Random, width: int, height: int, line: str) -> str:
    step, tall, long = rng.uniform(1.8, 3.6), rng.uniform(1.2, 4), rng.uniform(14, 44)
    thick, drift = rng.uniform(0.12, 0.28), rng.uniform(0.02, 0.2)
    rows, y = [], 0.0
    while y < height + tall:
        points = [
            (x, y + tall * math.sin(2 * math.pi * (x / long + y * drift / 10)))
            for x in range(0, width + 3, 3)
        ]
        rows.append(_path(points, line, thick))
        y += step
    return "".join(rows)


def _net(rng: Random, width: int, height: int, line: str) -> str:
    step, thick = rng.uniform(2.5, 5), rng.uniform(0.1, 0.2)
    rows = []
    for sign in (-1, 1):
        x = -float(height)
        while x < width + height:
            points = [(x + sign * y * 0.5 + 1.5 * math.sin(y / 6), float(y)) for y in range(0, height + 4, 4)]
            rows.append(_path(points, line, thick))
            x += step
    return "".join(rows)


def _rosette(rng: Random, x: float, y: float, radius: float, line: str) -> str:
    petals, inner = rng.choice((7, 9, 12, 17)), rng.uniform(0.25, 0.6)
    rings = []
    for turn in range(rng.choice((4, 6, 9))):
        points = []
        for step in range(0, 361, 3):
            angle = math.radians(step)
            reach = radius * (1 - inner * (0.5 + 0.5 * math.sin(petals * angle + turn * 0.7)))
            points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
        rings.append(_path(points, line, 0.18))
    return "".join(rings)


def _rosettes(rng: Random, width: int, height: int, line: str) -> str:
    if rng.random() < 0.5:
        return _rosette(rng, width / 2, height * 0.52, rng.uniform(45, 75), line)
    size = rng.uniform(14, 26)
    return "".join(
        _rosette(rng, x, y, size, line)
        for x in range(20, width, int(size * 2) + 6)
        for y in range(24, height, int(size * 2) + 6)
    )


def _microtext(rng: Random, width: int, height: int, line: str) -> str:
    words = rng.choice(("BỘ TƯ PHÁP ", "HỘ TỊCH VIỆT NAM ", "BỘ TƯ PHÁP - MINISTRY OF JUSTICE ")) * 60
    size, step = rng.uniform(1.5, 2.6), rng.uniform(4, 9)
    lean = rng.choice((0, 0, -30, 24))
    rows = [
        f'<text x="{-60 - 7 * (k % 3)}" y="{-80 + k * step:.1f}">{words}</text>'
        for k in range(int((height + 160) / step))
    ]
    return (
        f'<g font-family="Arimo" font-size="{size:.1f}" fill="{line}" opacity="{rng.uniform(0.5, 0.9):.2f}" '
        f'transform="rotate({lean} {width / 2} {height / 2})">{"".join(rows)}</g>'
    )


def _drum(rng: Random, width: int, height: int, line: str) -> str:
    """The face of a Dong Son drum: rings, rays, rows of triangles and birds that are mere strokes."""
    x, y, radius = width / 2, height * rng.uniform(0.45, 0.58), min(width, height) * rng.uniform(0.28, 0.4)
    parts = [
        f'<circle cx="{x}" cy="{y:.0f}" r="{radius * part:.1f}" fill="none" stroke="{line}" stroke-width=".5"/>'
        for part in (1, 0.97, 0.88, 0.7, 0.66, 0.5, 0.47, 0.3)
    ]
    for ring, count, tall in ((0.9, 60, 0.06), (0.71, 18, 0.14), (0.52, 30, 0.12), (0.12, 14, 0.17)):
        for step in range(count):
            angle = 2 * math.pi * step / count
            spread = 0.4 * math.pi / count
            corners = [
                (x + radius * r * math.cos(a), y + radius * r * math.sin(a))
                for r, a in ((ring, angle - spread), (ring + tall, angle), (ring, angle + spread))
            ]
            parts.append(_path(corners, line, 0.4))
    return f'<g opacity="{rng.uniform(0.5, 0.9):.2f}">{"".join(parts)}</g>'


def _frame(rng: Random, width: int, height: int, colour: str) -> str:
    edge, gap = rng.uniform(7, 11), rng.uniform(1.2, 2.4)
    boxes = "".join(
        f'<rect x="{edge + k:.1f}" y="{edge + k:.1f}" width="{width - 2 * (edge + k):.1f}" '
        f'height="{height - 2 * (edge + k):.1f}" fill="none" stroke="{colour}" stroke-width="{w}"/>'
        for k, w in ((0.0, rng.choice((0.4, 0.9))), (gap + 3, 0.3))
    )
    style = rng.choice(("plain", "meander", "meander", "scallop"))
    if style == "plain":
        return boxes
    middle, parts = edge + (gap + 3) / 2, []
    for length, turned in ((width, False), (height, True)):
        for far in (False, True):
            other = (height if not turned else width) - middle if far else middle
            along = middle
            while along < length - middle - 3:
                parts.append(_motif(style, (other, along) if turned else (along, other), colour))
                along += 4
    corners = "".join(
        _rosette(rng, x, y, 5.5, colour)
        for x in (edge + 3, width - edge - 3)
        for y in (edge + 3, height - edge - 3)
    )
    return boxes + "".join(parts) + corners


def _motif(style: str, at: tuple[float, float], colour: str) -> str:
    x, y = at
    if style == "scallop":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.3" fill="none" stroke="{colour}" stroke-width=".3"/>'
    turns = ((-1.4, 1.2), (-1.4, -1.2), (1, -1.2), (1, 0.5), (-0.4, 0.5), (-0.4, -0.3))
    return _path([(x + dx, y + dy) for dx, dy in turns], colour, 0.3)


def emblem(rng: Random, size: int) -> str:
    """The arms of the country, `size` mm across, in colours or in the ink of the form."""
    red, gold = rng.choice((("#d0202e", "#f1c232"), ("#d0202e", "#f1c232"), ("#777777", "#dddddd")))
    ears = "".join(
        f'<ellipse cx="{50 + 43 * math.sin(a):.0f}" cy="{50 - 43 * math.cos(a):.0f}" rx="6" ry="3" fill="{gold}" '
        f'stroke="{red}" stroke-width=".7" transform="rotate({math.degrees(a) + 40 * (1 if a > 0 else -1):.0f} '
        f'{50 + 43 * math.sin(a):.0f} {50 - 43 * math.cos(a):.0f})"/>'
        for a in (k * 0.22 for k in range(-13, 14))
    )
    star = " ".join(
        f"{50 + r * math.sin(math.pi * k / 5):.1f},{36 - r * math.cos(math.pi * k / 5):.1f}"
        for k, r in enumerate((15, 6) * 5)
    )
    return (
        f'<svg style="width:{size}mm;height:{size}mm" viewBox="0 0 100 100"><circle cx="50" cy="50" r="39" '
        f'fill="{red}"/><polygon points="{star}" fill="{gold}"/><circle cx="50" cy="74" r="10" fill="none" '
        f'stroke="{gold}" stroke-width="4" stroke-dasharray="3 1.5"/>{ears}<path d="M22 84 Q50 98 78 84 L76 94 '
        f'Q50 104 24 94 Z" fill="{red}"/><text x="50" y="96" font-size="8" fill="{gold}" text-anchor="middle" '
        'font-family="Arimo">VIỆT NAM</text></svg>'
    )
