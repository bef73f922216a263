"""One loaded engine for all tests that read: equal pages give equal readings whatever came between."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import pytest

from ocr.engine import EngineChoice, OcrEngine, open_engine

# As in ocr/worker.py, where all this runs otherwise.
cv2.setNumThreads(1)


@pytest.fixture(scope="session")
def engine() -> Iterator[OcrEngine]:
    opened = open_engine(EngineChoice())
    yield opened
    opened.close()
