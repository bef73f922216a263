"""axe-core before the page that is open: what keeps somebody out of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from browser_window import Window

GRAVE = {"serious", "critical"}


def judge() -> str:
    """The source of axe-core, from where `make tools` puts it."""
    folder = Path(os.environ.get("SOHOA_TOOLS_DIR", Path.home() / ".cache" / "sohoa" / "tools"))
    source = folder / "axe" / "axe.min.js"
    if not source.exists():
        complaint = "axe-core is missing; run: make tools"
        if os.environ.get("SOHOA_REQUIRE_TOOLS") == "1":
            pytest.fail(complaint)
        pytest.skip(complaint)
    return source.read_text(encoding="utf-8")


def findings(window: Window, axe: str) -> list[str]:
    """What axe-core finds grave on the page that is open."""
    window.page.evaluate(axe)
    return _told(window, "{resultTypes: ['violations']}")


def pale(window: Window) -> list[str]:
    """What is too pale on the page that `findings` has looked at already: all that another theme can change."""
    return _told(window, "{runOnly: ['color-contrast'], resultTypes: ['violations']}")


def _told(window: Window, options: str) -> list[str]:
    told = window.page.evaluate(f"axe.run(document, {options})")
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in told["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"][:3]
    ]
