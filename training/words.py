"""Where the words of drawn lines come from: lists and forms of `pipeline`, and our documentation in Vietnamese.

Nothing comes from samples/ or benchmarks/, nor from outside the project.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
_DATA = _ROOT / "pipeline" / "data"
_TYPES = _ROOT / "pipeline" / "record_types"
_LONGEST_OFFICE, _LONGEST_PHRASE = 90, 40
_LABEL_LETTERS = range(3, 60)
# So many letters with Vietnamese marks make a part of a line Vietnamese text.
_LEAST_MARKED = 3
_MARKED = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
# Pages of our documentation that quote what stands on papers by which we are judged; so do the decisions.
_QUOTING = {"confidence.md", "fields.md", "fields-history.md"}
_MARKUP = re.compile(r"[|`*#<>\[\]_{}]| / |\(")
_CITY = ("Thành phố Hồ Chí Minh", "TP. Hồ Chí Minh", "TP. HCM", "Tp.HCM")


@dataclass(frozen=True)
class Words:
    """What lines are made of. `wards`: ward and district of the city; `elsewhere`: ward, district, province."""

    surnames: tuple[str, ...]
    given: tuple[str, ...]
    streets: tuple[str, ...]
    offices: tuple[str, ...]
    office_words: tuple[str, ...]
    phrases: tuple[str, ...]
    labels: tuple[str, ...]
    wards: tuple[tuple[str, str], ...]
    elsewhere: tuple[tuple[str, str, str], ...]
    city: tuple[str, ...]
    prose: tuple[str, ...]
    syllables: tuple[str, ...]
    characters: frozenset[str]

    def writable(self, text: str) -> str | None:
        """The text as a line holds it: NFC, single spaces, plain dashes. None where the network lacks a character."""
        plain = unicodedata.normalize("NFC", " ".join(text.replace("–", "-").split()))
        return plain if plain and self.characters.issuperset(plain) else None


def words(characters: Set[str]) -> Words:
    """Everything a line may hold that is made of `characters`, those of the network."""
    names = _toml("names")
    given = (name for key, value in names.items() if "surname" not in key for name in value.split())
    plain = {
        "surnames": tuple(names["surnames"].split()),
        "given": tuple(given),
        "streets": tuple(_streets()),
        "offices": tuple(t for t in _strings(_toml("offices")) if len(t) < _LONGEST_OFFICE),
        "office_words": tuple(t for t in _strings(_toml("office_words")) if len(t) < _LONGEST_PHRASE),
        "phrases": tuple(_strings(_toml("phrases"))),
        "labels": tuple(_labels()),
        "prose": tuple(_prose()),
    }
    elsewhere = tuple(_elsewhere())
    syllables = _syllables(
        (*plain["prose"], *plain["surnames"], *plain["given"], *plain["streets"]),
        (part for ward, district, _ in elsewhere for part in (ward, district)),
        characters,
    )
    return Words(
        **plain,
        wards=tuple((row["name"], row["district"]) for row in _rows("wards")),
        elsewhere=elsewhere,
        city=_CITY,
        syllables=syllables,
        characters=frozenset(characters),
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _strings(value: object) -> Iterator[str]:
    """All texts in a value read from TOML, in their order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for inner in value.values() for text in _strings(inner))
    elif isinstance(value, list):
        yield from (text for inner in value for text in _strings(inner))


def _streets() -> Iterator[str]:
    for text in _strings(_toml("streets")):
        yield from (street.strip() for street in text.split(",") if street.strip())


def _labels() -> Iterator[str]:
    for path in sorted(_TYPES.glob("*.toml")):
        kind = tomllib.loads(path.read_text(encoding="utf-8"))
        for field in kind.get("fields", []):
            yield from (label for label in _strings(field.get("labels", [])) if len(label) in _LABEL_LETTERS)


def _elsewhere() -> Iterator[tuple[str, str, str]]:
    for row in _rows("wards_elsewhere"):
        for ward in row["wards"].split(";"):
            if ward.strip():
                yield ward.strip(), row["district"], row["province"]


def _prose() -> Iterator[str]:
    """Vietnamese parts of lines of our documentation."""
    pages = (path for path in sorted((_ROOT / "docs").glob("*.md")) if path.name not in _QUOTING)
    for path in (*pages, _ROOT / "README.vi.md"):
        for line in path.read_text(encoding="utf-8").splitlines():
            for part in _MARKUP.split(line):
                text = unicodedata.normalize("NFC", part.strip())
                if len(_MARKED.findall(text)) >= _LEAST_MARKED:
                    yield text


def _syllables(texts: Iterable[str], places: Iterable[str], characters: Set[str]) -> tuple[str, ...]:
    found = {word.lower() for text in (*texts, *places) for word in text.split() if word.isalpha()}
    return tuple(sorted(word for word in found if characters >= set(word)))
