"""What is Vietnamese by spelling, and what only looks so to an engine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.text_likeness import is_syllable, looks_read, text_likeness

TRUTH = json.loads((Path(__file__).parents[2] / "samples" / "truth.json").read_text(encoding="utf-8"))[
    "files"
]
# Papers of the colony are in French and are not asked to look Vietnamese.
TEXTS = [
    page["text"]
    for file in TRUTH
    for page in file["pages"]
    if page["text"] and "FRANÇAISE" not in page["text"]
]
SYLLABLES = """Nguyễn khuya quốc Quyền giếng gì gìn nghiêng khoẻ khỏe hoà hòa thuở yêu y quý ươm ướt ra ăn ở xoong huỳnh
khuỷu ngoằn rượu tiếng đường việt phường THÀNH chỉ"""
NONE = "ngiêng ghà kà ci nge hatc tat mich hộì ăng1 thw strong fax zô ngyên ouy bbq cq ưp ă qu"
GARBAGE = "bxÈ Jj lïwm] ~=_ tÑ5ga ôkj WwM fi¿ ngrl 4%fj ¡l| rrvn IIl1 hbÂư ckxt ŒdÌ"


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_a_syllable_is_one(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", NONE.split())
def test_what_no_rule_allows_is_none(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_the_texts_of_the_samples_are_alike(text: str) -> None:
    likeness = text_likeness(text.split())
    assert likeness is not None
    assert likeness > 0.93


def test_garbage_is_not() -> None:
    likeness = text_likeness(GARBAGE.split())
    assert likeness is not None
    assert likeness < 0.3
    assert not looks_read("ckxt")
    assert looks_read("12/5/2020")
    assert looks_read("UBND-VP")


def test_too_little_text_says_nothing() -> None:
    assert text_likeness(["Số", "12"]) is None


@given(st.text())
def test_any_text_gives_a_share(text: str) -> None:
    likeness = text_likeness([text])
    assert likeness is None or 0 <= likeness <= 1
