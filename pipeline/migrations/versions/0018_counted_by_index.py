"""Records and batches of a period, and states by batch, without a walk through every record"""

from alembic import op

revision = "0018"
down_revision = "0017"

_INDEXES = (
    ("ix_ledger_batches_created_at", "ledger_batches", ["created_at"]),
    ("ix_ledger_records_created_at", "ledger_records", ["created_at"]),
    ("ix_ledger_records_batch_state", "ledger_records", ["batch", "state"]),
)


def upgrade() -> None:
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns, unique=False)


def downgrade() -> None:
    for name, table, _columns in reversed(_INDEXES):
        op.drop_index(name, table_name=table)
