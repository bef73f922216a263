"""The database as one file and back: SQLite's own online backup, `pg_dump` and `pg_restore` for PostgreSQL.

A password goes to the programs in their environment, never among their arguments, where anybody could read it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, make_url

from pipeline.errors import Missing

SQLITE_NAME = "database.sqlite"
POSTGRESQL_NAME = "database.dump"
# A dump may rightly take hours, so that it has no limit itself; a server that does not answer and a table that
# somebody else keeps locked end it, with a reason, after this long.
_CONNECT_SECONDS, _LOCK_SECONDS = 60, 600


def name_for(url: str) -> str:
    """What the dump of the database at `url` is called."""
    return SQLITE_NAME if make_url(url).get_backend_name() == "sqlite" else POSTGRESQL_NAME


def dump(url: str, target: Path) -> None:
    """Writes one consistent state of the database to `target` while others go on working. Raises Missing."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        living = sqlite3.connect(f"file:{parsed.database}?mode=ro", uri=True)
        with closing(living) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            # One file that needs no other beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
            found = copy.execute("PRAGMA integrity_check").fetchone()
        if found != ("ok",):
            raise Missing(
                f"Bản sao của sổ cái không nguyên vẹn ({found[0]}). Hãy kiểm tra ổ đĩa.",
                f"The copy of the ledger is not whole ({found[0]}). Check the disk.",
            )
        return
    program = ["pg_dump", "--format=custom", "--no-owner", f"--lock-wait-timeout={_LOCK_SECONDS * 1000}"]
    _run([*program, f"--file={target}", *_where(parsed)], parsed)


def load(source: Path, url: str) -> None:
    """Fills the empty database at `url` from a dump; an SQLite file appears whole or not at all. Raises Missing."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        place = Path(parsed.database or "")
        beside = place.with_name(place.name + ".restoring")
        shutil.copyfile(source, beside)
        with beside.open("rb") as stream:
            os.fsync(stream.fileno())
        beside.rename(place)
        return
    _run(
        ["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", *_where(parsed), str(source)],
        parsed,
    )


def _where(url: URL) -> list[str]:
    host = url.host or str(url.query.get("host", ""))
    told = {
        "--host": host,
        "--port": str(url.port or url.query.get("port", "")),
        "--username": url.username or "",
    }
    return [f"{key}={value}" for key, value in told.items() if value] + [
        "--no-password",
        f"--dbname={url.database}",
    ]


def _run(command: list[str], url: URL) -> None:
    program = shutil.which(command[0])
    if program is None:
        raise Missing(
            f"Thiếu {command[0]}. Cài: apt-get install postgresql-client",
            f"{command[0]} is missing. Install it: apt-get install postgresql-client",
        )
    connecting = {"PGCONNECT_TIMEOUT": str(_CONNECT_SECONDS)}
    environment = {**connecting, **os.environ, **({"PGPASSWORD": url.password} if url.password else {})}
    done = subprocess.run(
        [program, *command[1:]], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["?"])[0]
        raise Missing(
            f"{command[0]} không chạy được: {reason}. Hãy kiểm tra máy chủ cơ sở dữ liệu và dung lượng đĩa.",
            f"{command[0]} failed: {reason}. Check the database server and the room on the disk.",
        )
