"""Real parts in a temporary folder: a ledger on SQLite, a workspace, an actor, a clock that is handed in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive import schema as archive_schema
from pipeline import database
from pipeline.actors import Act, person, service
from pipeline.ledger import Ledger
from pipeline.workspace import Workspace

AT = datetime(2026, 1, 15, 2, 30, tzinfo=UTC)
UNIT = "UBND phường Thử Nghiệm"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    engine = database.open_engine(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    database.upgrade(engine)
    archive_schema.upgrade(engine)
    return Ledger(engine)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    made.prepare()
    return made


@pytest.fixture
def act() -> Act:
    return Act(person("lan", UNIT), AT)


@pytest.fixture
def machine() -> Act:
    return Act(service("test", UNIT), AT)
