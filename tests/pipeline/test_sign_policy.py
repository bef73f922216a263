"""Who signs what is the table's word: finalize and the queue ask it, and where it is silent the record waits."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from register_office import open_room
from sign_office import POLICY, UNIT, SignOffice, open_sign_office
from sqlalchemy import insert, select

from archive.deposit import read_file
from benchmarks.government import Government
from pipeline import finalize
from pipeline.errors import Missing
from pipeline.issuing.cases import case_of
from pipeline.issuing.finals import check_finals, newest_final
from pipeline.issuing.policy import policy, rule_from_json, rule_json
from pipeline.issuing.sign_queue import standing, waiting_for
from pipeline.issuing.tables import steps
from pipeline.record import RecordState, urn
from pipeline.register.tables import entries, volumes
from signing.errors import ConfigurationRefused
from signing.policy import rules
from signing.verdict import Level


def test_what_nobody_has_to_sign_is_archived_unsigned_and_on_register(signers: SignOffice) -> None:
    record = signers.paper("death")
    outcome = finalize.finalize(signers.services, record, signers.act("lan"))
    assert outcome.state is RecordState.ARCHIVED
    row = signers.row(record)
    assert (row.signature_count, row.level, row.final_sha256) == (0, None, row.pdf_sha256)
    with signers.services.ledger.reading() as connection:
        final = newest_final(connection, record)
        assert not connection.execute(select(steps)).all()
    assert final is not None
    assert (final.cause, final.sha256, final.signature_count) == ("unsigned", row.pdf_sha256, 0)
    told = json.loads(read_file(signers.services.store, urn(record), "record.json"))
    assert (told["pdf"]["level"], told["pdf"]["signature_count"]) == (None, 0)
    assert finalize.finalize(signers.services, record, signers.act("lan")).state is RecordState.ARCHIVED
    assert list(check_finals(signers.services)) == []


def test_where_the_table_is_silent_the_record_waits_and_says_why(
    tmp_path: Path, government: Government
) -> None:
    only_births = POLICY.replace('class = "*"', 'class = "birth"')
    signers = open_sign_office(tmp_path / "home", government, only_births)
    record = signers.paper("correspondence")
    outcome = finalize.finalize(signers.services, record, signers.act("lan"))
    assert (outcome.state, outcome.waits_for) == (RecordState.ASSEMBLED, "policy")
    assert outcome.why is not None
    assert "correspondence" in outcome.why[1]
    assert waiting_for(signers.services, signers.act("lan")) == []
    whole = standing(signers.services, signers.act("lan"))
    assert [key for key, _ in whole.silent] == [record]
    trial = signers.with_settings(SOHOA_SIGNER="development", SOHOA_TSA_URL="")
    assert finalize.finalize(trial.services, record, signers.act("lan")).waits_for == "policy"


def test_a_rule_out_of_force_counts_no_more(signers: SignOffice) -> None:
    """`drawing` had a rule until 2020; since then the general one holds."""
    record = signers.paper("drawing")
    assert [one.capacity for one in waiting_for(signers.services, signers.act("lan"))] == ["official"]
    assert finalize.finalize(signers.services, record, signers.act("lan")).waits_for == "signature"


def test_the_trial_identity_stands_in_for_everybody_but_asks_the_table(tmp_path: Path) -> None:
    room = open_room(tmp_path)
    table = policy(room.signing().settings)
    rule = table.rule("birth", "issued_result", date(2026, 3, 1))
    assert [(step.capacity, step.profile) for step in rule.signers] == [("development", "")]
    assert (rule.level, rule.before, rule.marks) == (Level.B_B, (), ())
    assert table.rule("register_page", "archive_digitisation", date(2026, 3, 1)).signers == ()
    with pytest.raises(ConfigurationRefused):
        table.rule("birth", "gift", date(2026, 3, 1))


def test_an_entry_of_a_register_is_a_register_page_to_the_table(signers: SignOffice) -> None:
    """The product's own table asks for no signature on a use copy beside the paper book."""
    record, act = signers.paper(), signers.act("lan")
    with signers.services.ledger.writing(act) as connection:
        connection.execute(
            insert(volumes).values(
                id="v1", unit=UNIT, type="birth", book="01/1987", place="", first_number=1, pdf="whole_page",
                created_at=act.time, created_by=act.by.id,
            )
        )  # fmt: skip
        connection.execute(insert(entries).values(record=record, volume="v1"))
    usual = signers.with_settings(SOHOA_SIGN_POLICY="")
    assert usual.case(record).record_class == "register_page"
    assert finalize.finalize(usual.services, record, act).state is RecordState.ARCHIVED
    assert signers.row(record).signature_count == 0


def test_the_level_of_the_settings_raises_the_level_of_the_table_and_never_lowers_it(
    signers: SignOffice,
) -> None:
    record = signers.paper("marriage")
    for given, goal in (("B-B", Level.B_T), ("", Level.B_T), ("B-LTA", Level.B_LTA)):
        case = signers.with_settings(SOHOA_SIGN_LEVEL=given).case(record)
        assert case.goal is goal


def test_a_file_that_is_not_there_is_named(signers: SignOffice, tmp_path: Path) -> None:
    gone = signers.with_settings(SOHOA_SIGN_MANDATES=str(tmp_path / "none.toml"))
    with pytest.raises(Missing, match=r"none\.toml"):
        waiting_for(gone.services, gone.act("lan"))


def test_a_rule_comes_back_from_the_ledger_as_it_went_in() -> None:
    for rule in rules():
        assert rule_from_json(json.loads(json.dumps(rule_json(rule)))) == rule


def test_every_record_of_the_shelf_has_one_case(signers: SignOffice) -> None:
    record = signers.paper()
    with signers.services.ledger.reading() as connection:
        case = case_of(connection, policy(signers.services.settings), signers.act("lan"), record)
    assert (case.purpose, case.record_class) == ("archive_digitisation", "birth")
    assert case.turn is not None
