"""Check boxes and cells for figures are taken out of the ink; letters and figures are not."""

from __future__ import annotations

import cv2
import numpy as np
from drawn import ACCENTED, drawn_page
from PIL import ImageDraw

from ocr.frames import small_frames
from ocr.page import Pixels


def _ink(gray: Pixels) -> Pixels:
    return np.asarray(cv2.threshold(gray, 128, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


def test_boxes_go_and_what_stands_in_them_stays() -> None:
    drawn = drawn_page((1240, 300), ("7 2 9",))
    figures = _ink(np.asarray(drawn.image))
    pen = ImageDraw.Draw(drawn.image)
    # A check box, a ticked one, and a row of cells that share their walls.
    for left in (400, 500, 600, 648, 696):
        pen.rectangle((left, 120, left + 48, 168), outline=30, width=3)
    pen.line((508, 128, 540, 160), fill=30, width=3)
    ink = _ink(np.asarray(drawn.image))
    left = cv2.subtract(ink, small_frames(ink))
    assert np.array_equal(left[:, :390], figures[:, :390])
    assert not left[:, 390:495].any()
    assert left[:, 505:545].any()
    assert np.count_nonzero(left[:, 590:]) == 0


def test_no_letter_is_a_box() -> None:
    letters = "".join(chr(code) for code in range(33, 127)) + ACCENTED
    for face in (letters, letters.upper()):
        rows = tuple(face[at : at + 40] for at in range(0, len(face), 40))
        ink = _ink(np.asarray(drawn_page((1240, 1100), rows).image))
        assert not small_frames(ink).any()
