"""The fields of TT 05/2025/TT-BNV for a file (hồ sơ) and its documents (tài liệu), filled from what is known.

A field that nobody knows is left out, never made up; one that the circular demands and nobody gave is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from tomllib import loads
from typing import Any

from pipeline.errors import WrongUse
from pipeline.packages.leaving import Leaving
from pipeline.retention import classes

Fields = dict[str, str]
_LIMITS = {
    "title": 1000,
    "subject": 500,
    "organName": 200,
    "codeNumber": 11,
    "codeNotation": 30,
    "keyword": 100,
}

# Fields of record types that say which office issued the paper.
_ISSUERS = ("registration_place", "issuing_authority")


@dataclass(frozen=True)
class FileFacts:
    """What the archivist says of the file: its code, title, and the code of the paper file it was scanned from
    (mandatory for digitised paper; made of the docket where it tells archive, shelf and file)."""

    code: str
    title: str
    paper_code: str = ""
    mode: str = "02"


@cache
def tables() -> Mapping[str, Mapping[str, str]]:
    """The circular's code tables: field -> code -> meaning."""
    text = resources.files("pipeline").joinpath("data/tt05_2025.toml").read_text(encoding="utf-8")
    return loads(text)


def file_fields(facts: FileFacts, packed: Sequence[Leaving], terms: Sequence[str]) -> Fields:
    """The fields of the file over its documents; `terms` are their retention classes. Raises WrongUse."""
    if facts.mode not in tables()["mode"]:
        known = ", ".join(f"{code} {text}" for code, text in tables()["mode"].items())
        raise WrongUse(f"Chế độ sử dụng phải là một trong: {known}.", f"The mode must be one of: {known}.")
    issued = sorted(str(one.description["issued"]) for one in packed if one.description["issued"])
    told: dict[str, Any] = {
        "fileCode": facts.code,
        "title": facts.title,
        "maintenance": longest(terms),
        "mode": facts.mode,
        "language": "01",
        "startDate": issued[0] if issued else "",
        "endDate": issued[-1] if issued else "",
        "totalDoc": len(packed),
        "numberOfPage": sum(len(one.found.pages) for one in packed),
        "format": _condition(packed),
        "confidenceLevel": "02",
        "paperFileCode": facts.paper_code or _paper_code(packed),
    }
    return _filled(told)


def document_fields(facts: FileFacts, one: Leaving, ordinal: int, term: str) -> Fields:
    """The fields of one document; `docId` is also its file's name (no zeros before it)."""
    described = one.description
    numbers = dict(described["numbers"])
    number, _, notation = next(iter(numbers.values()), "").partition("/")
    told: dict[str, Any] = {
        "docId": f"{facts.code}.{ordinal}",
        "docCode": f"{facts.code}.{ordinal:07d}",
        "docOrdinal": ordinal,
        "maintenance": longest([term]),
        "typeName": "32",
        "codeNumber": number,
        "codeNotation": notation,
        "issuedDate": described["issued"],
        "organName": next((described["fields"][key] for key in _ISSUERS if described["fields"].get(key)), ""),
        "subject": described["title"],
        "language": "01",
        "numberOfPage": len(one.found.pages),
        "mode": facts.mode,
        "confidenceLevel": "02",
        "format": _condition([one]),
    }
    return _filled(told)


def longest(terms: Sequence[str]) -> str:
    """The code of the longest term among retention classes; `07` (other) where one of them needs a person."""
    known = [classes()[term] for term in terms if term in classes()]
    if any(one.code == "01" for one in known):
        return "01"
    if not known or any(one.years is None for one in known):
        return "07"
    return max(known, key=lambda one: one.years or 0).code


def _paper_code(packed: Sequence[Leaving]) -> str:
    """`archive.shelf/box.file` of the docket. Raises WrongUse when it lacks one: the circular demands the code."""
    docket = packed[0].docket
    place = "/".join(str(docket[key]) for key in ("store", "shelf", "box") if docket.get(key))
    if not place or not docket.get("archival_file"):
        raise WrongUse(
            "Thiếu mã hồ sơ giấy (TT 05/2025 bắt buộc với tài liệu số hóa): phiếu lô không có kho, giá, hộp hoặc "
            "hồ sơ lưu trữ. Khai bằng --paper-code.",
            "The code of the paper file is missing (TT 05/2025 demands it for digitised paper): the docket lacks "
            "store, shelf, box or archival file. Give it with --paper-code.",
        )
    return f"{packed[0].found.row.unit}.{place}.{docket['archival_file']}"


def _condition(packed: Sequence[Leaving]) -> str:
    said = {str(one.docket.get("condition", "")).strip().lower() for one in packed}
    codes = {text.lower(): code for code, text in tables()["format"].items()}
    return codes.get(said.pop(), "") if len(said) == 1 else ""


def _filled(told: Mapping[str, Any]) -> Fields:
    return {
        key: str(value)[: _LIMITS.get(key, 2000)] for key, value in told.items() if value not in ("", None)
    }
