"""Accounts: locking, passwords, second factor, leaving, and a session that falls asleep over unsent typing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from browser_window import Window
from counter_desk import PASSWORD, UNIT, DeskHouse
from sqlalchemy import update

from pipeline.accounts import account as accounts
from pipeline.accounts import login, sessions, totp
from pipeline.accounts.account import NewAccount
from pipeline.accounts.errors import LoginRefused, PasswordRefused
from pipeline.accounts.leaving import leave
from pipeline.accounts.login import Proof, let_in
from pipeline.accounts.secrets_box import SecretsBox, open_box
from pipeline.accounts.tables import accounts as account_table
from pipeline.accounts.tables import sessions as session_table
from pipeline.actors import timestamp

BOX = SecretsBox(b"k" * 32)
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


def newcomer(house: DeskHouse, name: str) -> str:
    act = house.act("quantri")
    with house.services.ledger.writing(act) as connection:
        accounts.create(connection, act, NewAccount(name, "Người Mới", UNIT), PASSWORD)
    return name


def test_five_wrong_passwords_lock_the_account_and_the_right_one_waits(house: DeskHouse) -> None:
    name, ledger = newcomer(house, "bikhoa"), house.services.ledger
    for _ in range(login.TRIES):
        with pytest.raises(LoginRefused):
            let_in(ledger, BOX, Proof(name, "sai hoàn toàn rồi"), NOW)
    with pytest.raises(LoginRefused) as refused:
        let_in(ledger, BOX, Proof(name, PASSWORD), NOW + timedelta(seconds=30))
    assert refused.value.code == "locked"
    assert let_in(ledger, BOX, Proof(name, PASSWORD), NOW + timedelta(minutes=2)).login == name


def test_a_code_of_the_second_factor_counts_once(house: DeskHouse) -> None:
    name, ledger, secret = newcomer(house, "haiyeuto"), house.services.ledger, b"s" * 20
    act = house.act("quantri")
    with ledger.writing(act) as connection:
        where = account_table.c.login == name
        connection.execute(update(account_table).where(where).values(totp=BOX.sealed(secret)))
    code = totp.code_at(secret, int(NOW.timestamp()) // totp.STEP_SECONDS)
    with pytest.raises(LoginRefused):
        let_in(ledger, BOX, Proof(name, PASSWORD), NOW)
    assert let_in(ledger, BOX, Proof(name, PASSWORD, code), NOW).has_totp
    with pytest.raises(LoginRefused):
        let_in(ledger, BOX, Proof(name, PASSWORD, code), NOW)


def test_codes_are_those_of_rfc_6238() -> None:
    # Appendix B of the RFC, the last six digits.
    secret = b"12345678901234567890"
    for second, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        assert totp.code_at(secret, second // 30) == code


@pytest.mark.parametrize(
    "bad", ["ngắn quá", "quet quet quet quet", "aaaaaaaaaaaaaaaa", "m a t k h a u 1 2 3"]
)
def test_weak_passwords_are_refused(house: DeskHouse, bad: str) -> None:
    act = house.act("quantri")
    with pytest.raises(PasswordRefused), house.services.ledger.writing(act) as connection:
        accounts.set_password(connection, act, "quet", bad, must_change=False)


def test_somebody_who_leaves_is_out_at_once_and_stays_in_the_history(house: DeskHouse) -> None:
    name = newcomer(house, "ranghi")
    client = house.client(name)
    act = house.act("quantri")
    with house.services.ledger.writing(act) as connection:
        leave(connection, act, name)
    assert client.get("/account").status_code == 303
    with house.services.ledger.reading() as connection:
        gone = accounts.find(connection, name, act.at.date())
    assert (gone.off, gone.grants, gone.actor.name) == (True, (), "Người Mới")


def test_a_password_from_somebody_else_is_changed_before_any_work(house: DeskHouse) -> None:
    name = newcomer(house, "doimk")
    client = house.client(name)
    assert client.get("/").headers["location"] == "/account"
    assert client.get("/batches").headers["location"] == "/account"
    client.page("/account")
    assert client.submit("/account/password", old="không phải", new="một câu khác hẳn").status_code == 400
    assert client.submit("/account/password", old=PASSWORD, new="một câu khác hẳn").status_code == 303
    assert client.get("/account").status_code == 303
    house.client().log_in(name, "một câu khác hẳn")


def test_the_key_of_a_home_is_made_once_and_for_its_owner(house: DeskHouse) -> None:
    assert open_box(house.home).key == open_box(house.home).key
    assert (house.home / "desk.key").stat().st_mode & 0o077 == 0
    assert open_box(house.home).opened(open_box(house.home).sealed(b"x")) == b"x"


def test_nothing_typed_is_lost_when_the_session_falls_asleep(window: Window, house: DeskHouse) -> None:
    page = window.log_in("luutru")
    window.open("/batches/new")
    page.fill("[name='docket.archival_file']", "HS đang gõ dở")
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "sohoa_session")
    act = house.act("luutru")
    long_ago = timestamp(act.at - timedelta(hours=2))
    with house.services.ledger.writing(act) as connection:
        where = session_table.c.digest == sessions.digest_of(token)
        connection.execute(update(session_table).where(where).values(seen_at=long_ago))
    # The browser reports the 401 that wakes the dialog; nothing else may be there.
    window.excuse("401")
    page.set_input_files("#files", [house.press.page("ngu-01.png", ("Một trang",))])
    page.wait_for_selector("dialog#wake[open]")
    window.shot("session-asleep")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#open:not([disabled])")
    assert page.input_value("[name='docket.archival_file']") == "HS đang gõ dở"
    renewed = next(one["value"] for one in page.context.cookies() if one["name"] == "sohoa_session")
    assert renewed != token
