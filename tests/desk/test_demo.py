"""The demonstration keeps to its own home, names its actor, and never decides what it was not asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from counter import Desk, take_in
from sqlalchemy import select

from desk.demo import home, keying
from desk.demo.accounts import PEOPLE, open_accounts
from desk.demo.samples import KnownRecord, Samples, load
from pipeline.accounts.password import matches
from pipeline.accounts.tables import accounts
from pipeline.actors import Act, demonstrator
from pipeline.errors import Missing
from pipeline.lookup import view
from pipeline.record import Field, FieldState, RecordState
from pipeline.settings import load as load_settings
from pipeline.wiring import make_home, open_services


def test_a_home_with_real_batches_is_left_alone(desk: Desk, record: str) -> None:
    refused = desk("demo")
    assert refused.code == 1
    assert str(desk.home) in refused.err
    assert desk("batch", "list").out.count("closed") == 1


def test_the_settings_of_the_demonstration_are_its_own(tmp_path: Path) -> None:
    made = home.demo_environment({"SOHOA_HOME": str(tmp_path), "SOHOA_SIGNER": "seal", "SOHOA_LANG": "en"})
    assert (made["SOHOA_SIGNER"], made["SOHOA_HOME"]) == ("development", str(tmp_path))
    assert "TRÌNH DIỄN" in made["SOHOA_UNIT"]
    assert home.demo_environment({})["SOHOA_HOME"].endswith((".demo", "sohoa-demo"))


def test_a_second_demonstration_opens_the_same_accounts_under_a_new_password(tmp_path: Path) -> None:
    services = make_home(load_settings({"SOHOA_HOME": str(tmp_path / "home"), "SOHOA_UNIT": home.UNIT}))
    act = Act(demonstrator(home.UNIT), services.clock())
    first, second = "giấy trắng mực đen 17", "sổ cũ bìa xanh 93"
    assert open_accounts(services, act, "vi", first) == open_accounts(services, act, "vi", second)
    with services.ledger.reading() as connection:
        made = connection.execute(select(accounts.c.login, accounts.c.password, accounts.c.actor)).all()
    assert len(made) == len(PEOPLE)
    assert all(row.actor == f"demo:{row.login}" for row in made)
    assert [matches(made[0].password, text) for text in (first, second)] == [False, True]


def test_every_sample_file_is_there() -> None:
    samples = load()
    assert [path for path in samples.good_files + samples.broken_files if not path.is_file()] == []
    assert samples.good_files
    assert samples.broken_files


def test_samples_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(Missing, match=str(tmp_path)):
        load(tmp_path)


def test_only_doubtful_fields_are_keyed_and_a_wrong_accepted_one_is_counted(
    desk: Desk, record: str, tmp_path: Path
) -> None:
    services = open_services(load_settings({"SOHOA_HOME": str(desk.home)}))
    with services.ledger.reading() as connection:
        before = view(connection, record)
    accepted = [field for field in before.fields if field.state is FieldState.ACCEPTED and field.value]
    doubtful = before.doubtful
    assert accepted
    assert doubtful
    truth = {field.key: (field.value, field.written) for field in before.fields}
    truth[accepted[0].key] = ("something else", "something else")
    truth["child_full_name"] = ("LÊ NHƯ PHỤNG", "LÊ NHƯ PHỤNG")
    known = KnownRecord("birth", frozenset({1}), truth)
    samples = Samples(tmp_path, tmp_path, {"birth.png": (known,)}, ())
    act = Act(demonstrator("UBND phường Thử Nghiệm"), services.clock())
    tally = keying.review_batch(services, samples, before.row.batch, act)

    with services.ledger.reading() as connection:
        after = view(connection, record)
    states = {field.key: field for field in after.fields}
    assert after.state is RecordState.APPROVED
    assert (tally.records, tally.approved, tally.wrong) == (1, 1, 1)
    assert states[accepted[0].key].state is FieldState.ACCEPTED
    assert states["child_full_name"].value == "LÊ NHƯ PHỤNG"
    assert tally.corrected >= 1
    decisions = desk("record", "show", record, "--json").document["decisions"]
    assert {decision["actor"] for decision in decisions} == {"demo:demo"}


def test_records_that_no_sample_knows_are_confirmed_not_invented(desk: Desk, tmp_path: Path) -> None:
    scan = tmp_path / "letter.png"
    scan.write_text("CÔNG VĂN\nSố: 12/UBND-VP\n", encoding="utf-8")
    batch = take_in(desk, scan)
    services = open_services(load_settings({"SOHOA_HOME": str(desk.home)}))
    act = Act(demonstrator("UBND phường Thử Nghiệm"), services.clock())
    tally = keying.review_batch(services, Samples(tmp_path, tmp_path, {}, ()), batch, act)
    assert (tally.records, tally.corrected, tally.wrong) == (1, 0, 0)


@pytest.mark.parametrize(
    ("key", "value", "true", "same"),
    [
        ("recipients", "Chủ đầu tư; Lưu: VT", "- Chủ đầu tư; - Lưu: VT.", True),
        ("signer_name", "Lê Thị Hoà", "LÊ THỊ HÒA", True),
        ("signer_name", "Lê Thi Hòa", "LÊ THỊ HÒA", False),
        ("abstract", None, "Về việc mời họp", False),
        ("abstract", None, None, True),
    ],
)
def test_dashes_capitals_and_the_place_of_marks_are_no_difference(
    key: str, value: str | None, true: str | None, same: bool
) -> None:
    field = Field(key, value, value, 1.0, FieldState.ACCEPTED)
    assert keying.says_the_same(field, true, "correspondence") is same
