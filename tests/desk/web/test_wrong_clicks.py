"""Clicks that come twice, keys held down, a network that is gone: nothing is done twice, lost or unexplained."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from browser_window import Window
from counter_desk import DeskHouse
from held_back import hold_back, let_go, posted
from playwright.sync_api import Page, expect
from reviewed import seen, waiting
from sqlalchemy import func, select
from test_keying_by_keyboard import keyed_twice

from pipeline.assemble import assemble
from pipeline.issuing.tables import tickets
from pipeline.record import RecordState
from pipeline.review import approve

TELL_IF_SHOWN = """() => {
  window.lost = false;
  const banner = document.querySelector("div.held");
  new MutationObserver(() => { window.lost ||= !banner.hidden; }).observe(banner, { attributes: true });
}"""
# While a navigation is held back Chromium now and then answers nothing that is asked of the page, for ever: the page
# itself presses the key once its form is busy, and remembers it for the next page.
KEY_ON_BUSY = """new MutationObserver(() => {
    if (sessionStorage.keyed || document.querySelectorAll("form[aria-busy]").length !== 1) return;
    sessionStorage.keyed = "1";
    const key = { key: "Enter", shiftKey: true, bubbles: true };
    setTimeout(() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key)), 100);
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["aria-busy"] })"""
OFFLINE = "Máy chủ chưa trả lời, có thể do mạng."


# A piece of the page's picture may still have been on its way.
LOST = ("ERR_INTERNET_DISCONNECTED", "Tile %s failed to load")


@contextmanager
def without_network(window: Window) -> Iterator[None]:
    """The server cannot be reached; what browser and viewer say of that in the console is no fault of the page."""
    window.excuse(*LOST)
    window.page.context.set_offline(True)
    yield
    window.page.context.set_offline(False)


def opened(window: Window, record: str) -> Page:
    """The record's page with the lease taken."""
    page = window.open(f"/review/{record}")
    expect(page.locator("[data-saved]")).to_contain_text("đã lưu")
    return page


def test_a_form_that_is_clicked_twice_on_a_slow_network_goes_once(house: DeskHouse, window: Window) -> None:
    act, record = house.act("kiem"), waiting(house, "VÂN", 901)
    with house.services.ledger.writing(act) as connection:
        approve(connection, act, record, confirm=True)
    assert assemble(house.services, [record], act) == {}
    window.log_in("chutich")
    page = window.open("/sign")
    sent, held = posted(page, "/sign/tickets"), hold_back(page, "**/sign/tickets")
    page.get_by_role("checkbox").nth(1).check()
    page.evaluate(KEY_ON_BUSY)
    page.locator("[data-sign]").dblclick()
    let_go(page, held, 600)
    page.wait_for_selector("[data-copy]")
    assert page.evaluate("sessionStorage.keyed") == "1"
    assert len(sent) == 1
    with house.services.ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tickets)) == 1


def test_back_from_the_next_page_a_form_can_be_sent_again(house: DeskHouse, window: Window) -> None:
    waiting(house, "VỸ", 902)
    window.log_in("kiem")
    page = window.open("/review")
    for _ in range(2):
        page.keyboard.press("n")
        page.wait_for_selector(".review")
        page.go_back()
        page.wait_for_selector("[data-next]")


def test_approving_twice_is_one_approval_and_no_complaint(house: DeskHouse, window: Window) -> None:
    record = waiting(house, "XUÂN", 903)
    window.log_in("kiem")
    page = opened(window, record)
    window.press_until("Enter", lambda: page.locator("li.fl.open").count() == 0)
    sent, held = posted(page, "/accept"), hold_back(page, "**/accept")
    page.locator("[data-accept]").dblclick()
    page.keyboard.press("Shift+Enter")
    let_go(page, held, 300)
    page.wait_for_url(lambda url: record not in url)
    assert len(sent) == 1
    assert seen(house, record).state is RecordState.APPROVED


