"""Intake: what is fed in is registered once, in order; the same set resumes its batch."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from pipeline.actors import Act
from pipeline.batch import count, sources_of
from pipeline.docket import load_docket
from pipeline.errors import WrongUse
from pipeline.intake import Received, Request, gather, receive
from pipeline.ledger import Ledger
from pipeline.workspace import Workspace


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "scans"
    (folder / "sub").mkdir(parents=True)
    for name in ("b.jpg", "a.jpg", "sub/c.jpg", ".hidden.jpg", "sub/.DS_Store"):
        (folder / name).write_bytes(name.encode())
    return folder


def feed(ledger: Ledger, workspace: Workspace, act: Act, files: list[Path]) -> Received:
    return receive(ledger, workspace, files, Request(), act, str(uuid4()))


def test_files_are_gathered_in_a_stable_order_without_hidden_ones(scans: Path) -> None:
    assert [p.name for p in gather([scans])] == ["a.jpg", "b.jpg", "c.jpg"]
    assert [p.name for p in gather([scans / "b.jpg", scans])] == ["b.jpg", "a.jpg", "c.jpg"]


def test_a_missing_path_and_an_empty_folder_are_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "nowhere", tmp_path / "empty"):
        with pytest.raises(WrongUse):
            gather([path])


def test_the_same_set_resumes_and_another_set_does_not(
    ledger: Ledger, workspace: Workspace, act: Act, scans: Path
) -> None:
    first = feed(ledger, workspace, act, gather([scans]))
    again = feed(ledger, workspace, act, gather([scans]))
    other = feed(ledger, workspace, act, gather([scans / "a.jpg"]))
    assert (again.batch, again.resumed) == (first.batch, True)
    assert other.batch != first.batch
    with ledger.reading() as connection:
        assert [s.ordinal for s in sources_of(connection, first.batch)] == [1, 2, 3]
        assert count(connection, first.batch).pages_in == 3
        assert not count(connection, first.batch).balanced


def test_equal_bytes_in_one_batch_stay_separate_sources(
    ledger: Ledger, workspace: Workspace, act: Act, tmp_path: Path
) -> None:
    for name in ("1.jpg", "2.jpg"):
        (tmp_path / name).write_bytes(b"same")
    got = feed(ledger, workspace, act, [tmp_path / "1.jpg", tmp_path / "2.jpg"])
    with ledger.reading() as connection:
        assert len({s.ordinal for s in sources_of(connection, got.batch)}) == 2


def test_a_docket_keeps_what_is_known_and_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    good, bad = tmp_path / "phieu.toml", tmp_path / "bad.toml"
    good.write_text(
        'register = "Khai sinh"\nvolume = "01/2017"\nsheets = 3\nsides = 2\ndate = 2026-01-15\n', "utf-8"
    )
    bad.write_text("sheet = 3\n", "utf-8")
    docket = load_docket(good)
    assert docket.expected_pages() == 6
    assert docket.as_json()["register"] == "Khai sinh"
    assert docket.as_json()["date"] == "2026-01-15"
    with pytest.raises(WrongUse, match="sheet"):
        load_docket(bad)
