"""Work that ends while a page about it is put together: nobody is told that it neither goes on nor was done."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from counter_desk import DeskHouse, make_house
from printed_records import BIRTH
from starlette.routing import Mount
from starlette.testclient import TestClient

from desk.web.options import options_of
from desk.web.runs import Progress, Runner, Runs
from desk.web.serving import configured
from pipeline.accounts import account as accounts
from pipeline.accounts import sessions, tokens
from pipeline.accounts.tokens import NewToken
from pipeline.actors import Act


@dataclass
class EndsWhenAsked(Runs):
    """The work on a batch ends just as somebody asks how far it is."""

    house: DeskHouse | None = None

    def of(self, batch: str) -> Progress | None:
        """Over."""
        assert self.house is not None
        self.house.read(batch)
        return Progress("done")


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/batches/{}", "đã đóng"),
        ("/batches/{}/progress", '"state":"closed"'),
        ("/api/v1/batches/{}", '"state":"closed"'),
    ],
)
def test_who_sees_that_it_is_over_sees_what_it_did(address: str, says: str, tmp_path: Path) -> None:
    house = make_house(tmp_path / "home")
    batch = house.take_in("ends", [house.press.page("xong.png", BIRTH)], {"sheets": 1}, read=False)
    client = scanner_at(house, EndsWhenAsked(house.services, Runner(os.environ), house=house))
    answer = client.get(address.format(batch))
    assert answer.status_code == 200, answer.text
    assert says in answer.text


def scanner_at(house: DeskHouse, runs: Runs) -> TestClient:
    """Somebody at the scanner of a desk whose work is `runs`, with a session for its pages and a token for programs."""
    options = options_of(house.services.settings, "127.0.0.1", 0, tls=False)
    app: Any = configured(house.services, options, Runner(os.environ)).app
    programs: Any = next(one.app for one in app.routes if isinstance(one, Mount) and one.path == "/api/v1")
    app.state.house = programs.state.house = replace(app.state.house, runs=runs)
    cookie, bearer = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    with house.services.ledger.reading() as connection:
        who = accounts.find(connection, "quet", house.services.clock().date()).actor
    act = Act(who, house.services.clock())
    with house.services.ledger.writing(act) as connection:
        sessions.begin(connection, act, cookie)
        scopes = frozenset({"batch.see"})
        tokens.issue(connection, act, NewToken("quet", "máy quét", scopes, 9), str(uuid4()), bearer)
    client = TestClient(app, "http://127.0.0.1", follow_redirects=False)
    client.cookies.set("sohoa_session", cookie)
    client.headers["Authorization"] = f"Bearer {bearer}"
    return client
