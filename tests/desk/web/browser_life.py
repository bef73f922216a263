"""A browser that hangs is ended, with the program that drives it: neither has a time limit for everything we ask.

Typing, scripts in a page and closing wait for an answer of Chromium however long it takes, and Playwright waits while
it ends as long as Chromium does. When both processes are gone, whoever waits for them is told so at once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from warnings import warn

import psutil
from browser_window import MOST_MS
from playwright.sync_api import Browser, BrowserContext, Error, Playwright, expect, sync_playwright

# Below the ten minutes after which `make test` ends the whole process: the test alone fails.
TEST_SECONDS = 400
CLOSING_SECONDS = 60


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """End the browser and its driver when the block takes longer; what it waits for then raises playwright's Error."""
    timer = Timer(seconds, _end_browsers, [seconds])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def tidying(seconds: float = CLOSING_SECONDS) -> Iterator[None]:
    """For closing, which no test is about: a browser that does not is ended, and a warning tells it."""
    try:
        with ended_after(seconds):
            yield
    except Error as fault:
        warn(f"a browser was ended and not closed: {fault}", stacklevel=3)


def close(context: BrowserContext) -> None:
    """Close the browser of one person."""
    with tidying():
        context.close()


class Chromium:
    """Debian's Chromium without a window, begun anew after it was ended or fell."""

    def __init__(self, program: Path, options: list[str]) -> None:
        self._program, self._options = program, options
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def browser(self) -> Browser:
        """The one that runs."""
        # Without its driver a browser is told to be connected for ever.
        if self._browser is None or not self._browser.is_connected() or not _drivers():
            self.close()
            self._playwright = sync_playwright().start()
            expect.set_options(timeout=MOST_MS)
            self._browser = self._playwright.chromium.launch(
                executable_path=self._program, args=self._options
            )
        return self._browser

    def close(self) -> None:
        """End it; it may have ended by itself."""
        if self._browser is not None and _drivers():
            with tidying():
                self._browser.close()
        if self._playwright is not None:
            with tidying():
                self._playwright.stop()
        self._browser = self._playwright = None


def _drivers() -> list[psutil.Process]:
    """The driver that runs, as nothing else that this process starts in Node.js does while tests have a browser."""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.Error):
            if child.name().startswith("node") and child.status() != psutil.STATUS_ZOMBIE:
                found.append(child)
    return found


def _end_browsers(seconds: float) -> None:
    print(f"[browser] ended, since it was not done after {seconds:.0f} s", file=sys.stderr)
    for driver in _drivers():
        with suppress(psutil.Error):
            for process in [*driver.children(recursive=True), driver]:
                with suppress(psutil.Error):
                    process.kill()
