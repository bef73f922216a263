"""A desk over a new home, and a record under review in it."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest
from counter import BIRTH, Desk, take_in
from homes import kept_folder


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    def collect() -> tuple[str, str]:
        found = capsys.readouterr()
        return found.out, found.err

    return Desk(tmp_path / "home", collect)


@cache
def _taken_in() -> Path:
    """A folder with the scan, and a home in which it is under review; each test works in a copy."""
    folder = kept_folder()
    (folder / "birth.png").write_text("\n".join(BIRTH), encoding="utf-8")
    take_in(Desk(folder / "home", lambda: ("", "")), folder / "birth.png")
    return folder


@pytest.fixture
def record(desk: Desk, tmp_path: Path) -> str:
    """The id of a birth certificate under review in the desk's home."""
    made = _taken_in()
    shutil.copy(made / "birth.png", tmp_path)
    if desk.home.exists():
        take_in(desk, tmp_path / "birth.png")
    else:
        shutil.copytree(made / "home", desk.home)
    return str(desk("record", "list", "--json").document["records"][0]["id"])
