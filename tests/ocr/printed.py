"""Marks on paper and what a scanner makes of them: gray pages drawn on the spot, skewed, blurred, noisy, covered."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp
from drawn import FONT
from PIL import Image, ImageDraw, ImageFont

from ocr.page import PageImage, Pixels

A4_MM = (210, 297)
MM = 25.4


@dataclass(frozen=True)
class Scan:
    """How a sheet went through the scanner; `cover` is a post-it: left, top, right, bottom as shares of the sheet."""

    degrees: float = 0.0
    turns: int = 0
    blur: float = 0.0
    noise: float = 0.0
    bitonal: bool = False
    cover: tuple[float, float, float, float] | None = None
    around: int | None = None


def paper(dpi: int, lines: int = 0) -> Pixels:
    """An A4 page with some lines of text."""
    image = Image.new("L", (round(A4_MM[0] * dpi / MM), round(A4_MM[1] * dpi / MM)), 250)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(FONT, round(13 * dpi / 72))
    for line in range(lines):
        text = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc, số 12/2026"
        pen.text((20 * dpi / MM, (20 + 7 * line) * dpi / MM), text, fill=20, font=font)
    return np.asarray(image).copy()


def stuck(page: Pixels, text: str, kind: zxingcpp.BarcodeFormat, module_mm: float, dpi: int) -> Pixels:
    """The page with a code, 30 mm from the left and 200 mm from the top, its modules `module_mm` wide."""
    code = np.array(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=8))
    scale = module_mm * dpi / MM / 8
    small = cv2.resize(code, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    x, y = round(30 * dpi / MM), round(200 * dpi / MM)
    out = page.copy()
    out[y : y + small.shape[0], x : x + small.shape[1]] = small
    return out


def scanned(gray: Pixels, how: Scan, dpi: int, seed: int = 1) -> Pixels:
    """The sheet as it came out. Without `around` the scanner is as large as the sheet and cuts off its corners."""
    chance = np.random.default_rng(seed)
    height, width = gray.shape
    if how.cover:
        left, top, right, bottom = how.cover
        gray = gray.copy()
        gray[int(top * height) : int(bottom * height), int(left * width) : int(right * width)] = 215
    edge = 255 if how.around is None else how.around
    if how.around is not None:
        gray = cv2.copyMakeBorder(
            gray, *([height // 9] * 2), *([width // 6] * 2), cv2.BORDER_CONSTANT, value=edge
        )
        height, width = gray.shape
    if how.degrees:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), how.degrees, 1)
        gray = cv2.warpAffine(gray, turn, (width, height), borderValue=edge)
    gray = np.ascontiguousarray(np.rot90(gray, -how.turns))
    if how.blur:
        gray = cv2.GaussianBlur(gray, (0, 0), how.blur * dpi / 200)
    if how.noise:
        gray = np.clip(gray + chance.normal(0, how.noise, gray.shape), 0, 255).astype(np.uint8)
    return np.where(gray < 140, 0, 255).astype(np.uint8) if how.bitonal else gray


def page(gray: Pixels, dpi: int | None) -> PageImage:
    return PageImage(gray, None if dpi is None else float(dpi))
