"""Figures written with a pen: strokes that sway, as no typeface does."""

from __future__ import annotations

from itertools import pairwise
from random import Random

# Points of each stroke in a box 10 wide and 16 high, read off how figures are taught in Vietnamese schools.
_STROKES: dict[str, list[list[tuple[float, float]]]] = {
    "0": [[(6, 1), (2, 3), (1, 9), (3, 15), (7, 14), (9, 8), (8, 3), (5, 1)]],
    "1": [[(2, 5), (6, 1), (5, 8), (5, 15)]],
    "2": [[(2, 4), (4, 1), (8, 2), (8, 6), (4, 11), (1, 15), (5, 14), (9, 15)]],
    "3": [[(2, 2), (6, 1), (8, 4), (4, 7), (8, 9), (8, 13), (4, 15), (1, 13)]],
    "4": [[(6, 1), (3, 6), (1, 10), (9, 10)], [(7, 6), (6, 15)]],
    "5": [[(8, 1), (3, 1), (2, 7), (6, 6), (9, 10), (6, 15), (1, 14)]],
    "6": [[(7, 1), (3, 5), (1, 11), (4, 15), (8, 13), (7, 9), (2, 11)]],
    "7": [[(1, 2), (8, 1), (6, 7), (4, 15)], [(3, 8), (8, 7)]],
    "8": [[(7, 3), (4, 1), (2, 4), (8, 10), (6, 15), (2, 13), (3, 9), (8, 4), (7, 2)]],
    "9": [[(8, 4), (4, 1), (1, 5), (4, 8), (8, 4), (8, 10), (5, 15)]],
    "/": [[(8, 0), (2, 16)]],
}
_INKS = ("#1b2f8f", "#20399c", "#16206b", "#222222", "#0f3a8a")


def handwritten(rng: Random, text: str) -> str:
    """An SVG of figures and strokes, as high as a line of print. Other signs become gaps."""
    ink, width, slant = rng.choice(_INKS), rng.uniform(1.0, 1.9), rng.uniform(-14, 4)
    high, step = rng.uniform(1.25, 1.7), rng.uniform(9.5, 12)
    paths = "".join(
        f'<path d="{_swaying(rng, stroke, 3 + at * step)}"/>'
        for at, sign in enumerate(text)
        for stroke in _STROKES.get(sign, [])
    )
    wide = 8 + len(text) * step
    return (
        f'<svg class="pen" viewBox="0 -2 {wide:.1f} 22" style="height:{high:.2f}em;width:{high * wide / 22:.2f}em;'
        f'vertical-align:{rng.uniform(-0.5, -0.2):.2f}em;margin:-.3em 0"><g fill="none" stroke="{ink}" '
        f'stroke-width="{width:.2f}" stroke-linecap="round" transform="skewX({slant:.1f})">{paths}</g></svg>'
    )


def _swaying(rng: Random, stroke: list[tuple[float, float]], left: float) -> str:
    points = [(left + x * 0.85 + rng.gauss(0, 0.45), y + rng.gauss(0, 0.5)) for x, y in stroke]
    if len(points) == 2:
        return "M{:.1f} {:.1f}L{:.1f} {:.1f}".format(*points[0], *points[1])
    path = "M{:.1f} {:.1f}".format(*points[0])
    for (x, y), (to_x, to_y) in pairwise(points[1:]):
        path += f"Q{x:.1f} {y:.1f} {(x + to_x) / 2:.1f} {(y + to_y) / 2:.1f}"
    return path + "L{:.1f} {:.1f}".format(*points[-1])
