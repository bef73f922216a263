"""A network as slow as a test wants it: requests that wait until they are let go on."""

from __future__ import annotations

from time import monotonic

from browser_window import MOST_MS
from playwright.sync_api import Page, Route


def hold_back(page: Page, pattern: str) -> list[Route]:
    """The requests to such addresses from now on, as they come; none goes on before `let_go`."""
    held = list[Route]()
    page.route(pattern, lambda one: held.append(one))
    return held


def let_go(page: Page, held: list[Route], after_ms: int = 0, *, lost: bool = False) -> None:
    """Let what is held back go on, once it has come, and `after_ms` later: time enough for what must not come, too.
    `lost`: never to arrive, as when the network is gone.

    Nothing is asked of the page meanwhile: one whose navigation waits may not answer.
    """
    end = monotonic() + MOST_MS / 1000
    while not held:
        assert monotonic() < end, "what was to be held back was never asked for"
        page.wait_for_timeout(20)
    page.wait_for_timeout(after_ms)
    for one in held:
        one.abort() if lost else one.continue_()


def posted(page: Page, ending: str) -> list[str]:
    """The changing requests to addresses with that ending, as they are sent from now on."""
    sent = list[str]()
    page.on(
        "request",
        lambda one: sent.append(one.url) if one.method == "POST" and one.url.endswith(ending) else None,
    )
    return sent
