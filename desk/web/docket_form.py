"""The docket as a form: its lines from the fields of `Docket`, and a `Docket` from what was sent. Adds no field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, get_args

from pydantic import ValidationError

from desk.web.contexts.batches import DocketField
from desk.web.days import in_box, read_day
from desk.web.forms import Form
from desk.web.language import Tongue, msg
from pipeline.docket import Docket
from pipeline.errors import WrongUse

# What every batch has, the count by hand first: nothing else finds a page that the scanner swallowed. The rest
# (registers) stands folded below.
FIRST = (
    *("sheets", "sides", "archival_file", "box", "shelf", "store", "condition"),
    *("handed_over_by", "received_by", "operator", "scanner", "date"),
)
NOTHING: Mapping[str, Any] = MappingProxyType({})
_PREFIX = "docket."
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# What a clerk says of a paper is asked for in the dossier.
_ELSEWHERE = {"window"}
_WORDS = {
    "bands": msg("dải đều nhau"),
    "rows": msg("hàng kẻ của bảng"),
    "leaves": msg("mỗi trang sổ một trường hợp"),
    "whole_page": msg("cả trang"),
    "regions": msg("chỉ phần của trường hợp"),
}
_SHELF = ("archival_file", "register", "volume", "box")
# Said on paper only where they are not what is usual.
_USUAL = {"first_number", "entries_per_page", "entry_shape", "entry_pdf"}


def lines(tongue: Tongue, known: dict[str, Any]) -> tuple[DocketField, ...]:
    """Every line in the order of FIRST, then the others; `known` as `Docket.as_json`."""
    names = [*FIRST, *(name for name in Docket.model_fields if name not in {*FIRST, *_ELSEWHERE})]
    return tuple(_line(tongue, name, known) for name in names)


def filled(tongue: Tongue, known: dict[str, Any]) -> tuple[DocketField, ...]:
    """What a printed sheet says of the docket: the lines that are filled in, choices in words."""
    told = []
    for one in lines(tongue, known):
        name = one.name.removeprefix(_PREFIX)
        spec = Docket.model_fields.get(name)
        if one.value and not (name in _USUAL and spec is not None and one.value == str(spec.default)):
            told.append(replace(one, value=dict(one.choices).get(one.value, one.value)))
    return tuple(told)


def shelf_of(known: Mapping[str, Any]) -> str:
    """Where the paper lies, in one line; empty where the docket does not say."""
    return " · ".join(str(known[name]) for name in _SHELF if known.get(name))


def _line(tongue: Tongue, name: str, known: dict[str, Any]) -> DocketField:
    spec = Docket.model_fields[name]
    key = spec.alias or name
    vi, _, en = (spec.description or name).partition(" / ")
    choices = [one for one in get_args(spec.annotation) if isinstance(one, str | int)]
    default = "" if spec.default is None else str(spec.default)
    numeric = any(kind is int for kind in (spec.annotation, *get_args(spec.annotation)))
    value = str(known.get(key, default))
    # What a file said otherwise stays as it is.
    day = name == "date" and (not value or _DAY.fullmatch(value))
    value = in_box(value) if day else value
    kind = "choice" if choices else "number" if numeric else "date" if day else "text"
    label = tongue.either(vi, en)
    told = tuple((str(one), tongue(_WORDS.get(str(one), str(one)))) for one in choices)
    return DocketField(_PREFIX + key, label[:1].upper() + label[1:], value, kind, told)


def docket_of(form: Form, known: Mapping[str, Any] = NOTHING) -> Docket:
    """The docket that was sent; empty lines are left out. Raises WrongUse with the lines that are wrong.

    A date that a file said otherwise stays as it is `known`; what is typed anew must be a day.
    """
    given: dict[str, Any] = {}
    for name, spec in Docket.model_fields.items():
        if name in _ELSEWHERE:
            continue
        key = spec.alias or name
        text = form.text(_PREFIX + key)
        if name == "date" and text and text != known.get(key):
            text = str(read_day(text))
        if text:
            numeric = any(
                isinstance(one, int) or one is int for one in (spec.annotation, *get_args(spec.annotation))
            )
            given[key] = int(text) if numeric and text.lstrip("-").isdigit() else text
    try:
        return Docket.model_validate(given)
    except ValidationError as problem:
        wrong = ", ".join(".".join(map(str, e["loc"])) for e in problem.errors())
        raise WrongUse(
            f"Phiếu lô có dòng chưa đúng: {wrong}. Sửa rồi gửi lại; các dòng khác vẫn còn.",
            f"Lines of the docket are wrong: {wrong}. Mend them and send again.",
        ) from problem
