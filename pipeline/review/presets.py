"""How a record is reviewed: stages and blind keying as data (pipeline/data/review_presets.toml), chosen by settings.

Says what the stages are, not where a record is in them: that is stages.py.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from pipeline.errors import WrongUse
from pipeline.record_type import RecordType
from pipeline.settings import Settings, names

ANY = "*"
QUICK = "quick"
RISKS = ("high", "medium", "low")


@dataclass(frozen=True)
class Stage:
    """One step of a review: `does` is key, adjudicate, decide, check or end.

    `group`: within one group every stage is played by a different person. `pass_` (key and adjudicate): `finding`
    or `full`, see passes.py.
    """

    name: str
    does: str
    vi: str
    en: str
    group: str = "stages"
    pass_: str = ""

    @property
    def blind(self) -> bool:
        """Whoever plays it sees no value, neither the machine's nor anybody's."""
        return self.does == "key"

    @property
    def keying(self) -> bool:
        """One of the three parts of double keying."""
        return self.does in {"key", "adjudicate"}


@dataclass(frozen=True)
class Preset:
    """`keyed` says which fields two people key blind: by_risk, doubtful or none."""

    name: str
    vi: str
    en: str
    keyed: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class Rules:
    """What settings say: presets by record type (`*`: all others), and what is keyed twice."""

    presets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    risks: frozenset[str] = frozenset({"high"})
    types: frozenset[str] = frozenset()

    def preset_for(self, kind: RecordType) -> Preset:
        """The preset of a record type."""
        return preset(self.presets.get(kind.name) or self.presets.get(ANY) or QUICK)


@cache
def presets() -> Mapping[str, Preset]:
    """All presets by name, in the order of the file."""
    source = resources.files("pipeline").joinpath("data/review_presets.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: _preset(name, told) for name, told in tomllib.loads(source).items()})


def preset(name: str) -> Preset:
    """The preset of that name. Raises WrongUse."""
    found = presets().get(name)
    if found is None:
        every = ", ".join(presets())
        raise WrongUse(
            f"Không có quy trình kiểm tra {name}. Các quy trình: {every}.",
            f"There is no review preset {name}. Presets: {every}.",
        )
    return found


def _preset(name: str, told: Mapping[str, Any]) -> Preset:
    stages = tuple(Stage(s["name"], s["does"], s["vi"], s["en"]) for s in told["stages"])
    return Preset(name, told["vi"], told["en"], told["keyed"], stages)


def rules_of(settings: Settings) -> Rules:
    """The rules that settings hold. Raises WrongUse for what names no preset or no risk class."""
    chosen = {}
    for entry in filter(None, (part.strip() for part in settings.review_presets.split(";"))):
        type, _, name = (part.strip() for part in entry.partition("="))
        chosen[type] = preset(name).name
    risks = names(settings.double_keying)
    if unknown := [risk for risk in risks if risk not in RISKS]:
        raise WrongUse(
            f"SOHOA_DOUBLE_KEYING: không có mức rủi ro {unknown[0]}. Các mức: {', '.join(RISKS)}.",
            f"SOHOA_DOUBLE_KEYING: there is no risk class {unknown[0]}. Classes: {', '.join(RISKS)}.",
        )
    types = frozenset(names(settings.double_keying_types))
    return Rules(MappingProxyType(chosen), frozenset(risks), types)
