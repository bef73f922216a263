"""The alarm on reading looks at the last hour of a long trail, and at no more of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import databases
import pytest
from reviewing import LAN, act
from sqlalchemy import insert

from archive import instant, schema
from archive.tables import outbox
from pipeline import alarms, database
from pipeline.ledger import Ledger, note


@pytest.mark.parametrize("lines", [0, 5, 300, 3000])
def test_what_was_read_long_ago_counts_no_more_however_long_the_trail_is(tmp_path: Path, lines: int) -> None:
    engine = database.open_engine(databases.new_url(tmp_path, "sqlite"))
    database.upgrade(engine)
    schema.upgrade(engine)
    now, ledger = act(LAN), Ledger(engine)
    old = {"actor": LAN.id, "unit": "u", "type": "record.opened", "outcome": "success", "detail": "{}"}
    at = instant.as_text(now.at - timedelta(days=1))
    with ledger.writing(now) as connection:
        if lines:
            rows = [{**old, "at": at, "object": f"r{number}"} for number in range(lines)]
            connection.execute(insert(outbox), rows)
        raised = []
        for number in range(400):
            note(connection, now, "record.opened", f"new-{number}")
            if number in {199, 200, 201, 399}:
                raised.append(alarms.watch(connection, now, "record.opened", 200))
    assert raised == [False, True, False, False]
