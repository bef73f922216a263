"""One person at a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from counter_desk import PASSWORD
from playwright.sync_api import Browser, BrowserContext, Page, expect

SHOTS = Path(__file__).resolve().parents[3] / "build" / "screenshots"

# A condition that does not come at all: long enough for a busy machine of two cores.
MOST_MS = 120_000

# Letters count as they arrive, since letters that no US keyboard has come without a key; modifier keys alone never.
COUNTING = """
(() => {
  if (window.sohoaCounts) return;
  window.sohoaCounts = true;
  const add = (count) => sessionStorage.setItem("strokes", count + Number(sessionStorage.getItem("strokes")));
  addEventListener("keydown", (event) => {
    const alone = ["Shift", "Alt", "Control", "Meta"].includes(event.key);
    const field = event.target.matches?.("textarea, input:not([type=checkbox]):not([type=radio])");
    const letter = field && event.key.length === 1 && !event.altKey && !event.ctrlKey;
    if (event.isTrusted && !event.repeat && !alone && !letter) add(1);
  }, true);
  addEventListener("input", (event) => {
    if (event.inputType === "insertText") add((event.data ?? "").length);
  }, true);
  addEventListener("pointerdown", () => add(1), true);
})();
"""


def office_monitor(chromium: Browser) -> BrowserContext:
    """A browser of one person, with nobody's cookies: two people never share one."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    context.set_default_timeout(MOST_MS)
    return context


class Window:
    """One person at a browser: counts what goes wrong, keeps screenshots."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url = url
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self._excused: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda fault: self.faults.append(f"script: {fault}"))
        self.page.on("request", lambda request: self._asked(request.url))
        self.began = 0.0

    def _heard(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        if kind in {"error", "warning"} and not any(part in text for part in self._excused):
            self.faults.append(f"console {kind}: {text}")

    def _asked(self, address: str) -> None:
        if not address.startswith((self.url, "blob:", "data:")):
            self.faults.append(f"asked {urlsplit(address).netloc}")

    def excuse(self, *parts: str) -> None:
        """What the browser may say in its console from now on: it tells of an answer when it likes."""
        self._excused += parts

    def watch(self) -> None:
        """Count keys, clicks and seconds from now on, on this page and those that follow."""
        self.page.add_init_script(COUNTING)
        self.page.evaluate(COUNTING)
        self.page.evaluate("sessionStorage.setItem('strokes', 0)")
        self.began = monotonic()

    def told(self, what: str) -> None:
        """Print how much it took since `watch`: the figures of docs/desk.md come from here (pytest -s)."""
        seconds, strokes = monotonic() - self.began, self.page.evaluate("sessionStorage.getItem('strokes')")
        print(f"\n[day] {what}: {strokes} keys and clicks, {seconds:.1f} s")

    def both(self, name: str) -> None:
        """Keep what is on the screen, light and dark."""
        for theme in ("light", "dark"):
            self.page.emulate_media(color_scheme=theme)
            self.shot(f"{name}-{theme}")
        self.page.emulate_media(color_scheme="light")

    def open(self, address: str) -> Page:
        """Go to a page of the desk."""
        self.page.goto(self.url + address)
        return self.page

    def log_in(self, login: str, password: str = PASSWORD) -> Page:
        """Through the login page, by keyboard."""
        page = self.open("/login")
        expect(page.locator("#login")).to_be_focused()
        page.keyboard.type(login)
        page.keyboard.press("Tab")
        expect(page.locator("#password")).to_be_focused()
        page.keyboard.type(password)
        page.keyboard.press("Enter")
        page.wait_for_selector("nav.rail")
        return page

    def press_until(self, key: str, reached: Callable[[], bool]) -> None:
        """Press a key again and again, each time after what the last one did is saved."""
        for _ in range(50):
            if reached():
                return
            self.page.keyboard.press(key)
            self.page.wait_for_selector('[data-pending="0"]')
        raise AssertionError(f"fifty times {key} and still not there")

    def shot(self, name: str) -> None:
        """Keep what is on the screen."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png")
