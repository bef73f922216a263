"""Lays words out as a reader would return them, so that tests can write a page as lines of text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr.page import Box, Line, PageText, Quality, Word
from ocr.reading import PageReading
from ocr.second_reading import SecondReading, second_reading
from pipeline.interpret import doubtful_places
from pipeline.looks import ASKED

WIDTH, HEIGHT, LETTER, TALL, PITCH = 1240, 1754, 10, 22, 40


def typeset(*lines: str, confidence: float = 0.97, tab: int = 620) -> PageText:
    """One page; "|" in a line jumps to the second column at `tab` px, ">" centres the line or the column's part.

    A word ending in "?NN" has confidence 0.NN, so "HƯNG?60" reads "HƯNG" with 0.60.
    """
    made = []
    for number, text in enumerate(lines):
        parts = text.split("|")
        for column, part in enumerate(parts):
            words = _words(part, tab * column, 100 + PITCH * number, confidence)
            if words:
                made.append(Line(tuple(words)))
    return PageText(WIDTH, HEIGHT, 0, tuple(made), "typeset")


def _words(text: str, offset: int, top: int, confidence: float) -> list[Word]:
    tokens = text.removeprefix(">").split()
    length = sum(len(t) + 1 for t in tokens) * LETTER
    x = (WIDTH + offset - length) // 2 if text.startswith(">") else 80 + offset
    words = []
    for token in tokens:
        shown, _, sure = token.partition("?") if re.fullmatch(r"[^?]+\?[0-9]{2}", token) else (token, "", "")
        box = Box(x, top, x + len(shown) * LETTER, top + TALL)
        words.append(Word(shown, box, int(sure) / 100 if sure else confidence))
        x = box.x1 + LETTER
    return words


def turned(page: PageText, rotation: int) -> PageText:
    """The same page as scanned the wrong way round: `rotation` turns the master upright."""
    back = {0: _same, 90: _left, 180: _over, 270: _right}[rotation]
    size = (page.height, page.width) if rotation in (90, 270) else (page.width, page.height)
    lines = tuple(
        Line(tuple(Word(w.text, back(page, w.box), w.confidence) for w in ln.words)) for ln in page.lines
    )
    return PageText(*size, rotation, lines, page.engine)


def _same(page: PageText, b: Box) -> Box:
    return b


def _left(page: PageText, b: Box) -> Box:
    return Box(b.y0, page.width - b.x1, b.y1, page.width - b.x0)


def _over(page: PageText, b: Box) -> Box:
    return Box(page.width - b.x1, page.height - b.y1, page.width - b.x0, page.height - b.y0)


def _right(page: PageText, b: Box) -> Box:
    return Box(page.height - b.y1, b.x0, page.height - b.y0, b.x1)


def reading(page: PageText, number: int = 1, verdict: str = "ok", reasons: Sequence[str] = ()) -> PageReading:
    """The page as the reader hands it on."""
    return PageReading(number, page, Quality(verdict, tuple(reasons)), 200.0)


MOTTO = (">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ">Độc lập - Tự do - Hạnh phúc")

BIRTH = (
    *MOTTO,
    ">GIẤY KHAI SINH",
    ">Số: 773/2019",
    "Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG",
    "Ngày, tháng, năm sinh: 15/10/2019 ghi bằng chữ: Ngày mười lăm tháng mười năm",
    "hai nghìn không trăm mười chín",
    "Giới tính: Nữ Dân tộc: Kinh Quốc tịch: Việt Nam",
    "Nơi sinh: Bệnh viện Từ Dũ",
    "Quê quán: phường Linh Trung, quận Thủ Đức, Thành phố Hồ Chí Minh",
    "Số định danh cá nhân: 079319498325",
    "Họ, chữ đệm, tên người mẹ: TRẦN HOÀNG UYÊN",
    "Năm sinh: 1984 Dân tộc: Tày Quốc tịch: Việt Nam",
    "Nơi cư trú: phường Linh Trung, quận Thủ Đức,",
    "Thành phố Hồ Chí Minh",
    "Họ, chữ đệm, tên người cha: LÊ TRỌNG BÌNH",
    "Năm sinh: 1975 Dân tộc: Kinh Quốc tịch: Việt Nam",
    "Nơi cư trú: phường Linh Trung, quận Thủ Đức, Thành phố Hồ Chí Minh",
    "Họ, chữ đệm, tên người đi khai sinh: Lê Trọng Bình",
    "Giấy tờ tùy thân: CCCD số 034075093844, Bộ Công an cấp ngày 13/02/2017",
    "Nơi đăng ký khai sinh: Ủy ban nhân dân phường Linh Trung, quận Thủ Đức, TP. Hồ Chí Minh",
    "Ngày, tháng, năm đăng ký: 18/10/2019",
    "|>NGƯỜI KÝ GIẤY KHAI SINH",
    "|>PHÓ CHỦ TỊCH",
    "",
    "",
    "|>Lê Thị Ngọc Quyên",
)


def alike(page: PageReading) -> dict[Box, tuple[SecondReading, ...]]:
    """Second looks that read in every doubtful place what stands there, each way a little further to the right."""
    (places,) = doubtful_places([page])
    return {box: tuple(_look(page, box, way, shift) for shift, way in enumerate(ASKED)) for box in places}


def _look(page: PageReading, box: Box, way: str, shift: int) -> SecondReading:
    held = [w for w in page.text.words if box.x0 <= w.box.x0 < w.box.x1 <= box.x1 and w.box.y0 == box.y0]
    return second_reading(
        way, tuple(replace(w, box=replace(w.box, x0=w.box.x0 + shift), confidence=0.97) for w in held)
    )
