"""What people decide about keeping, removing and handing over archived objects."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archive_terms",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("retention_class", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "archive_holds",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", sa.String(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("lifted_at", sa.String(), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("lifted_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "archive_removals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_reason", sa.Text(), nullable=True),
        sa.Column("done_at", sa.String(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "archive_removal_items",
        sa.Column("removal", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("done_at", sa.String(), nullable=True),
        sa.Column("removed", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["removal"], ["archive_removals.id"]),
        sa.PrimaryKeyConstraint("removal", "object", "page"),
    )
    op.create_table(
        "archive_handovers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("offered_at", sa.String(), nullable=False),
        sa.Column("offered_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "archive_handover_items",
        sa.Column("handover", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("inventory_sha256", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["handover"], ["archive_handovers.id"]),
        sa.PrimaryKeyConstraint("handover", "object"),
    )
    op.create_index(op.f("ix_archive_terms_object"), "archive_terms", ["object"], unique=False)
    op.create_index(op.f("ix_archive_holds_object"), "archive_holds", ["object"], unique=False)


def downgrade() -> None:
    op.drop_table("archive_handover_items")
    op.drop_table("archive_handovers")
    op.drop_table("archive_removal_items")
    op.drop_table("archive_removals")
    op.drop_table("archive_holds")
    op.drop_table("archive_terms")
