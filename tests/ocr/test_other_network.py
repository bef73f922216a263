"""The second network: it reads by itself, only where it is asked, from the file that the sources name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from drawn import SENTENCES, drawn_page, saved

from ocr.engine import EngineChoice, OcrEngine, open_engine
from ocr.limits import Limits
from ocr.other_network import opened, other_choice
from ocr.pool import AgainRequest, ReaderPool
from ocr.read_again import VARIANTS, read_again
from ocr.second_reading import OTHER_WAYS, WAYS
from ocr.tools import OFFICE_NETWORK


@pytest.fixture(scope="module")
def engine() -> Iterator[OcrEngine]:
    first = open_engine(EngineChoice())
    yield first
    first.close()


def test_every_variant_has_its_name_among_the_ways() -> None:
    assert tuple(v.name for v in VARIANTS if not v.other) == WAYS
    assert tuple(v.name for v in VARIANTS if v.other) == OTHER_WAYS


def test_it_reads_the_same_lines_with_confidences_of_its_own(engine: OcrEngine) -> None:
    drawn = drawn_page()
    with opened(other_choice(EngineChoice())) as other:
        assert other is not None
        found = read_again(drawn.page, [box for _, box in drawn.lines], 0, engine, other=other)
    told = [{reading.variant: reading for reading in readings} for readings in found]
    assert [readings["other_fine"].text for readings in told] == list(SENTENCES)
    assert [readings["other_soft"].text for readings in told] == list(SENTENCES)
    assert any(r["fine"].confidence != pytest.approx(r["other_fine"].confidence) for r in told)


@pytest.mark.parametrize("factory", ["tesseract", "tesseract-cli"])
def test_both_ways_to_the_engine_have_it(factory: str) -> None:
    choice = other_choice(EngineChoice(factory))
    with opened(choice) as other:
        assert other is not None
        assert " vie " in other.name
        assert OFFICE_NETWORK not in other.name


def test_an_engine_without_networks_has_none() -> None:
    assert other_choice(EngineChoice("replay", (("readings", "folder"),))) is None
    with opened(None) as other:
        assert other is None


def test_a_pool_asks_it_only_for_its_own_ways(tmp_path: Path) -> None:
    drawn = drawn_page()
    path = saved(drawn.image, tmp_path / "page.png")
    box = drawn.lines[2][1]
    with ReaderPool(1, Limits(), EngineChoice()) as pool:
        plain, both = pool.read_again(
            [
                AgainRequest("plain", path, 1, (box,)),
                AgainRequest("both", path, 1, (box,), ways=("fine", *OTHER_WAYS)),
            ]
        )
    assert plain.readings is not None
    assert both.readings is not None
    assert tuple(reading.variant for reading in plain.readings[0]) == WAYS
    assert [reading.variant for reading in both.readings[0]] == ["fine", "other_fine", "other_soft"]
