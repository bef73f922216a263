"""Tesseract through its command line (pytesseract): slower, but needs no compiled binding. The portable
fallback.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytesseract
from PIL import Image

from ocr.engine import as_engines_write, as_typed, is_even
from ocr.faults import EngineFailed
from ocr.page import Box, Line, PageImage, PageText, Pixels, Word
from ocr.tools import OFFICE_NETWORK, TESSERACT, find_tessdata, require

_UNKNOWN_DPI = 200
_PAGE_SECONDS = 300


class TesseractCommand:
    """Starts `tesseract` once per page."""

    def __init__(self, languages: tuple[str, ...], tessdata: Path, program: Path) -> None:
        self._languages = "+".join(languages)
        self._tessdata = tessdata
        pytesseract.pytesseract.tesseract_cmd = str(program)
        self._version = str(pytesseract.get_tesseract_version())

    @property
    def name(self) -> str:
        """Engine, version, languages and options."""
        return f"tesseract-cli/{self._version} {self._languages} psm3 oem1 noinvert"

    def read(self, page: PageImage) -> PageText:
        """Words of a prepared image, in its pixels."""
        found = self._run(Image.fromarray(page.pixels), page.dpi or _UNKNOWN_DPI, segmentation=3)
        return PageText(page.width, page.height, 0, tuple(_lines(found)), self.name)

    def read_lines(
        self, images: Sequence[Pixels], dpi: float, letters: str | None = None
    ) -> list[tuple[Word, ...]]:
        """The words of each level line, in the pixels of its image; one run of the program for all of them."""
        allowed = as_engines_write(letters)
        words: list[list[Word]] = [[] for _ in images]
        inked = [number for number, image in enumerate(images) if not is_even(image)]
        if not inked:
            return [()] * len(images)
        with TemporaryDirectory(prefix="sohoa-lines-") as name:
            files = [Path(name) / f"{number:05d}.png" for number in inked]
            for file, number in zip(files, inked, strict=True):
                Image.fromarray(images[number]).save(file, compress_level=1)
            listed = Path(name) / "lines.txt"
            listed.write_text("".join(f"{file}\n" for file in files), encoding="utf-8")
            found = self._run(str(listed), dpi, segmentation=7, letters=allowed)
        for row, level in enumerate(found["level"]):
            word = _word(found, row) if level == 5 else None
            if word:
                words[inked[int(found["page_num"][row]) - 1]].append(word)
        return [tuple(held) for held in words]

    def _run(
        self, image: Image.Image | str, dpi: float, segmentation: int, letters: str = ""
    ) -> dict[str, list[Any]]:
        options = (
            f'--tessdata-dir "{self._tessdata}" --oem 1 --psm {segmentation} --dpi {round(dpi)}'
            " -c tessedit_do_invert=0"
        )
        if letters:
            options += f" -c {shlex.quote(f'tessedit_char_whitelist={letters}')}"
        os.environ["OMP_THREAD_LIMIT"] = "1"
        try:
            found: dict[str, list[Any]] = pytesseract.image_to_data(
                image,
                lang=self._languages,
                config=options,
                timeout=_PAGE_SECONDS,
                output_type=pytesseract.Output.DICT,
            )
        except (pytesseract.TesseractError, RuntimeError, OSError) as broken:
            raise EngineFailed(
                f"Lệnh tesseract báo lỗi: {broken}. Đọc lại trang; nếu lặp lại, kiểm tra bản cài đặt.",
                f"The tesseract command failed: {broken}. Read the page again; if it recurs, check the "
                "installation.",
            ) from broken
        return found

    def close(self) -> None:
        """Nothing stays open between pages."""


def _lines(found: dict[str, list[Any]]) -> Iterator[Line]:
    def place(row: int) -> tuple[int, int, int]:
        return found["block_num"][row], found["par_num"][row], found["line_num"][row]

    rows = [row for row, level in enumerate(found["level"]) if level == 5]
    for _, members in groupby(rows, key=place):
        words = tuple(word for word in (_word(found, row) for row in members) if word)
        if words:
            yield Line(words)


def _word(found: dict[str, list[Any]], row: int) -> Word | None:
    text = as_typed(str(found["text"][row]))
    left, top = int(found["left"][row]), int(found["top"][row])
    width, height = int(found["width"][row]), int(found["height"][row])
    if not text or width <= 0 or height <= 0:
        return None
    confidence = max(0.0, min(1.0, float(found["conf"][row]) / 100))
    return Word(text, Box(left, top, left + width, top + height), confidence)


def open_engine(languages: str = OFFICE_NETWORK, tessdata: str = "", program: str = "") -> TesseractCommand:
    """The engine for `languages` joined by "+". Raises ToolMissing when program or data is not installed."""
    wanted = tuple(languages.split("+"))
    folder = find_tessdata(wanted, Path(tessdata) if tessdata else None)
    return TesseractCommand(wanted, folder, require(TESSERACT, Path(program) if program else None))
