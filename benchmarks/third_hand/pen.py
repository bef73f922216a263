"""What a pen and a seal leave on paper, as SVG: figures, signatures, round seals, boxes of stamps."""

from __future__ import annotations

import math
from random import Random

_STROKES: dict[str, list[list[tuple[float, float]]]] = {
    "0": [[(5, 1), (2, 4), (1, 9), (3, 14), (6, 14), (8, 9), (7, 3), (5, 1)]],
    "1": [[(3, 4), (6, 1), (5, 14)]],
    "2": [[(2, 4), (4, 1), (7, 2), (7, 6), (1, 14), (8, 13)]],
    "3": [[(2, 2), (6, 1), (7, 4), (4, 7), (7, 9), (6, 13), (1, 13)]],
    "4": [[(5, 1), (1, 9), (8, 9)], [(6, 6), (5, 15)]],
    "5": [[(7, 1), (3, 1), (2, 6), (6, 7), (7, 11), (4, 14), (1, 13)]],
    "6": [[(6, 1), (2, 7), (2, 12), (5, 14), (7, 11), (5, 8), (2, 10)]],
    "7": [[(1, 2), (8, 1), (4, 14)], [(3, 8), (7, 7)]],
    "8": [[(6, 2), (3, 2), (2, 5), (7, 10), (6, 14), (2, 13), (3, 9), (7, 4), (6, 2)]],
    "9": [[(7, 4), (4, 7), (2, 4), (5, 1), (7, 3), (6, 9), (4, 15)]],
    "/": [[(7, 0), (1, 16)]],
}


def _curve(rng: Random, points: list[tuple[float, float]], shake: float) -> str:
    moved = [(x + rng.uniform(-shake, shake), y + rng.uniform(-shake, shake)) for x, y in points]
    path = f"M{moved[0][0]:.1f} {moved[0][1]:.1f}"
    for (x1, y1), (x2, y2) in zip(moved[1:], [*moved[2:], moved[-1]], strict=True):
        path += f" Q{x1:.1f} {y1:.1f} {(x1 + x2) / 2:.1f} {(y1 + y2) / 2:.1f}"
    return path


def digits(rng: Random, text: str) -> str:
    """Figures in ink; other signs leave a gap."""
    paths, ink = [], rng.choice(("#1b2f8f", "#20285f", "#222"))
    for place, sign in enumerate(text):
        for stroke in _STROKES.get(sign, ()):
            at = place * 9 + rng.uniform(-0.8, 0.8)
            paths.append(_curve(rng, [(x + at, y + 2) for x, y in stroke], 0.5))
    width = 9 * len(text) + 2
    return (
        f'<svg class="pen" width="{width}" height="20" viewBox="0 0 {width} 20" style="vertical-align:-4px">'
        f'<path d="{" ".join(paths)}" fill="none" stroke="{ink}" stroke-width="1.5" '
        'stroke-linecap="round"/></svg>'
    )


def signature(rng: Random, left: int, top: int) -> str:
    """A quick signature, 170 pixels wide, over whatever stands there."""
    points = [(5.0, rng.uniform(25, 45))]
    for step in range(rng.randint(7, 12)):
        points.append(
            (points[-1][0] + rng.uniform(-14, 34), rng.uniform(4, 60) if step % 2 else rng.uniform(18, 44))
        )
    points += [(20, 48), (165, rng.uniform(40, 56))]
    ink = rng.choice(("#1a37b0", "#23307a", "#2b2b33"))
    return (
        f'<svg style="position:absolute;left:{left}px;top:{top}px" width="180" height="70">'
        f'<path d="{_curve(rng, points, 1)}" fill="none" stroke="{ink}" stroke-width="1.8"/></svg>'
    )


def seal(rng: Random, around: str, inside: str, left: int, top: int) -> str:
    """A round red seal, 36 mm across, through which the print shows."""
    red, turn, strength = (
        rng.choice(("#d3202b", "#c51f3a", "#e04040")),
        rng.uniform(-25, 25),
        rng.uniform(0.55, 0.85),
    )
    star = " ".join(
        f"{68 + r * math.sin(math.pi * k / 5):.1f},{62 - r * math.cos(math.pi * k / 5):.1f}"
        for k, r in enumerate((11, 4.4) * 5)
    )
    ident = f"arc{rng.randrange(10**6)}"
    return (
        f'<svg style="position:absolute;left:{left}px;top:{top}px;opacity:{strength:.2f};'
        f'transform:rotate({turn:.0f}deg)" '
        f'width="136" height="136"><g fill="none" stroke="{red}"><circle cx="68" cy="68" r="66" '
        'stroke-width="3"/>'
        '<circle cx="68" cy="68" r="61" stroke-width="1"/><circle cx="68" cy="68" r="43" '
        'stroke-width="1"/></g>'
        f'<path id="{ident}" d="M68 118 A50 50 0 1 1 69 118" fill="none"/><g fill="{red}" '
        'font-size="10.5" font-weight="bold">'
        f'<text><textPath href="#{ident}" startOffset="6%">{around}</textPath></text><polygon '
        f'points="{star}"/>'
        f'<text x="68" y="90" font-size="9" text-anchor="middle">{inside}</text></g></svg>'
    )


def box_stamp(rng: Random, words: str, left: int, top: int, colour: str = "#c8202f") -> str:
    """A rectangle with words in it, set down by hand and therefore aslant."""
    turn = rng.uniform(-4, 4)
    return (
        f'<div style="position:absolute;left:{left}px;top:{top}px;border:2px solid '
        f"{colour};color:{colour};padding:3px 10px;"
        f'font:bold 13px Arimo;transform:rotate({turn:.1f}deg);opacity:.8;line-height:1.5">{words}</div>'
    )
