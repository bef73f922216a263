"""Connected shapes: the same as OpenCV tells them with wide labels, also where narrow ones would run out."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.page import Pixels
from ocr.shapes import connected


def speckled(share: float) -> Pixels:
    return (np.random.default_rng(5).random((800, 700)) < share).astype(np.uint8) * np.uint8(255)


def combs() -> Pixels:
    # Teeth that meet only at the foot: many numbers are given, few remain.
    ink = np.zeros((400, 600), np.uint8)
    ink[:, ::2], ink[-1] = 255, 255
    return ink


def lone_pixels() -> Pixels:
    ink = np.zeros((700, 700), np.uint8)
    ink[::2, ::2] = 255
    return ink


@pytest.mark.parametrize("connectivity", [4, 8])
@pytest.mark.parametrize("ink", [speckled(0.02), speckled(0.3), combs(), lone_pixels(), speckled(0.0)])
def test_told_as_with_wide_labels(ink: Pixels, connectivity: int) -> None:
    _, labels, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=connectivity)
    found = connected(ink, connectivity)
    assert np.array_equal(found[0], labels)
    assert np.array_equal(found[1], stats)
    assert np.array_equal(found[2], middles, equal_nan=True)


def test_more_shapes_than_narrow_labels_hold() -> None:
    labels, stats, _ = connected(lone_pixels())
    assert len(stats) == 350 * 350 + 1
    assert labels.max() == 350 * 350
