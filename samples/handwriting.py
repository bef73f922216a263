"""Papers filled in by hand: `python -m samples.handwriting --fonts DIR --out DIR [--hands A,B] [--seed N]
[--count N]`.

A paper is set as always; then what a pen would have entered (or every word, or the number and date of a letter) is
written in a handwriting font that was shaken, tilted and bent word by word. `tools/handwriting_fonts.sh` fetches
the fonts. Writes images and `truth.json` with the boxes of all handwriting; not part of the committed pages.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

from samples import degrade
from samples.fonts import text_width
from samples.form import LIBERTY, Style
from samples.plan import PAPERS
from samples.raster import draw
from samples.sheet import Sheet, Word
from samples.styles import LETTER, style
from samples.write import in_mode, write_pages

PENS = ((24, 44, 150), (38, 60, 190), (22, 24, 40), (40, 40, 46), (30, 34, 110))
FORM, LETTER_HEAD, WHOLE_PAGE = "form", "letter", "page"
SPLIT = "handwriting"
# A colour no style uses: it marks the words a pen enters until they are drawn.
_ENTERED = (1, 2, 3)
_HEAD_POINTS = 150
# A pen runs a little wider than print.
_SPREAD = 1.15
_LEADING = 2.0
_FAULTS = (
    ("slight_skew",),
    ("slight_skew", "noise"),
    ("slight_skew", "jpeg"),
    ("yellowed",),
    ("skew",),
    ("slight_skew", "blur"),
)

Chosen = Callable[[Word], bool]
Box = list[int]


@dataclass(frozen=True)
class Hand:
    """One person's writing: a font in two files (Latin, and the letters only Vietnamese has) and a manner.

    `joined` writing is drawn in one run, since its letters touch; `size` is its height beside the print it stands in.
    """

    latin: Path
    vietnamese: Path
    joined: bool
    size: float


def hands(folder: Path, only: Sequence[str] | None = None) -> list[Hand]:
    """The hands whose fonts lie in `folder`, by name, all or `only` some. Raises FileNotFoundError for none."""
    joined = ("allura", "charm", "dancing-script", "great-vibes")
    larger = {"allura": 1.7, "great-vibes": 1.6, "dancing-script": 1.4, "charm": 1.25}
    found = [
        Hand(path.with_name(f"{name}-latin.woff"), path, name in joined, larger.get(name, 1.15))
        for path in sorted(folder.glob("*-vietnamese.woff"))
        for name in [path.name.removesuffix("-vietnamese.woff")]
        if not only or name in only
    ]
    if not found:
        raise FileNotFoundError(f"no handwriting fonts in {folder}: run tools/handwriting_fonts.sh")
    return found


def hands_folder() -> Path:
    """Where `tools/handwriting_fonts.sh` puts the fonts."""
    tools = os.environ.get("SOHOA_TOOLS_DIR")
    return (Path(tools) if tools else Path.home() / ".cache" / "sohoa" / "tools") / "fonts"


@lru_cache(maxsize=256)
def _face(path: Path, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), pixels, layout_engine=ImageFont.Layout.BASIC)


def _runs(text: str, joined: bool) -> list[str]:
    """What is drawn at one go: single letters, or as much as stands in one of the two font files."""
    if not joined:
        return list(text)
    held: list[str] = []
    for letter in text:
        if held and (letter < "ÿ") == (held[-1][-1] < "ÿ"):
            held[-1] += letter
        else:
            held.append(letter)
    return held


def written(text: str, hand: Hand, pixels: int, rng: Random, nib: int = 1) -> Image.Image:
    """`text` in ink (255 on 0), its baseline at three fifths of the height; `nib` pixels are added to strokes."""
    margin = pixels
    width = round(pixels * 0.9 * len(text)) + 2 * margin
    sheet, x = Image.new("L", (width, 3 * pixels), 0), float(margin)
    shake = 0.0 if hand.joined else 0.05
    for run in _runs(text, hand.joined):
        face = _face(hand.latin if run[0] < "ÿ" else hand.vietnamese, round(pixels * rng.uniform(0.94, 1.06)))
        glyph = Image.new("L", sheet.size, 0)
        down = 1.8 * pixels + rng.gauss(0, shake) * pixels
        ImageDraw.Draw(glyph).text((x, down), run, fill=255, font=face, anchor="ls")
        if not hand.joined:
            glyph = glyph.rotate(rng.gauss(0, 3.5), Image.Resampling.BICUBIC, center=(x, down))
        sheet = ImageChops.lighter(sheet, glyph)
        x += face.getlength(run) * (1 if hand.joined else rng.uniform(0.9, 1.08))
    tilted = sheet.rotate(rng.gauss(0, 1.2), Image.Resampling.BICUBIC, center=(margin, 1.8 * pixels))
    return _bent(tilted, pixels, rng, nib)


def _bent(sheet: Image.Image, pixels: int, rng: Random, nib: int) -> Image.Image:
    """Strokes as a hand leaves them: bent over the length of a letter, as thick as the pen is."""
    source = np.random.default_rng(rng.getrandbits(32))
    height, width = sheet.height, sheet.width
    waves = source.normal(0, 0.045 * pixels, (2, max(2, 3 * height // pixels), max(2, 2 * width // pixels)))
    bend = [cv2.resize(w.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC) for w in waves]
    slant = rng.gauss(0, 0.08)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    across = columns + bend[0] + slant * (rows - 1.8 * pixels)
    ink = cv2.remap(np.asarray(sheet), across.astype(np.float32), rows + bend[1], cv2.INTER_LINEAR)
    return Image.fromarray(cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (nib, nib))))


@dataclass(frozen=True)
class Written:
    """A page with what was written by hand on it, boxes in pixels."""

    image: Image.Image
    boxes: list[Box]


def filled_in(sheet: Sheet, chosen: Chosen, hand: Hand, dpi: int, rng: Random) -> Written:
    """The sheet at `dpi` with its `chosen` words written by `hand`, the rest as printed."""
    by_hand = [mark for mark in sheet.marks if isinstance(mark, Word) and chosen(mark)]
    printed = Sheet((sheet.width, sheet.height))
    printed.marks = [mark for mark in sheet.marks if mark not in by_hand]
    image, boxes = draw(printed, dpi, rng), []
    pen, nib = rng.choice(PENS), rng.choice([1, 1, 2, 3])
    for word in by_hand:
        scale, ink = dpi / 72, word.ink
        pixels = round(ink.size * hand.size * scale)
        stroke, rise = _fitting(
            written(word.text, hand, pixels, rng, nib),
            text_width(word.text, ink.face, ink.style, ink.size) * scale,
        )
        at = (round(word.x * scale), round(word.baseline * scale - rise))
        box = (at[0], at[1], at[0] + stroke.width, at[1] + stroke.height)
        layer = Image.new("RGB", stroke.size, "white")
        layer.paste(pen, (0, 0), stroke)
        image.paste(ImageChops.multiply(image.crop(box), layer), box)
        boxes.append(list(box))
    return Written(image, boxes)


def _fitting(ink: Image.Image, room: float) -> tuple[Image.Image, float]:
    """The ink without paper around it, no wider than its printed `room` allows, and how far its top rises."""
    x0, y0, x1, y1 = ink.getbbox() or (0, 0, 1, 1)
    factor = max(0.7, min(1.0, room * _SPREAD / (x1 - x0)))
    size = (max(1, round((x1 - x0) * factor)), max(1, round((y1 - y0) * factor)))
    return ink.crop((x0, y0, x1, y1)).resize(size, Image.Resampling.BILINEAR), (
        0.6 * ink.height - y0
    ) * factor


def _paper(kind: str, rng: Random) -> tuple[Sheet, Chosen]:
    keys = [key for key in PAPERS if (key in LETTER) == (kind == LETTER_HEAD) and key != "letter_long"]
    key = rng.choice(keys)
    look: Style = replace(style(rng, key), value_colour=_ENTERED, leading=_LEADING)
    sheet = PAPERS[key](rng, look, on=None).sheets[0]
    if kind == WHOLE_PAGE:
        return sheet, lambda word: True
    if kind == FORM:
        return sheet, lambda word: word.ink.colour == _ENTERED
    above = sheet.height if LIBERTY not in sheet.text else _HEAD_POINTS
    return sheet, lambda word: word.baseline < above and word.text[0].isdigit()


def make(kind: str, hand: Hand, dpi: int, rng: Random) -> Written:
    """One page of `kind` (FORM, LETTER_HEAD or WHOLE_PAGE)."""
    sheet, chosen = _paper(kind, rng)
    return filled_in(sheet, chosen, hand, dpi, rng)


def _kept(page: Written, name: str, dpi: int, folder: Path, rng: Random) -> dict[str, object]:
    """Scans the page (only faults that leave boxes where they are, but for a slight skew) and saves it."""
    faults = rng.choice(_FAULTS)
    mode = rng.choice(["colour", "gray"])
    write_pages([in_mode(degrade.apply(page.image, faults, rng), mode)], folder / name, dpi, sideways=False)
    return {"file": name, "handwriting": page.boxes, "degradations": [*faults, mode]}


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m samples.handwriting", description=__doc__)
    parser.add_argument(
        "--fonts", type=Path, required=True, help="folder that tools/handwriting_fonts.sh filled"
    )
    parser.add_argument(
        "--hands", help="only these, separated by commas; all that lie in the folder otherwise"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=24)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    known, files = hands(options.fonts, options.hands and options.hands.split(",")), []
    for number in range(options.count):
        rng = Random(f"{options.seed}/handwriting/{number}")
        kind = (FORM, LETTER_HEAD, FORM, WHOLE_PAGE)[number % 4]
        hand, dpi = known[rng.randrange(len(known))], rng.choice([200, 300])
        page = make(kind, hand, dpi, rng)
        name = f"{number + 1:04d}_{kind}_{hand.vietnamese.name.removesuffix('-vietnamese.woff')}.jpg"
        files.append(_kept(page, name, dpi, options.out, rng))
    text = json.dumps({"files": files}, ensure_ascii=False, indent=1)
    (options.out / "truth.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
