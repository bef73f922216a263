"""House numbers with their streets: one key for every spelling, and papers found by it on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import databases
import pytest
from alembic import command
from archive_material import described, indexed
from sqlalchemy import Connection, create_engine, select

from archive import schema, tables
from archive.addresses import address_key
from archive.conditions import SearchFilters
from archive.search import search
from pipeline import database


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("15/3 Trần Hưng Đạo, phường An Hòa", "15 3 tran hung dao phuong an hoa"),
        ("Số nhà 015/03, đường Trần Hưng Đạo", "15 3 tran hung dao"),
        ("15A Lò Đúc", "15 a lo duc"),
        ("số 7 phố Huế", "7 hue"),
        ("15 đường số 7", "15 so 7"),
        ("Trần Hưng Đạo", ""),
        ("ấp 3, xã An Hòa", ""),
        ("15", ""),
        ("", ""),
    ],
)
def test_every_spelling_has_one_key(written: str, key: str) -> None:
    assert address_key(written) == key


@pytest.fixture(params=databases.BOTH)
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    engine = database.open_engine(databases.new_url(tmp_path, request.param))
    with engine.begin() as opened:
        indexed(
            opened,
            described(1, places=("15/3 Trần Hưng Đạo, phường An Hòa",), unit="one"),
            described(2, places=("Số nhà 15/3, đường Trần Hưng Đạo, phường Bình An",), unit="two"),
            described(3, places=("15/30 Trần Hưng Đạo",)),
            described(4, places=("15/3 Trần Hưng",)),
            described(5, "Trần Hưng Đạo", text="nhà số 15, hẻm 3", numbers=(("register", "15/3"),)),
        )
        yield opened
    engine.dispose()


def found(connection: Connection, typed: str, filters: SearchFilters | None = None) -> set[int]:
    return {int(hit.record.removeprefix("urn:uuid:")) for hit in search(connection, typed, filters).hits}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("15/3 tran hung dao phuong", {1, 2}),
        ("15/3 tran hung dao phuong an", {1}),
        ("số 15/3 đường Trần Hưng Đạo, phường Bình", {2}),
        ("15/30 trần hưng đạo", {3}),
        # A name with its number goes before an address.
        ("15/3 trần hưng đạo", {5}),
    ],
)
def test_papers_are_found_by_house_and_street(connection: Connection, typed: str, expected: set[int]) -> None:
    assert found(connection, typed) == expected


def test_filters_hold_for_addresses(connection: Connection) -> None:
    assert found(connection, "15/3 Trần Hưng Đạo phường", SearchFilters(units=("two",))) == {2}
    assert found(connection, "15/3 Trần Hưng Đạo", SearchFilters(unit="two")) == {2}


def test_addresses_of_an_older_index_are_found(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    config = schema._config()
    told = {1: ("15 Trần Hưng Đạo", "số 15 đường Trần Hưng Đạo"), 2: ("ấp Bình Lộc",), 3: ()}
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        row = {column.name: "" for column in tables.records.c}
        rows = [
            {**row, "id": f"urn:uuid:{n}", "description": json.dumps(described(n, places=held).as_json())}
            for n, held in told.items()
        ]
        connection.execute(tables.records.insert(), [*rows, {**row, "id": "urn:uuid:none"}])
    schema.upgrade(engine)
    with engine.begin() as connection:
        kept = connection.execute(select(tables.places.c.record, tables.places.c.address_key)).all()
    assert [tuple(one) for one in kept] == [("urn:uuid:1", "15 tran hung dao")]
