"""The seam to recognition engines: an image goes in, words come out.

An engine sees a prepared page image and answers in the pixels of that image, with `rotation` 0. It knows
nothing of files, batches, records or PDFs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from ocr.faults import EngineFailed
from ocr.page import PageImage, PageText, Pixels, Word

TESSERACT = "ocr.tesseract:open_engine"
TESSERACT_CLI = "ocr.tesseract_cli:open_engine"
REPLAY = "ocr.replay:open_engine"

_SHORT = {"tesseract": TESSERACT, "tesseract-cli": TESSERACT_CLI, "replay": REPLAY}


# Tesseract answers U+2044 for the slash of numbers and dates; nobody searches for that.
_AS_TYPED = str.maketrans({"\u2044": "/"})
_SLASHES = "/\u2044"
# Its Vietnamese model has no ² and sees a wide slash twice; neither "m?" nor "12//2010" is ever printed.
_SQUARE = re.compile(r"^([\d.,]*)m\?([;,.)]*)$")
_TWO_SLASHES = re.compile(r"(?<=\d)//(?=\d)")


def as_typed(raw: str) -> str:
    """An engine's word as a person would type it: NFC, without space around it."""
    word = unicodedata.normalize("NFC", raw).translate(_AS_TYPED).strip()
    return _TWO_SLASHES.sub("/", _SQUARE.sub("\\1m²\\2", word))


def is_even(image: Pixels) -> bool:
    """Whether an image is of one tone, or none at all: Tesseract told to see a line there invents words."""
    return not image.size or bool(image.min() == image.max())


def as_engines_write(letters: str | None) -> str:
    """The letters a reading is restricted to, with all that an engine may write for them; "" for no restriction.

    Raises ValueError for an empty restriction, which would leave nothing to read.
    """
    if letters is None:
        return ""
    if not letters:
        raise ValueError("a restriction needs at least one letter")
    typed = unicodedata.normalize("NFC", letters)
    return typed.replace("/", _SLASHES) if "/" in typed else typed


class OcrEngine(Protocol):
    """Reads one prepared page image. Holds its models; use it from one thread only."""

    @property
    def name(self) -> str:
        """Engine, version, languages and options: equal names give equal readings. Part of cache keys."""
        ...

    def read(self, page: PageImage) -> PageText:
        """Words in the engine's reading order, text NFC. Raises EngineFailed; an empty page is no error."""
        ...

    def read_lines(
        self, images: Sequence[Pixels], dpi: float, letters: str | None = None
    ) -> list[tuple[Word, ...]]:
        """The words of each image (gray, one level line of text each), in the image's own pixels.

        The cheap and exact way to read what line finding has cut out. With `letters` no other letter is
        answered: what stands there instead is left out or taken for one of them, with little confidence. Raises
        EngineFailed; a line without words, an image of one tone among
        them, is an empty tuple.
        """
        ...

    def close(self) -> None:
        """Frees the models."""
        ...


@dataclass(frozen=True)
class EngineChoice:
    """Which engine a worker process loads; plain data, so that it crosses process borders.

    `factory` is "tesseract", "tesseract-cli", "replay" or "module:callable"; the callable gets `options` as
    keyword arguments (strings) and returns an OcrEngine.
    """

    factory: str = "tesseract"
    options: tuple[tuple[str, str], ...] = ()


def open_engine(choice: EngineChoice) -> OcrEngine:
    """Loads the chosen engine. Raises ToolMissing when its program or data is not installed, else
    EngineFailed.
    """
    module, _, attribute = _SHORT.get(choice.factory, choice.factory).partition(":")
    try:
        factory: Callable[..., OcrEngine] = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as missing:
        raise EngineFailed(
            f"Không nạp được bộ nhận dạng “{choice.factory}”: {missing}. Kiểm tra tên bộ nhận dạng và gói "
            "cài đặt.",
            f"Cannot load the engine “{choice.factory}”: {missing}. Check its name and the installed "
            "packages.",
        ) from missing
    return factory(**dict(choice.options))
