"""The list of batches in a real browser."""

from __future__ import annotations

from browser_window import Window
from counter_desk import DeskHouse


def test_the_list_by_keyboard(window: Window) -> None:
    page = window.log_in("quet")
    assert page.url.endswith("/batches")
    window.shot("batches")
    page.keyboard.press("?")
    page.wait_for_selector("dialog#keys[open]")
    window.shot("keys")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.classList.contains('row')")
    page.locator("[data-keys-open]").click()
    page.wait_for_selector("dialog#keys[open]")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url("**/batches/new")


def test_printed_sheets_say_what_was_filled_in_and_in_words(house: DeskHouse) -> None:
    page = house.press.page("so.png", ("Tờ khai",))
    told = {"sheets": 1, "entry_shape": "rows", "entry_pdf": "whole_page", "date": "2026-11-20"}
    batch, client = house.take_in("words", [page], told, read=False), house.client("quet")
    for address in (f"/batches/{batch}/receipt", f"/batches/{batch}/minutes/delivery"):
        sheet = client.page(address)
        assert "hàng kẻ của bảng" in sheet
        assert not any(code in sheet for code in ("rows<", "whole_page", "cả trang"))
    assert 'name="docket.date" value="20/11/2026"' in client.page(f"/batches/{batch}")
