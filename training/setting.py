"""How a page is set: typefaces, size, colours of ink, and the dotted lines that values stand on. Draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

from training.typefaces import Typefaces

# A4. Sizes are thought of at 200 dpi, drawn at 400, and given at 300.
FINE = 2
DRAWN_DPI = 200 * FINE
WIDTH, HEIGHT = 1654 * FINE, 2339 * FINE
_POINTS = (8, 9, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15, 17, 20, 26)
_POINTS_PER_INCH = 72
Ink = tuple[int, int, int]
_INKS: tuple[Ink, ...] = (
    (20, 20, 110), (50, 30, 120), (60, 60, 60), (90, 90, 90), (0, 0, 150), (30, 30, 30),
)  # fmt: skip
# Middle of small letters above the baseline, in sizes of the type.
_MIDDLE = 0.22


@dataclass(frozen=True)
class Leaders:
    """Lines between label and margin. `kind`: "none", "dots", "square", "rule" or "dash".

    `step` from dot to dot, `radius` of a dot, and `rise` of the line above the values' baseline, in drawn pixels;
    without a rise it lies on the labels' baseline or a little below.
    """

    kind: str
    step: int
    radius: float
    rise: float | None


@dataclass(frozen=True)
class Setting:
    """One page's manner. Lengths in drawn pixels; `shift` is how far values printed onto a blank miss its lines.

    `uneven`: letters of values stand up and down, as a typewriter leaves them.
    """

    label: FreeTypeFont
    value: FreeTypeFont
    label_ink: Ink
    value_ink: Ink
    pitch: float
    shift: tuple[int, int]
    leaders: Leaders
    uneven: bool
    left: int
    right: int


def setting(rng: Random, faces: Typefaces) -> Setting:
    """Any manner."""
    label_face = faces.chosen(rng, serif=rng.random() < 0.6)
    value_face = label_face if rng.random() < 0.5 else faces.chosen(rng, serif=rng.random() < 0.5)
    size = rng.choice(_POINTS) * DRAWN_DPI / _POINTS_PER_INCH
    label_ink = (0, 0, 0) if rng.random() < 0.8 else _gray(rng.randint(0, 70))
    leaders = _leaders(rng, size)
    onto_blank = leaders.kind != "none" and rng.random() < 0.5
    return Setting(
        label=ImageFont.truetype(str(label_face), int(size)),
        value=ImageFont.truetype(str(value_face), int(size * rng.choice((1, 1, 1, 0.95, 1.1)))),
        label_ink=label_ink,
        value_ink=label_ink if rng.random() < 0.65 else rng.choice(_INKS),
        pitch=size * rng.choice((1.35, 1.5, 1.6, 1.8, 2.0)),
        shift=(rng.randint(-8, 8) * FINE, rng.randint(-7, 7) * FINE)
        if onto_blank
        else (0, rng.randint(-2, 2) * FINE),
        leaders=leaders,
        uneven=rng.random() < 0.1,
        left=rng.randint(90, 200) * FINE,
        right=WIDTH - rng.randint(70, 160) * FINE,
    )


def _leaders(rng: Random, size: float) -> Leaders:
    kind = rng.choice(("none", "none", "none", "dots", "dots", "dots", "rule", "dash"))
    if kind == "dots" and rng.random() < 0.3:
        kind = "square"
    # Certificates printed onto blanks have their dots anywhere below or between the letters.
    rise = rng.uniform(-2 * FINE, _MIDDLE * size) if rng.random() < 0.5 else None
    return Leaders(kind, rng.choice((7, 8, 9, 10)) * FINE, rng.choice((1, 1.3, 1.6)) * FINE, rise)


def _gray(tone: int) -> Ink:
    return tone, tone, tone
