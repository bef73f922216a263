"""Engines that break on purpose: each names one way in which a page can take its worker with it."""

from __future__ import annotations

import os
import re
import struct
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from drawn import SENTENCES, drawn_page
from PIL import Image

from ocr.faults import EngineFailed
from ocr.page import Box, Line, PageImage, PageText, Pixels, Word

# A page asks for one of these by the number of its lines.
READ, DIE, HANG, GRAB, BREAK, DIE_ONCE, HANG_ONCE, GROW, DISK_FULL, HALF_ANSWER, SPIN = range(11)
# Lines read to see which way up a page is; all others come in one piece, and are more than these.
_PROBES = 4
_LINES = 5
# What stands below the first lines of a page, in its pixels: as many lines as a first reading leaves over.
LEFT_OVER = Box(0, 450, 1240, 2000)


def page_asking(wish: int) -> Image.Image:
    """A page of text whose number of lines tells the engine what to do."""
    return drawn_page((1240, 2000), (SENTENCES * 4)[: _PROBES + _LINES + wish]).image


class BreakingEngine:
    """Does what the page asks for."""

    name = "breaking"

    def __init__(self, marker: Path) -> None:
        self._marker = marker
        self._kept: list[np.ndarray] = []

    def read(self, page: PageImage) -> PageText:
        return PageText(page.width, page.height, 0, (Line((self._word(),)),), self.name)

    def read_lines(
        self, images: Sequence[Pixels], dpi: float, letters: str | None = None
    ) -> list[tuple[Word, ...]]:
        if len(images) >= _LINES:
            self._do(len(images) - _LINES)
        return [(self._word(),) for _ in images]

    def _word(self) -> Word:
        """Names the process, at such length that the page counts as upright."""
        return Word(f"{'tiếntrình' * 5}{os.getpid()}", Box(1, 1, 9, 9), 0.99)

    def _do(self, wish: int) -> None:
        first = not self._marker.exists()
        if wish != READ:
            self._marker.write_text(str(os.getpid()), encoding="ascii")
        if wish == DIE or (wish == DIE_ONCE and first):
            os._exit(9)
        if wish == HANG or (wish == HANG_ONCE and first):
            time.sleep(600)
        if wish == GRAB:
            np.ones(3 * 1024**3, np.uint8)
        if wish == GROW:
            self._kept.append(np.ones(300_000_000, np.uint8))
        if wish == BREAK:
            raise EngineFailed("hỏng", "broken")
        if wish == DISK_FULL:
            Path("/dev/full").write_bytes(b"a page kept aside")
        if wish == HALF_ANSWER:
            os.write(int(sys.argv[1]), struct.pack("!i", 1000) + b"begun")
            time.sleep(600)
        if wish == SPIN:
            # Never lets go of the interpreter, so that no other thread of the worker gets a turn.
            re.match(r"(a+)+b", "a" * 60)

    def close(self) -> None:
        """Nothing is open."""


def open_engine(marker: str) -> BreakingEngine:
    return BreakingEngine(Path(marker))
