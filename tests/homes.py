"""New homes for tests, copied from one that this process made: tables and keys take a second, a copy of them none.

That a home is made as it should be is proved where `sohoa init` itself is run; here it is only needed.
"""

from __future__ import annotations

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from pipeline import settings, wiring
from pipeline.settings import Settings
from pipeline.wiring import Services


def new_home(wanted: Settings) -> Services:
    """As `wiring.make_home`, and by it wherever the home is not to keep database and store in itself."""
    if not (wanted.home.exists() or wanted.database_url or wanted.store_url):
        shutil.copytree(_made(wanted.unit), wanted.home)
    return wiring.make_home(wanted)


@cache
def _made(unit: str) -> Path:
    folder = kept_folder() / "home"
    made = wiring.make_home(settings.load({"SOHOA_HOME": str(folder), "SOHOA_UNIT": unit}))
    # Closed, so that everything lies in the one file of the database.
    made.ledger.engine.dispose()
    return folder


def kept_folder() -> Path:
    """A folder that lies there until this process ends."""
    folder = Path(mkdtemp(prefix="sohoa-homes-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
