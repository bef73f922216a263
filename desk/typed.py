"""Checking what was typed: paths that must exist, record types that must be known."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from desk.session import BadInput
from pipeline.errors import WrongUse
from pipeline.record import RecordState
from pipeline.record_type import record_types


def existing(paths: Sequence[Path]) -> Sequence[Path]:
    """`paths` when all of them are there. Raises BadInput naming the first that is not."""
    for path in paths:
        if not path.exists():
            raise BadInput(
                f"Không có tệp hay thư mục {path}. Kiểm tra lại đường dẫn.",
                f"There is no file or folder {path}. Check the path.",
            )
    return paths


def known_type(type: str | None) -> str | None:
    """`type` when the product knows it, or None for none. Raises WrongUse with the nearest name."""
    if type is None or type in record_types():
        return type
    near = difflib.get_close_matches(type, list(record_types()), n=1, cutoff=0.0)[0]
    every = ", ".join(record_types())
    raise WrongUse(
        f"Không có loại tài liệu {type}. Gần nhất là {near}. Các loại: {every}.",
        f"There is no record type {type}. The nearest is {near}. Types: {every}.",
    )


def known_state(state: str) -> RecordState:
    """The record state of that name. Raises WrongUse with the nearest."""
    names = [one.value for one in RecordState]
    if state in names:
        return RecordState(state)
    near = difflib.get_close_matches(state, names, n=1, cutoff=0.0)[0]
    raise WrongUse(
        f"Không có trạng thái {state}. Gần nhất là {near}. Các trạng thái: {', '.join(names)}.",
        f"There is no state {state}. The nearest is {near}. States: {', '.join(names)}.",
    )
