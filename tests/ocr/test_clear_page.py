"""Each cleanup step does its work, names itself, and is really off when it is switched off."""

from __future__ import annotations

from dataclasses import fields, replace

import cv2
import numpy as np
import pytest
from drawn import SENTENCES, drawn_page
from printed_sheet import Set, ink, sheet, turned_by

from ocr.cleanup import CleanupOptions, prepare
from ocr.clear_page import cleared
from ocr.page import PageImage, Pixels

SIZE = (1240, 1000)
# What a step is called in `steps` when it was taken, by the option that switches it.
NAMES = {
    "seals": "red seals out",
    "pens": "blue pen off",
    "perspective": "perspective",
    "borders": "black edge",
    "background": "background",
    "orientation": "rotate 90",
    "skew": "deskew",
    "leaders": "leaders",
    "gray_seals": "gray seals",
    "rules": "rules",
}
AS_IT_LIES = CleanupOptions(perspective=False, orientation=False, skew=False)


def lines() -> list[Set]:
    return [Set(text, 130, 170 + 60 * row) for row, text in enumerate(SENTENCES * 2)]


def plain() -> Pixels:
    return sheet(SIZE, lines())


def in_colour(gray: Pixels) -> Pixels:
    return np.repeat(gray[:, :, None], 3, axis=2)


