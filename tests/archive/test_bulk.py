"""Loading by the thousand ends in the same index as putting record after record, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import databases
import pytest
from archive_material import AT, described, proof
from sqlalchemy import Connection, Engine, inspect, select, text

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


def kept_true_by(connection: Connection) -> set[str]:
    """Names of everything that keeps the index searchable."""
    made = {
        index["name"] for table in tables.metadata.tables for index in inspect(connection).get_indexes(table)
    }
    triggers = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    return {str(name) for name in made | set(connection.scalars(text(triggers[connection.dialect.name])))}


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
