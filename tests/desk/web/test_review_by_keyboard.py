"""Review in a real browser: by keyboard alone from login to approved, and two people at one record."""

from __future__ import annotations

from browser_window import Window
from counter_desk import PASSWORD, UNIT, DeskHouse
from playwright.sync_api import Browser, Page, expect
from reviewed import seen, waiting

from pipeline.accounts import account as accounts
from pipeline.accounts import units
from pipeline.accounts.account import NewAccount
from pipeline.accounts.rights import Grant, Role
from pipeline.record import FieldState, RecordState


def opened(window: Window, record: str) -> Page:
    """The record's page, with a field in hand and the lease taken."""
    page = window.open(f"/review/{record}")
    page.wait_for_selector("li.fl.now")
    expect(page.locator("[data-saved]")).to_contain_text("đã lưu")
    return page


def test_a_record_by_keyboard_alone_from_login_to_approved(house: DeskHouse, window: Window) -> None:
    record = waiting(house, "THẢO", 801)
    page = window.log_in("kiem")
    page.wait_for_selector("a.row")
    window.shot("review-queue")
    opened(window, record)
    page.wait_for_selector(".viewer canvas")
    window.shot("review")
    expect(page.locator("[data-card-label]")).to_have_text("Họ, chữ đệm, tên")
    page.keyboard.type("LÊ NHƯ THẢO VY")
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-pending="0"]')
    while page.locator("li.fl.open").count():
        page.keyboard.press("Enter")
        page.wait_for_selector('[data-pending="0"]')
    expect(page.locator("li.fl.open")).to_have_count(0)
    window.shot("review-decided")
    page.keyboard.press("Shift+Enter")
    page.wait_for_url(lambda url: record not in url)
    found = seen(house, record)
    assert found.state is RecordState.APPROVED
    child = next(field for field in found.fields if field.key == "child_full_name")
    assert (child.value, child.state) == ("LÊ NHƯ THẢO VY", FieldState.CORRECTED)


def test_reasons_dates_undo_and_history_by_keyboard(house: DeskHouse, window: Window) -> None:
    record = waiting(house, "TRÚC", 802)
    window.log_in("kiem")
    page = opened(window, record)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-card-label]")).to_contain_text("sinh")
    page.keyboard.type("120304")
    expect(page.locator("p[data-reads]")).to_have_text("sẽ ghi: 12/03/2004")
    page.keyboard.press("Enter")
    window.shot("review-reason")
    page.keyboard.press("1")
    expect(page.locator("li[data-key=child_birth_date] .value")).to_have_text("12/03/2004")
    page.keyboard.press("Control+z")
    expect(page.locator("li[data-key=child_birth_date] .value")).to_have_text("15/10/2019")
    page.keyboard.press("Alt+h")
    page.wait_for_selector("dialog#history[open]")
    expect(page.locator("#history tbody tr")).to_have_count(2)
    window.shot("review-history")
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+u")
    page.keyboard.type("mất góc")
    page.keyboard.press("Enter")
    expect(page.locator("li.fl .mk .word", has_text="không đọc được")).to_have_count(1)


def second_reviewer(house: DeskHouse) -> str:
    act = house.act("may-chu")
    with house.services.ledger.writing(act) as connection:
        code = units.find(connection, UNIT).code
        accounts.create(
            connection, act, NewAccount("kiem2", "Lê Văn Duyệt", code), PASSWORD, must_change=False
        )
        accounts.grant(connection, act, "kiem2", Grant(Role.REVIEWER, code))
    return "kiem2"


def test_two_people_at_one_record_never_overwrite_each_other(
    house: DeskHouse, window: Window, chromium: Browser
) -> None:
    record = waiting(house, "XUÂN", 803)
    window.log_in("kiem")
    mine = opened(window, record)
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    other = Window(context, house.url)
    other.log_in(second_reviewer(house))
    page = other.open(f"/review/{record}")
    expect(page.locator("[data-held-text]")).to_contain_text("Đỗ Thị Kiểm")
    other.shot("review-held")
    page.fill("#over-why", "chị Kiểm đi họp")
    page.keyboard.press("Enter")
    expect(page.locator("div.held")).to_be_hidden()
    expect(page.locator("[data-saved]")).to_contain_text("đã lưu")
    page.locator("#value").fill("LÊ NHƯ XUÂN MAI")
    page.keyboard.press("Enter")
    expect(page.locator("li[data-key=child_full_name] .value")).to_have_text("LÊ NHƯ XUÂN MAI")
    mine.locator("#value").fill("LÊ NHƯ XUÂN LAN")
    mine.keyboard.press("Enter")
    expect(mine.locator("[data-held-text]")).to_contain_text("Lê Văn Duyệt vừa nhận lại")
    assert mine.locator("#value").input_value() == "LÊ NHƯ XUÂN LAN"
    mine.fill("#over-why", "tôi làm tiếp")
    mine.keyboard.press("Enter")
    expect(mine.locator("div.held")).to_be_hidden()
    assert mine.locator("#value").input_value() == "LÊ NHƯ XUÂN LAN"
    window.shot("review-taken-back")
    name = next(field.value for field in seen(house, record).fields if field.key == "child_full_name")
    assert name == "LÊ NHƯ XUÂN MAI"
    # The page that lost the record asked for what it may not have: the browser tells of the 409s.
    window.faults[:] = [one for one in window.faults if "409" not in one]
    context.close()
