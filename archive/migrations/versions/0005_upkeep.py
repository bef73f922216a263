"""When each object was last read through, and what each copy of the store holds."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archive_fixity",
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("checked_at", sa.String(), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("object"),
    )
    op.create_index("ix_archive_fixity_checked_at", "archive_fixity", ["checked_at"])
    op.create_table(
        "archive_copies",
        sa.Column("copy", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("inventory_sha256", sa.String(), nullable=False),
        sa.Column("copied_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("copy", "object"),
    )


def downgrade() -> None:
    op.drop_table("archive_copies")
    op.drop_table("archive_fixity")
