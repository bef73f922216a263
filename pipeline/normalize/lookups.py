"""Fixed word lists: ethnic groups, nationalities, sex, who recognises whom."""

from __future__ import annotations

import csv
import re
import tomllib
from functools import cache
from importlib import resources

from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import bare, comparable, composed, letters

_SEX = {"nam": "Nam", "nu": "Nữ"}
_CONFIRMATIONS = {
    "cha nhan con": "Cha nhận con", "me nhan con": "Mẹ nhận con",
    "con nhan cha": "Con nhận cha", "con nhan me": "Con nhận mẹ", "cha": "cha", "me": "mẹ", "con": "con",
}  # fmt: skip

_OF_WHOM = re.compile(r"\s+CỦA\s.*$")


def _tidy(text: str) -> str:
    return composed(re.sub(r"\([^)]*\)", " ", text)).strip(" .,;:-–_")


def read_ethnicity(text: str) -> str | Refused:
    """The official spelling; a sub-group in brackets is left out ("Kinh (Việt)")."""
    return _look_up("ethnic_groups.csv", text)


def read_nationality(text: str) -> str | Refused:
    """The usual spelling of the country."""
    return _look_up("nationalities.csv", text)


def read_sex(text: str) -> str | Refused:
    """`Nam` or `Nữ`; a lost mark in "Nu" does not matter, since no other value is near."""
    return _SEX.get(bare(_tidy(text)), Refused("unknown", text))


def read_confirmation(text: str) -> str | Refused:
    """`cha`, `mẹ` or `con` (what the first person is to the second), or the act itself: `Cha nhận con` ..."""
    return _CONFIRMATIONS.get(bare(_tidy(text)), Refused("unknown", text))


def read_kind(text: str) -> str | Refused:
    """The kind of an official paper in capitals; a letter, which prints no kind, begins its abstract "V/v" or says
    whom it is for ("Kính gửi").
    """
    key = letters(text)
    if key.startswith(("vv", "vw", "veviec", "vaviec", "voviec", "kinhgui")):
        return "CÔNG VĂN"
    return _kinds().get(key, Refused("unknown", text))


def without_whom(title: str) -> str:
    """The kind in a title of the last century that names who decides: "QUYẾT ĐỊNH CỦA GIÁM ĐỐC SỞ NHÀ ĐẤT"."""
    return _OF_WHOM.sub("", title)


@cache
def _kinds() -> dict[str, str]:
    source = resources.files("pipeline").joinpath("data/document_kinds.toml").read_text(encoding="utf-8")
    return {letters(kind): kind for kind in tomllib.loads(source)["kinds"]}


def _look_up(table: str, text: str) -> str | Refused:
    key = comparable(re.sub(r"[\s\-–']+", " ", _tidy(text)))
    return _labels(table).get(key, Refused("unknown", text))


def labels(table: str) -> tuple[str, ...]:
    """Every official spelling of a list (a file of `pipeline/data`), in its order."""
    return tuple(dict.fromkeys(_labels(table).values()))


@cache
def _labels(table: str) -> dict[str, str]:
    source = resources.files("pipeline").joinpath(f"data/{table}").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for row in csv.DictReader(source.splitlines()):
        for spelling in (row["label"], *row["aliases"].split("|")):
            if spelling:
                found[comparable(re.sub(r"[\s\-–']+", " ", spelling))] = row["label"]
    return found
