"""Deliveries that left, and batches that came as earlier work"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [other], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "ledger_exports",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        _to("ledger_exports", "made_by", "ledger_actors.id"),
        _key("ledger_exports", "id"),
    )
    op.create_table(
        "ledger_export_items",
        sa.Column("export", sa.String(length=64), nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        _to("ledger_export_items", "export", "ledger_exports.id"),
        _to("ledger_export_items", "record", "ledger_records.id"),
        _key("ledger_export_items", "export", "record"),
    )
    op.create_index(op.f("ix_ledger_export_items_record"), "ledger_export_items", ["record"])
    op.create_table(
        "ledger_imports",
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("profile", sa.String(length=64), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.String(length=32), nullable=True),
        sa.Column("undone_by", sa.String(length=64), nullable=True),
        sa.Column("undo_reason", sa.Text(), nullable=True),
        _to("ledger_imports", "batch", "ledger_batches.id"),
        _to("ledger_imports", "undone_by", "ledger_actors.id"),
        _key("ledger_imports", "batch"),
    )
    op.create_table(
        "ledger_import_rows",
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("source", sa.Integer(), nullable=True),
        sa.Column("entry", sa.String(length=64), nullable=True),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("written", sa.JSON(), nullable=False),
        sa.Column("rest", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        _to("ledger_import_rows", "batch", "ledger_imports.batch"),
        _key("ledger_import_rows", "batch", "ordinal"),
    )
    op.create_index(op.f("ix_ledger_import_rows_entry"), "ledger_import_rows", ["entry"])
