"""Seals vanish and the print under them stays; whatever else is coloured is left as dark as it was."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from drawn import SENTENCES
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from printed_sheet import Set, ink, sheet

from ocr.page import Pixels
from ocr.seal import Ring, gray_seals, seal_free, without_gray_seals

SIZE = (1240, 900)
DPI = 200.0
RED, TITLE_RED = (215, 35, 50), (190, 20, 30)
RADIUS = round(17 * DPI / 25.4)
CENTRE = (620, 450)


def text_page() -> Pixels:
    return sheet(SIZE, [Set(text, 120, 160 + 60 * row) for row, text in enumerate(SENTENCES * 2)])


def coloured(gray: Pixels) -> Pixels:
    return np.repeat(gray[:, :, None], 3, axis=2)


def printed_over(page: Pixels, drawn: Pixels) -> Pixels:
    """Both inks on the same paper: light passes through each."""
    return np.asarray(page.astype(np.uint16) * drawn // 255, np.uint8)


def with_ring(page: Pixels, colour: tuple[int, ...], radius: int = RADIUS) -> Pixels:
    """An office's seal: two rings, a star's worth of solid ink in the middle, words inside."""
    seal = np.full_like(page, 255)
    cv2.circle(seal, CENTRE, radius, colour, 7)
    cv2.circle(seal, CENTRE, round(0.82 * radius), colour, 3)
    cv2.circle(seal, CENTRE, round(0.2 * radius), colour, -1)
    cv2.putText(seal, "UBND PHUONG", (CENTRE[0] - 80, CENTRE[1] + 70), 0, 0.7, colour, 3)
    return printed_over(page, seal)


def seal_only(colour: tuple[int, ...]) -> np.ndarray:
    blank = np.full((SIZE[1], SIZE[0], 3), 250, np.uint8)
    return with_ring(blank, colour).min(axis=2) < 200


def test_a_red_seal_over_print_vanishes_and_the_print_stays() -> None:
    black = text_page()
    free = seal_free(with_ring(coloured(black), RED), DPI)
    gray, seals = free.gray, free.seals
    text, seal = black < 128, seal_only(RED)
    assert seals == 1
    assert gray[black < 60].max() < 100
    beside_text = cv2.dilate(text.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    assert (gray[seal & ~beside_text] > 220).mean() > 0.99
    assert (text & seal).sum() > 300


@pytest.mark.parametrize("points", [12, 24])
def test_a_red_title_is_kept_as_dark_as_it_is(points: float) -> None:
    title = sheet(SIZE, [Set("GIẤY KHAI SINH", 120, 300, points)]) < 128
    page = np.full((SIZE[1], SIZE[0], 3), 250, np.uint8)
    page[title] = TITLE_RED
    free = seal_free(page, DPI)
    gray, seals = free.gray, free.seals
    assert seals == 0
    assert gray[title].max() <= max(TITLE_RED[1:])


def test_the_red_frame_of_a_page_is_no_seal() -> None:
    page = coloured(text_page())
    cv2.rectangle(page, (60, 60), (1180, 840), RED, 6)
    free = seal_free(page, DPI)
    gray, seals = free.gray, free.seals
    assert seals == 0
    assert np.array_equal(gray, page[:, :, 0])


@pytest.mark.parametrize("colour", [(235, 205, 130), (225, 190, 120), (170, 120, 70), (140, 95, 55)])
def test_a_stain_is_no_seal_and_hides_nothing(colour: tuple[int, int, int]) -> None:
    stain = np.full((SIZE[1], SIZE[0], 3), 255, np.uint8)
    cv2.ellipse(stain, CENTRE, (150, 120), 0, 0, 360, colour, -1)
    black = text_page()
    free = seal_free(printed_over(coloured(black), stain), DPI)
    gray, seals = free.gray, free.seals
    assert seals == 0
    assert gray[black < 60].max() < 110


@pytest.mark.parametrize("paper", [(250, 250, 250), (240, 222, 185), (228, 205, 160)])
@pytest.mark.parametrize("colour", [RED, (235, 120, 125), (220, 90, 60)])
def test_a_seal_is_one_on_yellowed_paper_also_when_it_faded(
    paper: tuple[int, int, int], colour: tuple[int, int, int]
) -> None:
    page = np.full((SIZE[1], SIZE[0], 3), paper, np.uint8)
    free = seal_free(with_ring(page, colour), DPI)
    gray, seals = free.gray, free.seals
    assert seals == 1
    assert (gray[seal_only(colour)] > 200).mean() > 0.98


@pytest.mark.parametrize("blue", [(30, 50, 150), (60, 80, 170)])
def test_blue_ink_is_kept_also_under_a_seal(blue: tuple[int, int, int]) -> None:
    written = sheet(SIZE, [Set("Nguyễn Văn An", 500, 460, 20), Set("Nguyễn Văn An", 500, 800, 20)]) < 128
    page = np.full((SIZE[1], SIZE[0], 3), 250, np.uint8)
    page[written] = blue
    free = seal_free(with_ring(page, RED), DPI)
    gray, seals = free.gray, free.seals
    assert seals == 1
    assert (gray[written] < 140).mean() > 0.99


def test_a_page_without_red_is_its_red_channel() -> None:
    page = coloured(text_page())
    free = seal_free(page, DPI)
    gray, seals = free.gray, free.seals
    assert seals == 0
    assert np.array_equal(gray, page[:, :, 0])


BLOTS = arrays.arrays(np.uint8, st.tuples(st.integers(1, 30), st.integers(1, 30), st.just(3)))


@settings(max_examples=120, deadline=None)
@given(blots=BLOTS, grain=st.sampled_from([1, 4, 16]), dpi=st.sampled_from([20.0, 50.0, 200.0]))
def test_nothing_changes_outside_red_and_nothing_becomes_darker_than_the_master(
    blots: np.ndarray, grain: int, dpi: float
) -> None:
    """At a low resolution small blots have the size of seals."""
    page = np.kron(blots, np.ones((grain, grain, 1), np.uint8))
    free = seal_free(page, dpi)
    gray, seals = free.gray, free.seals
    assert gray.shape == page.shape[:2]
    assert seals >= 0
    assert (gray >= page.min(axis=2)).all()
    red = page[:, :, 0].astype(int) > page[:, :, 1:].max(axis=2)
    near_red = cv2.dilate(red.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert np.array_equal(gray[~near_red], page[:, :, 0][~near_red])


def gray_page(level: int) -> tuple[Pixels, Pixels]:
    """A gray copy: print at level 20 under a seal of `level`, and where the seal alone is."""
    page = with_ring(text_page(), (level,))
    return page, ink_under(page)


def ink_under(page: Pixels) -> Pixels:
    return np.where(page < 215, 255, 0).astype(np.uint8)


def rings_of(page: Pixels) -> list[Ring]:
    return gray_seals(ink_under(page), DPI, np.random.default_rng(7))


def test_the_ring_of_a_seal_is_found_where_it_is() -> None:
    (ring,) = rings_of(gray_page(140)[0])
    assert (ring.x, ring.y) == pytest.approx(CENTRE, abs=6)
    assert min(abs(ring.radius - RADIUS), abs(ring.radius - 0.82 * RADIUS)) < 6


@pytest.mark.parametrize("level", [110, 140, 170])
def test_a_gray_seal_paler_than_print_goes_and_the_print_stays(level: int) -> None:
    page, black = gray_page(level)
    cleaned = without_gray_seals(page, black, rings_of(page))
    text = text_page() < 128
    beside_text = cv2.dilate(text.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    core = cv2.erode(seal_only((level,) * 3).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    assert (cleaned[core & ~beside_text] > 215).mean() > 0.97
    assert cleaned[text_page() < 60].max() < 110
    assert (cleaned >= page).all()


@pytest.mark.parametrize("level", [20, 35])
def test_a_seal_as_dark_as_print_is_left_alone(level: int) -> None:
    page, black = gray_page(level)
    rings = rings_of(page)
    assert rings
    assert np.array_equal(without_gray_seals(page, black, rings), page)


def test_text_and_frames_hold_no_ring() -> None:
    page = text_page()
    cv2.rectangle(page, (100, 100), (400, 400), 20, 3)
    assert gray_seals(ink(page), DPI, np.random.default_rng(7)) == []


@settings(max_examples=40, deadline=None)
@given(spots=arrays.arrays(bool, st.tuples(st.integers(1, 30), st.integers(1, 30))), seed=st.integers(0, 9))
def test_any_ink_can_be_searched_for_rings(spots: np.ndarray, seed: int) -> None:
    page = np.kron(spots, np.ones((16, 16), bool)).astype(np.uint8) * 255
    for ring in gray_seals(page, DPI, np.random.default_rng(seed)):
        assert ring.radius > 0
        gray = np.asarray(255 - page, np.uint8)
        assert (without_gray_seals(gray, page, [ring]) >= gray).all()
