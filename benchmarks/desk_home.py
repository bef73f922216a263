"""A home for the desk's benchmark: accounts, an index full of invented records, and papers that wait for review.

The papers are bars in place of words, and the reader knows what each stands for: reading is measured elsewhere.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from PIL import Image, ImageDraw

from archive.digest import of_bytes
from archive.package import Description
from benchmarks.search_load import load, targets
from benchmarks.search_records import Town
from ocr.page import Box, Line, PageText, Quality, Word
from ocr.pool import AgainOutcome, AgainRequest, PageOutcome, PageRequest
from ocr.reading import PageReading, PageSurvey, Survey
from pipeline import digitize
from pipeline.accounts import account, units
from pipeline.accounts.account import NewAccount
from pipeline.accounts.rights import EVERYWHERE, Grant, Role
from pipeline.actors import Act, person
from pipeline.docket import Docket
from pipeline.intake import Request, receive
from pipeline.lookup import record_ids
from pipeline.settings import load as load_settings
from pipeline.wiring import Services, make_home

UNIT = "Trung tâm lưu trữ Thử Nghiệm"
SEED = 20261127
LEDGER = "ledger.sqlite"
WIDTH, HEIGHT, LEFT, TOP, STEP, LETTER, HIGH = 827, 1169, 70, 80, 44, 11, 28
SURE, IN_DOUBT = 0.97, 0.6
NAME_LINE = 2


@dataclass
class Papers:
    """Draws birth certificates and reads them back; the child's name always in doubt."""

    folder: Path
    engine_name = "bars"
    # The same home may be measured again: its papers must not be copies of those before.
    run: str = field(default_factory=lambda: str(uuid4()))
    _known: dict[str, PageReading] = field(default_factory=dict)

    def draw(self, number: int, lines: tuple[str, ...]) -> Path:
        """A PNG with a bar for every word of `lines`."""
        image = Image.new("L", (WIDTH, HEIGHT), 250)
        pen = ImageDraw.Draw(image)
        # Papers whose words are equally long must not be copies of each other.
        pen.text((LEFT, HEIGHT - 40), f"{number} {self.run}", fill=60)
        read = tuple(self._line(pen, at, text) for at, text in enumerate(lines))
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{number:06d}.png"
        image.save(path, dpi=(100, 100))
        text = PageText(WIDTH, HEIGHT, 0, read, "engine")
        self._known[of_bytes(path.read_bytes())] = PageReading(1, text, Quality("ok", ()), 100.0)
        return path

    def _line(self, pen: ImageDraw.ImageDraw, at: int, text: str) -> Line:
        words, left, top = list[Word](), LEFT, TOP + STEP * at
        for word in text.split():
            box = Box(left, top, left + LETTER * len(word), top + HIGH)
            pen.rectangle((box.x0, box.y0, box.x1, box.y1), fill=20)
            doubtful = at == NAME_LINE and word.isupper()
            words.append(Word(word, box, IN_DOUBT if doubtful else SURE))
            left = box.x1 + LETTER
        return Line(tuple(words))

    def survey(self, path: Path) -> Survey:
        """Every file is one page."""
        return Survey("image/png", (PageSurvey(1, WIDTH, HEIGHT),))

    def read(self, requests: Iterable[PageRequest]) -> Iterator[PageOutcome]:
        """What was drawn."""
        for request in requests:
            yield PageOutcome(request.token, self._known[of_bytes(request.path.read_bytes())], None)

    def read_again(self, requests: Iterable[AgainRequest]) -> Iterator[AgainOutcome]:
        """Nothing: a second look would see the same."""
        for request in requests:
            yield AgainOutcome(request.token, None, None)


@dataclass(frozen=True)
class Filled:
    """A home that is ready: `waiting` are ids of records under review, `targets` a sample of what the index holds."""

    services: Services
    town: Town
    targets: list[Description]
    waiting: list[str]


def fill(work: Path, count: int, waiting: int, index: Path | None = None) -> Filled:
    """The home in `work` with `count` records in its index; what an earlier run has indexed there is kept.

    `index`: a loaded database of the search benchmark; a new home begins with a copy, which takes seconds, not an hour.
    """
    environ = {"SOHOA_HOME": str(work / "home"), "SOHOA_UNIT": UNIT, "SOHOA_SIGNER": "development"}
    settings = load_settings(environ)
    if index is not None and not (settings.home / LEDGER).exists():
        _begin_with(index, work, settings.home / LEDGER)
    services, town = make_home(settings), Town(SEED)
    load("SQLite", services.ledger.engine, count)
    return Filled(
        services, town, targets(work, count), _under_review(services, town, work / "papers", waiting)
    )


def _begin_with(index: Path, work: Path, ledger: Path) -> None:
    """The loaded tables become the home's; its targets go along, since finding them walks through every record."""
    ledger.parent.mkdir(parents=True, exist_ok=True)
    for kept in index.parent.glob("targets-*.json"):
        shutil.copyfile(kept, work / kept.name)
    # Half a copy under the final name would be taken for a home by the next run.
    half = ledger.with_suffix(".half")
    with (
        sqlite3.connect(f"file:{quote(str(index))}?mode=ro", uri=True) as source,
        sqlite3.connect(half) as copy,
    ):
        source.backup(copy)
    half.rename(ledger)


def add_people(services: Services, logins: Iterable[str], password: str) -> None:
    """An account for each login that reviews and serves the counter, in every unit; those that exist stay."""
    act = _act(services)
    with services.ledger.writing(act) as connection:
        unit = units.register(connection, act, UNIT).code
        there = {one.login for one in account.all_accounts(connection, act.at.date())}
        for login in (one for one in logins if one not in there):
            new = NewAccount(login, f"Người Đo {login}", unit)
            account.create(connection, act, new, password, must_change=False)
            for role in (Role.REVIEWER, Role.CLERK):
                account.grant(connection, act, login, Grant(role, EVERYWHERE))


def _act(services: Services) -> Act:
    return Act(person("do-ban-lam-viec", UNIT), services.clock())


def _under_review(services: Services, town: Town, folder: Path, count: int) -> list[str]:
    """A batch of `count` certificates, read and closed as the flow does it."""
    papers: Any = Papers(folder)
    pages, act = [papers.draw(number, _certificate(town, number)) for number in range(count)], _act(services)
    request = Request(docket=Docket.model_validate({"sheets": count}))
    batch = receive(services.ledger, services.workspace, pages, request, act, str(uuid4())).batch
    digitize.survey_sources(services, papers, batch, act)
    list(digitize.read(services, papers, batch, digitize.pending_pages(services, batch, act), act))
    digitize.draft(services, batch, act)
    digitize.close(services, batch, act)
    with services.ledger.reading() as connection:
        return record_ids(connection, batch=batch)


def _certificate(town: Town, number: int) -> tuple[str, ...]:
    born = town.day(1990, 2024)
    return (
        "GIẤY KHAI SINH",
        f"Số: {number + 1}/{born.year}",
        f"Họ, chữ đệm, tên: {town.name(True).upper()}",
        f"Ngày, tháng, năm sinh: {born:%d/%m/%Y}",
        "Giới tính: Nữ",
        f"Họ, chữ đệm, tên người mẹ: {town.name(True).upper()}",
        f"Họ, chữ đệm, tên người cha: {town.name(False).upper()}",
        "Nơi đăng ký khai sinh: Ủy ban nhân dân phường Linh Xuân",
        f"Ngày, tháng, năm đăng ký: {born:%d/%m/%Y}",
    )
