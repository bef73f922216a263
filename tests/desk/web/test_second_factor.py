"""The second factor from the first page to a lost phone, at a desk where officials and administrators need one."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import zxingcpp
from counter_desk import PASSWORD, UNIT, Client, DeskHouse, make_house, served
from sqlalchemy import select, update

from archive.tables import outbox
from desk.web.options import options_of
from pipeline.accounts import account as accounts
from pipeline.accounts import factor, totp
from pipeline.accounts.secrets_box import SecretsBox
from pipeline.accounts.tables import accounts as account_table
from pipeline.actors import code
from pipeline.errors import MoveRefused, WrongUse
from pipeline.settings import load


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskHouse]:
    """A desk with the setting as it comes, and no paper."""
    with served(make_house(tmp_path_factory.mktemp("strict") / "home", "official,admin")) as running:
        yield running


def code_now(house: DeskHouse, secret: bytes, ahead: int = 0) -> str:
    return totp.code_at(secret, int(house.services.clock().timestamp()) // totp.STEP_SECONDS + ahead)


def begun(client: Client) -> tuple[str, bytes, str]:
    """The page with the secret: its HTML, the secret as the letters say it, what it sends back."""
    client.page("/account/factor")
    answer = client.submit("/account/factor/begin", password=PASSWORD)
    assert answer.status_code == 200, answer.text
    letters = re.search(r'id="secret">([A-Z2-7 ]+)<', answer.text)
    sealed = re.search(r'name="sealed" value="([^"]+)"', answer.text)
    assert letters
    assert sealed
    return answer.text, base64.b32decode(letters[1].replace(" ", "")), sealed[1]


def unlocked(house: DeskHouse, login: str) -> None:
    """Codes count once and tests are quick: forget the last step."""
    act = house.act("quantri")
    with house.services.ledger.writing(act) as connection:
        where = account_table.c.login == login
        connection.execute(update(account_table).where(where).values(totp_step=0))


def test_an_official_sets_one_before_any_work_and_is_asked_at_each_login(strict: DeskHouse) -> None:
    client = strict.client("chutich")
    assert client.get("/sign").headers["location"] == "/account/factor"
    assert client.get("/sign", headers={"Accept": "application/json"}).status_code == 403
    page, secret, sealed = begun(client)
    path = re.search(r'<path d="([^"]+)"', page)
    assert path
    assert secret
    assert drawn(path[1]) == totp.address(secret, "chutich", "Sohoa")
    assert totp.written(secret) not in client.page("/account/factor").replace(" ", "")
    wrong = client.submit("/account/factor/confirm", sealed=sealed, code="000000")
    assert wrong.status_code == 400
    assert client.get("/sign").status_code == 303
    # The same code later: a new one every thirty seconds would be another.
    used = code_now(strict, secret)
    done = client.submit("/account/factor/confirm", sealed=sealed, code=used)
    assert done.headers["location"] == "/account/factor?done=1"
    assert client.get("/sign").status_code == 200
    stranger = strict.client()
    stranger.page("/login")
    assert stranger.submit("/login", login="chutich", password=PASSWORD).status_code == 401
    assert stranger.submit("/login", login="chutich", password=PASSWORD, code=used).status_code == 401
    unlocked(strict, "chutich")
    code_ = code_now(strict, secret)
    assert stranger.submit("/login", login="chutich", password=PASSWORD, code=code_).status_code == 303


def drawn(path: str) -> str:
    """What a camera reads from the path of dark modules."""
    modules = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)]
    side = max(max(pair) for pair in modules) + 1
    image = np.full((side + 8, side + 8), 255, np.uint8)
    for x, y in modules:
        image[y + 4, x + 4] = 0
    return zxingcpp.read_barcodes(image.repeat(4, 0).repeat(4, 1))[0].text


def test_the_administrator_takes_off_a_lost_one_and_nobody_their_own(strict: DeskHouse) -> None:
    admin = strict.client("quantri")
    _page, secret, sealed = begun(admin)
    assert admin.submit("/account/factor/confirm", sealed=sealed, code=code_now(strict, secret)).is_redirect
    clerk = strict.client("motcua")
    _page, theirs, sealed = begun(clerk)
    assert clerk.submit("/account/factor/confirm", sealed=sealed, code=code_now(strict, theirs)).is_redirect
    admin.page("/system")
    assert admin.submit("/system/accounts/quantri/factor-off").status_code == 400
    assert admin.submit("/system/accounts/ngoai/factor-off").status_code == 404
    assert admin.submit("/system/accounts/motcua/factor-off").status_code == 303
    assert clerk.get("/account").status_code == 303, "the sessions end with the second factor"
    strict.client().log_in("motcua")
    kinds = told(strict, "person:motcua")
    assert {"account.factor", "account.factor_off", "account.login"} <= {kind for kind, _unit in kinds}
    assert {unit for _kind, unit in kinds} == {code(UNIT)}, "the auditor of the unit finds the logins"


def told(house: DeskHouse, about: str) -> set[tuple[str, str]]:
    with house.services.ledger.reading() as connection:
        rows = connection.execute(select(outbox.c.type, outbox.c.unit).where(outbox.c.object == about))
        return {(row.type, row.unit) for row in rows}


def test_the_owner_takes_it_off_with_password_and_code(strict: DeskHouse) -> None:
    client = strict.client("luutru")
    _page, secret, sealed = begun(client)
    assert client.submit("/account/factor/confirm", sealed=sealed, code=code_now(strict, secret)).is_redirect
    assert client.submit("/account/factor/off", password=PASSWORD, code="").status_code == 400
    unlocked(strict, "luutru")
    code_ = code_now(strict, secret)
    assert client.submit("/account/factor/off", password=PASSWORD, code=code_).status_code == 303
    strict.client().log_in("luutru")


def test_a_proposed_secret_is_worth_nothing_elsewhere_or_later(strict: DeskHouse) -> None:
    box, now = SecretsBox(b"k" * 32), datetime(2026, 11, 26, tzinfo=UTC)
    with strict.services.ledger.reading() as connection:
        one = accounts.find(connection, "quet", now.date())
        other = accounts.find(connection, "kiem", now.date())
    made = factor.propose(box, one, "d1", now)
    assert factor.reopened(box, one, "d1", now + timedelta(minutes=29), made.sealed).secret == made.secret
    for account, session, at, sealed in (
        (other, "d1", now, made.sealed),
        (one, "d2", now, made.sealed),
        (one, "d1", now + timedelta(minutes=30), made.sealed),
        (one, "d1", now, "x" + made.sealed),
    ):
        with pytest.raises(MoveRefused):
            factor.reopened(box, account, session, at, sealed)


def test_a_misspelt_role_in_the_setting_stops_the_desk(strict: DeskHouse) -> None:
    settings = load({"SOHOA_HOME": str(strict.home), "SOHOA_SECOND_FACTOR_ROLES": "official, boss"})
    with pytest.raises(WrongUse):
        options_of(settings, "127.0.0.1", 0, tls=False)
