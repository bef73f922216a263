"""What the field benchmark counts: silent errors, empty fields, handwriting, look-alikes, and work saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from benchmarks.confusions import worst
from benchmarks.field_score import Miss, Tally, compare
from benchmarks.field_sets import PageSet
from benchmarks.field_table import as_json, report
from benchmarks.field_work import K, M, keying_seconds, saved_seconds, strokes
from pipeline.findings import Finding
from pipeline.record import DraftRecord, Field, FieldState

NAME = {"value": "Lê Thị Hòa", "written": "LÊ THỊ HOÀ"}
ACCEPTED, REVIEW, EMPTY = FieldState.ACCEPTED, FieldState.NEEDS_REVIEW, FieldState.EMPTY


def draft(
    *entries: tuple[str, str | None, FieldState], kind: str = "birth", unsure: bool = False
) -> DraftRecord:
    fields = tuple(Field(key, value, value, 0.9, state) for key, value, state in entries)
    findings = (Finding("TYPE_UNSURE", facts={"type": kind, "score": "0.2"}),) if unsure else ()
    return DraftRecord(kind, (0,), fields, findings)


def truth(**facts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "birth", "pages": [1], "fields": facts}


def test_an_accepted_right_value_counts_as_exact_and_covered() -> None:
    found = compare("f", truth(child_full_name=NAME), draft(("child_full_name", "LÊ THỊ HÒA", ACCEPTED)))
    assert (found.printed, found.exact, found.covered, found.accepted, found.silent) == (1, 1, 1, 1, [])
    assert found.kinds == {"name": [1, 1]}


def test_values_are_compared_in_the_normal_form_of_their_kind() -> None:
    group = {"value": "Khmer", "written": "Khmer"}
    found = compare("f", truth(child_ethnicity=group), draft(("child_ethnicity", "Khơ-me", REVIEW)))
    assert (found.exact, found.misses) == (1, [])


@pytest.mark.parametrize(
    "entry",
    [("child_full_name", "LÊ THỊ HOA", ACCEPTED), ("child_full_name", None, EMPTY)],
)
def test_a_wrong_value_and_a_wrong_empty_are_silent_errors(entry: tuple[str, str | None, FieldState]) -> None:
    found = compare("f", truth(child_full_name=NAME), draft(entry))
    assert [miss.key for miss in found.silent] == ["child_full_name"]


def test_a_wrong_proposal_is_a_miss_but_not_silent() -> None:
    found = compare("f", truth(child_full_name=NAME), draft(("child_full_name", "LÊ", REVIEW)))
    assert (len(found.misses), found.silent, found.accepted) == (1, [], 0)


def test_noise_in_an_empty_field_and_a_field_the_paper_has_not_are_silent_when_accepted() -> None:
    empty = {"value": None, "written": None}
    found = compare(
        "f",
        truth(child_personal_id=empty),
        draft(("child_personal_id", "079", ACCEPTED), ("book_number", "01/2004", ACCEPTED)),
    )
    assert {miss.key for miss in found.silent} == {"child_personal_id", "book_number"}
    assert (found.blanks, found.noise, found.printed) == (1, 1, 0)


def test_handwriting_is_counted_apart_and_must_not_be_accepted() -> None:
    hand = {**NAME, "by_hand": True}
    wrong = compare("f", truth(child_full_name=hand), draft(("child_full_name", "LÊ", ACCEPTED)))
    assert (wrong.printed, wrong.hand, wrong.hand_accepted, wrong.hand_wrong) == (0, 1, 1, 1)
    assert len(wrong.silent) == 1
    asked = compare("f", truth(child_full_name=hand), draft(("child_full_name", "LÊ", REVIEW)))
    assert (asked.hand_accepted, asked.silent) == (0, [])


def test_a_look_alike_may_be_one_of_its_types_and_nothing_else() -> None:
    alike = {"type": "correspondence", "also": ["unknown"], "pages": [1], "fields": {}}
    assert compare("f", alike, draft(kind="unknown")).typed == 1
    wrong = compare("f", alike, draft(("child_full_name", "LÊ", ACCEPTED)))
    assert (wrong.typed, wrong.wrongly_sure, len(wrong.silent)) == (0, 1, 1)
    assert compare("f", alike, draft(unsure=True)).wrongly_sure == 0


def test_a_record_that_nobody_found_loses_its_fields() -> None:
    found = compare("f", truth(child_full_name=NAME), None)
    assert (found.typed, found.absent, found.printed, found.silent) == (0, 1, 1, [])


def test_strokes_follow_telex() -> None:
    assert [strokes(text) for text in ("an", "ăn", "đi", "Hòa", "Nguyễn")] == [2, 3, 3, 5, 9]


def test_saved_time_is_never_more_than_keying() -> None:
    whole = keying_seconds("Hòa")
    assert saved_seconds("Hòa", right=True, settled=True) == whole == M + 5 * K
    assert saved_seconds("Hòa", right=True, settled=False) == whole - (M + K)
    assert saved_seconds("Hòa", right=False, settled=False) == -(M + K)
    assert saved_seconds("Hòa", right=False, settled=True) == 0


def test_tallies_add_up_and_are_told_for_people_and_machines() -> None:
    sums = Tally()
    for state in (ACCEPTED, REVIEW):
        sums.add(compare("f", truth(child_full_name=NAME), draft(("child_full_name", "LÊ THỊ HÒA", state))))
    told = report({"tuning 2": {"all": sums, "type birth": sums}})
    assert "| birth | 2 | 100.0 | 2 | 100.0 | 50.0 | 0/1 | 0/0 |" in told
    assert as_json({"t": {"all": sums}})["t"]["groups"]["all"]["kinds"] == {
        "name": {"exact": 2, "printed": 2}
    }


def test_the_worst_confusions_have_a_picture_each(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    Image.new("L", (900, 300), 255).save(tmp_path / "pages" / "a.png")
    misses = [
        Miss("a.png", "birth", key, "b", "c", sure, silent, 0, (100, 100, 800, 130))
        for key, sure, silent in (("number", 0.9, False), ("note", 0.5, True), ("number", 0.8, False))
    ]
    lines = list(worst({"t": (PageSet(tmp_path, ()), misses)}, tmp_path / "pictures"))
    assert ["note" in lines[0], "number" in lines[1], len(lines)] == [True, True, 2]
    assert len(list((tmp_path / "pictures").iterdir())) == 2
