"""Volumes of registers have an object of their own in the store"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    with op.batch_alter_table("ledger_volumes") as batch_op:
        batch_op.add_column(sa.Column("archive_version", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("inventory_sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("stored_sha256", sa.String(length=64), nullable=True))
