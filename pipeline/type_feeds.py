"""Which of a type's fields the archive is told of, and under what: the part of a record type that feeds the index."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """A part of a record type: an unknown key is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NamedPerson(Strict):
    """A person for the index: which field holds the name, the role, and the birth date if there is one."""

    field: str
    role: str
    birth_date: str | None = None


class KeyedField(Strict):
    """A number for the index: which field holds it and of what kind it is."""

    field: str
    kind: str


class Feeds(Strict):
    """Which field feeds which part of the archive's description; `title` holds `{field}` placeholders."""

    title: str
    issued: str | None = None
    names: tuple[NamedPerson, ...] = ()
    numbers: tuple[KeyedField, ...] = ()
    places: tuple[str, ...] = ()
    dates: Mapping[str, str] = Field(default_factory=dict)


def placeholders(pattern: str) -> set[str]:
    """The names in braces of a title or naming pattern."""
    return {name for _, name, _, _ in Formatter().parse(pattern) if name}
