"""Texts of the web desk: Vietnamese in the sources, English from `locale/en.po`. Holds no text itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from babel.messages.pofile import read_po

LANGUAGES = ("vi", "en")
DEFAULT = "vi"
_FOR_COMMANDS = re.compile(r" ?\[(?:--[a-z-]+|sohoa [^\]]*|[a-z][a-z0-9_]*)\]")
_ID = re.compile(r"\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")


@dataclass(frozen=True)
class Tongue:
    """Turns a Vietnamese text into the text of one language and fills in its facts."""

    language: str

    def __call__(self, text: str, **facts: object) -> str:
        """The text in this language. A text without translation stays Vietnamese; a test finds such texts."""
        told = text if self.language == DEFAULT else catalogue(self.language).get(text, text)
        return told.format_map(facts) if facts else told

    def either(self, vi: str, en: str) -> str:
        """The one of two texts that is in this language."""
        return en if self.language == "en" else vi

    def fault(self, fault: Exception) -> str:
        """The text of an exception that carries one in both languages, as a page says it.

        What only the command line needs stands in square brackets and is left out; nobody reads out a whole id.
        """
        told = self.either(getattr(fault, "vi", str(fault)), getattr(fault, "en", str(fault)))
        return _ID.sub(r"\1", _FOR_COMMANDS.sub("", told))


def msg(text: str) -> str:
    """Marks a text that is translated where it is shown, so that the catalogue holds it."""
    return text


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """The translations of a language by Vietnamese text."""
    source = resources.files("desk.web").joinpath("locale", f"{language}.po")
    with source.open("rb") as file:
        read = read_po(file, language)
    return MappingProxyType({str(one.id): str(one.string) for one in read if one.id and one.string})
