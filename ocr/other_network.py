"""The second network for second readings: smaller than the first and trained apart from it, so that the two seldom make
the same mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ocr.engine import TESSERACT, TESSERACT_CLI, EngineChoice, OcrEngine, open_engine

# Debian's. The larger one that the first was trained from errs with it: on two sets 3 of 684 accepted values were wrong
# with that one beside it, 2 of 683 with Debian's (decision 64).
_NAME = "vie"
_WITH_NETWORKS = frozenset({"tesseract", "tesseract-cli", TESSERACT, TESSERACT_CLI})


def other_choice(first: EngineChoice) -> EngineChoice | None:
    """The engine of `first` with the second network; None for one that has no networks."""
    if first.factory not in _WITH_NETWORKS:
        return None
    return EngineChoice(first.factory, (("languages", _NAME),))


@contextmanager
def opened(choice: EngineChoice | None) -> Iterator[OcrEngine | None]:
    """The engine as long as it is needed: keeping it would cost a worker its memory."""
    engine = open_engine(choice) if choice else None
    try:
        yield engine
    finally:
        if engine is not None:
            engine.close()
