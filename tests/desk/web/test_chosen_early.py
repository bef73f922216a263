"""Files chosen while a page's script is still on its way are taken all the same: a slow network loses nobody's work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from browser_window import Window
from counter_desk import DeskHouse
from playwright.sync_api import Page, Route, expect
from printed_records import BIRTH


@contextmanager
def script_held_back(page: Page, name: str, address: str) -> Iterator[None]:
    """The page at `address` is on the screen in the block; its script arrives after it."""
    held: list[Route] = []
    page.route(f"**/static/{name}*", lambda route: held.append(route))
    with page.expect_request(f"**/static/{name}*"):
        page.goto(address, wait_until="commit")
    yield
    assert len(held) == 1
    held[0].continue_()


def test_a_file_to_be_checked(window: Window, house: DeskHouse) -> None:
    paper = house.home / "khong-phai.pdf"
    paper.write_bytes(b"%PDF-1.7\n")
    page = window.log_in("motcua")
    with script_held_back(page, "verify.js", f"{house.url}/verify"):
        page.set_input_files("#file", paper)
    expect(page.locator("[data-report] > *, [data-refused]:not([hidden])").first).to_be_visible()
    window.faults[:] = [fault for fault in window.faults if "409" not in fault and "422" not in fault]


def test_files_of_a_new_batch(window: Window, house: DeskHouse) -> None:
    paper = house.press.page("som.png", BIRTH)
    page = window.log_in("quet")
    with script_held_back(page, "batch_new.js", f"{house.url}/batches/new"):
        page.set_input_files("#files", paper)
    expect(page.locator("#open")).to_be_enabled()
    expect(page.locator("#sent li")).to_have_count(1)
