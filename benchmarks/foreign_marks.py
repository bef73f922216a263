"""What lands on a paper besides its print: seals, stamps, pens, patterns, frames, boxes. Says nothing: none of it
is text of the page."""

from __future__ import annotations

import math
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from benchmarks.foreign_paper import Sheet, Type, put

RED, BLUE, VIOLET = (206, 38, 44), (40, 62, 168), (104, 52, 150)
Ink = tuple[int, int, int]


def _stamped(sheet: Sheet, mask: Image.Image, at: tuple[float, float], ink: Ink, rng: Random) -> None:
    """Lays the ink of a stamp (mask: 255 where it prints) over the page, patchy as rubber prints."""
    cells = np.random.default_rng(rng.getrandbits(32)).uniform(0.45, 1, (12, 12))
    patches = Image.fromarray((cells * 255).astype(np.uint8)).resize(mask.size, Image.Resampling.BICUBIC)
    mask = ImageChops.multiply(mask.filter(ImageFilter.GaussianBlur(sheet.dpi / 500)), patches)
    layer = Image.new("RGB", sheet.image.size, (255, 255, 255))
    layer.paste(ink, (round(sheet.px(at[0])), round(sheet.px(at[1]))), mask)
    sheet.image.paste(ImageChops.multiply(sheet.image, layer))


def round_seal(sheet: Sheet, middle: tuple[float, float], ink: Ink, rng: Random) -> None:
    """A seal of 36 mm with text around its ring and a star."""
    radius, side = sheet.px(18), round(sheet.px(40))
    mask = Image.new("L", (side, side), 0)
    pen, centre = ImageDraw.Draw(mask), side / 2
    for share, wide in ((1.0, 0.9), (0.93, 0.3), (0.6, 0.4)):
        reach = radius * share
        box = (centre - reach, centre - reach, centre + reach, centre + reach)
        pen.ellipse(box, outline=255, width=round(sheet.px(wide)))
    font = Type("arimo", 8.5, "Bold").font(sheet.dpi)
    told = "ỦY BAN NHÂN DÂN XÃ MỸ PHONG * T. TIỀN GIANG * "
    for number, sign in enumerate(told):
        turn = 2 * math.pi * number / len(told)
        glyph = Image.new("L", (round(sheet.px(6)),) * 2, 0)
        ImageDraw.Draw(glyph).text((glyph.width / 2, glyph.height / 2), sign, 255, font, anchor="mm")
        glyph = glyph.rotate(-math.degrees(turn))
        x, y = centre + radius * 0.77 * math.sin(turn), centre - radius * 0.77 * math.cos(turn)
        mask.paste(255, (round(x - glyph.width / 2), round(y - glyph.height / 2)), glyph)
    points = [
        (centre + radius * r * math.sin(a), centre - radius * r * math.cos(a))
        for r, a in ((0.5 if k % 2 == 0 else 0.2, k * math.pi / 5) for k in range(10))
    ]
    pen.polygon(points, fill=255)
    mask = mask.rotate(rng.uniform(-25, 25))
    _stamped(sheet, mask, (middle[0] - 20, middle[1] - 20), ink, rng)


def incoming_stamp(sheet: Sheet, at: tuple[float, float], ink: Ink, rng: Random) -> None:
    """The box that a registry stamps on letters that come in; 60 by 28 mm, slightly askew."""
    mask = Image.new("L", (round(sheet.px(64)), round(sheet.px(32))), 0)
    pen, mm = ImageDraw.Draw(mask), sheet.px(1)
    pen.rectangle((2 * mm, 2 * mm, 62 * mm, 30 * mm), outline=255, width=round(0.6 * mm))
    rows = (
        ("CÔNG VĂN ĐẾN", 9, "Bold"),
        ("Số: ............", 15, "Regular"),
        ("Ngày: ....../....../......", 21, "Regular"),
        ("Chuyển: ..................", 27, "Regular"),
    )
    for text, down, style in rows:
        font = Type("arimo", 11, style).font(sheet.dpi)
        pen.text((32 * mm, down * mm), text, 255, font, anchor="ms")
    _stamped(sheet, mask.rotate(rng.uniform(-4, 4), Image.Resampling.BILINEAR), at, ink, rng)


def signature(sheet: Sheet, at: tuple[float, float], ink: Ink, rng: Random) -> None:
    """A pen scribble of about 45 by 18 mm around `at`."""
    points, x = [], at[0] - 22.0
    for step in range(160):
        x += 0.28
        swing = math.sin(step / rng.uniform(4, 5)) * 7 * (1 - step / 260)
        points.append((sheet.px(x + 3 * math.cos(step / 5)), sheet.px(at[1] + swing)))
    sheet.pen.line(points, fill=ink, width=round(sheet.px(0.45)), joint="curve")


def guilloche(sheet: Sheet, ink: Ink, rng: Random) -> None:
    """Pale waves over the whole page, as on security paper."""
    pen, shift = sheet.pen, rng.uniform(0, 6)
    for wave in range(0, round(sheet.height) + 12, 3):
        for phase in (0.0, math.pi / 2):
            ends = [
                (sheet.px(x), sheet.px(wave + 5 * math.sin(x / 7 + phase + wave / 9 + shift)))
                for x in range(0, round(sheet.width) + 2, 2)
            ]
            pen.line(ends, fill=ink, width=max(1, round(sheet.px(0.15))))


