"""What three readers of PDF make of a page: its text as copied, and where they think the words are.

Boxes are pixels of the page as it shows, at the resolution asked for, origin top left.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pypdfium2
from outside_tools import tool
from time_limits import finished

Found = tuple[str, float, float, float, float]

_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</word>'
)


def poppler_text(path: Path, *options: str) -> str:
    told = finished(["pdftotext", *options, path, "-"], capture_output=True, check=True)
    return told.stdout.decode()


def pdfium_text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def pdfjs_text(path: Path) -> str:
    return "\n".join(
        "".join(item["str"] + "\n" * item["hasEOL"] for item in page["items"]) for page in pdfjs_pages(path)
    )


def pdfjs_pages(path: Path) -> list[dict[str, Any]]:
    told = finished([tool("pdfjs-text"), path], capture_output=True, check=True)
    pages: list[dict[str, Any]] = json.loads(told.stdout)
    return pages


READERS = {"poppler": poppler_text, "pdfium": pdfium_text, "pdf.js": pdfjs_text}


def poppler_words(path: Path, dpi: float) -> list[Found]:
    scale = dpi / 72
    return [
        (html.unescape(text), *(float(value) * scale for value in box))
        for *box, text in _WORD.findall(poppler_text(path, "-bbox"))
    ]


def pdfium_words(path: Path, dpi: float) -> list[Found]:
    """Words of the first page, each with the smallest box around its characters' boxes."""
    scale = dpi / 72
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        text, height = page.get_textpage(), page.get_height()
        found: list[Found] = []
        letters, boxes = "", []
        for at in range(text.count_chars() + 1):
            letter = text.get_text_range(at, 1) if at < text.count_chars() else " "
            if letter.strip():
                letters += letter
                boxes.append(text.get_charbox(at))
            elif letters:
                left, bottom, right, top = zip(*boxes, strict=True)
                box = min(left), height - max(top), max(right), height - min(bottom)
                found.append((letters, *(value * scale for value in box)))
                letters, boxes = "", []
        return found


def pdfium_finds(path: Path, phrase: str) -> int:
    """How often the first page's search box (Ctrl-F) finds `phrase`."""
    with pypdfium2.PdfDocument(path) as document:
        search, count = document[0].get_textpage().search(phrase), 0
        while search.get_next() is not None:
            count += 1
        return count
