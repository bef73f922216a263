"""Turns a sheet into pixels: the clean image of a printed, sealed and signed page. Adds no scanning faults."""

from __future__ import annotations

import math
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from samples.fonts import font
from samples.form import RED
from samples.sheet import Code, Disc, Rule, Seal, Sheet, Stroke, Word
from samples.struck import STRUCK, strike

PAPER = (253, 252, 250)


def draw(sheet: Sheet, dpi: int, rng: Random) -> Image.Image:
    """The sheet as an RGB image at `dpi`. Seals and pen lie over the print like ink, not like paint."""
    scale = dpi / 72
    size = (round(sheet.width * scale), round(sheet.height * scale))
    image = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(image)
    for mark in sheet.marks:
        if isinstance(mark, Word) and mark.ink.face in STRUCK:
            strike(image, mark, scale, rng)
        elif isinstance(mark, Word):
            face = font(mark.ink.face, mark.ink.style, round(mark.ink.size * scale, 2))
            at = (mark.x * scale, mark.baseline * scale)
            pen.text(at, mark.text, fill=mark.ink.colour, font=face, anchor="ls")
        elif isinstance(mark, Rule):
            _rule(pen, mark, scale)
        elif isinstance(mark, Disc):
            _emblem(pen, mark, scale)
        elif isinstance(mark, Code):
            _code(image, mark, scale)
    for mark in sheet.marks:
        if isinstance(mark, Seal):
            image = _stamp(image, mark, scale, rng)
        elif isinstance(mark, Stroke):
            image = _signed(image, mark, scale)
    return image


def _rule(pen: ImageDraw.ImageDraw, rule: Rule, scale: float) -> None:
    width = max(1, round(rule.width * scale))
    if not rule.dotted:
        pen.line((rule.x0 * scale, rule.y0 * scale, rule.x1 * scale, rule.y1 * scale), rule.colour, width)
        return
    x, radius = rule.x0, rule.width * scale / 2
    while x < rule.x1:
        cx, cy = x * scale, rule.y0 * scale
        pen.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), fill=rule.colour)
        x += rule.pitch


def _code(image: Image.Image, code: Code, scale: float) -> None:
    """A QR code (ISO/IEC 18004) with its quiet zone."""
    modules = cv2.QRCodeEncoder.create().encode(code.text)
    side = round(code.side * scale)
    drawn = Image.fromarray(modules).resize((side, side), Image.Resampling.NEAREST)
    image.paste(drawn.convert("RGB"), (round(code.x * scale), round(code.y * scale)))


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    return [
        (
            x + radius * (1 if i % 2 == 0 else 0.4) * math.sin(math.pi * i / 5),
            y - radius * (1 if i % 2 == 0 else 0.4) * math.cos(math.pi * i / 5),
        )
        for i in range(10)
    ]


def _emblem(pen: ImageDraw.ImageDraw, disc: Disc, scale: float) -> None:
    x, y, r = disc.x * scale, disc.y * scale, disc.radius * scale
    pen.ellipse((x - r, y - r, x + r, y + r), fill=(206, 32, 38), outline=(226, 170, 40), width=round(r / 7))
    pen.polygon(_star(x, y, r * 0.45), fill=(240, 200, 60))


def _stamp(image: Image.Image, seal: Seal, scale: float, rng: Random) -> Image.Image:
    """Multiply the seal onto the image with uneven ink, as a rubber stamp leaves it."""
    side = round(seal.radius * 2.3 * scale)
    mask = _seal_mask(seal, side, scale).rotate(seal.turn, resample=Image.Resampling.BICUBIC)
    uneven = np.random.default_rng(rng.getrandbits(32)).normal(0.86, 0.16, (side // 6 + 1, side // 6 + 1))
    ink = Image.fromarray((np.clip(uneven, 0.35, 1) * 255).astype(np.uint8)).resize(
        (side, side), Image.Resampling.BICUBIC
    )
    stamp = Image.new("RGB", (side, side), "white")
    stamp.paste(seal.colour or RED, (0, 0), ImageChops.multiply(mask, ink))
    at = (round(seal.x * scale - side / 2), round(seal.y * scale - side / 2))
    layer = Image.new("RGB", image.size, "white")
    layer.paste(stamp, at)
    return ImageChops.multiply(image, layer)


def _seal_mask(seal: Seal, side: int, scale: float) -> Image.Image:
    mask = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(mask)
    center, r = side / 2, seal.radius * scale
    for part, width in ((1.0, 0.035), (0.94, 0.012), (0.6, 0.014)):
        box = tuple(center + sign * r * part for sign in (-1, -1, 1, 1))
        pen.ellipse((box[0], box[1], box[2], box[3]), outline=255, width=max(1, round(r * width)))
    pen.polygon(_star(center, center + r * 0.77, r * 0.08), fill=255)
    _ring_text(mask, seal.ring, r * 0.77)
    small = font("arimo", "Bold", round(r * 0.17, 2))
    for order, text in enumerate(seal.middle):
        down = center + (order - (len(seal.middle) - 1) / 2) * r * 0.24
        pen.text((center, down), text, fill=255, font=small, anchor="mm")
    return mask


def _ring_text(mask: Image.Image, text: str, radius: float) -> None:
    """Letters one by one along the upper arc, from lower left over the top to lower right."""
    face = font("arimo", "Bold", round(radius * 0.23, 2))
    reach = min(300.0, 11.5 * len(text))
    for order, letter in enumerate(text):
        angle = -reach / 2 + reach * (order + 0.5) / len(text)
        box = round(radius * 0.5)
        tile = Image.new("L", (box, box), 0)
        ImageDraw.Draw(tile).text((box / 2, box / 2), letter, fill=255, font=face, anchor="mm")
        tile = tile.rotate(-angle, resample=Image.Resampling.BICUBIC)
        x = mask.width / 2 + radius * math.sin(math.radians(angle)) - box / 2
        y = mask.height / 2 - radius * math.cos(math.radians(angle)) - box / 2
        mask.paste(255, (round(x), round(y)), tile)


def _signed(image: Image.Image, stroke: Stroke, scale: float) -> Image.Image:
    layer = Image.new("RGB", image.size, "white")
    points = [(x * scale, y * scale) for x, y in stroke.points]
    ImageDraw.Draw(layer).line(points, fill=stroke.colour, width=round(stroke.width * scale), joint="curve")
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    box = (int(min(xs)) - 9, int(min(ys)) - 9, int(max(xs)) + 9, int(max(ys)) + 9)
    soft = layer.crop(box).filter(ImageFilter.GaussianBlur(0.6))
    under = image.crop(box)
    image.paste(ImageChops.multiply(under, soft), box)
    return image
