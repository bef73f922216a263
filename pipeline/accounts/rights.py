"""Which role may do what in which unit: the table `rights.toml`, and asking it. Knows no page and no command."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType

EVERYWHERE = "*"


class Role(StrEnum):
    """The roles of the desk, in the order in which their queue is the first page."""

    SCANNER = "scanner"
    REVIEWER = "reviewer"
    CLERK = "clerk"
    OFFICIAL = "official"
    ARCHIVIST = "archivist"
    AUDITOR = "auditor"
    ADMIN = "admin"


@dataclass(frozen=True)
class Grant:
    """A role in force: in the unit with code `unit` (or everywhere), for a class of record types (or all)."""

    role: Role
    unit: str
    types: str = EVERYWHERE

    def reaches(self, unit: str | None, types: str | None) -> bool:
        """Whether it holds in `unit` and for `types`; None stands for "anywhere at all"."""
        here = unit is None or self.unit in {EVERYWHERE, unit}
        return here and (types is None or self.types in {EVERYWHERE, types})


@cache
def actions() -> Mapping[str, frozenset[Role]]:
    """Every action with the roles that may do it."""
    source = resources.files("pipeline.accounts").joinpath("rights.toml").read_text(encoding="utf-8")
    told = tomllib.loads(source)["actions"]
    return MappingProxyType({name: frozenset(map(Role, roles)) for name, roles in told.items()})


def may(grants: Iterable[Grant], action: str, unit: str | None = None, types: str | None = None) -> bool:
    """Whether one of the grants allows `action` there. Raises KeyError for an action that the table does not name."""
    roles = actions()[action]
    return any(grant.role in roles and grant.reaches(unit, types) for grant in grants)


def units_for(grants: Iterable[Grant], action: str) -> frozenset[str]:
    """Codes of the units in which `action` is allowed; `*` among them means all."""
    roles = actions()[action]
    return frozenset(grant.unit for grant in grants if grant.role in roles)
