"""Every text that the command line shows, by key, from `words/vi.toml` and `words/en.toml`. Holds no text itself."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

LANGUAGES = ("vi", "en")
DEFAULT = "vi"


@dataclass(frozen=True)
class Words:
    """The texts of one language; call it with a key and the facts that the text names in braces."""

    language: str

    def __call__(self, key: str, **facts: object) -> str:
        """The text under `key`. Raises KeyError for a key that no file has, or a fact that is not given."""
        return entries(self.language)[key].format_map(facts)

    def __contains__(self, key: str) -> bool:
        return key in entries(self.language)

    def either(self, vi: str, en: str) -> str:
        """The one of two texts that is in this language."""
        return en if self.language == "en" else vi


@cache
def entries(language: str) -> Mapping[str, str]:
    """All texts of a language by dotted key."""
    source = resources.files("desk").joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    return MappingProxyType(dict(_flat(tomllib.loads(source), "")))


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, str):
            yield prefix + name, value
        else:
            yield from _flat(value, f"{prefix}{name}.")
