"""Published documents: their truth is printed on them, a seed draws them alike, they know nothing of the reader."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from benchmarks.published.draw import drawn
from pipeline.record_type import record_types

_SOURCE = Path(__file__).parents[2] / "benchmarks" / "published"
_NUMBERS = range(60)


def _tight(text: str) -> str:
    """Without blanks: lines break anywhere, and figures set in later stand close or far."""
    return "".join(text.split())


@pytest.mark.parametrize("number", _NUMBERS)
def test_what_the_truth_tells_is_printed(number: int) -> None:
    _, sheet, page, _ = drawn(number, 3)
    said = _tight(html.unescape(re.sub(r"<[^>]*>", "", page)))
    for key, fact in sheet.facts.items():
        assert fact.by_hand or _tight(fact.written or "") in said, key


@pytest.mark.parametrize("number", _NUMBERS)
def test_it_tells_of_fields_of_correspondence_and_who_signed(number: int) -> None:
    paper, sheet, _, _ = drawn(number, 3)
    known = {spec.key for spec in record_types()[paper.type].fields}
    assert paper.also or {"number", "issue_date", "issuing_body", "signer_name"} <= set(sheet.facts) <= known


@pytest.mark.parametrize("number", range(6))
def test_the_same_seed_draws_the_same_document(number: int) -> None:
    assert drawn(number, 5)[2] == drawn(number, 5)[2]


def test_it_draws_every_way_of_setting_a_number() -> None:
    facts = [drawn(number, 3)[1].facts["number"] for number in _NUMBERS]
    assert any(fact.by_hand for fact in facts)
    assert any(fact.value is None for fact in facts)
    assert any(fact.value and not fact.by_hand for fact in facts)


def test_it_takes_nothing_from_the_reader_or_the_other_hands() -> None:
    for file in _SOURCE.glob("*.py"):
        source = file.read_text(encoding="utf-8")
        assert not re.search(r"(from|import) (samples|pipeline|ocr|benchmarks\.foreign)", source), file.name
