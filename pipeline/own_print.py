"""Which values hold a number whose figures the page itself prints, so that no pen wrote them (ocr/own_figures.py)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr.page import Box
from ocr.reading import PageReading
from pipeline.extract import Extraction
from pipeline.record import Field

# Those of the symbol ("BCĐ389") are printed with it.
_FIGURES = re.compile(r"^\D*(\d+)")


def with_own_print(found: Extraction, pages: Sequence[PageReading]) -> Extraction:
    """The extraction with `printed` in the evidence of each value whose number stands in print on its page."""
    evidence = dict(found.evidence)
    for entry in found.fields:
        held = evidence[entry.key]
        if _printed(entry, held.rows, pages):
            evidence[entry.key] = replace(held, printed=True)
    return replace(found, evidence=evidence)


def _printed(entry: Field, rows: Sequence[Box], pages: Sequence[PageReading]) -> bool:
    number = _FIGURES.match(entry.value or "")
    if number is None or entry.page is None:
        return False
    marks = [mark for mark in pages[entry.page].figures if mark.text == number[1]]
    return any(mark.box.meets(row) for mark in marks for row in rows)
