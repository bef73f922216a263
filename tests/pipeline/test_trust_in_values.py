"""The chance of a value: which way each sign moves it, and that the table of weights holds every kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.normalize.kinds import KINDS
from pipeline.trust import ALL, Signs, chance, group_of

PLAIN = Signs(worst=0.9, usual=True, witness=False, letters=12)
AGAIN = replace(PLAIN, asked=True, same=1.0)


@pytest.mark.parametrize("kind", KINDS)
def test_each_sign_moves_the_chance_as_a_person_expects(kind: str) -> None:
    assert group_of(kind) != ALL
    for signs in (PLAIN, AGAIN):
        best = chance(kind, signs)
        assert 0.5 < best < 1
        assert chance(kind, replace(signs, worst=0.3)) < best
        assert chance(kind, replace(signs, usual=False)) < best - 0.001
        assert chance(kind, replace(signs, against=True)) < best
        assert chance(kind, replace(signs, witness=True)) >= best
        assert chance(kind, replace(signs, letters=60)) <= best
    split = replace(AGAIN, same=0.0, rival=1.0)
    assert chance(kind, split) < chance(kind, AGAIN) - 0.001


def test_a_reading_that_gave_garbage_counts_less_than_one_that_gave_another_good_value() -> None:
    for kind in KINDS:
        garbled = replace(AGAIN, same=2 / 3)
        rivalled = replace(garbled, rival=1 / 3)
        assert (garbled.seconded, rivalled.seconded) == (True, False)
        assert chance(kind, rivalled) < chance(kind, garbled) < chance(kind, AGAIN)
    assert not replace(AGAIN, usual=False).seconded


def test_beyond_what_figures_can_tell_nothing_changes() -> None:
    assert chance("name", replace(PLAIN, worst=0.99)) == chance("name", replace(PLAIN, worst=1.0))
    assert chance("name", replace(PLAIN, worst=0.0)) == chance("name", replace(PLAIN, worst=0.05))


def test_a_name_with_a_faint_word_needs_every_way() -> None:
    faint = replace(PLAIN, worst=0.63, asked=True, same=1.0, sure=0.9)
    parted = replace(faint, same=2 / 3)
    assert chance("name", faint) > 0.9 > 0.8 >= chance("name", parted)
    assert chance("name", replace(parted, worst=0.75)) > 0.9
    assert chance("name", replace(parted, witness=True)) > 0.9


def test_a_name_that_one_way_gave_hesitating_is_never_sure_without_a_witness() -> None:
    both = replace(AGAIN, sure=0.73, other_asked=True, confirmed=1.0)
    assert chance("name", both) <= 0.8 < 0.9 < chance("name", replace(both, sure=0.8))
    assert chance("name", replace(both, witness=True)) > 0.9
    assert chance("place", both) > 0.9


def test_a_name_that_the_first_reading_gave_hesitating_is_read_again() -> None:
    once = replace(PLAIN, worst=0.88)
    assert chance("name", once) <= 0.8 < 0.9 < chance("name", replace(once, worst=0.95))
    assert chance("name", replace(once, witness=True)) > 0.9
