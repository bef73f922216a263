"""Administrative procedures as data: which papers a citizen hands in, and which of them an archive may already hold.

A starting catalogue, to be compared with the office's own published list; `code` is empty where no source was found.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, model_validator

from pipeline.record_type import record_types


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Component(_Strict):
    """One paper of a dossier; `types` are the record types that can be it, none where the product has no such type."""

    key: str
    vi: str
    en: str
    required: bool
    types: tuple[str, ...] = ()


class Procedure(_Strict):
    """One procedure; `code` is the national one, `results` the record types that the office issues."""

    key: str
    field: str
    code: str
    vi: str
    en: str
    legal_basis: str
    results: tuple[str, ...]
    components: tuple[Component, ...]

    @model_validator(mode="after")
    def _known_types(self) -> Procedure:
        named = {*self.results, *(type for one in self.components for type in one.types)}
        if unknown := sorted(named - set(record_types())):
            raise ValueError(f"no such record type: {', '.join(unknown)}")
        keys = [one.key for one in self.components]
        if len(keys) != len(set(keys)):
            raise ValueError("a component stands twice")
        return self

    def component(self, key: str) -> Component | None:
        """The component of that key."""
        return next((one for one in self.components if one.key == key), None)


@cache
def procedures() -> Mapping[str, Procedure]:
    """All procedures by key, those of civil status first."""
    found = {}
    for file in sorted(resources.files("pipeline.procedures").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            one = Procedure.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
            found[one.key] = one
    return MappingProxyType(dict(sorted(found.items(), key=lambda pair: (pair[1].field, pair[0]))))


def procedure_of(text: str) -> Procedure | None:
    """The procedure with that key or national code (`1.000656.000.00.00.H29` is 1.000656); None for another."""
    short = ".".join(text.split(".")[:2])
    return procedures().get(text) or next(
        (p for p in procedures().values() if p.code and p.code == short), None
    )
