"""Print under a seal or a pen is read; where a seal may hide letters is told; what a pen wrote beside print stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from printed_sheet import Set, sheet

from ocr.cleanup import CleanupOptions, prepare
from ocr.covered_print import lost_places, under_pen
from ocr.engine import OcrEngine
from ocr.lines import find_lines
from ocr.page import Box, PageImage, Pixels
from ocr.recognition import read_lines
from ocr.seal import seal_free

SIZE, DPI = (1240, 700), 200.0
NAME = Set("Phạm Ngọc Thưởng", 500, 420)
RED, BLUE = (214, 30, 55), (35, 55, 160)
CENTRE, RADIUS = (530, 290), 140
UPRIGHT = CleanupOptions(orientation=False, skew=False, borders=False, perspective=False)


def page(*lines: Set) -> Pixels:
    return np.repeat(sheet(SIZE, lines or (NAME,))[:, :, None], 3, axis=2)


def ring(covers: float) -> tuple[Pixels, np.ndarray]:
    """The name under the ring of a seal that hides this share of it, and where the ring is."""
    made, drawn = page(), np.zeros((SIZE[1], SIZE[0]), np.uint8)
    cv2.circle(drawn, CENTRE, RADIUS, 1, 9)
    cv2.circle(drawn, CENTRE, RADIUS - 50, 1, 4)
    cv2.putText(drawn, "UBND", (CENTRE[0] - 70, CENTRE[1] + 15), 0, 1.6, 1, 5)
    on = drawn > 0
    shown = made[on] / 255 * np.array(RED)
    made[on] = (covers * np.array(RED) + (1 - covers) * shown).astype(np.uint8)
    return made, on


def read(pixels: Pixels, engine: OcrEngine, options: CleanupOptions = UPRIGHT) -> str:
    gray = prepare(PageImage(pixels, DPI), options).gray
    ink = np.where(gray < 128, 255, 0).astype(np.uint8)
    lines = [line for line in read_lines(gray, find_lines(ink), engine) if line]
    return " ".join(word.text for line in lines for word in line.words)


@pytest.mark.parametrize("covers", [1.0, 0.6, 0.0])
def test_a_name_under_the_ring_of_a_seal_is_read(covers: float, engine: OcrEngine) -> None:
    made, _ = ring(covers)
    assert NAME.text in read(made, engine)


def test_where_an_opaque_seal_lies_over_print_letters_may_be_hidden() -> None:
    made, on = ring(1.0)
    lost = seal_free(made, DPI).lost
    told = np.zeros_like(on)
    for box in lost:
        told[box.y0 : box.y1, box.x0 : box.x1] = True
    name = np.zeros_like(on)
    name[380:430, 500:800] = True
    assert (told & on & name).sum() > 0.9 * (on & name & near_print(made)).sum() > 0
    assert not told[: CENTRE[1]].any()


def near_print(made: Pixels) -> np.ndarray:
    return cv2.dilate((made[:, :, 0] < 100).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0


@pytest.mark.parametrize("covers", [0.0, 0.5])
def test_a_seal_that_print_shows_through_hides_nothing(covers: float) -> None:
    assert seal_free(ring(covers)[0], DPI).lost == ()


def test_hidden_places_are_told_in_pixels_of_the_master() -> None:
    made, _ = ring(1.0)
    fine = cv2.resize(made, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC)
    hidden = prepare(PageImage(np.asarray(fine, np.uint8), 300.0), UPRIGHT).hidden
    around = Box.around(hidden)
    assert 735 < around.x0 < around.x1 < 1.5 * (CENTRE[0] + RADIUS + 10)
    assert 540 < around.y0 < around.y1 < 660


def test_one_run_of_hidden_pixels_is_one_box_of_each_millimetre() -> None:
    lost = np.zeros((40, 60), np.bool_)
    lost[3:5, 10:14] = lost[3:5, 16:20] = lost[3:5, 50:52] = True
    assert lost_places(lost, DPI) == [Box(10, 0, 20, 8), Box(50, 0, 52, 8)]


def signed(pixels: Pixels) -> Pixels:
    """A pen's flourish through the name; its ink does not make toner paler."""
    pen = np.full_like(pixels, 255)
    points = np.array([[470, 300], [540, 240], [520, 330], [620, 398], [900, 414]], np.int32)
    cv2.polylines(pen, [points], False, BLUE, 4, cv2.LINE_AA)
    return np.asarray(pixels.astype(np.uint16) * pen // 255, np.uint8)


def test_a_name_under_a_blue_pen_is_read(engine: OcrEngine) -> None:
    made = signed(page())
    assert NAME.text in read(made, engine)
    without = CleanupOptions(pens=False, orientation=False, skew=False, borders=False, perspective=False)
    assert NAME.text not in read(made, engine, without)


def test_what_a_pen_wrote_beside_print_stays() -> None:
    made = page(Set("Họ và tên:", 120, 300), Set("Nơi cư trú:", 120, 420))
    written = sheet(SIZE, [Set("Lê Văn Tám", 330, 300, 16), Set("Bến Tre", 330, 420, 16)]) < 128
    made[written] = BLUE
    gray = np.ascontiguousarray(made[:, :, 0])
    after, crossed = under_pen(gray, made, DPI)
    assert crossed == 0
    assert np.array_equal(after, gray)


@pytest.mark.parametrize("ink", [(28, 28, 96), (70, 40, 124), BLUE])
def test_values_printed_in_blue_or_violet_beside_black_labels_are_no_pen(
    ink: tuple[int, int, int], engine: OcrEngine
) -> None:
    """Printers of several colours fill in forms so; their letters are dark enough to count as black, too."""
    labels = (Set("Họ, chữ đệm, tên:", 120, 300), Set("Nơi cư trú:", 120, 420))
    values = [Set("NGUYỄN HOÀNG KHUYÊN", 460, 300, 22), Set("phường Hiệp Bình Chánh", 330, 420, 22)]
    made = page(*labels)
    cover = sheet(SIZE, values)[:, :, None].astype(np.float32) / 255
    made = np.asarray(made * cover + np.array(ink, np.float32) * (1 - cover), np.uint8)
    kept = cv2.imdecode(
        cv2.imencode(".jpg", made[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 70])[1], cv2.IMREAD_COLOR
    )
    made = np.ascontiguousarray(kept[:, :, ::-1])
    gray = np.ascontiguousarray(made[:, :, 0])
    after, crossed = under_pen(gray, made, DPI)
    assert crossed == 0
    assert np.array_equal(after, gray)
    assert "HOÀNG KHUYÊN" in read(made, engine)


def test_a_figure_that_a_pen_wrote_onto_a_printed_year_stays_whole() -> None:
    """Half taken off, 367/2016 would be another number."""
    made = page(Set("Số hộ tịch", 330, 300), Set("/2016 của phường", 500, 300))
    pen = np.full_like(made, 255)
    seven = np.array([[480, 272], [504, 270], [490, 306], [497, 288], [486, 289], [503, 287]], np.int32)
    cv2.polylines(pen, [seven], False, BLUE, 4, cv2.LINE_AA)
    made = np.asarray(made.astype(np.uint16) * pen // 255, np.uint8)
    gray = np.ascontiguousarray(made[:, :, 0])
    after, crossed = under_pen(gray, made, DPI)
    assert (crossed, np.array_equal(after, gray)) == (0, True)


def test_coloured_fringes_of_letters_are_no_pen() -> None:
    made = page(NAME, Set("Về việc công bố thủ tục hành chính", 200, 200))
    made[:, 1:, 2] = made[:, :-1, 2].copy()
    gray = np.ascontiguousarray(made[:, :, 0])
    assert under_pen(gray, made, DPI)[1] == 0


def test_a_gray_page_has_no_hidden_places() -> None:
    prepared = prepare(PageImage(np.ascontiguousarray(ring(1.0)[0][:, :, 1]), DPI), UPRIGHT)
    assert prepared.hidden == ()
