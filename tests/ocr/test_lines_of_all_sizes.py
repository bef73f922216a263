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


@pytest.mark.parametrize("points", [18, 28, 36, 44])
def test_titles_of_all_sizes_are_read_and_lie_on_their_ink(
    points: int, tmp_path: Path, engine: OcrEngine
) -> None:
    page = Image.new("L", (1654, 900), 250)
    pen = ImageDraw.Draw(page)
    pen.text((200, 100), "THÔNG BÁO", fill=20, font=font(points))
    for row, sentence in enumerate(SENTENCES):
        pen.text((200, 420 + 40 * row), sentence, fill=20, font=font(10))
    reading = read_page(saved(page, tmp_path / "title.png"), 1, engine, Limits())
    words = reading.text.lines[0].words
    assert [word.text for word in words] == ["THÔNG", "BÁO"]
    left, _, right, foot = pen.textbbox((200, 100), "THÔNG BÁO", font=font(points))
    assert (words[0].box.x0, words[1].box.x1) == pytest.approx((left, right), abs=points / 2)
    assert words[0].box.y1 == pytest.approx(foot, abs=points / 2)


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
