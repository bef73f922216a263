"""What a database file still holds of rows that are gone: free pages, the write-ahead log, merged search terms."""

from __future__ import annotations

from sqlalchemy import Engine, text


def sweep_residue(engine: Engine) -> None:
    """Rewrite the database file without what was removed. SQLite only: PostgreSQL's VACUUM is its keeper's.

    Takes as long as copying the database; nobody writes meanwhile.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        wanted = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5(%'"
        tables = list(connection.execute(text(wanted)).scalars())
    with engine.begin() as connection:
        for name in tables:
            # Until segments are merged they keep the words of rows that were deleted.
            connection.execute(text(f"INSERT INTO {name}({name}) VALUES ('optimize')"))
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            cursor.execute(statement)
            cursor.fetchall()
        cursor.close()
    finally:
        raw.close()
