"""A batch of 2,000 pages in a real browser: only what is in view is fetched, the last page is one key away."""

from __future__ import annotations

import pytest
from browser_window import Window
from counter_desk import DeskHouse
from playwright.sync_api import Request, expect
from printed_records import BIRTH

from desk.web.routes.batch_sheet import PAGES_SHOWN

PAGES, EVERY = 2000, 50

pytestmark = pytest.mark.proof


def birth(number: int) -> tuple[str, ...]:
    """A certificate with a number, a name and a day of its own."""
    names = {
        "773/": f"{number + 1000}/",
        "PHƯỢNG": f"SỐ {number}",
        "15/10/2019": f"{1 + number // 100:02}/03/2018",
    }
    lines = list(BIRTH)
    for old, new in names.items():
        lines = [line.replace(old, new) for line in lines]
    return tuple(lines)


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
    cards = page.locator("#sheet .page")
    expect(cards).to_have_count(PAGES_SHOWN)
    expect(page.locator(".sum .tag.well")).to_be_visible()
    told = " ".join(page.inner_text("#sum").split())
    assert f"quét {PAGES} = giữ {PAGES // EVERY} + trắng {PAGES - PAGES // EVERY} + phân cách 0" in told
    page.wait_for_load_state("networkidle")
    window.told("scanner: the first sheet of a batch of 2,000 pages is there")
    assert 0 < len(fetched) < PAGES_SHOWN
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    expect(cards.last).to_be_focused()
    expect(cards.last).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_selector("#viewer[open] canvas")
    window.shot("batch-2000")
    page.keyboard.press("Escape")
    page.keyboard.press("Home")
    expect(cards.first).to_be_focused()
    start = PAGES - PAGES % PAGES_SHOWN
    window.open(f"/batches/{batch}?start={start}")
    expect(cards).to_have_count(PAGES % PAGES_SHOWN)
    expect(page.locator("p.turns")).to_contain_text(f"{start + 1} đến {PAGES} trên {PAGES}")
