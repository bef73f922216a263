"""The table of records that are used before anybody has checked them. Part of the ledger."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, String, Table, Text

from pipeline.ledger_tables import metadata

# `pages` are those that the final file shows: while they are the same, a check changes no byte of it.
early_uses = Table(
    "ledger_early_uses",
    metadata,
    Column("record", String(36), ForeignKey("ledger_records.id"), primary_key=True),
    Column("dossier", Text, nullable=False, index=True),
    Column("component", Text, nullable=False),
    Column("pages", JSON, nullable=False),
    Column("used_at", String(32), nullable=False),
    Column("used_by", String(64), ForeignKey("ledger_actors.id"), nullable=False),
    Column("checked_at", String(32)),
)
