"""One loaded engine for all tests that read: equal pages give equal readings whatever came between."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ocr.engine import EngineChoice, OcrEngine, open_engine


@pytest.fixture(scope="session")
def engine() -> Iterator[OcrEngine]:
    opened = open_engine(EngineChoice())
    yield opened
    opened.close()
