"""The rules between the rows of a ruled page, as edges for a first proposal. Finds lines, reads nothing."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.decode import decode
from ocr.limits import Limits
from ocr.page import Pixels
from pipeline.batch import Page, sources_of
from pipeline.wiring import Services

# A scan lies within this slope, and a rule runs over this share of the page's width.
_SLOPES = np.linspace(-0.02, 0.02, 41)
_SHARE = 0.55
_STRIPS = 32
# Two rules are further apart than this share of the page's height; nearer ones are one double rule.
_APART = 0.012


def row_edges(services: Services, page: Page) -> tuple[tuple[int, int], ...]:
    """Rules of a page from top to bottom, each as its height at the left and at the right edge, in pixels.

    Raises PageUnreadable.
    """
    with services.ledger.reading() as connection:
        (source,) = sources_of(connection, page.batch, {page.source})
    return edges_in(decode(services.workspace.original(source.sha256), page.number, Limits()).pixels)


def edges_in(pixels: Pixels) -> tuple[tuple[int, int], ...]:
    """As `row_edges`, of an image."""
    gray = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(
        np.asarray(gray), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12
    )
    height, width = ink.shape
    long = cv2.getStructuringElement(cv2.MORPH_RECT, (max(15, width // 60), 1))
    runs = cv2.dilate(cv2.morphologyEx(ink, cv2.MORPH_OPEN, long), np.ones((3, 1), np.uint8))
    strips = np.stack([part.max(axis=1) > 0 for part in np.array_split(runs, _STRIPS, axis=1)], axis=1)
    slope, profile = max(
        ((slope, _profile(strips, slope, width)) for slope in _SLOPES),
        key=lambda pair: float((pair[1] ** 4).sum()),
    )
    drop = slope * width / 2
    return tuple(
        (max(0, min(height, round(y - drop))), max(0, min(height, round(y + drop))))
        for y in _peaks(profile, round(_APART * height))
    )


def _profile(strips: NDArray[np.bool_], slope: float, width: int) -> NDArray[np.float64]:
    """How much of the width has ink at each height, along lines of that slope through the middle."""
    total = np.zeros(strips.shape[0])
    for at in range(_STRIPS):
        offset = round(slope * width * ((at + 0.5) / _STRIPS - 0.5))
        total += np.roll(strips[:, at], -offset)
    return total / _STRIPS


def _peaks(profile: NDArray[np.float64], apart: int) -> Iterator[float]:
    rows = np.flatnonzero(profile >= _SHARE)
    if not rows.size:
        return
    for group in np.split(rows, np.flatnonzero(np.diff(rows) > apart) + 1):
        yield float(group.mean())
