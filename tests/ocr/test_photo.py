"""Where the corners of a photographed sheet are found, and that no shadow on it passes for its edge."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.page import Pixels
from ocr.photo import sheet_corners

HEIGHT, WIDTH = 2570, 1820
TABLE, PAPER = 70, 235


def on_table(left: int = 30, top: int = 40) -> Pixels:
    """A sheet on a dark table, as near as a person holds the telephone."""
    picture = np.full((HEIGHT, WIDTH), TABLE, np.uint8)
    picture[top : HEIGHT - 40, left : WIDTH - 2] = PAPER
    return picture


def shaded(picture: Pixels, wide: int, darkest: float) -> Pixels:
    """The picture with a shadow from the left whose edge runs aslant and is `wide` pixels soft."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    edge = 1250 - 0.25 * y
    light = np.clip((x - edge) / wide + 0.5, 0, 1) * (1 - darkest) + darkest
    return np.asarray(picture * light, np.uint8)


def share_of(corners: np.ndarray | None) -> float:
    """Of the picture, how much lies between the corners; all of it where none are found."""
    if corners is None:
        return 1.0
    x, y = corners.T
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2 / (WIDTH * HEIGHT))


@pytest.mark.parametrize("wide", [200, 400, 800])
@pytest.mark.parametrize("darkest", [0.35, 0.5, 0.65])
def test_a_shadow_on_a_sheet_takes_none_of_it_away(wide: int, darkest: float) -> None:
    assert share_of(sheet_corners(shaded(on_table(), wide, darkest))) > 0.9


def test_a_sheet_without_a_shadow_is_found_at_its_edges() -> None:
    corners = sheet_corners(on_table(left=260, top=190))
    assert corners is not None
    assert np.allclose(corners[0], (260, 190), atol=12)
