"""What a file is and what its pages claim, before any page is decoded. Never raises for a bad file."""

from __future__ import annotations

from pathlib import Path

from ocr import media
from ocr.faults import FILE_DAMAGED, FILE_EMPTY, FILE_TOO_LARGE, FILE_TYPE, Fault, PageUnreadable
from ocr.image_file import survey_image, too_many
from ocr.limits import Limits
from ocr.reading import Survey


def survey(path: Path, limits: Limits) -> Survey:
    """Media type, pages, claimed sizes and faults of the file at `path`.

    Raises OSError only when the file cannot be opened at all (gone, no permission): that is the machine's
    fault.
    """
    size = path.stat().st_size
    if size == 0:
        return Survey("application/x-empty", fault=Fault(FILE_EMPTY))
    with path.open("rb") as file:
        kind = media.media_type(file.read(media.HEAD_BYTES))
    if size > limits.max_file_bytes:
        facts = {"bytes": str(size), "limit": str(limits.max_file_bytes)}
        return Survey(kind, fault=Fault(FILE_TOO_LARGE, facts))
    if kind != media.PDF and kind not in media.IMAGES:
        return Survey(kind, fault=Fault(FILE_TYPE, {"found": kind}))
    try:
        if kind != media.PDF:
            return _image(path, kind, limits)
        # Its libraries take a third of a worker's start, and images do not ask for them.
        from ocr.pdf_survey import survey_pdf

        return survey_pdf(path, limits)
    except PageUnreadable as unreadable:
        return Survey(kind, fault=unreadable.fault)


def _image(path: Path, kind: str, limits: Limits) -> Survey:
    pages = survey_image(path, kind, limits)
    if len(pages) > limits.max_pages:
        return Survey(kind, fault=too_many(len(pages), limits))
    if len(pages) == 1 and pages[0].fault and pages[0].fault.code == "PAGE_DAMAGED":
        # The only page of an image file is the file.
        return Survey(kind, fault=Fault(FILE_DAMAGED, {"detail": pages[0].fault.facts["detail"]}))
    return Survey(kind, pages)
