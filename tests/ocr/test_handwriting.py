"""Handwriting on real pages, read by the real engine: what a hand wrote is marked, what was printed is not.

The pages are samples/handwritten (made by samples.handwriting) and the committed printed ones.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ocr.engine import OcrEngine
from ocr.handwriting import SUGGESTION, with_handwriting
from ocr.limits import Limits
from ocr.page import Box, Line, PageText, Word
from ocr.read import read_page
from ocr.reading import PageReading
from ocr.strokes import strokes

SAMPLES = Path(__file__).parents[2] / "samples"
HANDWRITTEN = json.loads((SAMPLES / "handwritten" / "truth.json").read_text(encoding="utf-8"))["files"]


def read(path: Path, engine: OcrEngine) -> PageReading:
    return read_page(path, 1, engine, Limits())


def holds(regions: tuple[Box, ...], box: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return any(region.x0 <= x < region.x1 and region.y0 <= y < region.y1 for region in regions)


@pytest.mark.parametrize("file", HANDWRITTEN, ids=[file["file"] for file in HANDWRITTEN])
def test_what_a_hand_wrote_is_marked_and_only_suggested(file: dict[str, object], engine: OcrEngine) -> None:
    reading = read(SAMPLES / "handwritten" / str(file["file"]), engine)
    boxes = [Box(*box) for box in file["handwriting"]]  # type: ignore[attr-defined]
    marked = sum(holds(reading.text.handwriting, box) for box in boxes)
    assert marked >= 0.7 * len(boxes)
    assert reading.quality.verdict == "handwritten"
    by_hand = [word for word in reading.text.words if any(holds((box,), word.box) for box in boxes)]
    suggested = [word for word in by_hand if word.confidence <= SUGGESTION]
    assert len(suggested) >= 0.7 * len(by_hand)


# Italic values, a typewriter, faded ink, a squeezed and enlarged scan, and one out of focus.
@pytest.mark.parametrize("name", ["birth_old_01", "birth_old_04", "marriage_2016_03", "parent_child_02"])
def test_printed_words_are_never_marked(name: str, engine: OcrEngine) -> None:
    truth = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["files"]
    entry = next(file for file in truth if file["file"] == f"{name}.jpg")
    written = {
        word.strip(".,;:")
        for fact in entry["records"][0]["fields"].values()
        for word in (fact["written"] or "").split()
    }
    reading = read(SAMPLES / "pages" / f"{name}.jpg", engine)
    words = [word for word in reading.text.words if word.text.strip(".,;:") in written]
    assert len(words) > 15
    assert [word.text for word in words if holds(reading.text.handwriting, word.box)] == []
    assert reading.quality.verdict != "handwritten"


def test_a_page_without_words_or_ink_has_no_regions() -> None:
    import numpy as np

    empty = PageText(400, 300, 0, (), "test")
    assert with_handwriting(np.full((300, 400), 255, np.uint8), empty).handwriting == ()
    word = Word("Nam", Box(10, 10, 60, 40), 0.2)
    page = PageText(400, 300, 0, (Line((word,)),), "test")
    assert with_handwriting(np.full((300, 400), 255, np.uint8), page).lines == page.lines
    assert not strokes(np.full((300, 400), 255, np.uint8), [word.box]).written.any()


def test_words_measured_together_are_measured_as_alone() -> None:
    import cv2
    import numpy as np

    gray = np.full((400, 900), 255, np.uint8)
    for i, text in enumerate(("Nam", "sinh 1988", "Phú Yên")):
        cv2.putText(gray, text, (20 + 260 * i, 90), cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 1.0 + 0.4 * i, 20, 2)
    boxes = [Box(15 + 260 * i, 55, 265 + 260 * i, 105 + 9 * i) for i in range(3)] + [Box(10, 300, 60, 330)]
    together = vars(strokes(gray, boxes))
    assert together["written"].tolist() == [True, True, True, False]
    for i, box in enumerate(boxes):
        alone = vars(strokes(gray, [box]))
        assert {name: values[i] for name, values in together.items()} == pytest.approx(
            {name: values[0] for name, values in alone.items()}
        )
