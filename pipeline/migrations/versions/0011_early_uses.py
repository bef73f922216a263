"""Records that are used at the window before they are checked"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "ledger_early_uses",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("used_at", sa.String(length=32), nullable=False),
        sa.Column("used_by", sa.String(length=64), nullable=False),
        sa.Column("checked_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["record"], ["ledger_records.id"], name=op.f("fk_ledger_early_uses_record")),
        sa.ForeignKeyConstraint(["used_by"], ["ledger_actors.id"], name=op.f("fk_ledger_early_uses_used_by")),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_ledger_early_uses")),
    )
    with op.batch_alter_table("ledger_early_uses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_early_uses_dossier"), ["dossier"], unique=False)
