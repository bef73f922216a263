"""The import sheets of the Ministry of Justice: which kinds there are, their columns in order, and their codes.

Names and order of the columns are data (`data/moj_columns.csv`), the codes too (`data/moj_codes.toml`). The
required columns are a choice of this product, the rest is the sheet as offices use it.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from pipeline.normalize.spelling import letters

# The record type of each kind of sheet.
TYPES: Mapping[str, str] = MappingProxyType(
    {
        "KS": "birth",
        "KH": "marriage",
        "KT": "death",
        "CMC": "parent_child",
        "HN": "marital_status",
    }
)
KINDS: Mapping[str, str] = MappingProxyType({type: kind for kind, type in TYPES.items()})


@dataclass(frozen=True)
class Column:
    """One column: `name` as the sheet has it, `key` as records have it, `value_type` as in the data file."""

    kind: str
    order: int
    name: str
    key: str
    label: str
    value_type: str
    required: bool


@dataclass(frozen=True)
class CodeList:
    """The codes of one column: `codes` from code to word; `read` finds the code of a word."""

    codes: Mapping[str, str]
    by_word: Mapping[str, str]

    def code_of(self, value: str) -> str | None:
        """The code of a word, or of a code itself; None where the list has neither."""
        return value if value in self.codes else self.by_word.get(letters(value))


@cache
def columns() -> Mapping[str, tuple[Column, ...]]:
    """The columns of every kind, in the order of the sheet."""
    found: dict[str, list[Column]] = {kind: [] for kind in TYPES}
    for row in csv.DictReader(_data("moj_columns.csv").splitlines()):
        found[row["type"]].append(
            Column(
                row["type"],
                int(row["order"]),
                row["moj_key"],
                row["key"],
                row["label_vi"],
                row["value_type"],
                row["required_product"] == "1",
            )
        )
    return MappingProxyType({kind: tuple(sorted(some, key=_order)) for kind, some in found.items()})


def place_key(kind: str) -> str:
    """The key of the place that a register belongs to: certificates of marital status are issued, not registered."""
    return "issue_place" if kind == "HN" else "registration_place"


@cache
def code_list(kind: str, key: str) -> CodeList | None:
    """The codes of a column; None for one that holds plain text, and for one whose codes nobody published."""
    for table in tomllib.loads(_data("moj_codes.toml")).values():
        suffix = table.get("suffix")
        if (suffix and key.endswith(suffix)) or f"{kind}.{key}" in table.get("columns", ()):
            words = {letters(word): code for code, word in table["codes"].items()}
            words |= {letters(word): code for word, code in table.get("spellings", {}).items()}
            return CodeList(MappingProxyType(table["codes"]), MappingProxyType(words))
    return None


def _order(column: Column) -> int:
    return column.order


def _data(name: str) -> str:
    return resources.files("pipeline").joinpath(f"data/{name}").read_text(encoding="utf-8")
