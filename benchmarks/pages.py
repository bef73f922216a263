"""The pages to be read and what stands on them, from a folder with a truth.json. Decodes no image."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

# Among the degradations of a page: it was filled in by hand.
BY_HAND = "by_hand"


@dataclass(frozen=True)
class PageTruth:
    """One page: `number` counts from 1 in its file, `text` is in reading order, None where nobody typed it.

    `rotation` is the clockwise turn that makes it upright.
    """

    number: int
    text: str | None
    rotation: int = 0
    degradations: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileTruth:
    """One file and its pages in order. Of real scans the text of the whole file may be known, or some strings
    of its head that must stand in the text letter for letter."""

    path: Path
    pages: tuple[PageTruth, ...]
    text: str | None = None
    heads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """Which files of a set are read.

    Files with a blank or turned page are left out unless `every_page`: the peer is not asked to turn pages by
    its default settings, and a ratio must compare what both set out to do. `split` keeps the files whose pages
    all belong to it, `dpi` the images that claim this resolution. `limit` stops after that many pages (never
    inside a file).
    """

    every_page: bool = False
    split: str | None = None
    limit: int | None = None
    dpi: int | None = None


def load(folder: Path, truth: Path, choice: Choice) -> list[FileTruth]:
    """The chosen files of `truth` that lie in `folder`, in its order.

    Files that hold text already are always left out: taking it from the file is no recognition, and the peer
    refuses them. Raises FileNotFoundError when a named file is missing, ValueError when nothing is left to read.
    """
    chosen: list[FileTruth] = []
    for entry in json.loads(truth.read_text(encoding="utf-8"))["files"]:
        if not _wanted(entry["pages"], choice):
            continue
        if choice.limit is not None and page_count(chosen) + len(entry["pages"]) > choice.limit:
            break
        path = folder / entry["file"]
        if not path.is_file():
            raise FileNotFoundError(f"{truth} names {path}, which is not there")
        if not _holds_text(path) and choice.dpi in (None, claimed_dpi(path)):
            chosen.append(FileTruth(path, tuple(_page(page) for page in entry["pages"])))
    if not chosen:
        raise ValueError(f"no page of {truth} is left to read with these options")
    return chosen


def page_count(files: list[FileTruth]) -> int:
    """Pages of all files."""
    return sum(len(file.pages) for file in files)


def page_texts(path: Path) -> list[str]:
    """The text a PDF holds, by page, by PDFium: of the extractors compared, the one that serves the peer best."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def claimed_dpi(path: Path) -> int | None:
    """The resolution that an image file claims; None for PDFs and for images that claim none."""
    if path.suffix.lower() == ".pdf":
        return None
    with Image.open(path) as image:
        claimed = image.info.get("dpi")
    return round(float(claimed[0])) if claimed else None


def _holds_text(path: Path) -> bool:
    return path.suffix.lower() == ".pdf" and any(text.strip() for text in page_texts(path))


def _page(entry: dict[str, Any]) -> PageTruth:
    return PageTruth(
        entry["number"], entry["text"], entry.get("rotation", 0), tuple(entry.get("degradations", ()))
    )


def _wanted(pages: list[dict[str, Any]], choice: Choice) -> bool:
    plain = choice.every_page or not any(page.get("blank") or page.get("rotation") for page in pages)
    return plain and (choice.split is None or all(page.get("split") == choice.split for page in pages))