def red_sealed() -> Pixels:
    page = in_colour(plain())
    ring = np.full_like(page, 255)
    cv2.circle(ring, (620, 500), 135, (215, 35, 50), 8)
    return np.asarray(page.astype(np.uint16) * ring // 255, np.uint8)


def signed() -> Pixels:
    page = in_colour(plain())
    pen = np.full_like(page, 255)
    cv2.polylines(pen, [np.array([[150, 400], [400, 480], [700, 410]], np.int32)], False, (40, 60, 170), 5)
    return np.asarray(page.astype(np.uint16) * pen // 255, np.uint8)


def gray_sealed() -> Pixels:
    page = plain()
    ring = np.full_like(page, 255)
    cv2.circle(ring, (620, 500), 135, 140, 8)
    return np.asarray(page.astype(np.uint16) * ring // 255, np.uint8)


def photographed() -> Pixels:
    """The page on a dark table, seen from a slant."""
    height, width = 1400, 1700
    corners = np.float32([[260, 190], [1420, 150], [1500, 1180], [180, 1130]])
    there = cv2.getPerspectiveTransform(
        np.float32([[0, 0], [SIZE[0], 0], [SIZE[0], SIZE[1]], [0, SIZE[1]]]), corners
    )
    return np.asarray(cv2.warpPerspective(plain(), there, (width, height), borderValue=60), np.uint8)


def black_edged() -> Pixels:
    page = plain()
    page[:, :50] = 30
    return page


def dotted() -> Pixels:
    labels = ("Họ và tên:", "Ngày sinh:", "Nơi sinh:", "Quê:", "Dân tộc:", "Quốc tịch:", "Số:", "Nơi cư trú:")
    page = sheet(SIZE, [Set(text, 130, 170 + 60 * row) for row, text in enumerate(labels)])
    for row in range(len(labels)):
        for x in range(330, 1100, 8):
            page[168 + 60 * row : 170 + 60 * row, x : x + 2] = 60
    return page


def tabled() -> Pixels:
    page = plain()
    for y in range(190, 900, 60):
        page[y : y + 2, 100:1100] = 40
    return page


PAGES = {
    "seals": red_sealed,
    "pens": signed,
    "perspective": photographed,
    "borders": black_edged,
    "background": plain,
    "orientation": lambda: np.ascontiguousarray(np.rot90(plain())),
    "skew": lambda: turned_by(plain(), 2.0)[0],
    "leaders": dotted,
    "gray_seals": gray_sealed,
    "rules": tabled,
}


def steps_of(pixels: Pixels, options: CleanupOptions) -> tuple[str, ...]:
    prepared = prepare(PageImage(pixels, 200.0), options)
    return (*prepared.steps, *cleared(prepared, options).steps)


def named(option: str, steps: tuple[str, ...]) -> bool:
    return any(NAMES[option] in step for step in steps)


@pytest.mark.parametrize("option", NAMES)
def test_a_step_names_itself_when_it_was_taken_and_only_then(option: str) -> None:
    pixels = PAGES[option]()
    assert named(option, steps_of(pixels, CleanupOptions()))
    assert not named(option, steps_of(pixels, replace(CleanupOptions(), **{option: False})))


@pytest.mark.parametrize("option", NAMES)
def test_a_step_that_is_off_changes_nothing(option: str) -> None:
    """The page comes out otherwise than with the step, and as if no other step had been on either."""
    page = PageImage(PAGES[option](), 200.0)
    alone = replace(nothing(), **{option: True})
    with_step, without = prepare(page, alone), prepare(page, nothing())
    one, other = cleared(with_step, alone).gray, cleared(without, nothing()).gray
    assert one.shape != other.shape or not np.array_equal(one, other)
    red_or_gray = page.pixels if page.pixels.ndim == 2 else cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY)
    assert np.array_equal(other, red_or_gray)


def nothing() -> CleanupOptions:
    return CleanupOptions(**{field.name: False for field in fields(CleanupOptions)})


def test_with_all_steps_off_no_step_is_named() -> None:
    for make in PAGES.values():
        assert steps_of(make(), nothing()) == ("resize 200 to 200 dpi",)


@pytest.mark.parametrize("option", PAGES)
def test_equal_pages_come_out_equal(option: str) -> None:
    one, other = (prepare(PageImage(PAGES[option](), 200.0)) for _ in range(2))
    assert np.array_equal(one.gray, other.gray)
    assert np.array_equal(one.to_work, other.to_work)
    clear, again = cleared(one), cleared(other)
    assert np.array_equal(clear.gray, again.gray)
    assert np.array_equal(clear.ink, again.ink)
    assert clear.steps == again.steps


@pytest.mark.parametrize("option", PAGES)
def test_the_master_is_never_changed(option: str) -> None:
    pixels = PAGES[option]()
    before = pixels.copy()
    cleared(prepare(PageImage(pixels, 200.0)))
    assert np.array_equal(pixels, before)


def test_leaders_go_and_labels_stay() -> None:
    pixels = dotted()
    clear = cleared(prepare(PageImage(pixels, 200.0), AS_IT_LIES))
    assert "leaders" in clear.steps
    assert not clear.ink[:, 326:].any()
    assert clear.gray[:, 326:].min() > 200
    label = ink(pixels)[:, :320] > 0
    assert (clear.ink[:, :320][label] > 0).mean() > 0.99


def test_dots_of_letters_are_no_leaders() -> None:
    """Full stops, dots of i and dots below, in number, on a page with leaders."""
    words = sheet(
        SIZE,
        [Set("Cộng hòa. Độc lập. Hạnh phúc. Gặp một việc ị.", 130, 700 + 50 * row, 12) for row in range(4)],
    )
    pixels = np.minimum(dotted(), words)
    clear = cleared(prepare(PageImage(pixels, 200.0), AS_IT_LIES))
    assert "leaders" in clear.steps
    assert (clear.ink[640:][ink(words)[640:] > 0] > 0).mean() > 0.99


def test_what_is_taken_out_of_the_ink_is_taken_out_of_the_gray_page() -> None:
    prepared = prepare(PageImage(tabled(), 200.0))
    clear = cleared(prepared)
    assert clear.steps == ("rules",)
    assert (clear.gray >= prepared.gray).all()
    assert clear.gray[clear.ink > 0].max() < 230
    assert (clear.gray[190:192, 1000:1090] > 230).all()


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_cleared_page_turns_as_a_whole(turns: int) -> None:
    clear = cleared(prepare(drawn_page().page))
    turned = clear.turned(turns)
    assert np.array_equal(np.rot90(turned.gray, turns), clear.gray)
    assert np.array_equal(np.rot90(turned.ink, turns), clear.ink)
    assert turned.steps == clear.steps


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (900, 3), (40, 60, 3), (1, 1, 3)])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_pages_of_one_tone_and_of_any_size_come_through(shape: tuple[int, ...], level: int) -> None:
    clear = cleared(prepare(PageImage(np.full(shape, level, np.uint8), 200.0)))
    assert clear.gray.shape == clear.ink.shape
