"""Alembic environment of the ledger's tables; called only through pipeline/database.py."""

from alembic import context

import pipeline.changes.tables
import pipeline.register.tables  # noqa: F401
from pipeline.ledger_tables import metadata

with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table="ledger_version",
        include_name=lambda name, kind, _parents: kind != "table" or str(name).startswith("ledger_"),
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
