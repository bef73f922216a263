"""Pages as pixels, within limits. Knows files and pages; cleans nothing and reads nothing.

Images are ocr/image_file.py, pages of PDFs ocr/pdf_pixels.py.
"""

from __future__ import annotations

from pathlib import Path

from ocr import media
from ocr.faults import FILE_EMPTY, FILE_TOO_LARGE, FILE_TYPE, Fault, PageUnreadable, damaged
from ocr.image_file import decode_image
from ocr.limits import Limits
from ocr.page import PageImage


def decode(path: Path, number: int, limits: Limits, lean: bool = False) -> PageImage:
    """Page `number` (from 1) of the file at `path`, with EXIF orientation or /Rotate applied.

    `lean` keeps a page above 40 million pixels within a worker's memory: it comes in one channel, the red one
    (gray, where pdfium draws it). That is enough to read; a page to be kept or shown is decoded whole.
    Raises PageUnreadable with the fault of the page; OSError when the file is not there.
    """
    if number < 1:
        # As an index it would be a page counted from the end, and its text another page's.
        raise PageUnreadable(damaged(number, "pages are counted from 1"))
    size = path.stat().st_size
    if size == 0:
        raise PageUnreadable(Fault(FILE_EMPTY))
    if size > limits.max_file_bytes:
        facts = {"bytes": str(size), "limit": str(limits.max_file_bytes)}
        raise PageUnreadable(Fault(FILE_TOO_LARGE, facts))
    with path.open("rb") as file:
        kind = media.media_type(file.read(media.HEAD_BYTES))
    if kind == media.PDF:
        # Its libraries take a third of a worker's start, and images do not ask for them.
        from ocr.pdf_pixels import decode_pdf

        return decode_pdf(path, number, limits, lean)
    if kind not in media.IMAGES:
        raise PageUnreadable(Fault(FILE_TYPE, {"found": kind}))
    return decode_image(path, kind, number, limits, lean)
