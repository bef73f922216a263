"""Tables of the map of the store. Part of the ledger."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from pipeline.ledger_tables import metadata

# What is to be scanned, from the office's own list; it has begun as soon as a batch names the same place.
planned = Table(
    "ledger_shelf_plans",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("unit", String(200), nullable=False),
    Column("store", String(200), nullable=False),
    Column("box", String(200), nullable=False),
    Column("volume", String(200), nullable=False),
    Column("planned_at", String(32), nullable=False),
    Column("planned_by", String(64), ForeignKey("ledger_actors.id"), nullable=False),
    Index(None, "unit", "store", "box", "volume", unique=True),
)

paper_returns = Table(
    "ledger_paper_returns",
    metadata,
    Column("batch", String(36), ForeignKey("ledger_batches.id"), primary_key=True),
    Column("receiver", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("actor", String(64), ForeignKey("ledger_actors.id"), nullable=False),
)
