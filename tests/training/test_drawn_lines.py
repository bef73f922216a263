"""Drawn pages: words stand where they are said to, through every device, and a line's text is what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from ocr.page import Pixels
from ocr.tesseract import TesseractEngine
from training.devices import DEVICES, Scan, scanned
from training.draw import NETWORK, material
from training.lines import drawn_lines, lines_of
from training.paper import PAPER_DPI, Paper, paper
from training.samples import HEIGHT, keep, kept, sample
from training.seals import sealed

CODES, WORDS, FACES = material()
_SQUARES = ((130, 150), (470, 140), (150, 610), (440, 640))
_SIDE = 40


@pytest.fixture(scope="module")
def drawn() -> Paper:
    return paper(Random(6), FACES, WORDS)


@pytest.fixture(scope="module")
def engine() -> Iterator[TesseractEngine]:
    engine = TesseractEngine((NETWORK.stem,), NETWORK.parent)
    yield engine
    engine.close()


def test_every_word_is_printed_in_its_place(drawn: Paper) -> None:
    for word in drawn.words:
        body = drawn.pixels[round(word.y0) : round(word.y1), round(word.x0) : round(word.x1)]
        assert body.min() < 160, word.text


def test_words_follow_each_other_in_their_line(drawn: Paper) -> None:
    for one, following in zip(drawn.words, drawn.words[1:], strict=False):
        assert following.line > one.line or following.x0 > one.x0


def _squares() -> Pixels:
    page = np.full((800, 600, 3), 255, np.uint8)
    for x, y in _SQUARES:
        page[y - _SIDE // 2 : y + _SIDE // 2, x - _SIDE // 2 : x + _SIDE // 2] = 20
    return page


def _middle_near(scan: Scan, place: tuple[float, float]) -> tuple[float, float]:
    """The middle of what is dark within a square's width of a place."""
    gray = scan.pixels if scan.pixels.ndim == 2 else cv2.cvtColor(scan.pixels, cv2.COLOR_RGB2GRAY)
    reach, (x, y) = round(_SIDE * scan.dpi / PAPER_DPI), (round(place[0]), round(place[1]))
    ys, xs = np.where(gray[y - reach : y + reach, x - reach : x + reach] < 170)
    return float(xs.mean()) + x - reach, float(ys.mean()) + y - reach


@pytest.mark.parametrize("device", sorted(set(DEVICES)))
def test_devices_keep_places(device: str) -> None:
    for seed in range(3):
        scan = scanned(Random(seed), np.random.default_rng(seed), _squares(), crossed=False, device=device)
        for square in _SQUARES:
            place = cv2.perspectiveTransform(np.array([[square]], np.float64), scan.from_paper)[0][0].tolist()
            found = _middle_near(scan, place)
            assert np.hypot(found[0] - place[0], found[1] - place[1]) < 3


def test_the_text_of_a_line_is_what_it_shows(drawn: Paper, engine: TesseractEngine) -> None:
    scan = Scan(drawn.pixels, PAPER_DPI, np.eye(3), "none")
    lines = list(lines_of(Random(6), scan, drawn.words))
    assert len(lines) > 10
    read = engine.read_lines([line.pixels for line in lines], PAPER_DPI)
    alike = [
        Levenshtein.normalized_similarity(" ".join(word.text for word in words), line.text)
        for words, line in zip(read, lines, strict=True)
    ]
    assert sum(likeness > 0.7 for likeness in alike) >= 0.9 * len(lines)


def test_a_page_is_kept_as_it_was_drawn(tmp_path: Path) -> None:
    lines = [sample(line, CODES) for line in drawn_lines(Random("7/1"), WORDS, FACES)]
    ready = [line for line in lines if line is not None]
    keep(tmp_path / "7-0001.npz", ready)
    again = kept([tmp_path / "7-0001.npz"], CODES)
    assert [line.text for line in again] == [line.text for line in ready]
    assert [line.codes for line in again] == [line.codes for line in ready]
    for line, first in zip(again, ready, strict=True):
        assert line.pixels.shape[0] == HEIGHT
        assert np.array_equal(line.pixels, first.pixels)


def test_equal_seeds_draw_equal_lines() -> None:
    one, other = (list(drawn_lines(Random("7/2"), WORDS, FACES)) for _ in range(2))
    assert [line.text for line in one] == [line.text for line in other]
    assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(one, other, strict=True))


def test_no_line_tells_of_a_word_that_was_lost(drawn: Paper) -> None:
    texts = [word.text for word in drawn.words]
    lost = {word.text for word in drawn.words if texts.count(word.text) == 1 and len(word.text) > 3}
    pixels = drawn.pixels.copy()
    for word in drawn.words:
        if word.text in lost:
            # Upright slices stay, as high as the letters, so that the line is found.
            for x in range(round(word.x0), round(word.x1), 10):
                pixels[round(word.y0) - 12 : round(word.y1) + 12, x : x + 8] = 255
    for seed in range(3):
        lines = list(lines_of(Random(seed), Scan(pixels, PAPER_DPI, np.eye(3), "none"), drawn.words))
        assert lines
        assert not lost & {word for line in lines for word in line.text.split()}


def test_seals_only_darken_a_page_and_leave_what_lies_under_them_readable(drawn: Paper) -> None:
    before = drawn.pixels.copy()
    page = sealed(Random(4), drawn.pixels, FACES, 6)
    assert np.array_equal(drawn.pixels, before)
    assert (page <= before).all()
    # Six seals of 3 to 4 cm, of thin lines: of an A4 page no tenth.
    assert 0.005 < (page < before).any(axis=2).mean() < 0.1
