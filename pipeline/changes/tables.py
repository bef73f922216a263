"""Table of annotations: changes in law to what a record says. Who received copies: pipeline/exchange."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, String, Table, Text

from pipeline.ledger_tables import metadata

annotation_rows = Table(
    "ledger_annotations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("record", String(36), ForeignKey("ledger_records.id"), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("number", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("date", String(10), nullable=False),
    Column("affected", JSON, nullable=False),
    Column("written", Text, nullable=False),
    Column("scan_record", String(36), ForeignKey("ledger_records.id")),
    Column("scan_page", String(36), ForeignKey("ledger_pages.id")),
    Column("state", String(16), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("created_by", String(64), ForeignKey("ledger_actors.id"), nullable=False),
    Column("decided_at", String(32)),
    Column("decided_by", String(64), ForeignKey("ledger_actors.id")),
    Column("reason", Text),
)
