"""The desk on loopback, once for each test module, and a real browser before it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from browser_life import TEST_SECONDS, Chromium, close, ended_after
from browser_window import Window, office_monitor
from counter_desk import DeskHouse, demo_house, served
from outside_tools import tool
from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskHouse]:
    """A served desk with accounts and the batch `closed`."""
    with served(demo_house(tmp_path_factory.mktemp("desk") / "home")) as running:
        yield running


@pytest.fixture(scope="module")
def browsers() -> Iterator[Chromium]:
    """What starts the browser; ended with each module, since Playwright keeps an event loop running."""
    # A container has no user namespace for the sandbox and little shared memory; only our own pages are opened.
    options = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    starts = Chromium(tool("chromium", "make setup"), options)
    yield starts
    starts.close()


@pytest.fixture
def chromium(browsers: Chromium) -> Iterator[Browser]:
    """The browser of the module; one that hangs is ended, so that this test fails and those after it have another."""
    with ended_after(TEST_SECONDS):
        yield browsers.browser()


@pytest.fixture
def window(chromium: Browser, house: DeskHouse) -> Iterator[Window]:
    """A browser of an office monitor; console errors and requests to other hosts fail the test."""
    context = office_monitor(chromium)
    opened = Window(context, house.url)
    yield opened
    close(context)
    assert opened.faults == []
