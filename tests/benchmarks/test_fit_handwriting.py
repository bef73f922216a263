"""The weights of handwriting are found from labelled words, and the file that holds them has one for every figure."""

from __future__ import annotations

import tomllib
from dataclasses import fields

import numpy as np
import pytest

from benchmarks.fit_handwriting import fitted, joined, report, told
from benchmarks.handwritten_pages import Judged, Labelled
from ocr.hand_odds import WEIGHTS, word_figures
from ocr.page import Box, Word
from ocr.strokes import Strokes


def test_weights_point_the_way_the_figures_do() -> None:
    chance = np.random.default_rng(7)
    by_hand = chance.random(400) < 0.4
    telling, idle = by_hand + chance.normal(0, 0.5, 400), chance.normal(0, 1, 400)
    weights = fitted({"telling": telling, "idle": idle}, by_hand)
    assert weights["telling"] > 1 > 0.5 > abs(weights["idle"])
    odds = weights["bias"] + weights["telling"] * telling + weights["idle"] * idle
    assert ((odds > 0) == by_hand).mean() > 0.8
    assert tomllib.loads(told(weights))["weights"] == pytest.approx(weights, abs=1e-4)


def test_the_file_has_a_weight_for_every_figure() -> None:
    weights = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    word = Word("Nam", Box(10, 10, 60, 40), 0.4)
    figures, written = word_figures(np.full((80, 90), 255, np.uint8), [word], 30.0, np.zeros(1))
    assert set(weights) == {"bias", *figures}
    assert set(figures) > {figure.name for figure in fields(Strokes)} - {"written"}
    assert not written.any()


def test_pages_are_joined_and_counted() -> None:
    one = Labelled({"doubt": np.array([1.0])}, np.array([True]))
    two = Labelled({"doubt": np.array([2.0, 3.0])}, np.array([False, False]))
    assert joined([one, two]).figures["doubt"].tolist() == [1.0, 2.0, 3.0]
    with pytest.raises(ValueError, match="no page"):
        joined([])
    told_pages = report([Judged(10, 8, 5, 1, "handwritten"), Judged(0, 0, 100, 0, "ok")])
    assert "marked region: 8 (80.0%)" in told_pages
    assert "printed words: 105, wrongly marked: 1" in told_pages
