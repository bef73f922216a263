"""axe-core before the pages: nothing serious, light and dark, also on a tablet."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from browser_window import Window
from counter_desk import DeskHouse

from pipeline import attach

GRAVE = {"serious", "critical"}
# Which page, and who looks at it.
PAGES = (
    ("quet", "/batches"),
    ("quet", "/batches/new"),
    ("luutru", "/batches/{closed}"),
    ("luutru", "/batches/{closed}/receipt"),
    ("luutru", "/shelves"),
    ("luutru", "/batches/{closed}/minutes/return"),
    ("kiem", "/review/columns/{closed}"),
    ("motcua", "/dossiers/H29.22.33-261127-0777"),
    ("motcua", "/copies"),
    ("kiemtoan", "/audit"),
    ("quantri", "/system"),
    ("quantri", "/account"),
    ("quantri", "/khong-co"),
)


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
    told = window.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in told["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"][:3]
    ]


def test_no_page_keeps_anybody_out(window: Window, house: DeskHouse) -> None:
    axe, last, found = judge(), "", []
    act, code = house.act("motcua"), "H29.22.33-261127-0777"
    attach.open_dossier(house.services, code, act, title="LÊ NHƯ PHƯỢNG", procedure="birth-registration")
    window.open("/login")
    found += findings(window, axe)
    for login, address in PAGES:
        if login != last:
            window.page.context.clear_cookies()
            window.log_in(login)
            last = login
        for theme in ("light", "dark"):
            window.page.emulate_media(color_scheme=theme)
            window.open(address.format(**house.batches))
            found += [f"{theme} {address} {one}" for one in findings(window, axe)]
        if address in {"/batches/{closed}", "/system"}:
            window.shot(f"dark{address.replace('/', '-').replace('{', '').replace('}', '')}")
    window.page.set_viewport_size({"width": 820, "height": 1180})
    window.open("/system")
    window.shot("tablet")
    assert window.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # The browser itself reports the page that is not there.
    window.faults[:] = [fault for fault in window.faults if "404" not in fault]
    assert found == []
