"""A name that holds the word for somebody's part makes the owner of all people's values uncertain."""

from __future__ import annotations

import pytest

from pipeline.extract.mixed_people import of_mixed_people
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types


def held(**written: str) -> dict[str, Field]:
    return {key: Field(key, text, text, 1.0, FieldState.NEEDS_REVIEW) for key, text in written.items()}


@pytest.mark.parametrize("name", ["cha nuôi ĐINH NGỌC BÌNH", "ĐINH NGỌC BÌNH Mẹ", "ĐINH BÌNH người"])
def test_all_people_of_the_record_are_uncertain(name: str) -> None:
    fields = held(
        father_full_name="ĐẶNG DIỄM CHÂU", father_birth_date="1984", mother_full_name=name, number="544/2026"
    )
    assert of_mixed_people(fields, record_types()["adoption"]) == {
        "father_full_name",
        "father_birth_date",
        "mother_full_name",
    }


def test_names_alone_say_nothing() -> None:
    assert (
        of_mixed_people(held(mother_full_name="ĐẶNG DIỄM CHÂU", number="1"), record_types()["adoption"])
        == frozenset()
    )
