"""Renewing what is archived: a new version in the store, a new final on register, the same after a kill."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sign_office import POLICY, SignOffice, open_sign_office
from sqlalchemy import select

from archive.deposit import deposit, discard, head, read_file
from archive.digest import of_bytes
from archive.package import PackageFile
from benchmarks.government import Government, now
from pipeline import capture, finalize
from pipeline.errors import MoveRefused
from pipeline.issuing.claims import claim
from pipeline.issuing.finals import ROLLED_BACK, check_finals, newest_final
from pipeline.issuing.renewal import due, renew_due, renew_record, renew_records
from pipeline.issuing.sign_batch import sign_claimed
from pipeline.issuing.tables import finals, renewals
from pipeline.record import RecordState, urn
from pipeline.redeposit import redeposit
from pipeline.signatures import trust
from signing.verdict import Level, Verdict
from signing.verify import verify

ONE_LTA = POLICY.replace('level = "B-T"', 'level = "B-LTA"')
SOON, LATER = datetime(2032, 1, 1, tzinfo=UTC), datetime(2042, 1, 1, tzinfo=UTC)


@pytest.fixture
def archived(tmp_path: Path, government: Government) -> tuple[SignOffice, str]:
    office = open_sign_office(tmp_path / "home", government, ONE_LTA)
    record, act = office.paper("marriage"), office.act("lan")
    claim(office.services, act, [record])
    assert [one.outcome for one in sign_claimed(office.services, act.by, [record], office.identity())] == [
        "signed"
    ]
    assert finalize.finalize(office.services, record, act).state is RecordState.ARCHIVED
    return office, record


def second(office: SignOffice) -> SignOffice:
    return office.with_settings(SOHOA_TSA_URL=office.government.tsa("tsa2"))


def test_what_nears_its_end_is_found_and_renewed_as_a_new_version(archived: tuple[SignOffice, str]) -> None:
    office, record = archived
    services, act = office.services, office.act("lan")
    assert due(services, now()) == []
    assert [one.record for one in due(services, SOON)] == [record]
    down = office.with_settings(SOHOA_TSA_URL="http://127.0.0.1:9/tsa")
    assert [one.outcome for one in renew_records(down.services, act, [record])] == ["timestamp"]
    assert [one.outcome for one in renew_due(down.services, act, SOON)] == ["timestamp"]
    # The service that made it: its certificate ends no later, and nothing is gained.
    assert [one.outcome for one in renew_due(services, act, SOON)] == ["refused"]
    assert list(renew_due(services, act, now())) == []
    first = read_file(services.store, urn(record), "record.pdf")
    told = list(renew_due(second(office).services, act, SOON))
    assert [(one.outcome, (one.ends or "")[:4]) for one in told] == [("renewed", "2041")]
    assert due(services, SOON) == []
    content = read_file(services.store, urn(record), "record.pdf")
    assert content.startswith(first)
    newest = head(services.store, urn(record))
    assert newest is not None
    row = office.row(record)
    assert (newest.version, row.state, row.archive_version) == ("v2", "archived", "v2")
    assert (row.final_sha256, row.final_bytes) == (of_bytes(content), len(content))
    with services.ledger.reading() as connection:
        rows = connection.execute(select(finals).order_by(finals.c.ordinal)).all()
        assert not connection.execute(select(renewals)).all()
    assert [(one.cause, one.signature_count) for one in rows] == [("signed", 1), ("renewed", 1)]
    verdict = verify(office.file(record, "signed.pdf"), trust(services.settings), at=now())
    assert (verdict.verdict, verdict.level, verdict.covers_whole_file) == (Verdict.PASSED, Level.B_LTA, True)
    assert list(check_finals(services)) == []
    assert redeposit(services, record, act, "corrected") is not None
    assert list(check_finals(services)) == []


def test_a_file_rolled_back_in_the_store_is_found(archived: tuple[SignOffice, str]) -> None:
    office, record = archived
    services, act = office.services, office.act("lan")
    old = read_file(services.store, urn(record), "record.pdf")
    renew_record(second(office).services, act, record)
    path = office.file(record, "old.pdf")
    path.write_bytes(old)
    package = capture.package(
        record, [PackageFile("record.pdf", path, of_bytes(old))], act.at, "roll back", act.by
    )
    deposit(services.store, package, services.workspace.spool)
    discard(services.workspace.spool, package.id)
    assert [(one.record, one.code) for one in check_finals(services)] == [(record, ROLLED_BACK)]
    with pytest.raises(MoveRefused, match="ROLLED-BACK"):
        renew_record(second(office).services, act, record)


class Gone(Exception):
    """The process is gone."""


def test_a_renewal_killed_before_the_store_goes_on_with_the_same_file(
    archived: tuple[SignOffice, str],
) -> None:
    office, record = archived
    act = office.act("lan")

    class Dying:
        """A store whose process is killed at its first write."""

        def __getattr__(self, name: str) -> object:
            if name in {"alone", "put_once"}:
                raise Gone
            return getattr(office.services.store, name)

    dying = replace(second(office).services, store=Dying())  # type: ignore[arg-type]
    with pytest.raises(Gone):
        renew_record(dying, act, record)
    with office.services.ledger.reading() as connection:
        begun = connection.execute(select(renewals)).one()
    assert list(check_finals(office.services)) == []
    assert renew_record(second(office).services, act, record) == begun.ends
    with office.services.ledger.reading() as connection:
        newest = newest_final(connection, record)
    assert newest is not None
    assert newest.sha256 == begun.sha256
    assert list(check_finals(office.services)) == []
