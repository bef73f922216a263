"""What people ask for about records that name them"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "ledger_person_requests",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("applicant", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.String(length=32), nullable=True),
        sa.Column("answered_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["record"], ["ledger_records.id"], name=op.f("fk_ledger_person_requests_record")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["ledger_actors.id"], name=op.f("fk_ledger_person_requests_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["ledger_actors.id"], name=op.f("fk_ledger_person_requests_answered_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_person_requests")),
    )
    op.create_index(op.f("ix_ledger_person_requests_record"), "ledger_person_requests", ["record"])
    op.create_index(op.f("ix_ledger_person_requests_state"), "ledger_person_requests", ["state"])
