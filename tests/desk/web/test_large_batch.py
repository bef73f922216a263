"""A batch of 2,000 pages in a real browser: only what is in view is fetched, the last page is one key away."""

from __future__ import annotations

import pytest
from browser_window import Window
from counter_desk import DeskHouse
from playwright.sync_api import Request, expect
from printed_records import BIRTH

PAGES, EVERY = 2000, 50

pytestmark = pytest.mark.proof


def birth(number: int) -> tuple[str, ...]:
    """A certificate of a child of its own."""
    return tuple(
        line.replace("773/", f"{number + 1000}/").replace("0793194", f"0793{number:03}") for line in BIRTH
    )


def test_two_thousand_pages_by_keyboard(house: DeskHouse, window: Window) -> None:
    papers = [house.press.page(f"lon-{n:04}.png", birth(n) if n % EVERY == 0 else ()) for n in range(PAGES)]
    batch = house.take_in("large", papers, {"sheets": PAGES})
    window.log_in("quet")
    fetched = list[str]()

    def note(request: Request) -> None:
        if request.resource_type == "image":
            fetched.append(request.url)

    window.page.on("request", note)
    window.watch()
    page = window.open(f"/batches/{batch}")
    expect(page.locator("#sheet .page")).to_have_count(PAGES)
    expect(page.locator(".sum .tag.well")).to_be_visible()
    told = " ".join(page.inner_text("#sum").split())
    assert f"quét {PAGES} = giữ {PAGES // EVERY} + trắng {PAGES - PAGES // EVERY} + phân cách 0" in told
    page.wait_for_load_state("networkidle")
    window.told("scanner: the sheet of 2,000 pages is there")
    assert 0 < len(fetched) < PAGES / 4
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    expect(page.locator("#sheet .page").last).to_be_focused()
    expect(page.locator("#sheet .page").last).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_selector("#viewer[open] canvas")
    window.shot("batch-2000")
    page.keyboard.press("Escape")
    page.keyboard.press("Home")
    expect(page.locator("#sheet .page").first).to_be_focused()
    page.wait_for_load_state("networkidle")
    assert len(fetched) < PAGES / 4
