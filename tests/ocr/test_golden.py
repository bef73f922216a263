"""Six committed pages and how well they must be read: a change that reads worse does not pass unseen.

The rate is strict (benchmarks/accuracy.py): reading order counts. Bounds are the rates measured when the test was
written, plus a hundredth; when reading gets better, lower them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.accuracy import strict
from ocr.engine import OcrEngine
from ocr.limits import Limits
from ocr.read import read_page

SAMPLES = Path(__file__).parents[2] / "samples"
TRUTH = {
    file["file"]: file for file in json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["files"]
}
MARGIN = 0.01
# Measured with Tesseract 5 and its standard Vietnamese model.
MEASURED = {
    "birth_2016_01.jpg": 0.0,  # colour, dotted lines, printed border
    "birth_2016_04.jpg": 0.0103,  # photographed with a telephone
    "death_extract_03.jpg": 0.0,  # a red seal over text
    "notice_01.jpg": 0.0189,  # on its side, gray
    "death_old_02.jpg": 0.0383,  # upside down, yellowed, folded
    "marriage_2016_02.jpg": 0.0011,  # askew, gray, two halves
}


@pytest.mark.parametrize("name", MEASURED)
def test_a_page_is_read_as_well_as_ever(name: str, engine: OcrEngine) -> None:
    (page,) = TRUTH[name]["pages"]
    text = read_page(SAMPLES / "pages" / name, 1, engine, Limits()).text
    assert text.rotation == page["rotation"]
    assert strict(page["text"], text.text).rate <= MEASURED[name] + MARGIN
