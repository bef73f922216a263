"""Alembic environment of the ledger's tables; called only through pipeline/database.py."""

from alembic import context

# Tables live beside the nouns they belong to; importing a module puts its tables on the metadata.
import pipeline.accounts.tables
import pipeline.changes.tables
import pipeline.checks.tables
import pipeline.exchange.tables
import pipeline.issuing.tables
import pipeline.persons.tables
import pipeline.register.tables
import pipeline.review.tables
import pipeline.shelves.tables
import pipeline.window.tables
from pipeline.ledger_tables import metadata

WITH_TABLES = (
    pipeline.accounts.tables,
    pipeline.changes.tables,
    pipeline.checks.tables,
    pipeline.exchange.tables,
    pipeline.issuing.tables,
    pipeline.persons.tables,
    pipeline.register.tables,
    pipeline.review.tables,
)

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
