"""Initials behind a printed line, as beside "Lưu: VT": the engine sees no text there, and the line would be lost."""

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

KEPT = "- Lưu: VT, CTSV, Tuấn PM (01)."


def initialled(text: str) -> Pixels:
    """Two printed lines close together; behind the lower one a pen wrote, with a stroke up to the right."""
    image = Image.new("L", (1240, 300), 252)
    pen, face = ImageDraw.Draw(image), font(11)
    pen.text((170, 100), "- Các đơn vị thuộc Bộ;", fill=20, font=face)
    pen.text((170, 136), text, fill=20, font=face)
    x = int(pen.textbbox((170, 136), text or "- Các đơn vị", font=face)[2]) + 12
    curve = (
        (0, 38),
        (8, 12),
        (16, 6),
        (18, 20),
        (10, 44),
        (24, 40),
        (34, 28),
        (30, 46),
        (40, 44),
        (46, 30),
        (130, -20),
    )
    pen.line([(x + dx, 126 + dy) for dx, dy in curve], fill=30, width=5, joint="curve")
    return np.asarray(image).copy()


def read(page: Pixels, engine: OcrEngine) -> list[Line]:
    ink = np.where(page < 128, 255, 0).astype(np.uint8)
    return [line for line in read_lines(page, find_lines(ink), engine) if line]


def test_a_line_with_initials_behind_it_is_read_and_nobody_accepts_it(
    engine: OcrEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = initialled(KEPT)
    lines = read(page, engine)
    assert [line.text for line in lines] == ["- Các đơn vị thuộc Bộ;", KEPT]
    assert max(word.confidence for word in lines[-1].words) <= 0.5
    monkeypatch.setattr(recognition, "_MARKED", ())
    assert [line.text for line in read(page, engine)] == ["- Các đơn vị thuộc Bộ;"]


def test_initials_alone_are_no_words(engine: OcrEngine) -> None:
    assert not [line for line in read(initialled(""), engine) if "Các" not in line.text]
