"""Findings: coded statements about documents, with their texts in findings.toml."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Self


class Severity(StrEnum):
    """`error` blocks approval until a person closes it; `warning` asks for a look; `info` only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class FindingText:
    """What findings.toml says of one code; the texts hold `{placeholders}` for the facts."""

    severity: Severity
    vi: str
    en: str


@dataclass(frozen=True)
class Finding:
    """A coded statement about a document, page or file; `field` is empty when it is about the whole."""

    code: str
    field: str = ""
    facts: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """As findings.toml has it."""
        return catalogue()[self.code].severity

    def text(self, language: str) -> str:
        """One sentence for people in "vi" or "en". A missing fact shows as its name in braces."""
        entry = catalogue()[self.code]
        template = entry.en if language == "en" else entry.vi
        return template.format_map(_Facts(self.facts))

    def as_json(self, language: str = "vi") -> dict[str, Any]:
        """The form of every JSON output."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "field": self.field,
            "facts": self.facts,
            "message": self.text(language),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The finding that `as_json` described."""
        return cls(data["code"], data["field"], data["facts"])


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


@cache
def catalogue() -> dict[str, FindingText]:
    """Every code with its texts."""
    source = resources.files("pipeline").joinpath("findings.toml").read_text(encoding="utf-8")
    return {
        code: FindingText(Severity(entry["severity"]), entry["vi"], entry["en"])
        for code, entry in tomllib.loads(source).items()
    }


def title(code: str, language: str) -> str:
    """A few words for lists and filters, in "vi" or "en"; the code itself where it has none."""
    told = _titles().get(code)
    return told["en" if language == "en" else "vi"] if told else code


@cache
def _titles() -> dict[str, dict[str, str]]:
    source = resources.files("pipeline").joinpath("finding_titles.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)
