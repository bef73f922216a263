"""Figures of a period from indexes: first decisions on a field, what the store holds by unit, when parts were taken"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_STORED = sa.text("archive_version IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_ledger_decisions_record_field", "ledger_decisions", ["record", "field"], unique=False)
    # The new one begins with the same column.
    op.drop_index("ix_ledger_decisions_record", table_name="ledger_decisions")
    op.create_index(
        "ix_ledger_records_stored",
        "ledger_records",
        ["unit", "id"],
        unique=False,
        sqlite_where=_STORED,
        postgresql_where=_STORED,
    )
    op.create_index("ix_ledger_review_parts_taken_at", "ledger_review_parts", ["taken_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_ledger_review_parts_taken_at", table_name="ledger_review_parts")
    op.drop_index("ix_ledger_records_stored", table_name="ledger_records")
    op.create_index("ix_ledger_decisions_record", "ledger_decisions", ["record"], unique=False)
    op.drop_index("ix_ledger_decisions_record_field", table_name="ledger_decisions")
