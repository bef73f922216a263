"""How likely it is that a hand wrote a word: its ink, its reading and its colour, weighed. Decides nothing.

The weights are in handwriting.toml; `python -m benchmarks.fit_handwriting` finds them anew.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ocr.page import Pixels, Word
from ocr.strokes import strokes
from ocr.text_likeness import looks_read

# The odds of a word that needs no look, and of one without letters.
PRINTED = -5.0
WEIGHTS = Path(__file__).with_name("handwriting.toml")
_DOUBT = (0.05, 0.7)
_WIDEST = 3.0
_TALLEST, _LOWEST = 1.5, -0.5
_WIDEST_SPREAD, _MOST_LETTERS = 2.0, 8
_BLUEST = 80.0

_Floats = NDArray[np.float64]


def odds(gray: Pixels, words: Sequence[Word], height: float, blue: _Floats) -> _Floats:
    """For each of `words` the logarithm of the odds that a hand wrote it.

    `gray` is the levelled page, `height` that of its usual words in pixels, `blue` how blue the ink of each word is
    (0 to 255).
    """
    if not words:
        return np.zeros(0)
    figures, written = word_figures(gray, words, height, blue)
    weights = _weights()
    total = np.full(len(words), weights["bias"])
    for name, values in figures.items():
        total += weights[name] * values
    return np.where(written, total, PRINTED)


def word_figures(
    gray: Pixels, words: Sequence[Word], height: float, blue: _Floats
) -> tuple[dict[str, _Floats], NDArray[np.bool_]]:
    """The figures that are weighed, one value of each per word, and which words have letters to measure.

    Besides those of ocr/strokes.py: `doubt` of the engine (logarithm), `taller` and `lower` than usual words
    (logarithm), whether the text is `like` Vietnamese, the `spread` and number of `letters`, and `blue` ink.
    """
    ink = vars(strokes(gray, [word.box for word in words]))
    written: NDArray[np.bool_] = ink.pop("written")
    high = np.array([max(1, word.box.height) for word in words], np.float64)
    wide = np.array([word.box.width for word in words], np.float64)
    letters = np.array([max(1, len(word.text)) for word in words], np.float64)
    doubt = 1 - np.array([word.confidence for word in words], np.float64)
    taller = np.log(high / max(1.0, height))
    figures: dict[str, _Floats] = ink | {
        "widest": np.minimum(ink["widest"], _WIDEST),
        "usual": np.minimum(ink["usual"], _WIDEST),
        "doubt": np.log(np.clip(doubt, *_DOUBT)),
        "taller": np.minimum(taller, _TALLEST),
        "lower": np.clip(taller, _LOWEST, 0.0),
        "like": np.array([looks_read(word.text) for word in words], np.float64),
        "spread": np.minimum(_WIDEST_SPREAD, wide / high / letters),
        "letters": np.minimum(letters, _MOST_LETTERS),
        "blue": np.minimum(blue / _BLUEST, 1.0),
    }
    return figures, written


@cache
def _weights() -> dict[str, float]:
    with WEIGHTS.open("rb") as file:
        told: dict[str, float] = tomllib.load(file)["weights"]
    return told
