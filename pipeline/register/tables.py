"""Tables of registers: volumes, their pages, their entries. What an entry says are the fields of its record."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from pipeline.ledger_tables import metadata

volumes = Table(
    "ledger_volumes",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("unit", Text, nullable=False),
    Column("type", String(32), nullable=False),
    Column("book", Text, nullable=False),
    Column("year", Integer),
    Column("place", Text, nullable=False),
    Column("first_number", Integer, nullable=False),
    Column("last_number", Integer),
    Column("first_copy", String(36), ForeignKey("ledger_volumes.id"), index=True),
    Column("pdf", String(16), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("created_by", String(64), ForeignKey("ledger_actors.id"), nullable=False),
    # What the store holds of it: version and inventory of its object, and the digest of the volume.json in it.
    Column("archive_version", String(16)),
    Column("inventory_sha256", String(64)),
    Column("stored_sha256", String(64)),
)

volume_pages = Table(
    "ledger_volume_pages",
    metadata,
    Column("page", String(36), ForeignKey("ledger_pages.id"), primary_key=True),
    Column("volume", String(36), ForeignKey("ledger_volumes.id"), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("role", String(16), nullable=False),
)

entries = Table(
    "ledger_entries",
    metadata,
    Column("record", String(36), ForeignKey("ledger_records.id"), primary_key=True),
    Column("volume", String(36), ForeignKey("ledger_volumes.id"), nullable=False, index=True),
    Column("cancelled_at", String(32)),
    Column("cancelled_by", String(64), ForeignKey("ledger_actors.id")),
    Column("reason", Text),
)
