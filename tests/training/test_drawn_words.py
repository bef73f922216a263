"""What drawn lines say: letters the network knows, from our own lists, in typefaces that judge nothing else."""

from __future__ import annotations

import unicodedata
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from training.draw import material
from training.values import written_line

_, WORDS, FACES = material()
_JUDGES = {"Inter", "Roboto", "Lato", "Vollkorn", "Charis SIL", "Gentium Plus"}


@given(st.integers(0, 2**32))
def test_lines_are_of_letters_the_network_knows(seed: int) -> None:
    label, value = written_line(Random(seed), WORDS)
    assert value
    for text in (label, value):
        assert text == unicodedata.normalize("NFC", text)
        assert text == " ".join(text.split())
        assert WORDS.characters.issuperset(text)


def test_equal_seeds_write_equal_lines() -> None:
    one, other = Random("7/3"), Random("7/3")
    assert [written_line(one, WORDS) for _ in range(40)] == [written_line(other, WORDS) for _ in range(40)]


def test_every_kind_of_word_is_there() -> None:
    assert all(getattr(WORDS, kind) for kind in WORDS.__dataclass_fields__)


def test_no_typeface_judges_elsewhere() -> None:
    assert not _JUDGES & set(FACES.every)
    assert set(FACES.serif) <= set(FACES.every)
