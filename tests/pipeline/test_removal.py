"""Keeping and removing: terms, holds, two persons; and after an expunge not a byte of it anywhere in the home."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from archive_judges import judge_root
from kept import Kept, archive
from outside_tools import WITH_VERAPDF
from shelf import BIRTH, SIZE, Shelf, draw
from sqlalchemy import insert, select, update
from typeset import typeset

from archive.deposit import head, read_file
from archive.digest import of_file
from archive.errors import RemovalRefused
from archive.fixity import check
from archive.stores.folder import FolderStore
from ocr.page import Quality
from ocr.reading import PageReading
from pipeline import assemble, finalize
from pipeline.actors import Act, service
from pipeline.batch import page_id
from pipeline.errors import MoveRefused, WrongUse
from pipeline.issuing.certified_copy import certify
from pipeline.issuing.copy_register import Certified
from pipeline.issuing.copy_source import CopyOrder
from pipeline.ledger import move_record
from pipeline.ledger_tables import fields, pages, regions, sources
from pipeline.lookup import view
from pipeline.record import PageState, RecordState, urn
from pipeline.removal import execution, proposal
from pipeline.removal.minutes import minutes
from pipeline.retention import classes
from pipeline.signatures import signer
from pipeline.workspace import take, write_json

SECRET = "Bimatkhong"
OTHER = "Zzyxwordtwo"


def traces(home: Path, *needles: bytes) -> list[str]:
    """Every file of the home that holds one of the needles, whatever kind of file it is."""
    found = []
    for path in sorted(home.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            found += [path.name for needle in needles if needle.lower() in data.lower()]
    return found


def approved(kept: Kept, *arguments: str) -> str:
    made = kept("archive", *arguments, "--reason", "scanned by mistake", "--json")
    assert made.code == 0, made.err
    assert kept("archive", "decide", made.document["id"], who="minh").code == 0
    return str(made.document["id"])


def tombstone_of_the_scan(shelf: Shelf, record: str) -> dict[str, Any]:
    told = [json.loads(data) for data in execution.tombstones(shelf.services.store, urn(record))]
    (stone,) = [one for one in told if one["name"].startswith("master/")]
    return dict(stone)


def test_an_expunged_record_is_gone_from_everywhere_and_its_object_is_valid_again(
    kept: Kept, tmp_path: Path
) -> None:
    shelf = kept.shelf()
    record = archive(shelf, "birth", BIRTH | {"child_full_name": SECRET, "number": "77"})
    scan = view_of(shelf, record).sources[view_of(shelf, record).pages[0].origin]
    image = shelf.services.workspace.original(scan.sha256).read_bytes()[-4000:-200]
    Path(scan.file).unlink()
    copied = tmp_path / "copy"
    for other in ("copy", "forgotten"):
        assert kept("archive", "copy", "--new", "--to", (tmp_path / other).as_uri()).code == 0
    assert kept("search", SECRET, "--json").document["total"] == 1
    assert traces(kept.home, SECRET.encode(), image)
    removal = approved(kept, "expunge", record)
    out = tmp_path / "minutes.txt"
    done = kept("archive", "execute", removal, "--copy", copied.as_uri(), "--out", out, "--json")
    assert done.code == 0, done.err
    names = {one["name"] for one in done.document["items"][0]["removed"]}
    assert done.document["copies_left"] == [(tmp_path / "forgotten").as_uri()]
    assert {"record.json", "record.pdf", "ocr.zip", "master/000001.png"} <= names
    assert traces(kept.home, SECRET.encode(), image) == []
    assert traces(copied, SECRET.encode(), image) == []
    assert kept("search", SECRET, "--json").document["total"] == 0
    for folder in (kept.home / "store", copied):
        assert list(check(FolderStore(folder), None)) == []
        assert judge_root(folder) >= 3
    stone = tombstone_of_the_scan(shelf, record)
    people = (stone["proposed_by"], stone["approved_by"])
    assert (stone["sha256"], people) == (scan.sha256, ("person:lan", "person:minh"))
    assert "person:minh" in out.read_text(encoding="utf-8")
    assert SECRET not in out.read_text(encoding="utf-8")
    after = view_of(kept.shelf(), record)
    assert (after.state, after.row.flag) == (RecordState.SUPERSEDED, "removed")
    assert kept("record", "show", record).code == 0
    assert kept("audit", "verify").code == 0
    assert kept("archive", "rebuild").code == 0
    assert kept("archive", "reconcile", "--json").document["damaged"] == []
    assert kept("archive", "execute", removal).code == 0


def view_of(shelf: Shelf, record: str):  # type: ignore[no-untyped-def]
    with shelf.services.ledger.reading() as connection:
        return view(connection, record)


def test_nobody_removes_alone_and_nobody_but_people(kept: Kept) -> None:
    record = kept.records[0]
    made = kept("archive", "expunge", record, "--reason", "wrong", "--json").document["id"]
    assert kept("archive", "execute", made).code == 4
    refused = kept("archive", "decide", made)
    assert (refused.code, "Another person" in refused.err) == (4, True)
    assert kept("archive", "decide", made, "--refuse", who="minh").code == 0
    assert kept("archive", "decide", made, who="hoa").code == 4
    assert kept("archive", "execute", made, who="minh").code == 4
    machine = Act(service("sweep", "phuong"), kept.at)
    with (
        pytest.raises(MoveRefused, match="people"),
        kept.shelf().services.ledger.writing(machine) as connection,
    ):
        proposal.propose_expunge(connection, machine, record, "tidy")
    assert list(check(kept.shelf().services.store, None)) == []


def test_a_hold_stops_a_removal_at_every_step_until_it_is_lifted(kept: Kept) -> None:
    record = kept.records[0]
    removal = approved(kept, "expunge", record)
    held = kept("archive", "hold", record, "--reason", "court case 12")
    assert (held.code, "not WORM" in held.out) == (0, True)
    stopped = kept("archive", "execute", removal)
    assert (stopped.code, "court case 12" in stopped.err) == (4, True)
    assert kept("archive", "expunge", record, "--reason", "again").code == 4
    assert kept("archive", "hold", record, "--reason", "case closed", "--lift").code == 0
    assert kept("archive", "execute", removal).code == 0


def test_only_what_is_due_is_disposed_of_and_permanent_never_is(kept: Kept, tmp_path: Path) -> None:
    record, other = kept.records
    assert kept("archive", "due", "--by", "2099-01-01", "--json").document["total"] == 0
    assert kept("archive", "dispose", record, "--reason", "old").code == 4
    assert kept("archive", "term", record, "--class", "years_3", "--basis", "x").code == 1
    assert kept("archive", "term", record, "--class", "years_30", "--basis", "Bảng thời hạn 2026").code == 0
    assert kept("archive", "term", other, "--class", "years_70", "--basis", "Bảng thời hạn 2026").code == 0
    (one,) = kept("archive", "due", "--json").document["records"]
    assert (one["record"], one["ended"], one["legal_basis"]) == (record, "2018-01-01", "Bảng thời hạn 2026")
    assert kept("archive", "dispose", record, other, "--reason", "old").code == 4
    listed = tmp_path / "list.txt"
    made = kept("archive", "dispose", record, "--reason", "QĐ 5", "--out", listed, "--json").document["id"]
    told = listed.read_text(encoding="utf-8")
    assert "Nguyễn Thị Bịa" in told
    assert "01/01/2018" in told
    assert re.search(r"\d{4}-\d{2}-\d{2}", told) is None
    assert "01/01/2018" in kept("archive", "due").out
    assert kept("archive", "decide", made, who="minh").code == 0
    assert kept("archive", "execute", made).code == 0
    assert kept("archive", "due", "--json").document["total"] == 0
    states = {one["id"]: one["state"] for one in kept("archive", "removals", "--json").document["removals"]}
    assert states == {made: "done"}
    assert "disposal" in kept("archive", "removals").out


def test_terms_count_from_the_end_of_the_year_and_unknown_years_are_never_due() -> None:
    ten = classes()["years_10"]
    assert [str(ten.ends(text)) for text in ("2015-01-01", "2015-12-31", "2015", "")] == [
        *["2026-01-01"] * 3,
        "None",
    ]
    assert classes()["permanent"].ends("1900") is None
    assert {one.code for one in classes().values()} == {f"0{n}" for n in range(1, 8)}


def second_page(shelf: Shelf, record: str) -> str:
    """A second page, with a scan and a reading of its own, and the value that was read on it."""
    services, batch = shelf.services, view_of(shelf, record).row.batch
    scan = draw(services.settings.home / f"{batch}-2.png", f"two {batch[:8]}")
    sha256, length = take(scan, services.workspace)
    page, reading = page_id(batch, 2, 1), sha256[::-1]
    text = typeset("TRANG NHẦM", f"Họ tên: {OTHER}")
    write_json(services.workspace.reading(reading), PageReading(1, text, Quality("ok"), 150.0).as_json())
    whole = [[0, 0], [SIZE[0], 0], [SIZE[0], SIZE[1]], [0, SIZE[1]]]
    with services.ledger.writing(shelf.act) as connection:
        connection.execute(
            insert(sources).values(
                batch=batch, ordinal=2, file=str(scan), sha256=sha256, bytes=length,
                media_type="image/png", signed=False, pages=1, drafted=True, facts={},
            )
        )  # fmt: skip
        connection.execute(
            insert(pages).values(
                id=page, batch=batch, source=2, number=1, sha256=sha256, state=PageState.READ.value,
                reading=reading, width=SIZE[0], height=SIZE[1], dpi=150.0, rotation=0, quality="ok",
                facts={}, changed_at=shelf.act.time,
            )
        )  # fmt: skip
        connection.execute(insert(regions).values(record=record, ordinal=1, page=page, polygon=whole))
        where = (fields.c.record == record) & (fields.c.key == "mother_full_name")
        connection.execute(update(fields).where(where).values(value=OTHER, written=OTHER, page=1))
    scan.unlink()
    return page


def test_one_page_goes_and_the_record_comes_back_to_review_without_it(kept: Kept) -> None:
    shelf = kept.shelf()
    record = shelf.put("birth", BIRTH | {"number": "78"}).id
    page = second_page(shelf, record)
    assert assemble.assemble(kept.shelf(**WITH_VERAPDF).services, [record], shelf.act) == {}
    finalize.finalize(shelf.services, record, shelf.act)
    assert kept("search", OTHER, "--json").document["total"] == 1
    assert kept("archive", "expunge", record, "--reason", "x", "--page", "3").code == 1
    removal = approved(kept, "expunge", record, "--page", "2")
    assert kept("archive", "execute", removal).code == 0
    assert traces(kept.home, OTHER.encode()) == []
    after = view_of(kept.shelf(), record)
    assert (after.state, [one.id == page for one in after.pages]) == (RecordState.IN_REVIEW, [False])
    values = {field.key: field.value for field in after.fields}
    assert (values["mother_full_name"], values["father_full_name"]) == (None, "Nguyễn Văn Tưởng")
    store = kept.shelf().services.store
    told = json.loads(read_file(store, urn(record), "record.json"))
    assert (len(told["pages"]), told["state"]) == (1, "in_review")
    newest = head(store, urn(record))
    assert newest is not None
    assert "master/000001.png" in newest.inventory.names()
    assert list(check(store, None)) == []
    assert judge_root(kept.home / "store") >= 3


def test_a_scan_that_other_records_stand_on_is_not_taken_out_with_one_of_them(kept: Kept) -> None:
    shelf = kept.shelf()
    one, two = (shelf.put("birth", BIRTH | {"number": n}) for n in ("81", "82"))
    with shelf.services.ledger.writing(shelf.act) as connection:
        row = connection.execute(select(pages).where(pages.c.id == two.pages[0].id)).one()
        page = dict(row._mapping) | {"id": page_id(one.row.batch, 1, 2), "batch": one.row.batch, "number": 2}
        connection.execute(insert(pages).values(**page))
        connection.execute(update(regions).where(regions.c.record == two.id).values(page=page["id"]))
        with pytest.raises(MoveRefused, match="must stay"):
            proposal.propose_expunge(connection, shelf.act, one.id, "x")
        with pytest.raises(WrongUse, match="one page only"):
            proposal.propose_expunge(connection, shelf.act, kept.records[0], "x", 1)


def test_a_page_with_entries_of_two_records_goes_with_both_or_not_at_all(kept: Kept) -> None:
    shelf = kept.shelf()
    one, two = (shelf.put("birth", BIRTH | {"number": n}, RecordState.IN_REVIEW) for n in ("83", "84"))
    with shelf.services.ledger.writing(shelf.act) as connection:
        where = regions.c.record == two.id
        connection.execute(update(regions).where(where).values(page=one.pages[0].id))
        with pytest.raises(MoveRefused, match="must stay"):
            proposal.propose_expunge(connection, shelf.act, one.id, "x")
        proposal.refuse_inseparable(connection, view(connection, one.id), None, [two.id])
        move_record(connection, shelf.act, two.id, RecordState.REJECTED)
        proposal.propose_expunge(connection, shelf.act, one.id, "x")


def certified_copy(shelf: Shelf, order: CopyOrder) -> Certified:
    identity = signer(shelf.services.settings)
    assert identity is not None
    return certify(shelf.services, shelf.act, order, identity)


def holds(folder: Path, sha256: str) -> bool:
    """Whether any file of a store has this content, whatever its name."""
    return any(of_file(path) == sha256 for path in folder.rglob("*") if path.is_file())


def test_certified_copies_go_with_the_page_that_they_hold_and_stay_in_their_register(
    kept: Kept, tmp_path: Path
) -> None:
    shelf = kept.shelf()
    record = shelf.put("birth", BIRTH | {"number": "79"}).id
    second_page(shelf, record)
    assert assemble.assemble(shelf.services, [record], shelf.act) == {}
    finalize.finalize(shelf.services, record, shelf.act)
    orders = [("sao_y", None), ("trich_sao", (1, 1)), ("trich_sao", (2, 2))]
    whole, first, second = (certified_copy(shelf, CopyOrder(record, kind, pages)) for kind, pages in orders)
    assert kept("archive", "copy", "--new", "--to", (tmp_path / "copy").as_uri()).code == 0
    removal = approved(kept, "expunge", record, "--page", "2")
    for folder in ((), ("--copy", (tmp_path / "copy").as_uri())):
        done = kept("archive", "execute", removal, *folder, "--json")
        assert done.code == 0, done.err
        assert done.document["copies_left"] == ([] if folder else [(tmp_path / "copy").as_uri()])
    for store in (kept.home / "store", tmp_path / "copy"):
        assert [holds(store, one.sha256) for one in (whole, first, second)] == [False, True, False]
        assert list(check(FolderStore(store), None)) == []
        assert judge_root(store) >= 5
    year = str(shelf.services.clock().year)
    told = kept("copy", "register", "--year", year, "--json").document["copies"]
    assert {one["number"]: one["state"] for one in told} == {
        whole.number: "removed",
        first.number: "kept",
        second.number: "removed",
    }
    assert kept("copy", "get", first.id, "--out", tmp_path / "first.pdf").code == 0
    refused = kept("copy", "get", second.id, "--out", tmp_path / "second.pdf")
    assert refused.code != 0
    assert not (tmp_path / "second.pdf").exists()
    assert kept("archive", "reconcile", "--json").document["damaged"] == []
    assert kept("audit", "verify").code == 0


class Killed(FolderStore):
    """A store whose process is killed at the nth change."""

    def __init__(self, root: Path, left: int) -> None:
        super().__init__(root)
        self.left = left

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt

    def put_once(self, key: str, source: bytes | Path, sha256: str) -> None:
        self._count()
        super().put_once(key, source, sha256)

    def replace(self, key: str, data: bytes) -> None:
        self._count()
        super().replace(key, data)

    def delete(self, key: str, *, bypass: bool = False) -> None:
        self._count()
        super().delete(key, bypass=bypass)


def test_a_removal_that_was_killed_at_any_change_of_the_store_is_finished_by_the_next_run(kept: Kept) -> None:
    record, shelf = kept.records[0], kept.shelf()
    copy = certified_copy(shelf, CopyOrder(record, "sao_y"))
    removal = approved(kept, "expunge", record)
    kills = 0
    while True:
        store = Killed(kept.home / "store", 3 * kills + 1)
        try:
            done = execution.execute(replace(shelf.services, store=store), removal, shelf.act)
            break
        except KeyboardInterrupt:
            kills += 1
    assert kills > 2
    assert traces(kept.home, BIRTH["child_full_name"].encode()) == []
    assert list(check(shelf.services.store, None)) == []
    assert judge_root(kept.home / "store") == 3
    assert not holds(kept.home / "store", copy.sha256)
    with shelf.services.ledger.reading() as connection:
        assert record in minutes(connection, done.removal, "phường")
        with pytest.raises(RemovalRefused):
            proposal.decide(connection, shelf.act, removal, approve=True)
