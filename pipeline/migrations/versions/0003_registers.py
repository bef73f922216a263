"""Registers and annotations"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "ledger_volumes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=True),
        sa.Column("first_copy", sa.String(length=36), nullable=True),
        sa.Column("pdf", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["ledger_actors.id"], name=op.f("fk_ledger_volumes_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["first_copy"], ["ledger_volumes.id"], name=op.f("fk_ledger_volumes_first_copy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_volumes")),
    )
    with op.batch_alter_table("ledger_volumes") as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_volumes_first_copy"), ["first_copy"], unique=False)
    op.create_table(
        "ledger_volume_pages",
        sa.Column("page", sa.String(length=36), nullable=False),
        sa.Column("volume", sa.String(length=36), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["page"], ["ledger_pages.id"], name=op.f("fk_ledger_volume_pages_page")),
        sa.ForeignKeyConstraint(
            ["volume"], ["ledger_volumes.id"], name=op.f("fk_ledger_volume_pages_volume")
        ),
        sa.PrimaryKeyConstraint("page", name=op.f("pk_ledger_volume_pages")),
    )
    with op.batch_alter_table("ledger_volume_pages") as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_volume_pages_volume"), ["volume"], unique=False)
    op.create_table(
        "ledger_entries",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("volume", sa.String(length=36), nullable=False),
        sa.Column("cancelled_at", sa.String(length=32), nullable=True),
        sa.Column("cancelled_by", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cancelled_by"], ["ledger_actors.id"], name=op.f("fk_ledger_entries_cancelled_by")
        ),
        sa.ForeignKeyConstraint(["record"], ["ledger_records.id"], name=op.f("fk_ledger_entries_record")),
        sa.ForeignKeyConstraint(["volume"], ["ledger_volumes.id"], name=op.f("fk_ledger_entries_volume")),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_ledger_entries")),
    )
    with op.batch_alter_table("ledger_entries") as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_entries_volume"), ["volume"], unique=False)
    op.create_table(
        "ledger_annotations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("affected", sa.JSON(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("scan_record", sa.String(length=36), nullable=True),
        sa.Column("scan_page", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", sa.String(length=32), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["ledger_actors.id"], name=op.f("fk_ledger_annotations_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["ledger_actors.id"], name=op.f("fk_ledger_annotations_decided_by")
        ),
        sa.ForeignKeyConstraint(["record"], ["ledger_records.id"], name=op.f("fk_ledger_annotations_record")),
        sa.ForeignKeyConstraint(
            ["scan_page"], ["ledger_pages.id"], name=op.f("fk_ledger_annotations_scan_page")
        ),
        sa.ForeignKeyConstraint(
            ["scan_record"], ["ledger_records.id"], name=op.f("fk_ledger_annotations_scan_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_annotations")),
    )
    with op.batch_alter_table("ledger_annotations") as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_annotations_record"), ["record"], unique=False)
