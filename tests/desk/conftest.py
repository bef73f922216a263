"""A desk over a new home, and a record under review in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from counter import BIRTH, Desk, take_in
from run_folder import made_once


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    def collect() -> tuple[str, str]:
        found = capsys.readouterr()
        return found.out, found.err

    return Desk(tmp_path / "home", collect)


def _taken_in(folder: Path) -> None:
    """A folder with the scan, and a home in which it is under review; each test works in a copy."""
    (folder / "birth.png").write_text("\n".join(BIRTH), encoding="utf-8")
    take_in(Desk(folder / "home", lambda: ("", "")), folder / "birth.png")


@pytest.fixture
def record(desk: Desk, tmp_path: Path) -> str:
    """The id of a birth certificate under review in the desk's home."""
    made = made_once("taken-in", _taken_in)
    shutil.copy(made / "birth.png", tmp_path)
    if desk.home.exists():
        take_in(desk, tmp_path / "birth.png")
    else:
        shutil.copytree(made / "home", desk.home)
    return str(desk("record", "list", "--json").document["records"][0]["id"])
