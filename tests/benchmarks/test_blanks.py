"""Certificates on blanks: their truth is printed on them, a seed draws them alike, they know nothing of the reader."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from benchmarks.blanks.draw import drawn
from pipeline.record_type import record_types

_SOURCE = Path(__file__).parents[2] / "benchmarks" / "blanks"
_NUMBERS = range(40)


@pytest.mark.parametrize("number", _NUMBERS)
def test_what_the_truth_tells_is_printed(number: int) -> None:
    made = drawn(number, 903)
    said = html.unescape(re.sub(r"<[^>]*>", " ", " ".join(made.pages)))
    for key, fact in made.blank.sheet.facts.items():
        words = (fact.written or "").split()
        assert fact.by_hand or all(word in said or word[-2:] in said for word in words), key


@pytest.mark.parametrize("number", _NUMBERS)
def test_its_fields_are_fields_of_its_type(number: int) -> None:
    made = drawn(number, 903)
    known = {spec.key for spec in record_types()[made.paper.type].fields}
    assert {"signer_name"} <= set(made.blank.sheet.facts) <= known


@pytest.mark.parametrize("number", range(6))
def test_the_same_seed_draws_the_same_paper(number: int) -> None:
    assert drawn(number, 905).html == drawn(number, 905).html


def test_it_takes_nothing_from_the_reader_or_the_other_hands() -> None:
    for file in _SOURCE.glob("*.py"):
        source = file.read_text(encoding="utf-8")
        assert not re.search(r"(from|import) (samples|pipeline|ocr|benchmarks\.foreign)", source), file.name
