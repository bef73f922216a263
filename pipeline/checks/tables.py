"""The table by which records find each other: digests of what must not, or rarely does, stand on two records.

Digests, not values: the table tells equal from different and nothing else. It is derived from the fields and may be
made again (`across.rekey`).
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table

from pipeline.ledger_tables import metadata

# One row per record and check of its type that looks at other records (`place` is the check's place in the type).
check_keys = Table(
    "ledger_check_keys",
    metadata,
    Column("record", String(36), ForeignKey("ledger_records.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("rule", String(16), nullable=False),
    Column("digest", String(64), nullable=False, index=True),
    Column("fields", JSON, nullable=False),
)
