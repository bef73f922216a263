"""The command line in this process over a home of its own, and an engine that sets type instead of reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from homes import new_home
from terminal import Ran

from desk.cli import run
from ocr.faults import PAGE_TIMEOUT, Fault
from ocr.page import Box, Line, PageText, Quality, Word
from ocr.pool import PageOutcome, PageRequest
from ocr.reading import PageReading, PageSurvey, Survey
from pipeline import digitize
from pipeline.actors import Act, person
from pipeline.intake import Request, receive
from pipeline.settings import load

WIDTH, HEIGHT = 1240, 1754
BIRTH = (
    "GIẤY KHAI SINH",
    "Số: 773/2019",
    "Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG?60",
    "Ngày, tháng, năm sinh: 15/10/2019",
    "Giới tính: Nữ",
    "Họ, chữ đệm, tên người mẹ: TRẦN HOÀNG UYÊN",
    "Họ, chữ đệm, tên người cha: LÊ TRỌNG BÌNH",
    "Nơi đăng ký khai sinh: Ủy ban nhân dân phường Linh Xuân",
    "Ngày, tháng, năm đăng ký: 18/10/2019",
)


@dataclass(frozen=True)
class Desk:
    """A person at the terminal; English unless told otherwise."""

    home: Path
    collect: Callable[[], tuple[str, str]]

    def __call__(self, *arguments: str | Path, **settings: str) -> Ran:
        environ = {"SOHOA_HOME": str(self.home), "SOHOA_LANG": "en", "SOHOA_ACTOR": "lan"} | settings
        self.collect()
        code = run([str(argument) for argument in arguments], environ)
        return Ran(code, *self.collect())


class Typesetter:
    """Reads a text file as one page: each line of the file is a line of the page; `NAME?60` is read at 0.60.

    One that is `jammed` can read no page.
    """

    engine_name = "typesetter"

    def __init__(self, *, jammed: bool = False) -> None:
        self.jammed = jammed

    def survey(self, path: Path) -> Survey:
        return Survey("image/png", (PageSurvey(1, WIDTH, HEIGHT),))

    def read(self, requests: Iterable[PageRequest]) -> Iterator[PageOutcome]:
        for request in requests:
            if self.jammed:
                yield PageOutcome(request.token, None, Fault(PAGE_TIMEOUT, {"seconds": "1"}))
                continue
            lines = request.path.read_text(encoding="utf-8").splitlines()
            text = PageText(WIDTH, HEIGHT, 0, tuple(map(_line, range(len(lines)), lines)), "typesetter")
            yield PageOutcome(request.token, PageReading(1, text, Quality("ok"), 200.0), None)


def _line(number: int, text: str) -> Line:
    words, left, top = [], 80, 100 + 60 * number
    for token in text.split():
        shown, _, sure = token.partition("?")
        box = Box(left, top, left + 12 * len(shown), top + 24)
        words.append(Word(shown, box, int(sure) / 100 if sure else 0.97))
        left = box.x1 + 12
    return Line(tuple(words))


def take_in(desk: Desk, scan: Path, *, jammed: bool = False) -> str:
    """Register one file in the desk's home and run it through the typesetter; returns the batch, closed."""
    services = new_home(load({"SOHOA_HOME": str(desk.home)}))
    act = Act(person("lan", "UBND phường Thử Nghiệm"), services.clock())
    batch = receive(services.ledger, services.workspace, [scan], Request(), act, str(uuid4())).batch
    pool: Any = Typesetter(jammed=jammed)
    digitize.survey_sources(services, pool, batch, act)
    list(digitize.read(services, pool, batch, digitize.pending_pages(services, batch, act), act))
    digitize.draft(services, batch, act)
    assert digitize.close(services, batch, act)
    return batch
