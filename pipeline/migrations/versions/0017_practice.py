"""Practice of newcomers: runs, efforts, and which session is practising"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "ledger_practice_runs",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("begun_at", sa.String(length=32), nullable=False),
        sa.Column("finished_at", sa.String(length=32), nullable=True),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("judged", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor"], ["ledger_accounts.actor"], name=op.f("fk_ledger_practice_runs_actor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_practice_runs")),
    )
    op.create_index(op.f("ix_ledger_practice_runs_actor"), "ledger_practice_runs", ["actor"])
    op.create_table(
        "ledger_practice_efforts",
        sa.Column("run", sa.String(length=36), nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("keys", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run"], ["ledger_practice_runs.id"], name=op.f("fk_ledger_practice_efforts_run")
        ),
        sa.PrimaryKeyConstraint("run", "record", name=op.f("pk_ledger_practice_efforts")),
    )
    with op.batch_alter_table("ledger_account_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("practice", sa.String(length=36), nullable=True))
