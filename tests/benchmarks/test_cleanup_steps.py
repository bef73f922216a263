"""What a step gives is the error rate without it minus that with all steps, on the pages it is counted for."""

from __future__ import annotations

from pathlib import Path

from benchmarks.accuracy import Errors
from benchmarks.cleanup_steps import ALL, CLEAN, STEPS, Score, by_degradation, table, tasks
from benchmarks.pages import FileTruth, PageTruth
from ocr.cleanup import CleanupOptions


def scored(edits: int, step: str, *degradations: str) -> Score:
    errors = Errors(edits, 100)
    return Score(degradations, step, errors, errors)


def test_a_page_stands_in_the_row_of_each_of_its_faults() -> None:
    scores = [
        scored(1, "", "skew", "stain"),
        scored(9, "skew", "skew", "stain"),
        scored(3, ""),
        scored(3, "skew"),
    ]
    groups = by_degradation(scores)
    assert list(groups) == [CLEAN, "skew", "stain", ALL]
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in table(groups, ("skew",), "strict").splitlines()
    ]
    assert rows[0] == ["degradation", "pages", "with all steps", "without skew"]
    assert rows[2:] == [
        [CLEAN, "1", "3.00", "+0.00"],
        ["skew", "1", "1.00", "+8.00"],
        ["stain", "1", "1.00", "+8.00"],
        [ALL, "2", "2.00", "+4.00"],
    ]


def test_every_page_is_read_with_all_steps_and_without_each() -> None:
    page = PageTruth(1, "chữ")
    file = FileTruth(Path("a.jpg"), (page,))
    assert [task.step for task in tasks([file], STEPS)] == ["", *STEPS]
    assert set(STEPS) == set(CleanupOptions.__dataclass_fields__)
