"""The regular duties in one command, and what the root of a real store explains of itself."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from counter import Desk

DUTIES = ["seal", "reconcile", "figures", "fixity", "copy.1", "backup", "catalogue"]


def test_what_is_due_is_done_once_a_day_and_a_failure_stops_nothing(
    desk: Desk, record: str, tmp_path: Path
) -> None:
    usb, backups = tmp_path / "usb", tmp_path / "backups"
    asked = ("archive", "upkeep", "--backup", backups, "--copy")
    first = desk(*asked, usb, "--json")
    # The copy was never begun: its disk may not be mounted. Everything else is done all the same.
    assert (first.code, first.document["wrong"]) == (4, ["copy.1"])
    assert list(first.document["done"]) == DUTIES
    assert first.document["done"]["fixity"] == {"checked": 3, "findings": 0}
    assert first.document["done"]["catalogue"]["read"] == 3  # the record, its batch, the sealed segment
    assert list(backups.iterdir())
    assert desk("archive", "copy", "--to", usb, "--new").code == 0
    second = desk(*asked, usb, "--json")
    assert (second.code, list(second.document["done"])) == (0, ["seal", "copy.1"])
    assert list(desk(*asked, usb, "--json").document["done"]) == ["seal"]
    assert desk("audit", "verify").code == 0


def test_the_rebuild_reads_the_catalogue(desk: Desk, record: str) -> None:
    desk("archive", "upkeep")
    found = desk("search", "--json", "nguyễn").document["total"]
    rebuilt = desk("archive", "rebuild", "--drop-index", "--json")
    assert (rebuilt.code, rebuilt.document["records"]) == (0, 1)
    assert desk("search", "--json", "nguyễn").document["total"] == found


def test_days_in_titles_are_shown_as_people_write_them(desk: Desk, record: str) -> None:
    (hit,) = desk("search", "--json", "nguyễn").document["hits"]
    year, month, day = hit["title"][-10:].split("-")
    shown = desk("search", "nguyễn").out
    assert f"{day}/{month}/{year}" in shown
    assert hit["title"][-10:] not in shown


def test_the_schemas_in_the_root_fit_what_lies_there(desk: Desk, record: str) -> None:
    store = desk.home / "store"
    desk("archive", "upkeep")
    for kind in ("record", "batch"):
        schema = json.loads((store / f"schema-{kind}-1.json").read_text())
        files = list(store.rglob(f"{kind}.json"))
        assert files
        for file in files:
            told = json.loads(file.read_text())
            jsonschema.validate(told, schema)
            del told["schema"]
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate(told, schema)


def test_an_older_root_gets_the_schemas_it_lacks(desk: Desk, record: str) -> None:
    lacking = desk.home / "store" / "schema-record-1.json"
    lacking.unlink()
    assert desk("archive", "upkeep").code == 0
    assert lacking.exists()
