"""What a test run makes only once, and where it writes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from threading import Barrier, Thread

import pytest
from run_folder import made_once
from time_limits import joined


def test_of_several_who_ask_at_once_one_makes_it_and_all_get_it_whole() -> None:
    begun, found, together = list[Path](), list[str](), Barrier(3)

    def make(folder: Path) -> None:
        begun.append(folder)
        (folder / "part").write_text("whole", "ascii")

    def ask() -> None:
        together.wait(60)
        found.append((made_once("asked-for-at-once", make) / "part").read_text("ascii"))

    askers = [Thread(target=ask, daemon=True) for _ in range(3)]
    for asker in askers:
        asker.start()
    joined(*askers)
    assert (len(begun), found) == (1, ["whole"] * 3)


def test_what_was_left_half_made_is_made_anew() -> None:
    def broken(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        made_once("half-made", broken)
    made = made_once("half-made", lambda folder: (folder / "rest").touch())
    assert [path.name for path in made.iterdir()] == ["rest"]


def test_all_that_a_run_writes_lies_below_its_folder(tmp_path: Path) -> None:
    assert "sohoa-tests-" in tempfile.gettempdir()
    assert tmp_path.is_relative_to(tempfile.gettempdir())
