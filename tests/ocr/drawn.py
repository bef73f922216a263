"""Small test pages drawn on the spot: text with known boxes, files of every kind, broken ones included."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFont

from ocr.page import Box, Line, PageImage, PageText, Word

DPI = 200
FONT = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"
ACCENTED = (
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
)
SENTENCES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Ủy ban nhân dân phường nhận được đơn của công dân",
    "về việc đăng ký khai sinh cho con tại nơi cư trú",
    "theo quy định của pháp luật về hộ tịch hiện hành.",
    "Cán bộ tư pháp kiểm tra giấy tờ và ghi vào sổ gốc.",
)


@dataclass(frozen=True)
class Drawn:
    """A page image and the box of every line that was drawn."""

    image: Image.Image
    lines: tuple[tuple[str, Box], ...]

    @property
    def page(self) -> PageImage:
        return PageImage(np.asarray(self.image).copy(), float(DPI))


def font(points: float = 14, dpi: int = DPI) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, round(points * dpi / 72))


def drawn_page(size: tuple[int, int] = (1240, 900), sentences: tuple[str, ...] = SENTENCES) -> Drawn:
    """A gray page at 200 dpi with one sentence per line."""
    image = Image.new("L", size, 250)
    pen, held, y = ImageDraw.Draw(image), [], 120
    for sentence in sentences:
        pen.text((130, y), sentence, fill=20, font=font())
        held.append((sentence, Box(*(int(v) for v in pen.textbbox((130, y), sentence, font=font())))))
        y += 90
    return Drawn(image, tuple(held))


def saved(image: Image.Image, path: Path, **options: object) -> Path:
    image.save(path, dpi=(DPI, DPI), **options)
    return path


def scan_pdf(path: Path, pages: list[bytes], size: tuple[int, int], rotate: int = 0) -> Path:
    """A PDF whose pages are JPEG streams over the whole page."""
    pdf = pikepdf.new()
    for data in pages:
        stream = pdf.make_stream(data)
        stream.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=size[0],
            Height=size[1],
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        width, height = size[0] * 72 / DPI, size[1] * 72 / DPI
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=pikepdf.Array([0, 0, width, height]),
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=stream)),
            Contents=pdf.make_stream(f"q {width} 0 0 {height} 0 0 cm /Im0 Do Q".encode()),
            Rotate=rotate,
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    pdf.save(path)
    return path


def text_of(sentences: list[tuple[str, Box]], size: tuple[int, int], rotation: int = 0) -> PageText:
    """A reading in which each sentence fills its box, words spread by their letters."""
    lines = []
    for sentence, box in sentences:
        words, total, x = sentence.split(), len(sentence), box.x0
        held = []
        for word in words:
            x1 = x + box.width * len(word) // total
            held.append(Word(word, Box(x, box.y0, x1, box.y1), 0.9))
            x = x1 + box.width // total
        lines.append(Line(tuple(held)))
    return PageText(size[0], size[1], rotation, tuple(lines), "test")
