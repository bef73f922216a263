"""How much of the store was read lately, counted by an index alone."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_archive_fixity_object_checked_at", "archive_fixity", ["object", "checked_at"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_archive_fixity_object_checked_at", table_name="archive_fixity")
