"""Archives two versions of a record below the folder named, saying on standard output how far it is; run by strace."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from archive_database import open_database
from archive_material import AT
from crash_material import FIRST, SECOND, version

from archive.deposit import deposit
from archive.index import put_record
from archive.lease import held
from archive.lock import finish
from archive.spool import place
from archive.stores.folder import FolderStore


def say(what: str) -> None:
    """One write, so that the trace has it in one piece."""
    os.write(1, what.encode())


def main(base: Path) -> None:
    """Spool, commit, index, forget: each acknowledged when it has returned."""
    engine, store, spool = open_database(base / "index.db"), FolderStore(base / "store"), base / "spool"
    for number, description in ((1, FIRST), (2, SECOND)):
        package = version(base / "work", number)
        with held(engine, package.id, "pipeline", AT, 60):
            place(spool, package)
            say(f"spooled {number}")
            deposited = deposit(store, package, spool)
            say(f"committed {number}")
            with engine.begin() as connection:
                put_record(connection, deposited, description, package.files, AT)
            say(f"indexed {number}")
        finish(store, spool, package.id)
    engine.dispose()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
