"""Dossiers, leases, the audit outbox, the schema: what the database keeps."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import databases
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from archive_material import AT, described, indexed, proof
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, inspect, select, text
from sqlalchemy.exc import DatabaseError

from archive import dossier, instant, schema, tables
from archive.audit import Event, events, record_event
from archive.dossier import Detachment, Dossier, Member, from_package, package_of
from archive.errors import ConfigurationRefused, DossierClosed, LeaseTaken, ObjectExists, ObjectMissing
from archive.fulltext import prepare
from archive.index import put_record, record
from archive.lease import held
from archive.package import Description
from archive.search import search

on_both = pytest.mark.parametrize("engine", databases.BOTH, indirect=True)
CASE = Dossier("urn:uuid:case", "HS-2026-000123", "Cấp phép xây dựng nhà ở", "1.004", "phuong-an-hoa", AT)
RECORD = "urn:uuid:00000001"
MEMBER = Member(RECORD, "v1", "a" * 64, "bản vẽ", AT, "clerk-1")
LEFT = Detachment(AT + timedelta(hours=1), "clerk-2", "nộp nhầm")


# --- dossiers


@on_both
def test_the_life_of_a_dossier(engine: Engine) -> None:
    with engine.begin() as connection:
        assert dossier.open_dossier(connection, CASE) == CASE
        assert dossier.open_dossier(connection, CASE) == CASE
        dossier.attach(connection, CASE.code, MEMBER)
        newer = Member(RECORD, "v2", "b" * 64, "bản vẽ", LEFT.at, "clerk-1")
        assert dossier.attach(connection, CASE.code, newer).members == (newer,)
        assert dossier.attach(connection, CASE.code, newer).members == (newer,)
        left = dossier.detach(connection, CASE.code, RECORD, LEFT)
        assert (left.present, left.members[0].detached) == ((), LEFT)
        again = dossier.attach(connection, CASE.code, MEMBER)
        assert (len(again.members), again.present) == (2, (MEMBER,))
        done = dossier.close(connection, CASE.code, LEFT.at)
        assert (done.state, done.closed_at) == ("closed", LEFT.at)
        assert dossier.close(connection, CASE.code, AT) == done
        assert dossier.show(connection, CASE.code) == dossier.show(connection, CASE.id) == done
        for change in (
            lambda: dossier.attach(connection, CASE.code, MEMBER),
            lambda: dossier.detach(connection, CASE.code, RECORD, LEFT),
        ):
            with pytest.raises(DossierClosed):
                change()


@on_both
def test_a_code_belongs_to_one_dossier(engine: Engine) -> None:
    with engine.begin() as connection:
        dossier.open_dossier(connection, CASE)
        with pytest.raises(ObjectExists):
            dossier.open_dossier(connection, Dossier("urn:uuid:two", CASE.code, "", "", "u", AT))
        with pytest.raises(ObjectMissing):
            dossier.show(connection, "HS-none")
        with pytest.raises(ObjectMissing):
            dossier.detach(connection, CASE.code, RECORD, LEFT)


@pytest.mark.parametrize("typed", ["HS-2026-000123", "2026 000123", "xay dung", "XÂY DỰNG"])
@on_both
def test_dossiers_are_found(engine: Engine, typed: str) -> None:
    with engine.begin() as connection:
        dossier.open_dossier(connection, CASE)
        dossier.open_dossier(connection, Dossier("urn:uuid:two", "HS-2025-9", "100% khác_", "", "u", AT))
        assert dossier.find(connection, typed) == (CASE,)
        assert [found.id for found in dossier.find(connection, "100%")] == ["urn:uuid:two"]
        assert dossier.find(connection, "_b") == ()


def test_a_dossier_file_reads_back() -> None:
    case = dossier.closed(dossier.without_member(dossier.with_member(CASE, MEMBER), RECORD, LEFT), LEFT.at)
    assert from_package(package_of(case)) == case
    assert package_of(from_package(package_of(case))) == package_of(case)
    assert "bản vẽ" in package_of(case).decode("utf-8")


@pytest.mark.parametrize("key", ["id", "code", "members", "opened_at", "state", "schema"])
@pytest.mark.parametrize("value", [None, 3, [3], {"a": 1}, "x"])
def test_a_damaged_dossier_file_is_refused_or_read(key: str, value: object) -> None:
    plain = {**json.loads(package_of(dossier.with_member(CASE, MEMBER))), key: value}
    if value == "x" and key in {"id", "code", "state"}:
        assert from_package(json.dumps(plain).encode())
        return
    with pytest.raises(ValueError, match=r"dossier|text|isoformat|format"):
        from_package(json.dumps(plain).encode())


# --- records


texts = st.text(st.characters(codec="utf-8"), max_size=8)


@given(
    st.builds(
        Description,
        texts,
        texts,
        texts,
        texts,
        names=st.lists(st.tuples(texts, texts, st.none() | texts), max_size=2).map(tuple),
        numbers=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
        places=st.lists(texts, max_size=2).map(tuple),
        dates=st.dictionaries(texts, texts, max_size=2),
        fields=st.dictionaries(texts, st.none() | texts | st.integers(), max_size=2),
    )
)
def test_a_description_reads_back(description: Description) -> None:
    assert Description.from_json(json.loads(json.dumps(description.as_json()))) == description


@on_both
def test_a_record_comes_back_as_it_went_in(engine: Engine) -> None:
    description = described(1, "Nguyễn Thị Hạnh", born="1990", numbers=(("register", "1/1990"),))
    with engine.begin() as connection:
        indexed(connection, description)
        found = record(connection, description.id)
        assert (found.description, found.head, found.indexed_at, found.files) == (description, "v1", AT, ())
        with pytest.raises(ObjectMissing):
            record(connection, "urn:uuid:none")
        with pytest.raises(ValueError, match="does not belong"):
            put_record(connection, proof(described(2)), description, (), AT)


@on_both
def test_a_transaction_that_fails_leaves_the_index_alone(engine: Engine) -> None:
    with engine.connect() as connection:
        indexed(connection, described(1, "Nguyễn Thị Hạnh"))
        connection.rollback()
    with engine.connect() as connection:
        assert connection.execute(select(tables.names)).all() == []
        assert search(connection, "hanh").hits == ()


@on_both
def test_rows_under_full_text_are_never_changed_in_place(engine: Engine) -> None:
    with engine.begin() as connection:
        indexed(connection, described(1, "Nguyễn Thị Hạnh"))
    for statement in (
        "UPDATE archive_names SET name_folded = ''",
        "UPDATE archive_bodies SET body_folded = ''",
    ):
        with pytest.raises(DatabaseError), engine.begin() as connection:
            connection.execute(text(statement))


# --- leases


@on_both
def test_a_lease_keeps_others_out(engine: Engine) -> None:
    with held(engine, "urn:x", "one", AT, 60):
        with pytest.raises(LeaseTaken), held(engine, "urn:x", "two", AT + timedelta(seconds=59), 60):
            pass
        with held(engine, "urn:y", "two", AT, 60):
            pass
    with held(engine, "urn:x", "two", AT, 60):
        pass


@on_both
def test_a_dead_holder_is_waited_out_or_comes_back(engine: Engine) -> None:
    first = held(engine, "urn:x", "one", AT, 60)
    first.__enter__()
    with held(engine, "urn:x", "one", AT + timedelta(seconds=1), 60):
        pass
    second = held(engine, "urn:x", "one", AT, 60)
    second.__enter__()
    with held(engine, "urn:x", "two", AT + timedelta(seconds=60), 60):
        second.__exit__(None, None, None)
        with pytest.raises(LeaseTaken), held(engine, "urn:x", "three", AT + timedelta(seconds=61), 60):
            pass


@on_both
def test_a_lease_ends_with_its_block(engine: Engine) -> None:
    with pytest.raises(RuntimeError), held(engine, "urn:x", "one", AT, 60):
        raise RuntimeError
    with engine.connect() as connection:
        assert connection.execute(select(tables.leases)).all() == []


# --- audit


EVENT = Event(
    AT, "actor-1", "UBND phường An Hòa", "record.archived", RECORD, "success", {"version": "v1", "files": 4}
)


@on_both
def test_events_come_back_in_order(engine: Engine) -> None:
    with engine.begin() as connection:
        numbers = [record_event(connection, EVENT) for _ in range(3)]
        record_event(connection, Event(AT, "actor-1", "u", "x", "urn:other", "success"))
        assert numbers == sorted(set(numbers))
        assert list(events(connection, RECORD)) == [EVENT] * 3
        assert len(list(events(connection))) == 4


@on_both
def test_an_event_stands_or_falls_with_its_change(engine: Engine) -> None:
    with engine.connect() as connection:
        record_event(connection, EVENT)
        connection.rollback()
    with engine.connect() as connection:
        assert list(events(connection)) == []


@pytest.mark.parametrize(
    "value", ["Nguyễn Văn A", "nguyen van a", "", "x" * 201, "a\nb", None, 1.5, ["x"], {"a": 1}]
)
@on_both
def test_words_about_people_do_not_get_into_the_trail(engine: Engine, value: object) -> None:
    with engine.begin() as connection, pytest.raises(ValueError, match="must be an id") as refusal:
        record_event(connection, Event(AT, "a", "u", "t", "o", "success", {"name": value}))  # type: ignore[dict-item]
    if value:
        assert str(value) not in str(refusal.value)


@on_both
def test_numbers_of_the_trail_are_not_used_twice(engine: Engine) -> None:
    with engine.begin() as connection:
        first = record_event(connection, EVENT)
        for guard in ("kept ON audit_outbox",) if connection.dialect.name == "postgresql" else (
            "kept_update", "kept_delete"
        ):  # fmt: skip
            connection.execute(text(f"DROP TRIGGER audit_outbox_{guard}"))
        connection.execute(tables.outbox.delete())
        assert record_event(connection, EVENT) > first


# --- schema and time


@on_both
def test_the_migrations_make_the_tables_the_code_knows(engine: Engine) -> None:
    schema.upgrade(engine)
    assert schema.is_current(engine)
    options = {"include_name": schema.is_ours, "version_table": schema.VERSION_TABLE}
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), tables.metadata) == []


def test_an_index_of_before_is_made_ready_for_the_search_of_now(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    config = schema._config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        row = {column.name: "" for column in tables.records.c}
        plain = json.dumps(described(1, "Nguyễn Văn A").as_json())
        connection.execute(
            tables.records.insert(), [{**row, "id": "urn:uuid:00000001", "description": plain}]
        )
        name = {"record": "urn:uuid:00000001", "role": "subject", "name": "Nguyễn-Văn  A."}
        folded = {"name_exact": "nguyễn-văn a.", "name_folded": "nguyen-van a."}
        connection.execute(tables.names.insert(), [{**name, **folded}])
        connection.execute(
            tables.bodies.insert(), [{"record": "urn:uuid:00000001", "body_folded": "ap binh,\nloc; so 7/3"}]
        )
    schema.upgrade(engine)
    with engine.begin() as connection:
        for typed in ("nguyen van a", '"binh loc so"', "Nguyễn Văn A", "nguyeen van a"):
            assert [hit.record for hit in search(connection, typed).hits] == ["urn:uuid:00000001"], typed


def test_tables_of_others_are_left_alone(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'shared.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE ledger_records (id TEXT)"))
        connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
    assert not schema.is_current(engine)
    schema.upgrade(engine)
    assert {"ledger_records", "alembic_version", "archive_version"} <= set(inspect(engine).get_table_names())
    ours = [t.name for t in tables.metadata.sorted_tables]
    assert all(name.startswith(("archive_", "audit_")) for name in ours)
    assert not [
        fk for t in tables.metadata.sorted_tables for fk in t.foreign_keys if "ledger" in fk.target_fullname
    ]


@on_both
def test_another_dialect_is_refused_in_words(engine: Engine) -> None:
    with engine.connect() as connection:
        prepare(connection)
        known = connection.dialect.name
        connection.dialect.name = "mysql"
        try:
            with pytest.raises(ConfigurationRefused):
                prepare(connection)
        finally:
            connection.dialect.name = known


@given(
    st.datetimes(
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))]), min_value=datetime(1900, 1, 2)
    )
)
def test_times_read_back_and_sort(at: datetime) -> None:
    assert instant.from_text(instant.as_text(at)) == at
    assert len(instant.as_text(at)) == 27
    later = at + timedelta(microseconds=1)
    assert instant.as_text(at) < instant.as_text(later)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        instant.as_text(AT.replace(tzinfo=None))