def test_what_is_decided_before_the_record_is_in_hand_waits_for_it(house: DeskHouse, window: Window) -> None:
    record = waiting(house, "YÊN", 913)
    window.log_in("kiem")
    held = hold_back(window.page, "**/lease")
    page = window.open(f"/review/{record}")
    page.wait_for_selector("li.fl.now")
    expect(page.get_by_label("Họ, chữ đệm, tên", exact=True)).to_be_focused()
    page.keyboard.type("LÊ NHƯ YÊN VY")
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-pending="1"]')
    let_go(page, held)
    page.wait_for_selector('[data-pending="0"]')
    child = next(field for field in seen(house, record).fields if field.key == "child_full_name")
    assert child.value == "LÊ NHƯ YÊN VY"


def test_a_key_held_down_accepts_one_field_and_not_those_nobody_looked_at(
    house: DeskHouse, window: Window
) -> None:
    record = waiting(house, "YẾN", 904)
    window.log_in("kiem")
    page = opened(window, record)
    before = page.locator("li.fl.open").count()
    assert before > 2
    for _ in range(4):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    page.wait_for_selector('[data-pending="0"]')
    expect(page.locator("li.fl.open")).to_have_count(before - 1)
    expect(page.locator("[data-open-count]")).to_have_text(f"còn {before - 1} trường cần xem")


@pytest.mark.parametrize("blind", [False, True])
def test_ending_too_early_says_how_much_is_left_and_goes_there(
    blind: bool, house: DeskHouse, window: Window
) -> None:
    record = keyed_twice(house, 909) if blind else waiting(house, "DIỄM", 908)
    window.log_in("kiem")
    page = window.open(f"/review/{record}")
    box = page.locator("#k-child_full_name" if blind else "#value")
    expect(box).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("[data-refused]")).to_contain_text("còn 4")
    expect(box).to_be_focused()
    expect(page.locator("[data-typed].now, li.fl.now")).to_contain_text("Họ, chữ đệm, tên")


@pytest.mark.parametrize("blind", [False, True])
def test_what_is_typed_without_a_network_is_told_kept_and_sent_again(
    blind: bool, house: DeskHouse, window: Window
) -> None:
    record = keyed_twice(house) if blind else waiting(house, "OANH", 905)
    window.log_in("kiem")
    page = window.open(f"/review/{record}")
    box = page.locator("#k-child_full_name" if blind else "#value")
    expect(box).to_be_editable()
    expect(box).to_be_focused()
    with without_network(window):
        page.keyboard.type("LÊ NHƯ OANH VY")
        page.keyboard.press("Enter")
        expect(page.locator("[data-refused]")).to_contain_text("có thể do mạng")
        expect(box).to_have_value("LÊ NHƯ OANH VY")
        expect(box).to_be_focused()
        page.keyboard.press("Shift+Enter")
        expect(page.locator("[data-refused]")).not_to_be_empty()
    page.keyboard.press("Enter")
    expect(page.locator("[data-refused]")).to_be_hidden()
    kept = (
        '[data-typed="child_full_name"][data-state="value"]'
        if blind
        else '[data-key="child_full_name"][data-mark="person"]'
    )
    expect(page.locator(kept.format("child_full_name"))).to_have_count(1)


def test_a_form_without_a_network_says_so_and_stays(house: DeskHouse, window: Window) -> None:
    waiting(house, "NGA", 906)
    window.log_in("kiem")
    page = window.open("/review")
    with without_network(window):
        page.keyboard.press("n")
        expect(page.get_by_role("alert").filter(has_text=OFFLINE)).to_be_visible()
    page.keyboard.press("n")
    page.wait_for_selector(".review")


def test_a_heartbeat_that_finds_no_network_takes_nothing_out_of_the_hand(
    house: DeskHouse, window: Window
) -> None:
    record = waiting(house, "LIÊN", 907)
    window.log_in("kiem")
    window.page.clock.install()
    page = opened(window, record)
    page.evaluate(TELL_IF_SHOWN)
    with (
        without_network(window),
        page.expect_event("requestfailed", lambda one: one.url.endswith("/heartbeat")),
    ):
        page.clock.fast_forward(61_000)
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-pending="0"]')
    assert page.evaluate("lost") is False
