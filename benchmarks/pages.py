"""The pages to be read and what stands on them, from a folder with a truth.json. Decodes no image."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2


@dataclass(frozen=True)
class PageTruth:
    """One page: `number` counts from 1 in its file, `text` is in reading order."""

    number: int
    text: str


@dataclass(frozen=True)
class FileTruth:
    """One file and its pages in order."""

    path: Path
    pages: tuple[PageTruth, ...]


def load(
    folder: Path, truth: Path, *, every_page: bool, split: str | None, limit: int | None
) -> list[FileTruth]:
    """The files of `truth` that lie in `folder`, in its order.

    Files with a blank or turned page are left out unless `every_page`: the peer is not asked to turn pages by
    its default settings, and a ratio must compare what both set out to do. Files that hold text already are
    always left out: taking it from the file is no recognition, and the peer refuses them. `split` keeps the
    files whose pages
    all belong to it. `limit` stops after that many pages (never inside a file).
    Raises FileNotFoundError when a named file is missing, ValueError when nothing is left to read.
    """
    chosen: list[FileTruth] = []
    for entry in json.loads(truth.read_text(encoding="utf-8"))["files"]:
        if not _wanted(entry["pages"], every_page, split):
            continue
        if limit is not None and sum(len(file.pages) for file in chosen) + len(entry["pages"]) > limit:
            break
        path = folder / entry["file"]
        if not path.is_file():
            raise FileNotFoundError(f"{truth} names {path}, which is not there")
        if path.suffix.lower() == ".pdf" and any(text.strip() for text in page_texts(path)):
            continue
        chosen.append(FileTruth(path, tuple(PageTruth(p["number"], p["text"]) for p in entry["pages"])))
    if not chosen:
        raise ValueError(f"no page of {truth} is left to read with these options")
    return chosen


def page_texts(path: Path) -> list[str]:
    """The text a PDF holds, by page, by PDFium: of the extractors compared, the one that serves the peer best."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def _wanted(pages: list[dict[str, Any]], every_page: bool, split: str | None) -> bool:
    plain = every_page or not any(page.get("blank") or page.get("rotation") for page in pages)
    return plain and (split is None or all(page.get("split") == split for page in pages))
