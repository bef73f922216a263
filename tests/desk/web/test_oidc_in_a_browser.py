"""A session that fell asleep under what was typed: the person logs in at the provider in another tab and goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from browser_life import close
from browser_window import Window, office_monitor
from counter_desk import UNIT, DeskHouse, make_house, served
from login_provider import CLIENT, SECRET, LoginProvider, providing
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update

from pipeline.accounts import account as accounts
from pipeline.accounts import links
from pipeline.accounts.account import NewAccount
from pipeline.accounts.rights import Grant, Role
from pipeline.accounts.tables import sessions
from pipeline.actors import timestamp
from pipeline.ledger_tables import batches

NAME = "Ngô Thị Ngoài"


@pytest.fixture
def provider() -> Iterator[LoginProvider]:
    with providing() as made:
        yield made


@pytest.fixture
def office(provider: LoginProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskHouse]:
    """A desk at the provider, with two archivists who log in there: sub-1 and sub-2."""
    folder = tmp_path_factory.mktemp("oidc-browser")
    secret = folder / "secret"
    secret.write_text(SECRET, encoding="utf-8")
    told = {"SOHOA_OIDC_ISSUER": provider.url, "SOHOA_OIDC_CLIENT_ID": CLIENT}
    house = make_house(folder / "home", "official", SOHOA_OIDC_SECRET_FILE=str(secret), **told)
    act = house.act("quantri")
    with house.services.ledger.writing(act) as connection:
        for login, name, subject in (("ngoai-1", NAME, "sub-1"), ("ngoai-2", "Đỗ Văn Khác", "sub-2")):
            unit = accounts.create(connection, act, NewAccount(login, name, UNIT), None).unit
            accounts.grant(connection, act, login, Grant(Role.ARCHIVIST, unit))
            links.link(connection, act, login, provider.url, subject)
    with served(house) as running:
        yield running


@pytest.fixture
def window(chromium: Browser, office: DeskHouse) -> Iterator[Window]:
    context = office_monitor(chromium)
    yield Window(context, office.url)
    close(context)


def fall_asleep(house: DeskHouse) -> None:
    act = house.act()
    with house.services.ledger.writing(act) as connection:
        connection.execute(update(sessions).values(seen_at=timestamp(act.at - timedelta(hours=2))))


def at_the_provider(page: Page) -> None:
    """The other tab: there, back, and told to close it."""
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Đăng nhập lại ở thẻ mới").click()
    tab = opened.value
    expect(tab.get_by_role("status").first).to_contain_text("trở lại thẻ đang làm dở")
    tab.close()


def test_what_was_typed_is_sent_after_the_login_in_another_tab(
    window: Window, office: DeskHouse, provider: LoginProvider
) -> None:
    batch = office.take_in("wake", [office.press.page("thuc.png", ("Tờ khai",))], {"sheets": 9}, read=False)
    provider.who = {"sub": "sub-1"}
    page = window.open(f"/login/oidc?next=/batches/{batch}")
    page.wait_for_url(f"**/batches/{batch}")
    box = page.locator("[name='docket.condition']")
    if not box.is_visible():
        page.locator("details.docket summary").click()
    box.fill("ố vàng, mép rách")
    fall_asleep(office)
    box.press("Enter")
    dialog = page.locator("dialog#wake[open]")
    expect(dialog).to_contain_text("Đăng nhập lại để làm tiếp")
    window.shot("oidc-wake")
    # Somebody else at that browser: what the first typed is not kept under their name.
    provider.who = {"sub": "sub-2"}
    at_the_provider(page)
    page.get_by_role("button", name="Làm tiếp").click()
    expect(dialog).to_contain_text(f"Chưa thấy phiên mới của {NAME}")
    expect(box).to_have_value("ố vàng, mép rách")
    provider.who = {"sub": "sub-1"}
    at_the_provider(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Làm tiếp").click()
    with office.services.ledger.reading() as connection:
        kept = connection.scalar(select(batches.c.docket).where(batches.c.id == batch))
    assert kept is not None
    assert kept["condition"] == "ố vàng, mép rách"
    host = urlsplit(provider.url).netloc
    assert [one for one in window.faults if host not in one and "401" not in one] == []
