"""Real parts in a temporary folder: a ledger on SQLite, a workspace, an actor, a clock that is handed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from office import Office, open_office
from sign_office import SignOffice, open_sign_office

from archive import schema as archive_schema
from benchmarks.government import Government, running
from pipeline import database, settings
from pipeline.actors import Act, person, service
from pipeline.ledger import Ledger
from pipeline.reader import Pool, open_pool
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


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    with open_pool(settings.load({"SOHOA_WORKERS": "2"})) as opened:
        yield opened


@pytest.fixture
def office(tmp_path: Path, pool: Pool) -> Office:
    # The development certificate begins when the home is made, so this clock must not stand before it.
    return open_office(tmp_path / "home", pool, datetime.now(UTC))


@pytest.fixture(scope="session")
def government(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Government]:
    """An invented government with OCSP, revocation lists and timestamp servers on loopback."""
    with running(tmp_path_factory.mktemp("government") / "servers") as found:
        yield found


@pytest.fixture
def signers(tmp_path: Path, government: Government) -> SignOffice:
    """A home whose records wait for signatures."""
    return open_sign_office(tmp_path / "home", government)
