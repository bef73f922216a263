"""What one account read lately, and the alarms, by indexes of their own: no look through the whole trail."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ALARMS = sa.text("type >= 'alarm.' AND type < 'alarm/'")


def upgrade() -> None:
    op.create_index("ix_audit_outbox_actor_at", "audit_outbox", ["actor", "at"], unique=False)
    op.create_index(
        "ix_audit_outbox_alarms",
        "audit_outbox",
        ["type", "at"],
        unique=False,
        sqlite_where=_ALARMS,
        postgresql_where=_ALARMS,
    )


def downgrade() -> None:
    op.drop_index("ix_audit_outbox_alarms", table_name="audit_outbox")
    op.drop_index("ix_audit_outbox_actor_at", table_name="audit_outbox")
