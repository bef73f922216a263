"""The desk on loopback, once for each test module, and a real browser before it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from browser_window import MOST_MS, Window, office_monitor
from counter_desk import DeskHouse, demo_house, served
from outside_tools import tool
from playwright.sync_api import Browser, expect, sync_playwright


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskHouse]:
    """A served desk with accounts and the batch `closed`."""
    with served(demo_house(tmp_path_factory.mktemp("desk") / "home")) as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window; ended with each module, since Playwright keeps an event loop running."""
    program = tool("chromium", "make setup")
    with sync_playwright() as playwright:
        # In a container there is no user namespace for the sandbox; only our own pages are opened.
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        expect.set_options(timeout=MOST_MS)
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, house: DeskHouse) -> Iterator[Window]:
    """A browser of an office monitor; console errors and requests to other hosts fail the test."""
    context = office_monitor(chromium)
    opened = Window(context, house.url)
    yield opened
    context.close()
    assert opened.faults == []
