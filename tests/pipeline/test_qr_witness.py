"""A QR code on a paper vouches for its own values or contradicts them; it fills nothing and meets nothing by chance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typeset import BIRTH, reading, typeset

from ocr.page import Box, Mark
from ocr.reading import PageReading
from pipeline.interpret import interpret
from pipeline.record import DraftRecord, Field, FieldState

DOUBTFUL = [line.replace("PHƯỢNG", "PHƯỢNG?70") for line in BIRTH]


def coded(text: str, kind: str = "qr", lines: list[str] = DOUBTFUL) -> PageReading:
    return replace(reading(typeset(*lines)), marks=(Mark(kind, text, Box(1000, 10, 1100, 110)),))


def record(page: PageReading) -> tuple[DraftRecord, dict[str, Field]]:
    (made,) = interpret([page])
    return made, {field.key: field for field in made.fields}


def about(made: DraftRecord) -> set[str]:
    return {finding.field for finding in made.findings if finding.code == "QR_DIFFERS"}


def test_a_value_that_the_code_repeats_is_believed_sooner() -> None:
    plain, _ = record(coded("x"))
    made, fields = record(coded("773/2019|LÊ NHƯ PHƯỢNG|15/10/2019"))
    assert not about(made)
    before = next(field for field in plain.fields if field.key == "child_full_name")
    assert before.state is FieldState.NEEDS_REVIEW
    assert fields["child_full_name"].confidence > before.confidence


@pytest.mark.parametrize("said", ["Họ, chữ đệm, tên: LÊ NHƯ PHƯƠNG", "LÊ NHƯ PHƯƠNG"])
def test_a_value_that_the_code_contradicts_waits_for_a_person(said: str) -> None:
    made, fields = record(coded(said, lines=list(BIRTH)))
    assert about(made) == {"child_full_name"}
    assert fields["child_full_name"].value == "LÊ NHƯ PHƯỢNG"
    assert fields["child_full_name"].state is FieldState.NEEDS_REVIEW


@pytest.mark.parametrize(
    "said", ["https://dichvucong.example/773", "Nam|Kinh|12", "", "Người khác: TRẦN VĂN BA"]
)
def test_what_says_nothing_of_this_paper_changes_nothing(said: str) -> None:
    plain, _ = record(coded("x"))
    made, _ = record(coded(said))
    assert made.fields == plain.fields
    assert not about(made)


def test_a_code_fills_nothing() -> None:
    lines = [line for line in BIRTH if not line.startswith("Số định danh")]
    (plain,) = interpret([reading(typeset(*lines))])
    (made,) = interpret([coded("Số định danh cá nhân: 079319498325", lines=lines)])
    assert {f.key: f.value for f in made.fields} == {f.key: f.value for f in plain.fields}
