"""Records of a foreign hand: what their truth tells stands on them, and they share no paper with samples/."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from benchmarks.foreign_records import KINDS, draw
from pipeline.record_type import record_types


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_truth_tells_is_printed(kind: str) -> None:
    made = KINDS[kind](Random(f"{kind}/3"), 72)
    said = " ".join(made.sheet.said).split()
    for key, (_, written) in made.fields.items():
        assert set((written or "").split()) <= {*said, *(word.strip(",:") for word in said)}, key


@pytest.mark.parametrize("kind", KINDS)
def test_its_fields_are_fields_of_its_type(kind: str) -> None:
    made = KINDS[kind](Random(1), 72)
    known = {spec.key for spec in record_types()[made.type].fields}
    assert set(made.fields) <= known


def test_the_same_seed_draws_the_same_page(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    first, again = draw(0, 5, tmp_path), draw(0, 5, tmp_path / "again")
    assert first == again
    assert (tmp_path / first["file"]).read_bytes() == (tmp_path / "again" / first["file"]).read_bytes()


def test_the_second_generator_takes_nothing_from_samples() -> None:
    source = (Path(__file__).parents[2] / "benchmarks" / "foreign_records.py").read_text(encoding="utf-8")
    assert "from samples" not in source
    assert "import samples" not in source
