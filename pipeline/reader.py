"""The reader as the settings want it: worker processes with a loaded engine, and their limits."""

from __future__ import annotations

from typing import TypeAlias

from ocr.engine import EngineChoice
from ocr.limits import Limits
from ocr.pool import ReaderPool
from pipeline.settings import Settings

# The name under which flows know the reader's pool without knowing the reader.
Pool: TypeAlias = ReaderPool
ENGINES = {"tesserocr": "tesseract", "pytesseract": "tesseract-cli"}


def limits(settings: Settings) -> Limits:
    """How much one file or page may ask for."""
    return Limits(
        max_file_bytes=settings.max_file_bytes,
        max_page_pixels=settings.max_page_pixels,
        max_pages=settings.max_pages,
        page_seconds=settings.page_seconds,
    )


def open_pool(settings: Settings) -> Pool:
    """Worker processes with a loaded engine; use as a context manager."""
    return ReaderPool(settings.reading_processes, limits(settings), EngineChoice(ENGINES[settings.engine]))
