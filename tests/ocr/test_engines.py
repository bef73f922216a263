"""One promise for all engines: words with boxes on their ink, in the pixels of the image, NFC, line by line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from drawn import SENTENCES, drawn_page, font
from PIL import Image, ImageDraw

from ocr.engine import EngineChoice, OcrEngine, as_engines_write, as_typed, open_engine
from ocr.faults import EngineFailed, ToolMissing
from ocr.line_image import line_image
from ocr.lines import find_lines
from ocr.page import PageImage, Pixels, Word
from ocr.replay import RecordingEngine
from ocr.tools import OFFICE_NETWORK, TESSERACT, Tool, find_tessdata, require


@pytest.fixture(scope="module", params=["tesseract", "tesseract-cli", "replay"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OcrEngine]:
    if request.param == "replay":
        readings = tmp_path_factory.mktemp("readings")
        recorder = RecordingEngine(open_engine(EngineChoice()), readings)
        for page in (drawn_page().page, blank()):
            recorder.read(page)
        for letters in (None, DIGITS):
            recorder.read_lines(mixed_images(), 200, letters)
        for images in (line_images(), EMPTY, SPOTS, [very_long()]):
            recorder.read_lines(images, 200)
        recorder.close()
        opened = open_engine(EngineChoice("replay", (("readings", str(readings)),)))
    else:
        opened = open_engine(EngineChoice(request.param))
    yield opened
    opened.close()


DIGITS = "0123456789/-."
MIXED = ("Ngày 05-10-2020", "Số: 15/2024", "Ủy ban nhân dân")


def mixed_images() -> list[Pixels]:
    images = []
    for text in MIXED:
        image = Image.new("L", (700, 70), 250)
        ImageDraw.Draw(image).text((20, 10), text, fill=20, font=font())
        images.append(np.asarray(image).copy())
    return images


def told(read: list[tuple[Word, ...]]) -> list[str]:
    return [" ".join(word.text for word in words) for words in read]


def blank() -> PageImage:
    return PageImage(np.full((400, 600), 255, np.uint8), 200.0)


EMPTY = [np.full(shape, 255, np.uint8) for shape in ((40, 300), (1, 1), (40, 20_000))]
SPOTS = [np.array([[0, 255]], np.uint8), np.array([[0], [255]], np.uint8)]


def line_images() -> list[Pixels]:
    page = drawn_page().page.pixels
    lines = find_lines(np.where(page < 128, 255, 0).astype(np.uint8))
    return [line_image(page, line)[0] for line in lines]


def very_long() -> Pixels:
    """All sentences twice over in one line of some 9,000 pixels."""
    images = line_images() * 2
    height = max(image.shape[0] for image in images) + 8
    return np.hstack(
        [np.pad(image, ((0, height - image.shape[0]), (8, 8)), constant_values=255) for image in images]
    )


def texts(read: Sequence[Sequence[Word]]) -> list[str]:
    return [" ".join(word.text for word in words) for words in read]


def test_vietnamese_is_read_letter_by_letter(engine: OcrEngine) -> None:
    read = engine.read(drawn_page().page)
    assert [line.text for line in read.lines] == list(SENTENCES)
    assert (read.width, read.height, read.rotation, read.source) == (1240, 900, 0, "engine")
    assert unicodedata.is_normalized("NFC", read.text)


def test_boxes_lie_on_the_ink(engine: OcrEngine) -> None:
    drawn = drawn_page()
    read = engine.read(drawn.page)
    for line, (_, box) in zip(read.lines, drawn.lines, strict=True):
        assert abs(line.box.x0 - box.x0) <= 6
        assert abs(line.box.x1 - box.x1) <= 6
        assert box.y0 - 6 <= line.box.y0 < line.box.y1 <= box.y1 + 6


def test_confidence_is_a_share(engine: OcrEngine) -> None:
    words = engine.read(drawn_page().page).words
    assert all(0 <= word.confidence <= 1 for word in words)
    assert sum(word.confidence for word in words) / len(words) > 0.85


def test_an_empty_page_has_no_words(engine: OcrEngine) -> None:
    assert engine.read(blank()).lines == ()


def test_equal_pages_give_equal_readings_whatever_came_between(engine: OcrEngine) -> None:
    first = engine.read(drawn_page().page)
    engine.read(blank())
    assert engine.read(drawn_page().page) == first


def test_other_lines_are_read_as_well(engine: OcrEngine) -> None:
    read = engine.read_lines(mixed_images(), 200)
    assert told(read) == list(MIXED)
    assert all(0 <= word.box.x0 < word.box.x1 <= 700 for words in read for word in words)


def test_no_letter_is_answered_but_those_asked_for(engine: OcrEngine) -> None:
    """The slash too, which the engine has another letter for. The restriction ends with the call."""
    free = told(engine.read_lines(mixed_images(), 200))
    read = engine.read_lines(mixed_images(), 200, DIGITS)
    assert all(set(word.text) <= set(DIGITS) for words in read for word in words)
    date, number, _ = told(read)
    assert "05-10-2020" in date
    assert "15/2024" in number
    assert told(engine.read_lines(mixed_images(), 200)) == free


def test_a_restriction_names_its_letters(engine: OcrEngine) -> None:
    if engine.name.startswith("tesseract"):
        with pytest.raises(ValueError, match="at least one letter"):
            engine.read_lines([], 200, "")


def test_letters_are_told_as_the_engine_writes_them() -> None:
    assert as_engines_write(None) == ""
    assert as_engines_write("12/") == "12/\u2044"
    assert as_engines_write(unicodedata.normalize("NFD", "ễ")) == "ễ"


def test_lines_are_read_letter_by_letter_and_in_their_order(engine: OcrEngine) -> None:
    images = line_images()
    assert texts(engine.read_lines(images, 200)) == list(SENTENCES)
    assert texts(engine.read_lines(images[::-1], 200)) == list(SENTENCES[::-1])


def test_words_of_a_line_lie_on_its_ink_from_left_to_right(engine: OcrEngine) -> None:
    for image, words in zip(line_images(), engine.read_lines(line_images(), 200), strict=True):
        assert [word.box.x0 for word in words] == sorted(word.box.x0 for word in words)
        for word in words:
            box = word.box
            assert 0 <= box.x0 < box.x1 <= image.shape[1]
            assert 0 <= box.y0 < box.y1 <= image.shape[0]
            assert (image[box.y0 : box.y1, box.x0 : box.x1] < 128).mean() > 0.05
            assert 0 <= word.confidence <= 1
            assert unicodedata.is_normalized("NFC", word.text)


def test_no_images_no_lines(engine: OcrEngine) -> None:
    assert engine.read_lines([], 200) == []


def test_no_words_are_invented_where_there_is_no_ink(engine: OcrEngine) -> None:
    assert engine.read_lines(EMPTY, 200) == [()] * len(EMPTY)


def test_a_line_without_ink_among_others_moves_none(engine: OcrEngine) -> None:
    first, second, *_ = line_images()
    read = engine.read_lines([EMPTY[0], first, EMPTY[0], second], 200)
    assert texts(read) == ["", SENTENCES[0], "", SENTENCES[1]]


def test_an_image_of_two_pixels_breaks_nothing(engine: OcrEngine) -> None:
    assert len(engine.read_lines(SPOTS, 200)) == len(SPOTS)


def test_a_very_long_line_is_read_to_its_end(engine: OcrEngine) -> None:
    (words,) = engine.read_lines([very_long()], 200)
    # Where two sentences meet the engine may see a full stop or a capital.
    read, wanted = texts([words])[0], " ".join(SENTENCES * 2)
    assert read.lower().replace(".", "") == wanted.lower().replace(".", "")


def test_equal_lines_give_equal_words_whatever_came_between(engine: OcrEngine) -> None:
    first = engine.read_lines(line_images(), 200)
    engine.read(blank())
    engine.read_lines([*SPOTS, *line_images()[3:]], 200)
    assert engine.read_lines(line_images(), 200) == first


def test_the_name_tells_languages_and_version(engine: OcrEngine) -> None:
    assert engine.name.startswith(("replay ", "tesseract/5", "tesseract-cli/5"))
    assert engine.name.startswith("replay") or "vie" in engine.name


def test_both_bindings_of_tesseract_agree() -> None:
    page = drawn_page().page
    assert [line.text for line in open_engine(EngineChoice("tesseract")).read(page).lines] == [
        line.text for line in open_engine(EngineChoice("tesseract-cli")).read(page).lines
    ]


def test_both_bindings_of_tesseract_read_the_same_lines() -> None:
    read = [
        open_engine(EngineChoice(name)).read_lines(line_images(), 200)
        for name in ("tesseract", "tesseract-cli")
    ]
    assert texts(read[0]) == texts(read[1])
    for one, other in zip(*read, strict=True):
        assert [word.box for word in one] == [word.box for word in other]


def test_engine_words_come_as_typed() -> None:
    assert as_typed(" 30\u20442026 ") == "30/2026"
    assert as_typed(unicodedata.normalize("NFD", "Nguyễn")) == "Nguyễn"


def test_a_missing_language_names_the_command_that_brings_it() -> None:
    with pytest.raises(ToolMissing) as caught:
        find_tessdata(("xyz",))
    assert "apt-get install tesseract-ocr-xyz" in caught.value.vi
    assert "apt-get install tesseract-ocr-xyz" in caught.value.en


def test_a_lost_network_of_our_own_is_no_debian_package(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing, match="Install Sohoa again") as refused:
        find_tessdata((OFFICE_NETWORK,), tmp_path)
    assert "apt-get" not in str(refused.value)


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(EngineFailed, match="nowhere:engine"):
        open_engine(EngineChoice("nowhere:engine"))


def test_an_old_program_is_refused() -> None:
    future = Tool(TESSERACT.name, TESSERACT.version_pattern, (99,), TESSERACT.install)
    with pytest.raises(ToolMissing, match="99"):
        require(future)


def test_an_unrecorded_page_is_no_silent_blank(tmp_path: Path) -> None:
    with pytest.raises(EngineFailed):
        open_engine(EngineChoice("replay", (("readings", str(tmp_path)),))).read(blank())
