"""A value over which the ink of a seal lies goes to a person however well it reads, unless its words are listed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typeset import BIRTH, alike, reading, typeset

from ocr.page import Box
from ocr.reading import PageReading
from pipeline.interpret import interpret
from pipeline.normalize.lost_marks import may_have_lost
from pipeline.record import DraftRecord, FieldState


def drafted(page: PageReading) -> DraftRecord:
    (record,) = interpret([page], looks=[alike(page)])
    return record


def sealed(key: str, high: int) -> DraftRecord:
    """A clear certificate with a seal of which a millimetre lies `high` pixels above the middle of a value."""
    page = reading(typeset(*BIRTH))
    box = next(field.box for field in drafted(page).fields if field.key == key)
    assert box is not None
    x, y = (box.x0 + box.x1) // 2, (box.y0 + box.y1) // 2 - high
    return drafted(replace(page, hidden=(Box(x, y, x + 8, y + 8),)))


def state(record: DraftRecord, key: str) -> FieldState:
    return next(field.state for field in record.fields if field.key == key)


def under_seal(record: DraftRecord) -> set[str]:
    return {finding.field for finding in record.findings if finding.code == "R041"}


def test_a_name_under_a_seal_goes_to_a_person_who_is_told_why() -> None:
    record = sealed("signer_name", 0)
    assert under_seal(record) == {"signer_name"}
    assert state(record, "signer_name") is FieldState.NEEDS_REVIEW
    assert state(record, "child_full_name") is FieldState.ACCEPTED


def test_a_seal_beside_a_name_says_nothing_about_it() -> None:
    record = sealed("signer_name", 90)
    assert "signer_name" not in under_seal(record)
    assert state(record, "signer_name") is FieldState.ACCEPTED


def test_what_is_left_of_a_listed_word_is_no_other_word() -> None:
    record = sealed("child_gender", 0)
    assert "child_gender" not in under_seal(record)
    assert state(record, "child_gender") is FieldState.ACCEPTED


@pytest.mark.parametrize(
    ("kind", "text", "may"),
    [
        ("name", "Nguyễn Thi Hoa", True),
        ("name", "TRẦN ĐÌNH THỨC", False),
        ("name", "Lê Văn Hùng", False),
        ("place", "xã Phước Thạnh, tỉnh Bến Tre", False),
        ("decimal", "178", True),
        ("level", "+2,35 m", True),
        ("date", "05/10/2013", False),
        ("personal_id", "079217001234", False),
    ],
)
def test_only_what_has_no_tone_and_may_have_the_one_below_can_have_lost_it(
    kind: str, text: str, may: bool
) -> None:
    assert may_have_lost(kind, text) is may


def test_a_value_on_dots_goes_to_a_person_if_a_mark_may_be_gone() -> None:
    page = reading(typeset(*BIRTH))
    places = {field.key: field.box for field in drafted(page).fields if field.box}
    below = tuple(
        Box(box.x0 + 4, box.y1 - 4, box.x0 + 12, box.y1 + 4)
        for box in (places["child_birth_date"], places["mother_full_name"])
    )
    record = drafted(replace(page, dotted=below))
    assert "child_birth_date" not in under_seal(record)
    assert "mother_full_name" not in under_seal(record)
    renamed = reading(typeset(*(line.replace("TRẦN HOÀNG UYÊN", "TRẦN HOÀNG THANH") for line in BIRTH)))
    assert "mother_full_name" in under_seal(drafted(replace(renamed, dotted=below)))


def test_hidden_places_are_kept_with_the_reading() -> None:
    page = replace(reading(typeset(*BIRTH)), hidden=(Box(1, 2, 3, 4),), dotted=(Box(2, 3, 4, 5),))
    assert PageReading.from_json(page.as_json()) == page
