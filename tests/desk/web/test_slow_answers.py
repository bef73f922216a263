"""Answers that come late: nothing typed meanwhile is dropped, or kept in another field than it was typed for."""

from __future__ import annotations

from browser_window import Window
from counter_desk import DeskHouse
from held_back import hold_back, let_go
from playwright.sync_api import Page, expect
from reviewed import seen, waiting

CHILD, BORN = "Họ, chữ đệm, tên", "Ngày, tháng, năm sinh"
# What a field looks like at the moment the page says that nothing is on its way.
OPEN_WHEN_DONE = """() => {
  const root = document.querySelector("[data-review]");
  new MutationObserver(() => {
    if (root.dataset.pending !== "0") return;
    window.openWhenDone = document.querySelector(".open[data-key=child_full_name]") !== null;
  }).observe(root, { attributes: true, attributeFilter: ["data-pending"] });
}"""


def in_hand(window: Window, record: str) -> Page:
    """The record's page, its first doubtful field in hand, and the record lent by the server."""
    page = window.open(f"/review/{record}")
    expect(page.locator("[data-saved]")).to_contain_text("đã lưu")
    expect(page.locator("#value")).to_be_focused()
    return page


def values(house: DeskHouse, record: str) -> dict[str, str | None]:
    return {field.key: field.value for field in seen(house, record).fields}


def test_a_field_is_never_open_again_between_its_answer_and_the_new_list(
    house: DeskHouse, window: Window
) -> None:
    record = waiting(house, "ÁI", 921)
    window.log_in("kiem")
    page = in_hand(window, record)
    page.evaluate(OPEN_WHEN_DONE)
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-pending="0"]')
    assert page.evaluate("openWhenDone") is False


def test_what_was_not_answered_yet_is_still_typed_when_one_comes_back(
    house: DeskHouse, window: Window
) -> None:
    record = waiting(house, "BẢO", 922)
    window.log_in("kiem")
    page = in_hand(window, record)
    hold_back(page, "**/field")
    page.keyboard.type("LÊ NHƯ BẢO VY")
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-pending="1"]')
    window.open("/review")
    page.unroute_all()
    page = in_hand(window, record)
    expect(page.locator("#value")).to_have_value("LÊ NHƯ BẢO VY")


def test_what_is_refused_late_does_not_take_the_box_from_who_types_on(
    house: DeskHouse, window: Window
) -> None:
    record = waiting(house, "CHÂU", 923)
    window.log_in("kiem")
    page = in_hand(window, record)
    held = hold_back(page, "**/field")
    page.keyboard.type("LÊ NHƯ CHÂU VY")
    page.keyboard.press("Enter")
    expect(page.locator("[data-card-label]")).to_have_text(BORN)
    page.keyboard.type("16/10")
    window.excuse("ERR_FAILED")
    let_go(page, held, lost=True)
    expect(page.locator("[data-refused]")).to_contain_text(f"{CHILD}: Chưa gửi được")
    expect(page.locator("[data-card-label]")).to_have_text(BORN)
    page.unroute_all()
    page.keyboard.type("/2019")
    page.keyboard.press("Enter")
    expect(page.locator("li[data-key=child_birth_date] .value")).to_have_text("16/10/2019")
    # Nor is what was refused forgotten: the record is not done before it is kept.
    window.press_until("Enter", lambda: page.locator("li.fl.open").count() == 0)
    expect(page.locator("li[data-key=child_full_name] .value")).to_have_text("LÊ NHƯ CHÂU VY")


def test_a_reason_is_for_the_field_it_was_asked_for(house: DeskHouse, window: Window) -> None:
    record = waiting(house, "DUNG", 924)
    window.log_in("kiem")
    page = in_hand(window, record)
    before = values(house, record)
    page.locator("li[data-key=number] .pick").click()
    page.keyboard.type("925/2019")
    page.keyboard.press("Enter")
    expect(page.locator("[data-reason] input")).to_be_focused()
    page.locator("li[data-key=mother_full_name] .pick").click()
    page.locator("[data-reason] input").fill("máy đọc sai")
    page.locator("[data-reason] input").press("Enter")
    page.wait_for_selector('[data-pending="0"]')
    assert values(house, record) == before | {"number": "925/2019"}


def test_a_correction_typed_and_not_kept_holds_the_record_back(house: DeskHouse, window: Window) -> None:
    record = waiting(house, "GIANG", 926)
    window.log_in("kiem")
    page = in_hand(window, record)
    page.locator("li[data-key=number] .pick").click()
    page.keyboard.type("927/2019")
    page.locator("li[data-key=child_full_name] .pick").click()
    window.press_until("Enter", lambda: page.locator("li.fl.open").count() == 0)
    page.keyboard.press("Shift+Enter")
    expect(page.locator("[data-refused]")).to_contain_text("chưa ghi")
    expect(page.locator("#value")).to_have_value("927/2019")
    assert seen(house, record).state.value == "in_review"
