"""What a PDF claims of itself and its pages, before any page is decoded. Renders nothing."""

from __future__ import annotations

import mmap
import re
from pathlib import Path

from ocr import media
from ocr.faults import FILE_DAMAGED, PAGE_MEMORY, Fault, PageUnreadable, damaged
from ocr.image_file import too_large, too_many
from ocr.limits import Limits
from ocr.pdf_page import BROKEN, opened, page_at, plan
from ocr.reading import PageSurvey, Survey

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*\d")
# Mail gateways and scanners append some bytes after %%EOF; a cut-off revision is longer or holds objects.
_TAIL_BYTES = 2048


def survey_pdf(path: Path, limits: Limits) -> Survey:
    """Pages with their sizes and faults, and whether the file is signed. Raises PageUnreadable."""
    signed, cut = _marks_in(path)
    if cut:
        return Survey(
            media.PDF, fault=Fault(FILE_DAMAGED, {"detail": "PDF: end of file missing"}), signed=signed
        )
    with opened(path) as pdf:
        try:
            count = len(pdf.pages)
            promised = int(pdf.Root.Pages.get("/Count", count))
        except BROKEN as broken:
            detail = {"detail": f"PDF: {type(broken).__name__}"}
            return Survey(media.PDF, fault=Fault(FILE_DAMAGED, detail), signed=signed)
        if count > limits.max_pages:
            return Survey(media.PDF, fault=too_many(count, limits), signed=signed)
        if count == 0 or promised > count:
            detail = {"detail": f"PDF: {count} of {promised} pages found"}
            return Survey(media.PDF, fault=Fault(FILE_DAMAGED, detail), signed=signed)
        pages = tuple(_pdf_page(pdf, number, limits) for number in range(1, count + 1))
    return Survey(media.PDF, pages, signed)


def _pdf_page(pdf: object, number: int, limits: Limits) -> PageSurvey:
    try:
        planned = plan(page_at(pdf, number))  # type: ignore[arg-type]
    except PageUnreadable as unreadable:
        return PageSurvey(number, fault=unreadable.fault)
    except BROKEN as broken:
        return PageSurvey(number, fault=damaged(number, f"PDF: {type(broken).__name__}"))
    except MemoryError:
        # Content that does not fit a worker costs its page, not the file.
        return PageSurvey(number, fault=Fault(PAGE_MEMORY, {"page": str(number)}))
    fault = too_large(number, planned.claimed_pixels, limits)
    return PageSurvey(number, planned.width, planned.height, fault)


def _marks_in(path: Path) -> tuple[bool, bool]:
    """Whether the PDF carries a signature, and whether its end is missing."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        signed = _BYTE_RANGE.search(data) is not None
        last = data.rfind(b"%%EOF")
        tail = data[last + 5 :] if last >= 0 and len(data) - last <= 10 * _TAIL_BYTES else b""
        cut = last < 0 or len(data) - last > 10 * _TAIL_BYTES
        return signed, cut or (len(tail) > _TAIL_BYTES or b" obj" in tail)
