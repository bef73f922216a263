"""A dotted line close below the letters makes the engine see no text: the line is read without it, marks below kept."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import font
from PIL import Image, ImageDraw

from ocr import recognition
from ocr.engine import OcrEngine
from ocr.lines import find_lines
from ocr.page import Line, Pixels
from ocr.recognition import read_lines

ADDRESS = "Nơi cư trú: đường Lê Lợi, phường Vĩnh Hải"


def on_dots(text: str, gap: int) -> Pixels:
    """The text on dots two pixels wide, as close as `gap` pixels below its descenders."""
    image = Image.new("L", (1240, 300), 252)
    pen, face = ImageDraw.Draw(image), font()
    pen.text((170, 100), text, fill=20, font=face)
    left, _, right, _ = pen.textbbox((170, 100), text, font=face)
    foot = int(pen.textbbox((170, 100), "p", font=face)[3]) + gap
    for x in range(int(left), int(right) + 4, 4):
        pen.rectangle((x, foot - 3, x + 1, foot - 2), fill=40)
    return np.asarray(image).copy()


def read(page: Pixels, engine: OcrEngine) -> list[Line | None]:
    ink = np.where(page < 128, 255, 0).astype(np.uint8)
    return read_lines(page, find_lines(ink), engine)


@pytest.mark.parametrize(("text", "gap"), [("phủ", 4), ("Cần Thơ", 4), (ADDRESS, 4), (ADDRESS, 6)])
def test_a_line_on_dots_is_read(
    text: str, gap: int, engine: OcrEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = on_dots(text, gap)
    assert [line.text if line else None for line in read(page, engine)] == [text]
    monkeypatch.setattr(recognition, "_FEET", ())
    assert read(page, engine) == [None]


def test_dots_alone_are_no_words(engine: OcrEngine) -> None:
    assert not any(read(on_dots("", 4), engine))
    scribble = np.full((300, 1240), 250, np.uint8)
    scribble[100:130:3, 200:500:7] = 60
    assert not any(read(scribble, engine))
