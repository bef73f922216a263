"""Real parts in a temporary folder: a ledger (see databases.py), a workspace, an actor, a clock that is handed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import databases
import pytest
from kept import Kept, copy_of_kept
from office import Office, open_office
from reviewing import put_batch
from sign_office import SignOffice, open_sign_office

from benchmarks.government import Government, running
from pipeline import database, settings
from pipeline.actors import Act, person, service
from pipeline.ledger import Ledger
from pipeline.reader import Pool, open_pool
from pipeline.workspace import Workspace

AT = datetime(2026, 1, 15, 2, 30, tzinfo=UTC)
UNIT = "UBND phường Thử Nghiệm"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    engine = database.open_engine(databases.new_url(tmp_path))
    yield Ledger(engine)
    engine.dispose()


@pytest.fixture
def batch(ledger: Ledger) -> str:
    """A batch under review."""
    return put_batch(ledger)


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


@pytest.fixture
def kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Kept:
    """An office with two archived births in it."""

    def collect() -> tuple[str, str]:
        found = capsys.readouterr()
        return found.out, found.err

    return copy_of_kept(tmp_path / "kept", collect)
