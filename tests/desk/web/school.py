"""A desk whose practice has papers that the press printed, and a newcomer without any role."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import uvicorn
from counter_desk import PASSWORD, UNIT, DeskHouse, make_house
from printed_records import BIRTH
from starlette.testclient import TestClient

from desk.demo.samples import KnownRecord
from desk.web.options import options_of
from desk.web.practice_home import Papers
from desk.web.runs import Runner
from desk.web.serving import configured
from pipeline.accounts import account as accounts
from pipeline.accounts import sessions
from pipeline.accounts.account import NewAccount
from pipeline.actors import Act

NAMES = ("AN", "BÌNH")
DEATH = (
    "TRÍCH LỤC KHAI TỬ",
    "Số: 31/2020",
    "Họ, chữ đệm, tên: LÊ NHƯ CẨM",
    "Ngày, tháng, năm sinh: 24/04/1954",
    "Giới tính: Nam",
    "Đã chết vào lúc: ngày 12 tháng 8 năm 2020",
    "Nơi chết: nhà riêng",
)
Paper = tuple[str, tuple[Path, KnownRecord]]


@dataclass
class School:
    """A desk, its papers with their truth, and people at it."""

    house: DeskHouse
    config: uvicorn.Config
    papers: Papers

    @property
    def _app(self) -> Any:
        return self.config.app

    def browser(self, login: str) -> TestClient:
        """Somebody logged in; `token` is of the last page."""
        services, cookie = self.house.services, secrets.token_urlsafe(32)
        with services.ledger.reading() as connection:
            who = accounts.find(connection, login, services.clock().date()).actor
        act = Act(who, services.clock())
        with services.ledger.writing(act) as connection:
            sessions.begin(connection, act, cookie)
        client = TestClient(self._app, "http://127.0.0.1", follow_redirects=False)
        client.cookies.set("sohoa_session", cookie)
        return client

    def act(self) -> Act:
        """The newcomer, now."""
        with self.house.services.ledger.reading() as connection:
            who = accounts.find(connection, "moi", self.house.services.clock().date()).actor
        return Act(who, self.house.services.clock())


def open_school(folder: Path, *names: str, death: bool = False) -> School:
    """A desk whose practice has a birth certificate of each of `names`, and one extract of a death register."""
    house = make_house(folder / "home", SOHOA_PRACTICE_RECORDS="5")
    act = house.act("quantri")
    with house.services.ledger.writing(act) as connection:
        newcomer = NewAccount("moi", "Người Mới Học", UNIT)
        accounts.create(connection, act, newcomer, PASSWORD, must_change=False)
    program = (sys.executable, str(Path(__file__).parent / "press_flow.py"), str(house.press.folder))
    config = configured(
        house.services,
        options_of(house.services.settings, "127.0.0.1", 0, tls=False),
        Runner({**os.environ, "SOHOA_DATABASE_URL": house.services.settings.database}, program),
    )
    told = [birth(house, name, number) for number, name in enumerate(names)]
    papers = Papers(dict(told + ([death_paper(house)] if death else [])))
    app: Any = config.app
    known = app.state.house
    app.state.house = replace(known, practice=replace(known.practice, papers=lambda: papers))
    return School(house, config, papers)


def birth(house: DeskHouse, name: str, number: int) -> Paper:
    """A birth certificate with its truth, by the name of its file."""
    lines = tuple(line.replace("PHƯỢNG", name).replace("773/", f"{700 + number}/") for line in BIRTH)
    return _printed(house, f"luyen-{number}.png", lines, "birth", {
        "number": (f"{700 + number}/2019", f"{700 + number}/2019"),
        "child_full_name": (f"LÊ NHƯ {name}", f"LÊ NHƯ {name}"),
        "child_birth_date": ("2019-10-15", "15/10/2019"),
    })  # fmt: skip


def death_paper(house: DeskHouse) -> Paper:
    """An extract of a death register with its truth, by the name of its file."""
    return _printed(house, "luyen-tu.png", DEATH, "death", {
        "deceased_full_name": ("LÊ NHƯ CẨM", "LÊ NHƯ CẨM"),
        "deceased_birth_date": ("1954-04-24", "24/04/1954"),
        "deceased_ethnicity": ("Kinh", "Kinh"),
    })  # fmt: skip


def _printed(
    house: DeskHouse,
    name: str,
    lines: Sequence[str],
    type: str,
    true: dict[str, tuple[str | None, str | None]],
) -> Paper:
    return name, (house.press.page(name, lines), KnownRecord(type, frozenset({1}), true))
