"""Connected shapes of ink, numbered and measured. Finds nothing by itself: what a shape is, its user says."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Pixels

# Labels, figures (left, top, width, height, area) and middles.
Shapes = tuple[NDArray[Any], NDArray[np.int32], NDArray[np.float64]]


def connected(ink: Pixels, connectivity: int = 8) -> Shapes:
    """Labels, figures and middles of all shapes of `ink` (not 0 on 0); with `connectivity` 4 corners do not connect.

    As cv2.connectedComponentsWithStats tells them, shape 0 being the paper; labels are whole numbers of 16 or 32 bits.
    """
    try:
        # With labels of 16 bits shapes are measured in a third of the time (10 ms against 29 on A4 at 200 dpi, one core
        # of a busy machine); since 5.0 OpenCV refuses when they run out.
        told = cv2.connectedComponentsWithStats(ink, connectivity=connectivity, ltype=cv2.CV_16U)
    except cv2.error:
        told = cv2.connectedComponentsWithStats(ink, connectivity=connectivity, ltype=cv2.CV_32S)
    _, labels, stats, middles = told
    return np.asarray(labels), np.asarray(stats, np.int32), np.asarray(middles, np.float64)