def ornate_frame(sheet: Sheet, ink: Ink, margin: float = 9.0) -> None:
    """Two rules and a chain of rings between them, all around."""
    mm, pen = sheet.px(1), sheet.pen
    right, foot = sheet.width - margin, sheet.height - margin
    for inset, wide in ((0.0, 0.8), (6.0, 0.3)):
        box = (margin + inset, margin + inset, right - inset, foot - inset)
        pen.rectangle([value * mm for value in box], outline=ink, width=round(wide * mm))
    chain = [(x, y) for x in np.arange(margin + 3, right, 4.0) for y in (margin + 3, foot - 3)]
    chain += [(x, y) for y in np.arange(margin + 3, foot, 4.0) for x in (margin + 3, right - 3)]
    for x, y in chain:
        box = (x - 2.4, y - 2.4, x + 2.4, y + 2.4)
        pen.ellipse([value * mm for value in box], outline=ink, width=max(1, round(0.25 * mm)))


def check_box(sheet: Sheet, at: tuple[float, float], ticked: bool, mm: float = 4.0) -> None:
    """A square with its lower left corner at `at`, crossed or empty."""
    x, y = at
    box = [sheet.px(value) for value in (x, y - mm, x + mm, y)]
    wide = max(1, round(sheet.px(0.25)))
    sheet.pen.rectangle(box, outline=(20, 20, 20), width=wide)
    if ticked:
        sheet.pen.line([*box], fill=(20, 30, 140), width=2 * wide)
        sheet.pen.line([box[0], box[3], box[2], box[1]], fill=(20, 30, 140), width=2 * wide)


def leader(sheet: Sheet, start: tuple[float, float], end: float, how: str) -> None:
    """A dotted, dashed or solid line from `start` to the millimetre `end`; text sits on it."""
    x, y = start
    pen = sheet.pen
    step, long = {"dotted": (1.0, 0.32), "dashed": (2.2, 1.3), "solid": (1e9, 0.0)}[how]
    if how == "solid":
        pen.line(
            [sheet.px(v) for v in (x, y, end, y)], fill=(40, 40, 40), width=max(1, round(sheet.px(0.15)))
        )
        return
    while x < end:
        box = [sheet.px(v) for v in (x, y - 0.16, x + long, y + 0.16)]
        pen.ellipse(box, fill=(40, 40, 40)) if how == "dotted" else pen.rectangle(box, fill=(40, 40, 40))
        x += step


def portrait(sheet: Sheet, at: tuple[float, float], rng: Random) -> None:
    """A 30 by 40 mm photograph of a head and shoulders against a wall."""
    size = (round(sheet.px(30)), round(sheet.px(40)))
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0, 9, (size[1], size[0], 1))
    picture = Image.new("RGB", size, (126, 160, 190))
    pen, (w, h) = ImageDraw.Draw(picture), size
    pen.ellipse((0.05 * w, 0.68 * h, 0.95 * w, 1.4 * h), fill=(40, 44, 60))
    pen.ellipse((0.28 * w, 0.16 * h, 0.72 * w, 0.72 * h), fill=(196, 150, 120))
    pen.pieslice((0.26 * w, 0.1 * h, 0.74 * w, 0.6 * h), 180, 360, fill=(26, 22, 20))
    soft = np.asarray(picture.filter(ImageFilter.GaussianBlur(w / 60)), np.float32) + noise
    picture = Image.fromarray(np.clip(soft, 0, 255).astype(np.uint8))
    sheet.image.paste(picture, (round(sheet.px(at[0])), round(sheet.px(at[1]))))


def sideways(sheet: Sheet, text: str, middle: tuple[float, float], face: Type) -> None:
    """A label that runs upwards; it is said, for it is text."""
    wide = round(face.font(sheet.dpi).getlength(text)) + 8
    tall = round(sheet.px(face.pitch))
    label = Image.new("L", (wide, tall), 255)
    ImageDraw.Draw(label).text((4, tall * 0.75), text, 30, face.font(sheet.dpi), anchor="ls")
    label = label.rotate(90, expand=True)
    corner = (round(sheet.px(middle[0]) - label.width / 2), round(sheet.px(middle[1]) - label.height / 2))
    sheet.image.paste(label.convert("RGB"), corner)
    sheet.said.append(text)


def signed(sheet: Sheet, at: tuple[float, float], office: str, who: str, rng: Random) -> None:
    """A signature block: office, red seal over half of it, scribble in blue, the name; said in order."""
    bold = Type("tinos", 13, "Bold")
    sheet.said.extend([office, who])
    put(sheet, office, at, bold, "ms")
    put(sheet, who, (at[0], at[1] + 31), bold, "ms")
    signature(sheet, (at[0] + rng.uniform(-4, 6), at[1] + 17), rng.choice([BLUE, (30, 30, 40)]), rng)
