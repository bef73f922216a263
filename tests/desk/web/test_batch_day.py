"""A day at the scanner in a real browser: log in, files and docket, reading, the contact sheet, a closed batch."""

from __future__ import annotations

from browser_window import MOST_MS, Window
from counter_desk import DeskHouse
from playwright.sync_api import expect
from printed_records import BIRTH

from pipeline.batch import find_batch

# A page that still says it is being read looks again, and loads anew in the middle of what is asked of it.
READ_AND_CLOSED = "main:has(.sum .tag.well):has(#sheet):not(:has(#running))"


def test_from_login_to_a_closed_batch(window: Window, house: DeskHouse) -> None:
    # A name that would be markup if anybody took it for text of the page.
    hostile = "quét <img src=x onerror=alert(1)> 01.png"
    papers = [
        house.press.page(hostile, BIRTH),
        house.press.page("quet-02.png", ()),
        house.press.page("quet-10.png", ("Bản kê <script>alert(2)</script>",), ("blur",)),
    ]
    page = window.log_in("quet")
    window.watch()
    page.get_by_role("link", name="Lô mới").click()
    page.set_input_files("#files", papers)
    page.wait_for_selector("#open:not([disabled])")
    page.fill("[name='docket.archival_file']", "HS-2017-05")
    page.fill("[name='docket.sheets']", "3")
    window.shot("batch-new")
    page.click("#open")
    page.wait_for_url("**/batches/*-*")
    page.wait_for_selector(".sum:has-text('quét 3')")
    page.wait_for_selector(READ_AND_CLOSED, timeout=3 * MOST_MS)
    window.told("scanner: three files and a docket, to a closed batch")
    expect(page.locator("#sheet .page")).to_have_count(3)
    page.wait_for_load_state("networkidle")
    window.shot("batch")
    assert "quét 3 = giữ 2 + trắng 1 + phân cách 0" in " ".join(page.inner_text("#sum").split())
    assert "mờ" in page.locator("#sheet .page").filter(has_text="mờ").inner_text()
    batch = page.url.rpartition("/")[2]
    with house.services.ledger.reading() as connection:
        row = find_batch(connection, batch)
    assert (row.state, row.created_by) == ("closed", "person:quet")
    page.get_by_role("link", name="Biên nhận").click()
    page.wait_for_selector(".note.well")
    assert "quét <img" in page.inner_text("main")
    window.shot("receipt")


def test_the_sheet_by_keyboard(window: Window, house: DeskHouse) -> None:
    window.log_in("quet")
    page = window.open(f"/batches/{house.batches['closed']}")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.place") == "2"
    page.keyboard.press("Enter")
    page.wait_for_selector("#viewer[open] canvas")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#viewer[data-page]")
    page.keyboard.press("x")
    window.shot("viewer")
    page.keyboard.press("Escape")
    page.wait_for_selector("#viewer:not([open])", state="attached")
    # A blank page with something on it after all: a record for somebody to read, and no page lost.
    page.keyboard.press("b")
    page.wait_for_selector(".sum:has-text('trắng 0') .tag.well", timeout=3 * MOST_MS)
    assert "giữ 4" in page.inner_text("#sum")
