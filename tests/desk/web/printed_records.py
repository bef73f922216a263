"""Real pages with known words: drawn with an installed font, and a reader that knows what was drawn on them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from archive.digest import of_bytes
from ocr.page import Box, Line, PageText, Quality, Word
from ocr.pool import AgainOutcome, AgainRequest, PageOutcome, PageRequest
from ocr.reading import PageReading, PageSurvey, Survey

WIDTH, HEIGHT, LEFT, TOP, STEP, SIZE = 827, 1169, 70, 80, 44, 22
FONT = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"
BIRTH = (
    "GIẤY KHAI SINH",
    "Số: 773/2019?99",
    "Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG?60",
    "Ngày, tháng, năm sinh: 15/10/2019?60",
    "Giới tính: Nữ",
    "Họ, chữ đệm, tên người mẹ: TRẦN HOÀNG UYÊN",
    "Họ, chữ đệm, tên người cha: LÊ TRỌNG BÌNH",
    "Nơi đăng ký khai sinh: Ủy ban nhân dân phường Linh Xuân",
    "Ngày, tháng, năm đăng ký: 18/10/2019?60",
)


@dataclass(frozen=True)
class Press:
    """Draws pages and reads them back, also in another process: what was drawn is kept under the file's digest.

    `NAME?60` is drawn as NAME and read at 0.60; no lines make a blank page.
    """

    folder: Path

    engine_name = "press"

    def page(self, name: str, lines: Sequence[str], reasons: Sequence[str] = ()) -> Path:
        """A PNG of a page with `lines`; `reasons` are what its quality is to be doubted for."""
        font = ImageFont.truetype(FONT, SIZE)
        image = Image.new("L", (WIDTH, HEIGHT), 250)
        draw = ImageDraw.Draw(image)
        # Equal pages of different names must not be duplicates of each other.
        draw.text((LEFT, HEIGHT - 40), name, font=font, fill=225 if lines else 246)
        drawn = tuple(self._line(draw, font, number, line) for number, line in enumerate(lines))
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save(path, dpi=(100, 100), pnginfo=None)
        verdict = "blank" if not lines else "low" if reasons else "ok"
        quality = Quality(verdict, tuple(reasons))
        text = PageText(WIDTH, HEIGHT, 0, drawn, "engine")
        kept = PageReading(1, text, quality, 100.0).as_json()
        (self.folder / f"{of_bytes(path.read_bytes())}.json").write_text(json.dumps(kept), encoding="utf-8")
        return path

    def _line(self, draw: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont, number: int, line: str) -> Line:
        words, left, top = [], LEFT, TOP + STEP * number
        for token in line.split():
            shown, _, sure = token.partition("?")
            draw.text((left, top), shown, font=font, fill=20)
            right = left + int(font.getlength(shown))
            words.append(
                Word(shown, Box(left, top, right, top + SIZE + 6), int(sure) / 100 if sure else 0.97)
            )
            left = right + 8
        return Line(tuple(words))

    def survey(self, path: Path) -> Survey:
        """Every file is one page."""
        return Survey("image/png", (PageSurvey(1, WIDTH, HEIGHT),))

    def read(self, requests: Iterable[PageRequest]) -> Iterator[PageOutcome]:
        """What was drawn."""
        for request in requests:
            kept = self.folder / f"{of_bytes(request.path.read_bytes())}.json"
            reading = PageReading.from_json(json.loads(kept.read_text(encoding="utf-8")))
            yield PageOutcome(request.token, reading, None)

    def read_again(self, requests: Iterable[AgainRequest]) -> Iterator[AgainOutcome]:
        """Nothing: what was drawn reads the same every time."""
        for request in requests:
            yield AgainOutcome(request.token, None, None)
