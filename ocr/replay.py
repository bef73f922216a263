"""An engine that answers with readings recorded earlier, found by the digest of the prepared image. For
tests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from ocr.engine import OcrEngine
from ocr.faults import EngineFailed
from ocr.page import Line, PageImage, PageText, Pixels, Word


def page_digest(page: PageImage, letters: str | None = None) -> str:
    """SHA-256 over size, pixels and the letters the reading was restricted to: equal images, equal digest."""
    digest = hashlib.sha256(f"{page.width}x{page.height}x{page.pixels.ndim}:".encode())
    if letters is not None:
        digest.update(f"{letters}:".encode())
    digest.update(page.pixels.tobytes())
    return digest.hexdigest()


class ReplayEngine:
    """Answers from a folder of readings, one JSON file per page digest. An unknown page is EngineFailed."""

    def __init__(self, readings: Path) -> None:
        self._readings = readings

    @property
    def name(self) -> str:
        """Names the recordings' folder, as other recordings give other readings."""
        return f"replay {self._readings.name}"

    def read(self, page: PageImage) -> PageText:
        """The recorded reading of exactly this image."""
        return self._recorded(page, None)

    def _recorded(self, page: PageImage, letters: str | None) -> PageText:
        file = self._readings / f"{page_digest(page, letters)}.json"
        try:
            return PageText.from_json(json.loads(file.read_text(encoding="utf-8")))
        except FileNotFoundError as missing:
            raise EngineFailed(
                f"Chưa ghi sẵn bản đọc cho ảnh này ({file.name}). Ghi lại bằng RecordingEngine.",
                f"No reading is recorded for this image ({file.name}). Record it with RecordingEngine.",
            ) from missing

    def read_lines(
        self, images: Sequence[Pixels], dpi: float, letters: str | None = None
    ) -> list[tuple[Word, ...]]:
        """The recorded readings of exactly these images."""
        return [self._recorded(PageImage(image, dpi), letters).words for image in images]

    def close(self) -> None:
        """Nothing is open."""


class RecordingEngine:
    """Passes pages to another engine and keeps what it answers, in the form ReplayEngine reads."""

    def __init__(self, engine: OcrEngine, readings: Path) -> None:
        self._engine = engine
        self._readings = readings

    @property
    def name(self) -> str:
        """The recorded engine's name."""
        return self._engine.name

    def read(self, page: PageImage) -> PageText:
        """Reads with the recorded engine and writes its answer down."""
        text = self._engine.read(page)
        self._keep(page, text)
        return text

    def read_lines(
        self, images: Sequence[Pixels], dpi: float, letters: str | None = None
    ) -> list[tuple[Word, ...]]:
        """Reads with the recorded engine and writes its answers down, each as a page of one line."""
        read = self._engine.read_lines(images, dpi, letters)
        for image, words in zip(images, read, strict=True):
            page = PageImage(image, dpi)
            self._keep(page, PageText(page.width, page.height, 0, (Line(words),), self.name), letters)
        return read

    def _keep(self, page: PageImage, text: PageText, letters: str | None = None) -> None:
        self._readings.mkdir(parents=True, exist_ok=True)
        file = self._readings / f"{page_digest(page, letters)}.json"
        beside = file.with_suffix(".new")
        beside.write_text(json.dumps(text.as_json(), ensure_ascii=False), encoding="utf-8")
        beside.replace(file)

    def close(self) -> None:
        """Closes the recorded engine."""
        self._engine.close()


def open_engine(readings: str) -> ReplayEngine:
    """The recordings in the folder `readings`."""
    return ReplayEngine(Path(readings))
