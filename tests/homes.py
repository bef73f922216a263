"""New homes for tests, copied from one that this run made: tables and keys take a second, a copy of them none.

That a home is made as it should be is proved where `sohoa init` itself is run; here it is only needed.
"""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

from run_folder import made_once

from pipeline import settings, wiring
from pipeline.settings import Settings
from pipeline.wiring import Services


def new_home(wanted: Settings) -> Services:
    """As `wiring.make_home`, and by it wherever the home is not to keep database and store in itself."""
    if not (wanted.home.exists() or wanted.database_url or wanted.store_url):
        shutil.copytree(_made(wanted.unit), wanted.home)
    return wiring.make_home(wanted)


def _made(unit: str) -> Path:
    def make(folder: Path) -> None:
        made = wiring.make_home(settings.load({"SOHOA_HOME": str(folder / "home"), "SOHOA_UNIT": unit}))
        # Closed, so that everything lies in the one file of the database.
        made.ledger.engine.dispose()

    return made_once(f"home-{sha256(unit.encode()).hexdigest()[:8]}", make) / "home"


def opened_home() -> Path:
    """A home with its tables only, to be copied: Alembic takes longer than most tests."""

    def make(folder: Path) -> None:
        wiring.open_services(settings.load({"SOHOA_HOME": str(folder / "home")})).ledger.engine.dispose()

    return made_once("opened-home", make) / "home"
