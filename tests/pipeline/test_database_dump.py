"""A dump taken while others write comes back equal, on both databases, and no password is among the arguments."""

from __future__ import annotations

from pathlib import Path

import pytest
from databases import BOTH, POSTGRESQL, new_url
from postgresql_server import new_database
from sqlalchemy import insert, select

from pipeline import database
from pipeline.database_dump import dump, load, name_for
from pipeline.errors import Missing
from pipeline.ledger_tables import actors


@pytest.mark.parametrize("kind", BOTH)
def test_a_dump_comes_back_equal(tmp_path: Path, kind: str) -> None:
    url = new_url(tmp_path, kind)
    engine = database.open_engine(url)
    rows = [
        {"id": f"person:{n}", "kind": "person", "name": "Nguyễn Văn Thử", "unit": "UBND"} for n in range(50)
    ]
    with engine.begin() as connection:
        connection.execute(insert(actors), rows)
        # Another connection's dump sees one consistent state: this row is not committed yet.
    with engine.begin() as writing:
        writing.execute(insert(actors), [{**rows[0], "id": "person:later"}])
        dump(url, tmp_path / name_for(url))
    other = new_database() if kind == POSTGRESQL else f"sqlite:///{tmp_path / 'other.sqlite'}"
    load(tmp_path / name_for(url), other)
    restored = database.open_engine(other)
    with database.reading(restored) as connection:
        found = connection.execute(select(actors).order_by(actors.c.id)).mappings().all()
    assert [dict(row) for row in found] == sorted(rows, key=lambda row: row["id"])
    assert database.exists(restored)
    for opened in (engine, restored):
        opened.dispose()


def test_a_database_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Missing) as refusal:
        dump("postgresql+psycopg://sohoa:very-secret@127.0.0.1:1/none", tmp_path / "database.dump")
    assert "very-secret" not in refusal.value.vi + refusal.value.en
