"""The database is gone: what the store alone gives back to the ledger, row by row, and that work goes on from there."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, cast

import pytest
from kept import Kept
from office import PAGES, Office
from sqlalchemy import Table, delete, select, update

from archive.audit import events
from archive.rebuild import rebuild
from pipeline import assemble, finalize, review, wiring
from pipeline.digitize import close
from pipeline.errors import MoveRefused
from pipeline.ledger_tables import batches, decisions, fields, findings, pages, records, regions, sources
from pipeline.lookup import view
from pipeline.record import FieldState, RecordState
from pipeline.redeposit import redeposit
from pipeline.restore_ledger import RestoreReport, restore_ledger
from pipeline.review import Correction
from pipeline.review.sight import is_closed, mark

DEVELOPMENT = {"SOHOA_SIGNER": "development"}
# What the store does not tell, by table; everything else must come back equal in every row.
GONE = {
    batches: {"closed_at", "closed_by", "close_reason"},  # closed anew, by who restored it
    sources: {"file", "facts"},  # the file's name comes back, the folder it was fed in from does not
    # Measures of the picture are in the reading; the ledger only repeats them.
    pages: {"width", "height", "dpi", "rotation", "facts", "changed_at"},
    records: {"changed_at", "pdf_sha256", "flag"},  # the unsigned PDF under a signature is in no store
    fields: {"ordinal"},  # the order comes back (see below), its gaps do not
    regions: set(),
    findings: {"id"},
    decisions: {"id"},
}


def rows(office: Office, table: Table) -> list[dict[str, Any]]:
    kept = [column for column in table.c if column.name not in GONE[table]]
    with office.services.ledger.reading() as connection:
        found = [dict(row._mapping) for row in connection.execute(select(*kept))]
    return sorted(found, key=lambda row: json.dumps(row, sort_keys=True))


def orders(office: Office) -> dict[str, list[str]]:
    with office.services.ledger.reading() as connection:
        ids = connection.scalars(select(records.c.id)).all()
        return {id: [field.key for field in view(connection, id).fields] for id in ids}


def lose(office: Office, *, workspace: bool) -> Office:
    """The same home on an empty database; without its workspace too when that is asked."""
    office.services.ledger.engine.dispose()
    home = office.services.settings.home
    for path in home.glob("ledger.sqlite*"):
        path.unlink()
    if workspace:
        (home / "workspace").rename(home / "workspace.gone")
    services = wiring.open_services(office.services.settings)
    return replace(office, services=replace(services, clock=office.services.clock))


def restore(office: Office) -> RestoreReport:
    with office.services.ledger.writing(office.act) as connection:
        rebuild(office.services.store, connection, office.act.at)
    return restore_ledger(office.services, office.act)


def finish(office: Office, record: str) -> None:
    signing = office.with_settings(**DEVELOPMENT)
    assert assemble.assemble(signing.services, [record], signing.act) == {}
    assert finalize.finalize(signing.services, record, signing.act).state is RecordState.ARCHIVED


@pytest.fixture
def worked(office: Office) -> tuple[Office, dict[str, str]]:
    """Three batches: a record archived, one under review with the machine's word only, one seen by a person and
    rejected, one that only named people may find."""
    if not office.services.settings.database.startswith("sqlite"):
        pytest.skip("loses the database by deleting its file")
    done = office.feed([PAGES / "birth_2016_02.jpg"], box="H1", operator="An").batch
    open_ = office.feed([PAGES / "birth_2016_03.jpg", PAGES / "blank_01.jpg"]).batch
    more = office.feed([PAGES / "death_old_01.jpg", PAGES / "birth_2016_01.jpg"]).batch
    for batch in (done, open_, more):
        assert office.run(batch)
    [archived], [waits] = office.records(done), office.records(open_)
    refused, secret = office.records(more)
    said = Correction("mother_full_name", FieldState.CORRECTED, "Lý Thị Hoa")
    with office.services.ledger.writing(office.act) as connection:
        review.correct(connection, office.act, archived.id, [said], reason="seen")
        review.reject(connection, office.act, refused.id, "wrong paper")
        mark(connection, office.act, secret.id, "secret")
    office.approve(archived.id)
    finish(office, archived.id)
    for record in (refused.id, secret.id):
        redeposit(office.services, record, office.act, "kept")
    names = {"archived": archived.id, "waits": waits.id, "refused": refused.id, "secret": secret.id}
    return office, names


def test_rows_come_back_from_the_store_alone_and_work_goes_on(worked: tuple[Office, dict[str, str]]) -> None:
    office, names = worked
    before, order = {table: rows(office, table) for table in GONE}, orders(office)
    after = lose(office, workspace=True)
    report = restore(after)
    assert (report.batches, sum(report.records.values()), report.left, report.loose) == (3, 4, (), ())
    assert report.whole
    for table, told in before.items():
        assert rows(after, table) == told, table.name
    assert orders(after) == order
    assert after.state(names["archived"])[0] is RecordState.ARCHIVED
    with after.services.ledger.reading() as connection:
        assert is_closed(connection, names["secret"])
        for record in names.values():
            assert "record.restore" in {event.type for event in events(connection, record)}
    after.approve(names["waits"])
    finish(after, names["waits"])
    # An archived record takes a new version although nothing of it was in the new workspace.
    assert redeposit(after.services, names["archived"], after.act, "again") is not None


@pytest.fixture
def closed(kept: Kept) -> Office:
    """Two archived records, each in a closed batch of its own."""
    shelf = kept.shelf()
    office = Office(shelf.services, cast(Any, None), shelf.act)
    for row in rows(office, batches):
        assert close(office.services, row["id"], office.act)
    return office


def test_running_twice_adds_nothing_and_a_run_that_was_cut_off_is_finished(closed: Office) -> None:
    before = {table: rows(closed, table) for table in GONE}
    after = lose(closed, workspace=True)
    assert restore(after).records == {"archived": 2}
    assert {table: rows(after, table) for table in GONE} == before
    again = restore(after)
    assert (again.batches, again.records, again.whole) == (0, {}, True)
    with after.services.ledger.writing(after.act) as connection:
        one = connection.scalar(select(records.c.id).limit(1))
        # As if the process had died between two records.
        for table in reversed(records.metadata.sorted_tables):
            if "record" in table.c:
                connection.execute(delete(table).where(table.c.record == one))
        connection.execute(delete(records).where(records.c.id == one))
    assert (restore(after).batches, restore(after).records) == (0, {})
    assert {table: rows(after, table) for table in GONE} == before


def test_a_ledger_that_says_otherwise_is_left_alone(closed: Office) -> None:
    with closed.services.ledger.writing(closed.act) as connection:
        connection.execute(update(batches).values(inventory_sha256="0" * 64))
        connection.execute(delete(decisions))
    before = {table: rows(closed, table) for table in GONE}
    with pytest.raises(MoveRefused):
        restore_ledger(closed.services, closed.act)
    assert {table: rows(closed, table) for table in GONE} == before


def test_the_command_names_what_only_a_backup_brings_back(kept: Kept) -> None:
    shelf = kept.shelf()
    office = Office(shelf.services, cast(Any, None), shelf.act)
    with shelf.services.ledger.reading() as connection:
        stored = view(connection, kept.records[0])
    # The batch of the other record was never closed: the store does not know it.
    assert close(shelf.services, stored.row.batch, shelf.act)
    lose(office, workspace=False).services.ledger.engine.dispose()
    ran = kept("archive", "rebuild", "--lost-database", "--json")
    assert ran.code == 5
    told = ran.document["ledger"]
    assert (told["batches"], told["records"]) == (1, {"archived": 1})
    assert [one["object"] for one in told["left"]] == [f"urn:uuid:{kept.records[1]}"]
    shown = kept("archive", "rebuild", "--lost-database")
    assert shown.code == 5
    assert "backup" in shown.out
    assert kept("record", "show", kept.records[0]).code == 0
