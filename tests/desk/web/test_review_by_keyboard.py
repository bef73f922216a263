"""Review in a real browser: by keyboard alone from login to approved, and two people at one record."""

from __future__ import annotations

from browser_life import close
from browser_window import Window, office_monitor
from counter_desk import PASSWORD, UNIT, DeskHouse
from playwright.sync_api import Browser, Page, expect
from printed_records import BIRTH
from reviewed import seen, waiting

from pipeline.accounts import account as accounts
from pipeline.accounts import units
from pipeline.accounts.account import NewAccount
from pipeline.accounts.rights import Grant, Role
from pipeline.lookup import record_ids
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
    window.watch()
    expect(page.locator("[data-card-label]")).to_have_text("Họ, chữ đệm, tên")
    page.keyboard.type("LÊ NHƯ THẢO VY")
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-pending="0"]')
    window.press_until("Enter", lambda: page.locator("li.fl.open").count() == 0)
    expect(page.locator("li.fl.open")).to_have_count(0)
    expect(page.locator(".focus-card")).not_to_have_attribute("data-mark", "doubt")
    window.shot("review-decided")
    page.keyboard.press("Shift+Enter")
    page.wait_for_url(lambda url: record not in url)
    window.told("review: one birth certificate, nine values, from opened to approved")
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
    expect(page.locator("li[data-key=child_birth_date] .value")).to_have_text("12/03/2004")
    page.wait_for_selector('[data-pending="0"]')
    # What the machine accepted is changed for a reason only.
    window.press_until("ArrowUp", lambda: page.locator("li.now[data-key=number]").count() > 0)
    page.keyboard.type("803/2019")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-reason]:not([hidden])")
    window.shot("review-reason")
    page.keyboard.press("1")
    expect(page.locator("li[data-key=number] .value")).to_have_text("803/2019")
    page.keyboard.press("Control+z")
    expect(page.locator("li[data-key=number] .value")).to_have_text("802/2019")
    page.keyboard.press("Alt+h")
    page.wait_for_selector("dialog#history[open]")
    expect(page.locator("#history tbody tr")).to_have_count(3)
    window.shot("review-history")
    page.keyboard.press("Escape")
    expect(page.locator("dialog#history")).to_be_hidden()
    page.keyboard.press("Alt+u")
    expect(page.locator("[data-reason] input")).to_be_focused()
    page.keyboard.type("mất góc")
    page.keyboard.press("Enter")
    expect(page.locator("li.fl .mk .word", has_text="không đọc được")).to_have_count(1)


def test_a_column_is_typed_down_with_gaps_and_what_is_carried_shown(house: DeskHouse, window: Window) -> None:
    names = ("AN", "BÌNH", "CÚC")
    pages = [
        house.press.page(
            f"cot-{number}.png",
            tuple(line.replace("PHƯỢNG?60", f"{name}?60").replace("773/", f"{number}/") for line in BIRTH),
        )
        for name, number in zip(names, (821, 822, 825), strict=True)
    ]
    batch = house.take_in("column", pages)
    with house.services.ledger.reading() as connection:
        records = record_ids(connection, batch=batch)
    window.log_in("kiem")
    page = window.open(f"/review/columns/{batch}?key=child_full_name")
    page.wait_for_selector(".viewer canvas")
    cells = page.locator("[data-cell] input")
    expect(cells.nth(0)).to_be_focused()
    expect(page.locator(".cells .gap")).to_have_text("thiếu số 823–824")
    window.both("column")
    window.watch()
    page.keyboard.press("Enter")
    expect(cells.nth(1)).to_be_focused()
    page.keyboard.type("LÊ NHƯ BÍCH")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+d")
    expect(cells.nth(2)).to_have_value("LÊ NHƯ BÍCH")
    carried = page.locator("[data-cell]").nth(2)
    expect(carried).to_have_attribute("data-mark", "doubt")
    assert {f.state for f in seen(house, records[2]).fields if f.key == "child_full_name"} == {
        FieldState.CARRIED
    }
    window.both("column-carried")
    page.keyboard.type("LÊ NHƯ CÚC")
    page.keyboard.press("Enter")
    expect(page.locator("span[data-open]")).to_have_text("còn 0 dòng")
    window.told("review by column: one field of three records")
    names_now = [f.value for one in records for f in seen(house, one).fields if f.key == "child_full_name"]
    assert names_now == ["LÊ NHƯ AN", "LÊ NHƯ BÍCH", "LÊ NHƯ CÚC"]


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
    context = office_monitor(chromium)
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
    # The page that lost the record asks for what it may not have: the browser tells of the 409s.
    window.excuse("409")
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
    close(context)
