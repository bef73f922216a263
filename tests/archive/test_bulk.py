"""Loading by the thousand ends in the same index as putting record after record, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import databases
import pytest
from archive_material import AT, described, proof
from sqlalchemy import Connection, Engine, select, text

from archive import bulk, tables
from archive.index import put_record, put_records, remove_all
from archive.package import Description
from archive.search import search
from pipeline import database

MANY = [
    described(n, f"Nguyễn Văn {name}", born=f"19{n:02}-01-02", places=(f"{n} Trần Hưng Đạo",), text="ấp Bình Lộc")
    for n, name in enumerate(["Đức", "Hoà", "Lan", "Mai"] * 15, start=10)
]  # fmt: skip


@pytest.fixture(params=databases.BOTH)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    opened = database.open_engine(databases.new_url(tmp_path, request.param))
    yield opened
    opened.dispose()


KEPT_TRUE_BY = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL",
    "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()"
    " UNION SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}


def kept_true_by(connection: Connection) -> set[str]:
    """How everything is made that keeps the index searchable."""
    return set(connection.scalars(text(KEPT_TRUE_BY[connection.dialect.name])))


def loaded(connection: Connection, told: list[Description]) -> None:
    aside = bulk.lay_aside(connection)
    assert aside.statements
    put_records(connection, [(proof(one), one, ()) for one in told], AT)
    bulk.bring_back(connection, aside)


def test_a_load_ends_in_the_same_index(engine: Engine) -> None:
    with engine.begin() as connection:
        before = kept_true_by(connection)
        for one in MANY:
            put_record(connection, proof(one), one, (), AT)
        asked = (
            "nguyen van duc",
            "Nguyễn Văn Hoà 1911",
            "binh loc",
            '"ap binh loc"',
            "nguyen vn lan",
            "12 trần hưng đạo",
        )
        one_by_one = [search(connection, typed) for typed in asked]
        assert all(result.hits for result in one_by_one)
        remove_all(connection)
        assert not search(connection, "nguyen van").hits
        loaded(connection, MANY)
        assert [search(connection, typed) for typed in asked] == one_by_one
        assert kept_true_by(connection) == before


def test_what_waits_to_be_indexed_on_postgresql_stays_little(engine: Engine) -> None:
    with engine.begin() as connection:
        loaded(connection, MANY)
        made = [how for how in kept_true_by(connection) if "USING gin" in how]
    on_postgresql = engine.dialect.name == "postgresql"
    assert len(made) == 2 * on_postgresql
    assert all("gin_pending_list_limit='256'" in how for how in made)


def test_what_was_loaded_is_replaced_and_removed_as_ever(engine: Engine) -> None:
    with engine.begin() as connection:
        loaded(connection, MANY)
        changed = described(10, "Lê Thị Bưởi", text="xã khác")
        put_record(connection, proof(changed), changed, (), AT)
        assert {hit.record for hit in search(connection, "le thi buoi").hits} == {changed.id}
        assert changed.id not in {hit.record for hit in search(connection, "binh loc", limit=100).hits}
        remove_all(connection)
        for fts in ("archive_names_fts", "archive_bodies_fts") if connection.dialect.name == "sqlite" else ():
            connection.execute(text(f"INSERT INTO {fts}({fts}, rank) VALUES ('integrity-check', 1)"))


def _load_in_vain(engine: Engine) -> None:
    with engine.begin() as connection:
        bulk.lay_aside(connection)
        put_records(connection, [(proof(MANY[1]), MANY[2], ())], AT)


def test_a_load_that_fails_leaves_no_trace(engine: Engine) -> None:
    with engine.begin() as connection:
        put_record(connection, proof(MANY[0]), MANY[0], (), AT)
        before = kept_true_by(connection)
    with pytest.raises(ValueError, match="does not belong"):
        _load_in_vain(engine)
    with engine.begin() as connection:
        assert kept_true_by(connection) == before
        assert connection.scalars(select(tables.records.c.id)).all() == [MANY[0].id]
