"""The list of batches in a real browser."""

from __future__ import annotations

from browser_window import Window


def test_the_list_by_keyboard(window: Window) -> None:
    page = window.log_in("quet")
    assert page.url.endswith("/batches")
    window.shot("batches")
    page.keyboard.press("?")
    page.wait_for_selector("dialog#keys[open]")
    window.shot("keys")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.classList.contains('row')")
