"""Digests by which records find others with the same key, person or event"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "ledger_check_keys",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["record"], ["ledger_records.id"], name=op.f("fk_ledger_check_keys_record")),
        sa.PrimaryKeyConstraint("record", "place", name=op.f("pk_ledger_check_keys")),
    )
    op.create_index(op.f("ix_ledger_check_keys_digest"), "ledger_check_keys", ["digest"])
