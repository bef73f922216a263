"""Second readings: one variant reads what another cannot, words lie on the master's ink, no box does harm."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from drawn import SENTENCES, drawn_page, font
from PIL import Image, ImageDraw, ImageFilter

from ocr.engine import EngineChoice, OcrEngine, open_engine
from ocr.page import Box, PageImage
from ocr.read_again import VARIANTS, Variant, read_again
from ocr.second_reading import WAYS, SecondReading, agreed

NUMBER = "079316781575"
RED = (210, 30, 40)


@pytest.fixture(scope="module")
def engine() -> Iterator[OcrEngine]:
    opened = open_engine(EngineChoice())
    yield opened
    opened.close()


def written(text: str, points: float, dpi: int, paper: int = 250, ink: int = 30) -> tuple[Image.Image, Box]:
    """A gray page with one line of text, and the box of its ink."""
    image = Image.new("L", (1400, 700), paper)
    pen = ImageDraw.Draw(image)
    pen.text((300, 300), text, fill=ink, font=font(points, dpi))
    return image, Box(*(int(edge) for edge in pen.textbbox((300, 300), text, font=font(points, dpi))))


def texts(readings: tuple[SecondReading, ...]) -> dict[str, str]:
    return {reading.variant: reading.text for reading in readings}


def page_of(image: Image.Image, dpi: float | None = 200.0) -> PageImage:
    return PageImage(np.asarray(image).copy(), dpi)


def test_all_variants_agree_on_clear_print(engine: OcrEngine) -> None:
    drawn = drawn_page()
    found = read_again(drawn.page, [box for _, box in drawn.lines], 0, engine)
    assert [[reading.variant for reading in readings] for readings in found] == [
        ["clear", "fine", "ink", "soft", "plain"]
    ] * len(SENTENCES)
    assert [agreed(readings) for readings in found] == list(SENTENCES)
    assert all(0.8 < reading.confidence <= 1 for readings in found for reading in readings)


def test_a_red_stamp_taken_for_a_seal_is_read_plainly(engine: OcrEngine) -> None:
    """The number of an incoming document stands in a red frame of the size of a seal."""
    image = Image.new("RGB", (1240, 900), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((300, 300, 650, 500), outline=RED, width=5)
    pen.text((340, 370), "Số: 2417", fill=RED, font=font())
    box = Box(*(int(edge) for edge in pen.textbbox((340, 370), "Số: 2417", font=font())))
    (found,) = read_again(page_of(image), [box], 0, engine)
    assert texts(found)["plain"] == "Số: 2417"
    assert texts(found)["clear"] == ""
    assert agreed(found) is None


def test_a_number_in_grain_is_read_softened(engine: OcrEngine) -> None:
    image, box = written(NUMBER, 12, 200, paper=235, ink=90)
    grain = np.random.default_rng(3).normal(0, 70, (700, 1400))
    pixels = np.clip(np.asarray(image, np.float64) + grain, 0, 255).astype(np.uint8)
    (found,) = read_again(PageImage(pixels, 200.0), [box], 0, engine)
    assert texts(found)["soft"] == NUMBER
    assert texts(found)["clear"] != NUMBER


def test_small_blurred_print_is_read_finely(engine: OcrEngine) -> None:
    text = f"Số định danh cá nhân: {NUMBER}"
    image, box = written(text, 3.5, 300)
    (found,) = read_again(page_of(image.filter(ImageFilter.GaussianBlur(0.8)), 300.0), [box], 0, engine)
    assert texts(found)["fine"] == text
    assert texts(found)["clear"] != text


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("degrees", [0.0, -3.0])
def test_words_lie_on_the_ink_of_the_master(engine: OcrEngine, rotation: int, degrees: float) -> None:
    """Turned and skewed pages, boxes as a first reading draws them: upright ones around the sloping line."""
    drawn = drawn_page()
    boxes, image = [], drawn.image
    for _, box in drawn.lines:
        alone = Image.new("L", image.size, 255)
        alone.paste(image.crop(box.as_list()), box.as_list()[:2])
        rows, columns = np.nonzero(np.asarray(turned(alone, degrees, rotation)) < 128)
        boxes.append(Box(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1))
    page = page_of(turned(image, degrees, rotation))
    found = read_again(page, boxes, rotation, engine, VARIANTS[:2])
    assert [agreed(readings, least=2) for readings in found] == list(SENTENCES)
    ink = page.pixels < 128
    for box, readings in zip(boxes, found, strict=True):
        words = [word for reading in readings for word in reading.words]
        for word in words:
            assert ink[word.box.y0 : word.box.y1, word.box.x0 : word.box.x1].mean() > 0.05
            assert word.baseline is not None
        around = Box.around(word.box for word in words)
        assert np.allclose(around.as_list(), box.as_list(), atol=12)


def turned(image: Image.Image, degrees: float, rotation: int) -> Image.Image:
    skewed = image.rotate(-degrees, resample=Image.Resampling.BICUBIC, fillcolor=250)
    return skewed.rotate(rotation, expand=True)


def test_one_word_is_read_without_its_neighbours(engine: OcrEngine) -> None:
    image, _ = written("Ngày 05-10-2020 tại phường", 13, 200)
    pen = ImageDraw.Draw(image)
    before = pen.textlength("Ngày ", font=font(13))
    width = pen.textlength("05-10-2020", font=font(13))
    box = Box(round(300 + before), 305, round(300 + before + width), 345)
    (found,) = read_again(page_of(image), [box], 0, engine)
    assert texts(found) == dict.fromkeys(texts(found), "05-10-2020")
    (digits,) = read_again(page_of(image), [box], 0, engine, letters="0123456789")
    assert all(set(reading.text) <= set("0123456789 ") for reading in digits)


def test_the_resolution_may_be_unknown(engine: OcrEngine) -> None:
    drawn = drawn_page((1654, 2339))
    (found,) = read_again(page_of(drawn.image, None), [drawn.lines[2][1]], 0, engine)
    assert agreed(found) == SENTENCES[2]


def test_boxes_without_pixels_of_the_page_hold_no_words(engine: OcrEngine) -> None:
    drawn = drawn_page()
    hostile = [
        Box(0, 0, 0, 0),
        Box(400, 300, 200, 100),
        Box(5000, 5000, 6000, 6000),
        Box(-900, -900, -1, -1),
        Box(20, 20, 21, 21),
        Box(-(10**9), 880, 10**9, 10**9),
    ]
    found = read_again(drawn.page, [*hostile, drawn.lines[0][1]], 0, engine)
    assert [texts(readings) for readings in found[:-1]] == [dict.fromkeys(WAYS, "")] * len(hostile)
    assert {reading.confidence for readings in found[:-1] for reading in readings} == {0.0}
    assert agreed(found[-1]) == SENTENCES[0]
    assert read_again(drawn.page, [], 0, engine) == []


def test_the_whole_page_may_be_the_box(engine: OcrEngine) -> None:
    drawn = drawn_page()
    (found,) = read_again(drawn.page, [Box(-5, -5, 10_000, 10_000)], 0, engine, VARIANTS[:1])
    assert found[0].text == " ".join(SENTENCES)


def test_a_page_of_one_pixel_is_read_again(engine: OcrEngine) -> None:
    (found,) = read_again(PageImage(np.zeros((1, 1), np.uint8), 200.0), [Box(0, 0, 1, 1)], 90, engine)
    assert texts(found) == dict.fromkeys(WAYS, "")


def test_boxes_far_apart_and_close_read_alike_alone_and_together(engine: OcrEngine) -> None:
    """Places are prepared together where they share their surroundings; the order of boxes stays."""
    drawn = drawn_page((1240, 2600), SENTENCES[:4] * 6)
    boxes = [drawn.lines[at][1] for at in (23, 0, 12, 1)]
    together = read_again(drawn.page, boxes, 0, engine, VARIANTS[:1])
    alone = [read_again(drawn.page, [box], 0, engine, VARIANTS[:1])[0] for box in boxes]
    assert [texts(readings) for readings in together] == [texts(readings) for readings in alone]


def test_variants_are_data(engine: OcrEngine) -> None:
    drawn = drawn_page()
    own = Variant("bare", (150, 150), frozenset())
    (found,) = read_again(drawn.page, [drawn.lines[3][1]], 0, engine, [own])
    assert texts(found) == {"bare": SENTENCES[3]}


@pytest.mark.parametrize(("rotation", "letters"), [(45, None), (0, "")])
def test_what_cannot_be_meant_is_refused(engine: OcrEngine, rotation: int, letters: str | None) -> None:
    with pytest.raises(ValueError, match="quarter turns"):
        read_again(drawn_page().page, [], rotation, engine, letters=letters)
