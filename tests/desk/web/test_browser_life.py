"""A browser that hangs costs the test that has it, and nothing after it."""

from __future__ import annotations

import signal

import psutil
import pytest
from browser_life import Chromium, ended_after, tidying
from playwright.sync_api import Browser, Error


def stop(browsers: list[psutil.Process]) -> None:
    """As a machine without memory does it: they are there and answer nothing."""
    for process in browsers:
        process.send_signal(signal.SIGSTOP)


def running() -> list[psutil.Process]:
    """The driver and all processes of its browser."""
    return psutil.Process().children(recursive=True)


def test_typing_into_a_browser_that_hangs_ends(browsers: Chromium) -> None:
    page = browsers.browser().new_context().new_page()
    stop([process for process in running() if process.name().startswith("chrom")])
    with pytest.raises(Error), ended_after(1):
        page.keyboard.press("a")


@pytest.mark.parametrize("what", ["chrom", "node"])
def test_closing_what_hangs_ends_it_and_the_next_test_has_another(what: str, browsers: Chromium) -> None:
    hung: Browser = browsers.browser()
    context = hung.new_context()
    stop([process for process in running() if process.name().startswith(what)])
    with pytest.warns(UserWarning, match="ended and not closed"), tidying(1):
        context.close()
    again = browsers.browser()
    assert again is not hung
    assert again.new_context().new_page().evaluate("6 * 7") == 42
