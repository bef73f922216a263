"""Runs this package's migrations on the connection that archive/schema.py hands over."""

from alembic import context

from archive.schema import VERSION_TABLE, is_ours
from archive.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    include_name=is_ours,
)
with context.begin_transaction():
    context.run_migrations()
