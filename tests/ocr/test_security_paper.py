"""The ground and the frame of security paper become paper; the print on it stays, and plain pages are left alone."""

from __future__ import annotations

import cv2
import numpy as np
from drawn import SENTENCES
from printed_sheet import Set, sheet

from ocr.ground import without_ground
from ocr.ornament import without_frame
from ocr.page import Pixels

SIZE = (2339, 1654)


def text_page() -> Pixels:
    return sheet(SIZE, [Set(text, 260, 300 + 70 * row) for row, text in enumerate(SENTENCES * 3)])


def waves(page: Pixels, tone: int, share: float = 1.0, blur: float = 1.0) -> Pixels:
    """`page` with waves of `tone` over a share of its width, as guilloche lies below print."""
    rows, columns = np.mgrid[: page.shape[0], : page.shape[1]]
    line = (rows + 9 * np.sin(columns / 40)) % 14 < 3
    line &= columns < share * page.shape[1]
    ground = np.where(line, tone, 255).astype(np.uint8)
    ground = np.asarray(cv2.GaussianBlur(ground, (0, 0), blur), np.uint8)
    return np.minimum(page, ground)


def framed(page: Pixels, inset: int = 90) -> Pixels:
    """`page` in a frame of two lines with rings between them."""
    out = page.copy()
    height, width = page.shape
    for edge in (inset, inset + 36):
        cv2.rectangle(out, (edge, edge), (width - edge, height - edge), 40, 3)
    for at in range(inset + 18, max(height, width) - inset, 30):
        for spot in ((inset + 18, at), (width - inset - 18, at), (at, inset + 18), (at, height - inset - 18)):
            if inset < spot[0] < width - inset and inset < spot[1] < height - inset:
                cv2.circle(out, spot, 10, 40, 2)
    return out


def test_waves_go_and_print_stays() -> None:
    page = text_page()
    plain = without_ground(waves(page, 205))
    assert np.count_nonzero(plain[page > 250] < 240) < 0.01 * page.size
    assert np.array_equal(plain[page < 120], page[page < 120])


def test_a_page_without_ground_stays() -> None:
    page = text_page()
    assert without_ground(page) is page


def test_a_shadow_at_a_side_is_no_ground() -> None:
    page = text_page()
    shaded = waves(page, 205, share=0.4)
    assert without_ground(shaded) is shaded


def test_ground_as_dark_as_print_stays() -> None:
    # What parts them is not to be seen in their tones: print must not go with it.
    dark = waves(text_page(), 60, blur=0.1)
    assert without_ground(dark) is dark


def test_a_frame_goes_from_all_sides_and_print_stays() -> None:
    page = text_page()
    plain = without_frame(framed(page))
    assert np.count_nonzero(plain[80:140, 300:-300] < 200) == 0
    assert np.count_nonzero(plain[300:-300, -140:-80] < 200) == 0
    assert np.array_equal(plain[200:-200, 200:-200], page[200:-200, 200:-200])


def test_a_column_of_figures_is_no_frame() -> None:
    numbers = [Set("12.", 120, 200 + 38 * row) for row in range(54)]
    page = sheet(SIZE, [*numbers, *(Set(SENTENCES[0], 260, 200 + 38 * row) for row in range(54))])
    assert without_frame(page) is page
