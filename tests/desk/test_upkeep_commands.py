"""Copies, repair, backup, restore and the drill, as an administrator calls them."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from counter import Desk

from pipeline.actors import Act, person
from pipeline.ledger import touch_record
from pipeline.redeposit import redeposit
from pipeline.settings import load
from pipeline.wiring import open_services


def stored(desk: Desk, name: str) -> list[Path]:
    return sorted((desk.home / "store").rglob(name))


def spoil(path: Path) -> bytes:
    data = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    return data


def test_a_copy_repairs_what_a_flipped_bit_broke(desk: Desk, record: str, tmp_path: Path) -> None:
    elsewhere = tmp_path / "usb"
    first = desk("archive", "copy", "--to", elsewhere, "--new", "--json")
    assert first.code == 0
    assert len(first.document["copied"]) == 2  # the record and its batch
    assert desk("archive", "copy", "--to", elsewhere, "--json").document["unchanged"] == 2
    assert desk("archive", "fixity", "--every", "30", "--json").document["checked"] == 2
    assert desk("archive", "fixity", "--every", "30", "--json").document["checked"] == 0
    shown = desk("archive", "status", "--json").document
    assert (shown["fixity"]["due"], shown["copies"][0]["behind"]) == (0, 0)

    [master] = [path for path in stored(desk, "*.*") if "/master/" in path.as_posix()][:1]
    before = spoil(master)
    assert desk("archive", "fixity").code == 4
    assert desk("archive", "status").code == 4
    [owner] = {f["object"] for f in desk("archive", "fixity", "--json").document["findings"]}
    repaired = desk("archive", "repair", owner, "--from", elsewhere, "--json")
    assert (repaired.code, len(repaired.document["repaired"])) == (0, 1)
    assert master.read_bytes() == before
    assert [path.name for path in (desk.home / "damaged").rglob("*.damaged")]
    assert desk("archive", "fixity").code == 0


def test_a_copy_on_a_disk_that_is_not_mounted_is_refused(desk: Desk, record: str, tmp_path: Path) -> None:
    shown = desk("archive", "copy", "--to", tmp_path / "not-mounted")
    assert shown.code != 0
    assert not (tmp_path / "not-mounted").exists()


def test_a_backup_is_restored_into_an_empty_home(desk: Desk, record: str, tmp_path: Path) -> None:
    target = tmp_path / "backups"
    first = desk("backup", target, "--json").document
    folder = Path(first["folder"])
    assert first["shared"] == 0
    assert folder.stat().st_mode & 0o077 == 0
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert not [entry for entry in told["files"] if "identity" in entry["path"]]

    assert desk("restore", target).code != 0  # never over a living ledger
    other = replace(desk, home=tmp_path / "other")
    store = (desk.home / "store").as_uri()
    restored = other("restore", target, "--json", SOHOA_STORE_URL=store)
    assert restored.code == 0, restored.err
    assert restored.document["ahead"] == []
    before = desk("record", "show", record, "--json").document
    assert other("record", "show", record, "--json", SOHOA_STORE_URL=store).document == before
    assert other("archive", "fixity", SOHOA_STORE_URL=store).code == 0


def test_a_backup_shares_what_did_not_change_and_tells_what_did(
    desk: Desk, record: str, tmp_path: Path
) -> None:
    target = tmp_path / "backups"
    first = Path(desk("backup", target, "--json").document["folder"])
    shutil.move(first, first.with_name("sohoa-20200101T000000Z"))
    second = desk("backup", target, "--json").document
    assert second["shared"] > 0
    victim = next(path for path in Path(second["folder"]).rglob("originals/*/*") if path.is_file())
    spoil(victim)
    other = replace(desk, home=tmp_path / "other")
    refused = other("restore", second["folder"])
    assert refused.code != 0
    assert victim.name in refused.err
    assert not (tmp_path / "other" / "ledger.sqlite").exists()


def test_what_the_store_has_and_the_backup_has_not_is_named(desk: Desk, record: str, tmp_path: Path) -> None:
    target = tmp_path / "backups"
    desk("backup", target)
    # A newer version of the record comes into the store after the backup.
    services = open_services(load({"SOHOA_HOME": str(desk.home)}))
    act = Act(person("lan", "UBND"), datetime.now(UTC))
    with services.ledger.writing(act) as connection:
        touch_record(connection, act, record, {"component": "trang 1"})
    assert redeposit(services, record, act, "later")
    other = replace(desk, home=tmp_path / "other")
    restored = other("restore", target, "--json", SOHOA_STORE_URL=(desk.home / "store").as_uri())
    assert (restored.code, restored.document["ahead"]) == (5, [record])


def test_the_drill_passes_and_finds_what_would_not_come_back(desk: Desk, record: str, tmp_path: Path) -> None:
    desk("backup", tmp_path / "backups")
    done = desk("archive", "drill", "--backup", tmp_path / "backups", "--json")
    assert done.code == 0, done.out
    told = json.loads(Path(done.document["report"]).read_text(encoding="utf-8"))
    assert (told["passed"], told["records"], len(told["sampled"])) == (True, 1, 1)
    assert told["backup"]
    [description] = stored(desk, "record.json")[:1]
    spoil(description)
    failed = desk("archive", "drill", "--json")
    assert failed.code == 4
    assert failed.document["unreadable"]
