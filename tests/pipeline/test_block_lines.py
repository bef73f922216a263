"""A signature block is only sure where its lines stand as they are set."""

from collections.abc import Sequence
from dataclasses import replace

from typeset import BIRTH, alike, reading, typeset

from ocr.page import Box, PageText
from pipeline.extract.block_lines import closed_up
from pipeline.extract.layout import Row, Token
from pipeline.interpret import interpret
from pipeline.record import FieldState

BLOCK = ("|>TM. ỦY BAN NHÂN DÂN", "|>KT. CHỦ TỊCH", "|>PHÓ CHỦ TỊCH", "", "|>Lê Thị Ngọc Quyên")


def signed(block: Sequence[str]) -> PageText:
    return typeset(*BIRTH[:-5], *block)


def position(page: PageText) -> tuple[str | None, FieldState]:
    once = reading(page)
    (record,) = interpret([once], looks=[alike(once)])
    field = next(field for field in record.fields if field.key == "signer_position")
    return field.value, field.state


def test_a_block_of_centred_lines_is_taken() -> None:
    assert position(signed(BLOCK)) == ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH", FieldState.ACCEPTED)


def test_a_line_that_stands_off_the_middle_has_lost_its_beginning() -> None:
    page = signed((*BLOCK[:1], "|>KT. CHỦ TỊCH", *BLOCK[3:]))
    at = next(n for n, line in enumerate(page.lines) if line.text.endswith("KT. CHỦ TỊCH"))
    line = page.lines[at]
    words = line.words[[word.text for word in line.words].index("KT.") + 1 :]
    eaten = replace(page, lines=(*page.lines[:at], replace(line, words=words), *page.lines[at + 1 :]))
    assert position(eaten) == ("TM. ỦY BAN NHÂN DÂN CHỦ TỊCH", FieldState.NEEDS_REVIEW)


def test_capitals_right_above_a_block_are_a_line_of_it_that_was_misread() -> None:
    value, state = position(signed(("|>EM.ỦYBANNHÌNXDĐAX", *BLOCK[1:])))
    assert (value, state) == ("KT. CHỦ TỊCH PHÓ CHỦ TỊCH", FieldState.NEEDS_REVIEW)
    assert position(signed(BLOCK[1:])) == ("KT. CHỦ TỊCH PHÓ CHỦ TỊCH", FieldState.ACCEPTED)


def lowered(page: PageText, text: str) -> PageText:
    """The page with the last line of that text half a line lower, so that one more would find room above it."""
    at = max(n for n, line in enumerate(page.lines) if line.text == text)
    words = tuple(
        replace(word, box=replace(word.box, y0=word.box.y0 + 18, y1=word.box.y1 + 18))
        for word in page.lines[at].words
    )
    return replace(
        page, lines=(*page.lines[:at], replace(page.lines[at], words=words), *page.lines[at + 1 :])
    )


def test_a_line_right_under_its_heading_has_lost_none_above_it() -> None:
    heading, deputy, name = "|>NGƯỜI KÝ GIẤY KHAI SINH", "|>PHÓ CHỦ TỊCH", "|>Lê Thị Ngọc Quyên"
    page = signed((heading, deputy, "", name))
    assert position(page) == ("PHÓ CHỦ TỊCH", FieldState.ACCEPTED)
    assert position(lowered(page, "PHÓ CHỦ TỊCH")) == ("PHÓ CHỦ TỊCH", FieldState.NEEDS_REVIEW)
    assert position(signed((deputy, "", name))) == ("PHÓ CHỦ TỊCH", FieldState.NEEDS_REVIEW)
    stead = position(signed((heading, "|>KT. CHỦ TỊCH", "", name)))
    assert stead == ("KT. CHỦ TỊCH", FieldState.NEEDS_REVIEW)


def test_a_step_much_longer_than_the_others_of_its_block_may_hide_a_line() -> None:
    def row(top: int, height: int) -> Row:
        box = Box(600, top, 900, top + height)
        return Row((Token("CHỦ", 600, top, 900, top + height, 0.97, box, 0),), 26.0)

    heading = [row(1475, 36), row(1519, 36)]
    assert closed_up([*heading, row(1563, 36)])
    # The line below is as tall as the stroke of a pen through it.
    assert not closed_up([*heading, row(1592, 44)])


def test_a_deputy_right_under_the_body_he_signs_for_is_whole() -> None:
    page = signed(("|>TM. ỦY BAN NHÂN DÂN", "|>PHÓ CHỦ TỊCH", "", "|>Lê Thị Ngọc Quyên"))
    whole = "TM. ỦY BAN NHÂN DÂN PHÓ CHỦ TỊCH"
    assert position(page) == (whole, FieldState.ACCEPTED)
    assert position(lowered(page, "PHÓ CHỦ TỊCH")) == (whole, FieldState.NEEDS_REVIEW)


def without(page: PageText, word: str) -> PageText:
    """The page as a pen leaves it that ran over a word."""
    lines = (
        replace(
            line, words=tuple(w for w in line.words if not (w.text == word and line.words[-1].text == "TỊCH"))
        )
        for line in page.lines
    )
    return replace(page, lines=tuple(lines))


def test_a_line_right_of_its_heading_and_of_the_name_has_lost_its_beginning() -> None:
    page = signed(("|>NGƯỜI KÝ GIẤY KHAI SINH", "|>PHÓ CHỦ TỊCH", "", "|>Lê Thị Ngọc Quyên"))
    assert position(page) == ("PHÓ CHỦ TỊCH", FieldState.ACCEPTED)
    assert position(without(page, "PHÓ")) == ("CHỦ TỊCH", FieldState.NEEDS_REVIEW)


def test_ink_on_the_height_of_a_line_under_its_heading_may_be_a_word_of_it() -> None:
    page = signed(("|>NGƯỜI KÝ GIẤY KHAI SINH", "|>CHỦ TỊCH", "", "|>Lê Thị Ngọc Quyên"))
    line = next(line for line in page.lines if line.text.endswith("CHỦ TỊCH"))
    word = line.words[-2].box
    beside = replace(word, x0=word.x0 - 100, x1=word.x0 - 10)
    below = replace(beside, y0=word.y1 + 40, y1=word.y1 + 70)

    def state(unread: Box) -> FieldState:
        once = replace(reading(page), unread=(unread,))
        (record,) = interpret([once], looks=[alike(once)])
        return next(field for field in record.fields if field.key == "signer_position").state

    assert state(below) is FieldState.ACCEPTED
    assert state(beside) is FieldState.NEEDS_REVIEW
