"""Words of a born-digital PDF page, taken from the file instead of recognised. Trusted only when they are
what shows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.psexceptions import PSException

from ocr.columns import in_reading_order
from ocr.page import Box, Line, PageImage, PageText, Word
from ocr.pdf_page import BROKEN, POINTS, RENDER_DPI, opened, page_at, plan

_LEAST_LETTERS = 40
_MOST_STRANGE = 0.02
_IMAGE_PAGE = 0.5
_VIETNAMESE = frozenset(
    "abcdefghijklmnopqrstuvwxyzàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
)
# Fonts of the encodings before Unicode (TCVN3, VNI): their letters come out as other letters.
_OLD_FONTS = (".vn", "vni-", "vni ", "vntime", "vnarial")


def read_text_layer(path: Path, number: int, page: PageImage) -> PageText | None:
    """The words of page `number` in pixels of `page` (rendered at 300 dpi), or None when an engine should
    read it.

    None for scans with an invisible layer, for text in old Vietnamese font encodings, and for garbage.
    """
    try:
        with opened(path) as pdf:
            planned = plan(page_at(pdf, number))
        if planned.scan is not None or not planned.visible_text or planned.image_share > _IMAGE_PAGE:
            return None
        with pdfplumber.open(path, pages=[number]) as document:
            lines = tuple(_lines(document.pages[0], page))
    except (*BROKEN, PSException, OSError):
        return None
    if not _is_text("".join(word.text for line in lines for word in line.words)):
        return None
    return in_reading_order(PageText(page.width, page.height, 0, lines, "pdf text layer", "text-layer"))


def _lines(sheet: Any, page: PageImage) -> Iterator[Line]:
    fonts = {str(char.get("fontname", "")).split("+")[-1].lower() for char in sheet.chars}
    if any(font.startswith(_OLD_FONTS) for font in fonts):
        return
    found = sheet.dedupe_chars().extract_words(
        x_tolerance=2, y_tolerance=2, keep_blank_chars=False, use_text_flow=False
    )
    held: list[Word] = []
    for before, word in pairwise([None, *found]):
        if held and before is not None and _new_line(before, word):
            yield Line(tuple(held))
            held = []
        text = unicodedata.normalize("NFC", word["text"]).strip()
        if text:
            held.append(Word(text, _box(word, sheet, page), 1.0))
    if held:
        yield Line(tuple(held))


def _new_line(before: dict[str, Any], word: dict[str, Any]) -> bool:
    middle = (word["top"] + word["bottom"]) / 2
    return not before["top"] < middle < before["bottom"] or word["x0"] < before["x0"]


def _box(word: dict[str, Any], sheet: Any, page: PageImage) -> Box:
    scale = RENDER_DPI / POINTS
    left, top = float(sheet.bbox[0]), float(sheet.bbox[1])
    x0, y0 = int((word["x0"] - left) * scale), int((word["top"] - top) * scale)
    x1, y1 = int((word["x1"] - left) * scale) + 1, int((word["bottom"] - top) * scale) + 1
    x0, y0 = min(max(0, x0), page.width - 1), min(max(0, y0), page.height - 1)
    return Box(x0, y0, max(x0 + 1, min(page.width, x1)), max(y0 + 1, min(page.height, y1)))


def _is_text(text: str) -> bool:
    """Enough letters, and nearly all of them letters that Vietnamese or Latin text has."""
    known = [letter for letter in text if letter.isalpha()]
    strange = sum(letter.lower() not in _VIETNAMESE for letter in known)
    strange += sum(
        unicodedata.category(letter) in {"Co", "Cn", "Cc"} or letter == "\ufffd" for letter in text
    )
    strange += text.count("(cid:") * 5
    return len(known) >= _LEAST_LETTERS and strange <= _MOST_STRANGE * max(1, len(text))
