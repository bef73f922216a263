"""Kinds of certified copies, data in copy_kinds.toml: SAO Y, SAO LỤC, TRÍCH SAO. Makes none."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.errors import WrongUse


@dataclass(frozen=True)
class CopyKind:
    """`symbol` names the register, `profile` the appearance; an `extract` holds some pages only."""

    name: str
    vi: str
    en: str
    symbol: str
    profile: str
    extract: bool

    def series(self, office: str) -> str:
        """The register of this kind in an office, for example `SY-UBND`."""
        return self.symbol.format(office=office)


@cache
def copy_kinds() -> dict[str, CopyKind]:
    """Every kind by name."""
    text = files("pipeline.issuing").joinpath("copy_kinds.toml").read_text(encoding="utf-8")
    return {name: CopyKind(name, **entry) for name, entry in tomllib.loads(text).items()}


def copy_kind(name: str) -> CopyKind:
    """The kind of that name. Raises WrongUse."""
    found = copy_kinds().get(name)
    if found is None:
        known = ", ".join(copy_kinds())
        raise WrongUse(
            f"Không có hình thức sao “{name}”. Các hình thức: {known}.",
            f"There is no kind of copy “{name}”. Known: {known}.",
        )
    return found
