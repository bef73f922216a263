"""From review to the archive: who may approve, what waits for what, and what is never changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from office import PAGES, Office, copy_of, open_office
from outside_tools import WITH_VERAPDF

from archive.deposit import head, read_file
from pipeline import assemble, attach, finalize, review
from pipeline.actors import Act, service
from pipeline.errors import Missing, MoveRefused, VersionConflict, WrongUse
from pipeline.lookup import RecordView, history, view
from pipeline.reader import Pool
from pipeline.record import FieldState, RecordState, urn
from pipeline.review import Correction

DEVELOPMENT = {"SOHOA_SIGNER": "development"}
DOSSIER = "H29.22.33-260115-0001"


@pytest.fixture(scope="module")
def digitised(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> tuple[Office, str]:
    """An office with one birth certificate under review, and the batch; each test works in a copy."""
    office = open_office(tmp_path_factory.mktemp("digitised") / "home", pool, datetime.now(UTC))
    batch = office.feed([PAGES / "birth_2016_02.jpg"]).batch
    assert office.run(batch)
    return office, batch


@pytest.fixture
def birth(digitised: tuple[Office, str], tmp_path: Path) -> tuple[Office, RecordView]:
    office = copy_of(digitised[0], tmp_path / "home")
    return office, office.records(digitised[1])[0]


def correct(office: Office, record: str, correction: Correction, **given: int) -> RecordView:
    with office.services.ledger.writing(office.act) as connection:
        return review.correct(connection, office.act, record, [correction], reason="seen", **given)


def refuse(office: Office, step: Callable[[], object], record: str) -> None:
    before = office.state(record)
    with pytest.raises(MoveRefused):
        step()
    assert office.state(record) == before


def test_a_correction_keeps_who_when_why_and_what_it_replaced(birth: tuple[Office, RecordView]) -> None:
    office, record = birth
    old = next(field for field in record.fields if field.key == "mother_full_name")
    after = correct(office, record.id, Correction("mother_full_name", FieldState.CORRECTED, "Lý  Thị Hoa"))
    new = next(field for field in after.fields if field.key == "mother_full_name")
    assert (new.value, new.state) == ("Lý Thị Hoa", FieldState.CORRECTED)
    with office.services.ledger.reading() as connection:
        (decision,) = history(connection, record.id)
    assert decision["actor"] == "person:lan"
    assert decision["at"] == office.act.time
    assert (decision["old"]["value"], decision["new"]["value"]) == (old.value, new.value)
    assert decision["reason"] == "seen"


def test_two_editors_never_overwrite_each_other(birth: tuple[Office, RecordView]) -> None:
    office, record = birth
    revision = record.row.revision
    correct(office, record.id, Correction("child_gender", FieldState.CONFIRMED), revision=revision)
    with pytest.raises(VersionConflict):
        correct(office, record.id, Correction("child_gender", FieldState.UNREADABLE), revision=revision)


def test_what_does_not_fit_a_field_is_refused_unless_the_paper_says_so(
    birth: tuple[Office, RecordView],
) -> None:
    office, record = birth
    with pytest.raises(WrongUse):
        correct(office, record.id, Correction("child_birth_date", FieldState.CORRECTED, "31/02/2020"))
    with pytest.raises(WrongUse):
        correct(office, record.id, Correction("no_such_field", FieldState.CORRECTED, "x"))
    after = correct(office, record.id, Correction("child_birth_date", FieldState.AS_WRITTEN, "31/02/2020"))
    assert next(f for f in after.fields if f.key == "child_birth_date").value == "31/02/2020"


def test_a_correction_that_contradicts_an_accepted_field_puts_it_in_doubt(
    birth: tuple[Office, RecordView],
) -> None:
    office, record = birth
    fields = {field.key: field for field in record.fields}
    assert fields["registration_date"].state is FieldState.ACCEPTED
    after = correct(office, record.id, Correction("child_birth_date", FieldState.CORRECTED, "01/01/2030"))
    assert "registration_date" in {field.key for field in after.doubtful}
    assert "R005" in {kept.finding.code for kept in after.findings}


def test_only_a_person_approves_and_only_when_nothing_is_in_doubt(birth: tuple[Office, RecordView]) -> None:
    office, record = birth
    after = correct(office, record.id, Correction("child_birth_date", FieldState.CORRECTED, "01/01/2030"))
    assert after.doubtful
    ledger = office.services.ledger

    def by_person() -> None:
        with ledger.writing(office.act) as connection:
            review.approve(connection, office.act, record.id)

    def by_machine() -> None:
        machine = Act(service("night", office.act.by.unit), office.act.at)
        with ledger.writing(machine) as connection:
            review.approve(connection, machine, record.id, confirm=True)

    refuse(office, by_person, record.id)
    refuse(office, by_machine, record.id)
    office.approve(record.id)
    assert office.state(record.id)[0] is RecordState.APPROVED


def test_an_approved_record_waits_assembled_while_nobody_may_sign(birth: tuple[Office, RecordView]) -> None:
    office, record = birth
    office.approve(record.id)
    assert assemble.assemble(office.with_settings(**WITH_VERAPDF).services, [record.id], office.act) == {}
    outcome = finalize.finalize(office.services, record.id, office.act)
    assert (outcome.state, outcome.waits_for) == (RecordState.ASSEMBLED, "signature")


def test_a_home_without_an_identity_says_how_to_make_one(birth: tuple[Office, RecordView]) -> None:
    office, record = birth
    office.approve(record.id)
    assemble.assemble(office.services, [record.id], office.act)
    shutil.rmtree(office.services.identity_folder)
    with pytest.raises(Missing, match="sohoa init"):
        finalize.finalize(office.with_settings(**DEVELOPMENT).services, record.id, office.act)
    assert office.state(record.id)[0] is RecordState.ASSEMBLED


def test_with_the_timestamp_service_down_a_record_stays_assembled_and_says_so(
    birth: tuple[Office, RecordView],
) -> None:
    office, record = birth
    office.approve(record.id)
    stamping = office.with_settings(**DEVELOPMENT, SOHOA_TSA_URL="http://127.0.0.1:9/tsa")
    assemble.assemble(stamping.services, [record.id], office.act)
    outcome = finalize.finalize(stamping.services, record.id, office.act)
    assert outcome.waits_for == "timestamp"
    assert office.state(record.id) == (RecordState.ASSEMBLED, "awaiting_timestamp")
    done = finalize.finalize(office.with_settings(**DEVELOPMENT).services, record.id, office.act)
    assert (done.state, office.state(record.id)[1]) == (RecordState.ARCHIVED, None)


def test_finalizing_twice_changes_nothing_and_the_masters_stand_beside_the_signed_file(
    birth: tuple[Office, RecordView],
) -> None:
    office, record = birth
    signing = office.with_settings(**DEVELOPMENT)
    office.approve(record.id)
    assemble.assemble(signing.services, [record.id], office.act)
    finalize.finalize(signing.services, record.id, office.act)
    store = office.services.store
    first = head(store, urn(record.id))
    assert finalize.finalize(signing.services, record.id, office.act).state is RecordState.ARCHIVED
    second = head(store, urn(record.id))
    assert first is not None
    assert second is not None
    assert (first.version, first.sha256) == (second.version, second.sha256) == ("v2", second.sha256)
    assert set(second.inventory.names()) == {"master/000001.jpg", "ocr.zip", "record.json", "record.pdf"}
    told = json.loads(read_file(store, urn(record.id), "record.json"))
    assert told["description"]["review_state"] == "reviewed"
    assert told["pdf"]["level"] == "B-B"
    assert DOSSIER not in json.dumps(told)


def test_a_file_changed_after_signing_is_not_archived(birth: tuple[Office, RecordView]) -> None:
    office, record = birth
    signing = office.with_settings(**DEVELOPMENT)
    office.approve(record.id)
    assemble.assemble(signing.services, [record.id], office.act)
    finalize.sign_record(signing.services, record.id, office.act)
    signed = office.services.workspace.of_record(record.id) / "signed.pdf"
    signed.write_bytes(signed.read_bytes() + b"\n")
    refuse(office, lambda: finalize.finalize(signing.services, record.id, office.act), record.id)


def test_an_archived_record_joins_a_dossier_by_version_and_digest(birth: tuple[Office, RecordView]) -> None:
    office, record = birth
    signing = office.with_settings(**DEVELOPMENT)
    attach.open_dossier(office.services, DOSSIER, office.act)
    with pytest.raises(MoveRefused):
        attach.attach(office.services, DOSSIER, record.id, "birth", office.act)
    office.approve(record.id)
    assemble.assemble(signing.services, [record.id], office.act)
    finalize.finalize(signing.services, record.id, office.act)
    for _ in range(2):
        dossier = attach.attach(office.services, DOSSIER, record.id, "birth", office.act)
    (member,) = dossier.members
    newest = head(office.services.store, urn(record.id))
    assert newest is not None
    assert (member.record, member.version, member.inventory_sha256) == (urn(record.id), "v2", newest.sha256)
    kept = json.loads(read_file(office.services.store, dossier.id, "dossier.json"))
    assert [entry["record"] for entry in kept["members"]] == [urn(record.id)]
    with pytest.raises(WrongUse):
        attach.open_dossier(office.services, "mã hồ sơ", office.act)


def test_a_written_policy_approves_what_is_beyond_doubt_and_is_written_into_the_decision(
    tmp_path: Path, pool: Pool, office: Office
) -> None:
    policy = "correspondence=Trần Thị B, 2026-01-02, QĐ 1/QĐ-UBND; birth=Trần Thị B, 2026-01-02, QĐ 1/QĐ-UBND"
    lenient = open_office(
        tmp_path / "lenient", pool, office.act.at, SOHOA_AUTO_APPROVE=policy, SOHOA_ACCEPT_HIGH="off"
    )
    batch = lenient.feed([PAGES / "birth_2016_02.jpg"]).batch
    assert lenient.run(batch)
    (record,) = lenient.records(batch)
    assert record.doubtful
    assert record.state is RecordState.IN_REVIEW
    for field in record.doubtful:
        correct(lenient, record.id, Correction(field.key, FieldState.CONFIRMED))
    machine = replace(lenient.act, by=service("digitize", lenient.act.by.unit))
    with lenient.services.ledger.writing(machine) as connection:
        assert review.auto_approve(connection, machine, record.id, lenient.services.settings.policies())
        decision = history(connection, record.id)[-1]
        assert view(connection, record.id).state is RecordState.APPROVED
    assert decision["new"]["policy"]["person"] == "Trần Thị B"
    assert decision["new"]["policy"]["document"] == "QĐ 1/QĐ-UBND"


def test_an_official_who_refuses_sends_the_record_back_with_a_reason(
    birth: tuple[Office, RecordView],
) -> None:
    office, record = birth
    office.approve(record.id)
    assemble.assemble(office.services, [record.id], office.act)
    with office.services.ledger.writing(office.act) as connection:
        review.send_back(connection, office.act, record.id, "the seal covers the name")
        assert history(connection, record.id)[-1]["reason"] == "the seal covers the name"
    assert office.state(record.id)[0] is RecordState.IN_REVIEW
