"""Files chosen while a page's script is still on its way are taken all the same: a slow network loses nobody's work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from browser_window import Window
from counter_desk import DeskHouse
from held_back import hold_back, let_go
from playwright.sync_api import Page, expect
from printed_records import BIRTH


@contextmanager
def script_held_back(page: Page, name: str, address: str) -> Iterator[None]:
    """The page at `address` is on the screen in the block; its script arrives after it."""
    held = hold_back(page, f"**/static/{name}*")
    with page.expect_request(f"**/static/{name}*"):
        page.goto(address, wait_until="commit")
    yield
    let_go(page, held)


def test_a_file_to_be_checked(window: Window, house: DeskHouse) -> None:
    paper = house.home / "khong-phai.pdf"
    paper.write_bytes(b"%PDF-1.7\n")
    page = window.log_in("motcua")
    window.excuse("409", "422")
    with script_held_back(page, "verify.js", f"{house.url}/verify"):
        page.set_input_files("#file", paper)
    expect(page.locator("[data-report] > *, [data-refused]:not([hidden])").first).to_be_visible()


def test_files_of_a_new_batch(window: Window, house: DeskHouse) -> None:
    paper = house.press.page("som.png", BIRTH)
    page = window.log_in("quet")
    with script_held_back(page, "batch_new.js", f"{house.url}/batches/new"):
        page.set_input_files("#files", paper)
    expect(page.locator("#open")).to_be_enabled()
    expect(page.locator("#sent li")).to_have_count(1)
