"""The second network for second readings: larger than the first and trained apart from it, so that the two seldom make
the same mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ocr.engine import TESSERACT, TESSERACT_CLI, EngineChoice, OcrEngine, open_engine

# tessdata_best with weights as whole numbers (networks/SOURCES.md), under a name that no package of the first one has.
_NAME = "vie_best"
_FOLDER = Path(__file__).resolve().parent / "networks"
_WITH_NETWORKS = frozenset({"tesseract", "tesseract-cli", TESSERACT, TESSERACT_CLI})


def other_choice(first: EngineChoice) -> EngineChoice | None:
    """The engine of `first` with the second network; None for one that has no networks."""
    if first.factory not in _WITH_NETWORKS:
        return None
    return EngineChoice(first.factory, (("languages", _NAME), ("tessdata", str(_FOLDER))))


@contextmanager
def opened(choice: EngineChoice | None) -> Iterator[OcrEngine | None]:
    """The engine as long as it is needed: loading it takes 0.05 s, keeping it would cost a worker 15 MB."""
    engine = open_engine(choice) if choice else None
    try:
        yield engine
    finally:
        if engine is not None:
            engine.close()
