"""Paper on its shelves: what is planned, and what went back"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "ledger_shelf_plans",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("store", sa.String(length=200), nullable=False),
        sa.Column("box", sa.String(length=200), nullable=False),
        sa.Column("volume", sa.String(length=200), nullable=False),
        sa.Column("planned_at", sa.String(length=32), nullable=False),
        sa.Column("planned_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["planned_by"], ["ledger_actors.id"], name=op.f("fk_ledger_shelf_plans_planned_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_shelf_plans")),
    )
    with op.batch_alter_table("ledger_shelf_plans", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_shelf_plans_unit_store_box_volume"),
            ["unit", "store", "box", "volume"],
            unique=True,
        )

    op.create_table(
        "ledger_paper_returns",
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["ledger_actors.id"], name=op.f("fk_ledger_paper_returns_actor")),
        sa.ForeignKeyConstraint(["batch"], ["ledger_batches.id"], name=op.f("fk_ledger_paper_returns_batch")),
        sa.PrimaryKeyConstraint("batch", name=op.f("pk_ledger_paper_returns")),
    )
