"""Words of a born-digital PDF page, taken from the file instead of recognised.

Finds the words and their places; whether they are what shows is judged in ocr/layer_trust.py.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array

from ocr.columns import in_reading_order
from ocr.layer_trust import Layer, may_hold_text, shown
from ocr.page import Box, Line, PageImage, PageText, Word
from ocr.pdf_ink import inherited
from ocr.pdf_page import PagePlan, opened, page_at, plan


def read_text_layer(path: Path, number: int, page: PageImage) -> PageText | None:
    """The words of page `number` in pixels of `page`, its decoded image, or None when an engine should read it.

    None for scans with an invisible layer, for text in old Vietnamese font encodings, for garbage, and for
    text that is not all that shows.
    """
    try:
        with opened(path) as pdf:
            found = page_at(pdf, number)
            planned = plan(found)
            if not may_hold_text(found, planned):
                return None
            alone = _alone(found, planned)
        # Fifteen megabytes in every worker, which few files ask for.
        import pdfplumber

        with pdfplumber.open(io.BytesIO(alone)) as document:
            layer = _layer(document.pages[0], page, planned.curves)
    except Exception:
        # pdfminer lets anything through that bytes can provoke; the page is still there to be recognised.
        return None
    seen = shown(layer)
    if seen is None:
        return None
    lines = tuple(_lines(seen))
    return in_reading_order(PageText(page.width, page.height, 0, lines, "pdf text layer", "text-layer"))


def _alone(page: pikepdf.Page, planned: PagePlan) -> bytes:
    """The page as a PDF of its own: what shows begins at zero, turned as displayed.

    pdfplumber counts from /MediaBox, leaves /CropBox out and reads turned text letter by letter; here it
    cannot.
    """
    x0, y0, x1, y1 = planned.box
    matrix = {
        0: (1, 0, 0, 1, -x0, -y0),
        1: (0, -1, 1, 0, -y0, x1),
        2: (-1, 0, 0, -1, x1, y1),
        3: (0, 1, -1, 0, y1, -x0),
    }[planned.turns]
    wide, high = (y1 - y0, x1 - x0) if planned.turns % 2 else (x1 - x0, y1 - y0)
    resources = inherited(page, "/Resources")
    # Notes are no part of the text, and pikepdf warns when form fields leave their form.
    if "/Annots" in page.obj:
        del page.obj["/Annots"]
    with pikepdf.new() as pdf:
        pdf.pages.append(page)
        copy = pdf.pages[0].obj
        for key in ("/CropBox", "/Rotate", "/UserUnit", "/TrimBox", "/BleedBox", "/ArtBox"):
            if key in copy:
                del copy[key]
        copy.MediaBox = Array([0, 0, wide, high])
        if resources is not None and "/Resources" not in copy:
            copy.Resources = pdf.copy_foreign(resources)
        held = copy.get("/Contents")
        parts = list(held) if isinstance(held, Array) else [held]
        begin = pdf.make_stream((" ".join(f"{value:.6f}" for value in matrix) + " cm\n").encode())
        copy.Contents = Array([begin, *parts])
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _layer(sheet: Any, page: PageImage, curves: int) -> Layer:
    def inside(thing: dict[str, Any]) -> bool:
        across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        within = 0 <= across <= sheet.width and 0 <= down <= sheet.height
        return bool(within or thing["object_type"] != "char")

    held = sheet.filter(inside)
    words = held.dedupe_chars().extract_words(
        x_tolerance=2, y_tolerance=2, keep_blank_chars=False, use_text_flow=False
    )
    scale = page.width / float(sheet.width), page.height / float(sheet.height)
    return Layer(
        tuple(Word(text, _box(word, scale, page), 1.0) for word in words if (text := _text(word))),
        tuple(_box(image, scale, page) for image in sheet.images),
        frozenset(str(char.get("fontname", "")).split("+")[-1].lower() for char in held.chars),
        sum(not _upright(char) for char in held.chars) / max(1, len(held.chars)),
        curves,
        page,
    )


def _text(word: dict[str, Any]) -> str:
    return unicodedata.normalize("NFC", word["text"]).strip()


def _upright(char: dict[str, Any]) -> bool:
    a, b, _, d, _, _ = char["matrix"]
    return bool(a > 0 and d > 0 and abs(b) < 0.1 * a)


def _box(found: dict[str, Any], scale: tuple[float, float], page: PageImage) -> Box:
    x0, y0 = int(found["x0"] * scale[0]), int(found["top"] * scale[1])
    x1, y1 = int(found["x1"] * scale[0]) + 1, int(found["bottom"] * scale[1]) + 1
    x0, y0 = min(max(0, x0), page.width - 1), min(max(0, y0), page.height - 1)
    return Box(x0, y0, max(x0 + 1, min(page.width, x1)), max(y0 + 1, min(page.height, y1)))


def _lines(words: Sequence[Word]) -> Iterator[Line]:
    held: list[Word] = []
    for before, word in pairwise([None, *words]):
        if held and before is not None and word is not None and _new_line(before.box, word.box):
            yield Line(tuple(held))
            held = []
        if word is not None:
            held.append(word)
    if held:
        yield Line(tuple(held))


def _new_line(before: Box, word: Box) -> bool:
    return not before.y0 < (word.y0 + word.y1) / 2 < before.y1 or word.x0 < before.x0
