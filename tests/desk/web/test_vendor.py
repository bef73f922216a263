"""What came from npm: as locked, licensed, complete, and asked of nobody else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

from desk.web.guard import VIEWER_STYLE

WEB = Path(__file__).resolve().parents[3] / "desk" / "web"
VENDOR = WEB / "static" / "vendor"


def test_the_copies_are_those_of_the_lock_file() -> None:
    lock = (WEB / "package-lock.json").read_bytes()
    told = (VENDOR / "lock.sha256").read_text("utf-8").strip()
    assert hashlib.sha256(lock).hexdigest() == told, "run tools/web_assets.sh"
    packages = json.loads(lock)["packages"]
    assert all("integrity" in one for name, one in packages.items() if name)
    # A registry's address would bind the build to one network.
    assert not any("resolved" in one for one in packages.values())


def test_every_font_that_the_style_names_is_there_with_its_licence() -> None:
    style = (WEB / "static" / "tokens.css").read_text("utf-8")
    for name in re.findall(r'url\("([^"]+)"\)', style):
        assert (WEB / "static" / name).is_file(), name
    assert all(list(folder.glob("LICENSE*")) for folder in VENDOR.iterdir() if folder.is_dir())


def test_pages_have_no_inline_script_or_style_and_nothing_from_elsewhere() -> None:
    for path in [*(WEB / "templates").rglob("*.html"), *(WEB / "static").glob("*.*")]:
        text = path.read_text("utf-8")
        assert not re.search(r"\son[a-z]+=|\sstyle=|<style|<script(?![^>]*\bsrc=)", text), path.name
        assert not re.search(r"""(?:src|href|url\(|import)\s*=?\s*["']?(?:https?:)?//""", text), path.name


def test_the_one_style_that_is_let_in_is_the_viewers() -> None:
    viewer = (VENDOR / "openseadragon" / "openseadragon.min.js").read_text("utf-8")
    rule = re.search(r'textContent="(@media \(hover: none\)[^"]+)"', viewer)
    assert rule
    digest = base64.b64encode(hashlib.sha256(rule[1].encode()).digest()).decode()
    assert f"sha256-{digest}" == VIEWER_STYLE
