"""Lines that are much larger than the rest of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from drawn import SENTENCES, font, saved
from PIL import Image, ImageDraw

from ocr.engine import EngineChoice, OcrEngine, open_engine
from ocr.limits import Limits
from ocr.read import read_page


@pytest.fixture(scope="module")
def engine() -> Iterator[OcrEngine]:
    opened = open_engine(EngineChoice())
    yield opened
    opened.close()


def _read(image: Image.Image, path: Path, engine: OcrEngine) -> str:
    return read_page(saved(image, path), 1, engine, Limits()).text.text


def test_a_title_of_48_points_over_small_print_is_read(tmp_path: Path, engine: OcrEngine) -> None:
    page = Image.new("L", (1240, 900), 250)
    pen = ImageDraw.Draw(page)
    pen.text((300, 60), "THÔNG BÁO", fill=20, font=font(48))
    pen.text((300, 240), "Nghỉ lễ ba ngày", fill=20, font=font(26))
    for row, sentence in enumerate((*SENTENCES, *SENTENCES)):
        pen.text((200, 360 + 36 * row), sentence, fill=20, font=font(8))
    text = _read(page, tmp_path / "poster.png", engine)
    assert text.splitlines()[:2] == ["THÔNG BÁO", "Nghỉ lễ ba ngày"]
    assert SENTENCES[2] in text
