"""Orders of certified copies that an agent signs"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "ledger_copy_orders",
        sa.Column("ticket", sa.String(length=36), nullable=False),
        sa.Column("copy", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=True),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket"], ["ledger_signing_tickets.id"], name=op.f("fk_ledger_copy_orders_ticket")
        ),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_ledger_copy_orders")),
        sa.UniqueConstraint("copy", name=op.f("uq_ledger_copy_orders_copy")),
    )
