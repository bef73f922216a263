"""A desk that people can open: a home with accounts, batches of printed pages, a server on loopback."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import ssl
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import uvicorn
from homes import new_home
from outside_tools import WITHOUT_VERAPDF
from printed_records import BIRTH, Press
from run_folder import made_once

from desk.web.options import options_of
from desk.web.runs import Runner
from desk.web.serving import Announcing, configured
from pipeline import digitize
from pipeline.accounts import account as accounts
from pipeline.accounts import sessions, units
from pipeline.accounts.account import NewAccount, find
from pipeline.accounts.rights import Grant, Role
from pipeline.actors import Act, person
from pipeline.docket import Docket
from pipeline.intake import Request, receive
from pipeline.settings import load
from pipeline.wiring import Services, open_services

UNIT, OTHER = "UBND phường Thử Nghiệm", "UBND phường Bên Cạnh"
PASSWORD = "giấy trắng mực đen"
# One person for each role, by login; `ngoai` works in another unit.
PEOPLE = {
    "quet": ("Phạm Văn Quét", Role.SCANNER),
    "kiem": ("Đỗ Thị Kiểm", Role.REVIEWER),
    "motcua": ("Vũ Thị Cửa", Role.CLERK),
    "chutich": ("Hoàng Văn Ký", Role.OFFICIAL),
    "luutru": ("Trần Thị Kho", Role.ARCHIVIST),
    "kiemtoan": ("Ngô Văn Soát", Role.AUDITOR),
    "quantri": ("Lý Thị Quản", Role.ADMIN),
}
STRANGER = "ngoai"
# Plain HTTP on loopback: reading the machine's authorities for each client would take longer than most tests.
NO_AUTHORITY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@dataclass
class DeskHouse:
    """A home with an account for each role, and the server over it."""

    home: Path
    services: Services
    press: Press
    url: str = ""
    batches: dict[str, str] = field(default_factory=dict)

    def act(self, login: str = "quet") -> Act:
        """Somebody of the house, now."""
        return Act(person(login, UNIT), self.services.clock())

    def take_in(
        self, name: str, pages: Sequence[Path], docket: dict[str, Any] | None = None, *, read: bool = True
    ) -> str:
        """A batch of `pages`; read and closed unless told otherwise, or unless the docket disagrees."""
        services, act = self.services, self.act()
        request = Request(docket=Docket.model_validate(docket or {}))
        batch = receive(services.ledger, services.workspace, pages, request, act, str(uuid4())).batch
        self.batches[name] = batch
        if read:
            self.read(batch)
        return batch

    def read(self, batch: str) -> None:
        """What the flow does, with the press for an engine."""
        services, act = self.services, self.act()
        press: Any = self.press
        digitize.survey_sources(services, press, batch, act)
        list(digitize.read(services, press, batch, digitize.pending_pages(services, batch, act), act))
        digitize.draft(services, batch, act)
        digitize.close(services, batch, act)

    def client(self, login: str = "") -> Client:
        """A browser without scripts; with a session of its own when a login is given.

        The session is begun as the login page does it, without the hash that takes longer than most tests.
        """
        client = Client(self.url)
        if login:
            services, token = self.services, secrets.token_urlsafe(32)
            with services.ledger.reading() as connection:
                act = Act(find(connection, login, services.clock().date()).actor, services.clock())
            with services.ledger.writing(act) as connection:
                sessions.begin(connection, act, token)
            client.cookies.set("sohoa_session", token, domain="127.0.0.1")
            client.page("/account")
        return client


class Client(httpx.Client):
    """A browser without scripts: keeps cookies, finds the token of the last page, follows no link by itself."""

    def __init__(self, url: str, authority: ssl.SSLContext | None = None) -> None:
        super().__init__(base_url=url, follow_redirects=False, timeout=120, verify=authority or NO_AUTHORITY)
        self.token = ""

    def page(self, address: str, status: int = 200) -> str:
        """The HTML of a page; remembers its token."""
        answer = self.get(address)
        assert answer.status_code == status, f"{address}: {answer.status_code}\n{answer.text[:2000]}"
        found = re.search(r'(?:data-csrf|name="csrf" value)="([0-9a-f]{64})"', answer.text)
        self.token = found[1] if found else self.token
        return answer.text

    def submit(self, address: str, **form: str | list[str]) -> httpx.Response:
        """Post a form with the token of the last page."""
        return self.post(address, data={"csrf": self.token, **form})

    def log_in(self, login: str, password: str = PASSWORD) -> None:
        """Through the login page, as a person."""
        self.page("/login")
        answer = self.submit("/login", login=login, password=password)
        assert answer.status_code == 303, answer.text
        self.page("/account")


def make_house(home: Path, factor_roles: str = "", **more: str) -> DeskHouse:
    """A new home with one account for each role in UNIT, and somebody in OTHER who has every role there.

    Nobody needs a second factor unless `factor_roles` says so: tests/desk/web/test_second_factor.py is about it.
    """
    shutil.copytree(made_once("house", _make) / "home", home)
    return _house_at(home, SOHOA_SECOND_FACTOR_ROLES=factor_roles, **more)


def _house_at(home: Path, **more: str) -> DeskHouse:
    environ = {"SOHOA_HOME": str(home), "SOHOA_UNIT": UNIT, "SOHOA_SIGNER": "development"}
    environ |= WITHOUT_VERAPDF | more
    return DeskHouse(home, open_services(load(environ)), Press(home.parent / "papers"))


def _make(folder: Path) -> None:
    """The house of this run that others are copied from: hashing its passwords takes seconds."""
    home = folder / "home"
    new_home(load({"SOHOA_HOME": str(home), "SOHOA_UNIT": UNIT})).ledger.engine.dispose()
    house = _house_at(home)
    _let_people_in(house)
    house.services.ledger.engine.dispose()


def _make_with_batch(folder: Path) -> None:
    house = make_house(folder / "home")
    (folder / "batch").write_text(_demo_batch(house), "ascii")
    house.services.ledger.engine.dispose()


def demo_house(home: Path) -> DeskHouse:
    """A new home as `make_house` gives it, with the batch `closed` in it."""
    made = made_once("house-with-batch", _make_with_batch)
    shutil.copytree(made / "home", home)
    shutil.copytree(made / "papers", home.parent / "papers")
    house = _house_at(home, SOHOA_SECOND_FACTOR_ROLES="")
    house.batches["closed"] = (made / "batch").read_text("ascii")
    return house


def _let_people_in(house: DeskHouse) -> None:
    services, act = house.services, house.act("may-chu")
    with services.ledger.writing(act) as connection:
        ours = units.register(connection, act, UNIT).code
        others = units.register(connection, act, OTHER).code
        for login, (name, role) in PEOPLE.items():
            accounts.create(connection, act, NewAccount(login, name, ours), PASSWORD, must_change=False)
            accounts.grant(connection, act, login, Grant(role, ours))
        accounts.create(
            connection, act, NewAccount(STRANGER, "Người Bên Cạnh", others), PASSWORD, must_change=False
        )
        for role in Role:
            accounts.grant(connection, act, STRANGER, Grant(role, others))


def _demo_batch(house: DeskHouse) -> str:
    """A closed batch as offices have it: two birth certificates, a blank back, a page that is hard to read."""
    press = house.press
    second = tuple(line.replace("773", "774").replace("PHƯỢNG", "QUỲNH") for line in BIRTH)
    pages = [
        press.page("to-01.png", BIRTH),
        press.page("to-02.png", ()),
        press.page("to-03.png", second),
        press.page("to-04.png", ("Bản kê kèm theo", "Tờ 1"), ("blur", "skew")),
    ]
    return house.take_in("closed", pages, {"archival_file": "HS-01", "box": "3", "sheets": 4})


@contextmanager
def served(house: DeskHouse, program: tuple[str, ...] = ()) -> Iterator[DeskHouse]:
    """The desk over a house, on a free port of the loopback, until the block ends; `program` reads in the press's
    place."""
    # The flow without Prefect, whose server costs ten seconds of work: the same steps, the press for an engine.
    press = (sys.executable, str(Path(__file__).parent / "press_flow.py"), str(house.press.folder))
    runner = Runner({**os.environ, "SOHOA_UNIT": UNIT}, program or press)
    options = options_of(house.services.settings, "127.0.0.1", 0, tls=False)
    with listening(configured(house.services, options, runner)) as house.url:
        yield house


@contextmanager
def listening(config: uvicorn.Config) -> Iterator[str]:
    """A desk as it is configured, on a free port of the loopback; its address."""
    ready, port = threading.Event(), list[int]()

    def at(number: int) -> None:
        port.append(number)
        ready.set()

    server = Announcing(config, at)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        assert ready.wait(240), "the desk did not come up"
        yield f"http://127.0.0.1:{port[0]}"
    finally:
        server.should_exit = True
        thread.join(30)
