"""Black edges of a scan (an open lid, a copier's shadow) painted over with paper. The page keeps its size."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.page import Pixels

_SHRINK = 8
_DARK = 0.45
# A strip narrower than this share of the page; a wider one is a dark picture.
_WIDEST = 0.2
_LONG = 0.3
_SIDES = ("left", "top", "right", "bottom")


def without_black_edges(gray: Pixels) -> tuple[Pixels, tuple[str, ...]]:
    """The page with its black edge strips in the colour of its paper, and at which sides there were any."""
    if min(gray.shape) < _SHRINK:
        return gray, ()
    small = cv2.resize(gray, None, fx=1 / _SHRINK, fy=1 / _SHRINK, interpolation=cv2.INTER_AREA)
    paper = float(np.percentile(small, 75))
    dark = (small < _DARK * paper).astype(np.uint8)
    height, width = dark.shape
    rim = np.concatenate([dark[0], dark[-1], dark[:, 0], dark[:, -1]])
    if not rim.any():
        return gray, ()
    # Print that touches the strip is not drawn into it.
    kernel = np.ones((3, 3), np.uint8)
    solid = cv2.morphologyEx(
        cv2.copyMakeBorder(dark, 1, 1, 1, 1, cv2.BORDER_REPLICATE), cv2.MORPH_OPEN, kernel
    )
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid[1:-1, 1:-1], connectivity=4)
    strips = [index for index in range(1, count) if _is_strip(stats[index], width, height)]
    if not strips:
        return gray, ()
    mask = cv2.dilate(np.isin(labels, strips).astype(np.uint8), kernel)
    whole = cv2.resize(mask, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_NEAREST)
    out = gray.copy()
    out[whole > 0] = np.uint8(paper)
    # A strip down the left side touches a little of the top as well.
    covered = [float(edge.mean()) for edge in (mask[:, 0], mask[0], mask[:, -1], mask[-1])]
    least = min(_WIDEST, max(covered))
    return out, tuple(side for side, share in zip(_SIDES, covered, strict=True) if share >= least)


def _is_strip(stat: np.ndarray, width: int, height: int) -> bool:
    """Whether a dark shape lies along an edge: long, narrow for its length, touching that edge."""
    x, y, w, h, area = (int(value) for value in stat)
    touches = x <= 1 or y <= 1 or x + w >= width - 1 or y + h >= height - 1
    long = h > _LONG * height or w > _LONG * width
    # A frame of strips on several sides has a large box and little area.
    return touches and long and area < _WIDEST * width * height
