"""Some pages of a final file as a file of their own, for a certified extract. The source is only read.

What signatures show on a page becomes part of that page; the signatures themselves stay behind, for they cover the
whole source. What could act by itself or lead elsewhere (forms, names, outlines, evidence) does not come along.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pikepdf

from pipeline.errors import MoveRefused, WrongUse
from signing.appearance import Box

_LEFT_BEHIND = (
    "/AcroForm",
    "/DSS",
    "/Perms",
    "/Names",
    "/Dests",
    "/Outlines",
    "/StructTreeRoot",
    "/PageLabels",
)
_OF_PAGE = ("/Annots", "/StructParents", "/B")


def page_count(content: bytes) -> int:
    """How many pages a PDF has. Raises MoveRefused for one that cannot be read."""
    with _opened(content) as pdf:
        return len(pdf.pages)


def extract(content: bytes, pages: Sequence[int]) -> tuple[bytes, tuple[Box, ...]]:
    """The pages with these numbers (from 1, rising) in one revision, and where marks stood on the first of them.

    Raises WrongUse, MoveRefused.
    """
    with _opened(content) as pdf:
        if not pages or not set(pages) <= set(range(1, len(pdf.pages) + 1)):
            raise WrongUse(
                f"Tệp có {len(pdf.pages)} trang; nêu các trang trong số đó, ví dụ --pages 1-2.",
                f"The file has {len(pdf.pages)} pages; name some of them, for example --pages 1-2.",
            )
        marks = tuple(_marks_on(pdf.pages[pages[0] - 1]))
        # Only what is seen on paper: hidden annotations stay hidden.
        pdf.flatten_annotations(mode="all")
        for number in range(len(pdf.pages), 0, -1):
            if number not in pages:
                del pdf.pages[number - 1]
        for key in _LEFT_BEHIND:
            if key in pdf.Root:
                del pdf.Root[key]
        for page in pdf.pages:
            for key in _OF_PAGE:
                if key in page.obj:
                    del page.obj[key]
        pdf.remove_unreferenced_resources()
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue(), marks


def _marks_on(page: pikepdf.Page) -> Iterator[Box]:
    for annotation in page.obj.get("/Annots", ()):
        edges = [float(edge) for edge in annotation.get("/Rect", ())]
        if len(edges) == 4 and edges[0] != edges[2] and edges[1] != edges[3]:
            yield (min(edges[0::2]), min(edges[1::2]), max(edges[0::2]), max(edges[1::2]))


def _opened(content: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(content))
    except pikepdf.PdfError as cause:
        raise MoveRefused(
            "Không đọc được PDF của tài liệu trong kho. Kiểm tra: sohoa archive fixity.",
            "The record's PDF in the store cannot be read. Check: sohoa archive fixity.",
        ) from cause
