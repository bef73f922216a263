"""Which programs and data of this machine the reader and the PDF/A judge would use. Installs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ocr import tools
from ocr.engine import EngineChoice, open_engine
from ocr.faults import OcrError
from pipeline.reader import ENGINES
from pipeline.settings import Settings

LANGUAGES = ("vie",)


@dataclass(frozen=True)
class Part:
    """One thing looked for: `found` says what it is; `fault` says in both languages what is wrong with it.

    `needed` is False for what this installation can do without.
    """

    name: str
    needed: bool
    found: str = ""
    fault: OcrError | None = None


def equipment(settings: Settings) -> Iterator[Part]:
    """Language data, the engine in use, veraPDF; each looked for when it is asked for."""
    yield _part("tessdata", True, lambda: str(tools.find_tessdata(LANGUAGES)))
    yield _part("engine", True, lambda: _engine_name(settings))
    yield _part("verapdf", settings.require_verapdf, lambda: str(tools.require(tools.VERAPDF)))


def _part(name: str, needed: bool, look: Callable[[], str]) -> Part:
    try:
        return Part(name, needed, look())
    except OcrError as fault:
        return Part(name, needed, fault=fault)


def _engine_name(settings: Settings) -> str:
    engine = open_engine(EngineChoice(ENGINES[settings.engine]))
    try:
        return engine.name
    finally:
        engine.close()
