"""Until when the files of each object were last seen to be locked."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archive_locks",
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("inventory_sha256", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("object"),
    )


def downgrade() -> None:
    op.drop_table("archive_locks")
