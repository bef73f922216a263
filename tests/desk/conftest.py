"""A desk over a new home, and a record under review in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from counter import BIRTH, Desk, Typesetter

from pipeline import digitize
from pipeline.actors import Act, person
from pipeline.intake import Request, receive
from pipeline.settings import load
from pipeline.wiring import make_home


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    def collect() -> tuple[str, str]:
        found = capsys.readouterr()
        return found.out, found.err

    return Desk(tmp_path / "home", collect)


@pytest.fixture
def record(desk: Desk, tmp_path: Path) -> str:
    """The id of a birth certificate under review in the desk's home."""
    scan = tmp_path / "birth.png"
    scan.write_text("\n".join(BIRTH), encoding="utf-8")
    services = make_home(load({"SOHOA_HOME": str(desk.home)}))
    act = Act(person("lan", "UBND phường Thử Nghiệm"), services.clock())
    batch = receive(services.ledger, services.workspace, [scan], Request(), act, str(uuid4())).batch
    pool: Any = Typesetter()
    digitize.survey_sources(services, pool, batch, act)
    list(digitize.read(services, pool, batch, digitize.pending_pages(services, batch, act), act))
    digitize.draft(services, batch, act)
    assert digitize.close(services, batch, act)
    return str(desk("record", "list", "--json").document["records"][0]["id"])
