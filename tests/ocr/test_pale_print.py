"""Pale print: a carbon copy is read, the other side's print is not taken for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from drawn import drawn_page, saved
from PIL import Image

from ocr.background import levelled
from ocr.engine import EngineChoice, OcrEngine, open_engine
from ocr.limits import Limits
from ocr.page import Pixels
from ocr.pale_print import strengthened
from ocr.read import read_page


@pytest.fixture(scope="module")
def engine() -> Iterator[OcrEngine]:
    opened = open_engine(EngineChoice())
    yield opened
    opened.close()


def _paled(depth: float, soft: float) -> Pixels:
    """A drawn page whose print is `depth` levels darker than its paper of 210, blurred by `soft` pixels."""
    gray = np.asarray(drawn_page().image, np.float32)
    pale = 210 - (250 - gray) / 230 * depth
    return np.asarray(np.clip(cv2.GaussianBlur(pale, (0, 0), soft), 0, 255), np.uint8)


def test_a_carbon_copy_of_fifty_levels_is_read_and_its_contrast_is_told(
    tmp_path: Path, engine: OcrEngine
) -> None:
    path = saved(Image.fromarray(_paled(50, 0.8)), tmp_path / "carbon.png")
    reading = read_page(path, 1, engine, Limits())
    assert "Độc lập - Tự do - Hạnh phúc" in reading.text.text
    assert "pale print" in reading.steps
    assert reading.quality.verdict == "low"
    assert "contrast" in reading.quality.reasons


def test_what_shines_through_and_dark_print_stay_as_they_are() -> None:
    for page in (_paled(45, 2.2), _paled(190, 0.8)):
        gray = levelled(page)
        same, gain = strengthened(gray)
        assert gain == 1
        assert same is gray
