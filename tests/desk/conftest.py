"""A desk over a new home, and a record under review in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from counter import BIRTH, Desk, take_in


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    def collect() -> tuple[str, str]:
        found = capsys.readouterr()
        return found.out, found.err

    return Desk(tmp_path / "home", collect)


@pytest.fixture
def record(desk: Desk, tmp_path: Path) -> str:
    """The id of a birth certificate under review in the desk's home."""
    scan = tmp_path / "birth.png"
    scan.write_text("\n".join(BIRTH), encoding="utf-8")
    take_in(desk, scan)
    return str(desk("record", "list", "--json").document["records"][0]["id"])
