"""A watched folder: nothing half written is taken, nothing is taken twice, nothing leaves before it is in the store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from homes import new_home

from pipeline import watching
from pipeline.actors import Act, person
from pipeline.errors import WrongUse
from pipeline.settings import load
from pipeline.wiring import Services


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return new_home(load({"SOHOA_HOME": str(tmp_path / "home")}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "scans"
    (place / "HS-01").mkdir(parents=True)
    watching.prepare(place)
    return place


def act(services: Services) -> Act:
    return Act(person("lan", "UBND phường Thử Nghiệm"), services.clock())


def test_a_folder_that_still_grows_is_left_alone(folder: Path) -> None:
    (folder / "HS-01" / "a.png").write_bytes(b"half")
    first = watching.look(folder)
    with (folder / "HS-01" / "a.png").open("ab") as file:
        file.write(b" and the rest")
    second = watching.look(folder)
    assert watching.settled(first, second) == []
    assert watching.settled(second, watching.look(folder)) == ["HS-01"]


def test_empty_hidden_and_linked_folders_are_none(folder: Path, tmp_path: Path) -> None:
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "a.png").write_bytes(b"x")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.png").write_bytes(b"x")
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    (folder / "HS-01" / "linked.png").symlink_to(tmp_path / "elsewhere" / "secret.png")
    assert watching.look(folder) == {}


def test_only_one_watcher_gets_a_folder(folder: Path) -> None:
    (folder / "HS-01" / "a.png").write_bytes(b"x")
    assert watching.claim(folder, "HS-01")
    assert not watching.claim(folder, "HS-01")
    assert watching.taken(folder) == ["HS-01"]


def test_a_folder_is_done_only_when_its_batch_is_closed(services: Services, folder: Path) -> None:
    (folder / "HS-01" / "a.png").write_bytes(b"x")
    watching.claim(folder, "HS-01")
    told = watching.take_in(services, folder, "HS-01", act(services), lambda _batch: None)
    assert (told.closed, (folder / "done").is_dir(), list((folder / "done").iterdir())) == (False, True, [])
    receipt = json.loads((folder / "failed" / "HS-01" / "receipt.json").read_bytes())
    assert receipt["batch"] == told.batch
    assert receipt["files"][0]["file"] == "a.png"
    assert "desk" in (folder / "failed" / "HS-01" / "reason.txt").read_text(encoding="utf-8")


def test_a_run_that_died_after_intake_makes_no_second_batch(services: Services, folder: Path) -> None:
    (folder / "HS-01" / "a.png").write_bytes(b"x")
    watching.claim(folder, "HS-01")
    seen = []

    def die(batch: str) -> None:
        seen.append(batch)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watching.take_in(services, folder, "HS-01", act(services), die)
    assert watching.taken(folder) == ["HS-01"]
    watching.take_in(services, folder, "HS-01", act(services), seen.append)
    assert len(set(seen)) == 1


def test_a_wrong_docket_is_told_and_the_scans_stay(services: Services, folder: Path) -> None:
    (folder / "HS-01" / "a.png").write_bytes(b"x")
    (folder / "HS-01" / "docket.toml").write_text("sheets = 'many'", encoding="utf-8")
    watching.claim(folder, "HS-01")
    told = watching.take_in(services, folder, "HS-01", act(services), lambda _batch: None)
    assert told.batch is None
    assert (folder / "failed" / "HS-01" / "a.png").read_bytes() == b"x"


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        watching.prepare(tmp_path / "nowhere")
