"""Tables of exchange: what was handed out to whom, and which rows of earlier work came in with which batch.

On the ledger's metadata, but read and written by `pipeline/exchange` alone. Like the ledger they hold people's data.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from pipeline.ledger_tables import metadata

# One delivery; `id` is the digest of its manifest, so that the same delivery made twice is one.
exports = Table(
    "ledger_exports",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("receiver", Text, nullable=False),
    Column("records", Integer, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("made_by", String(64), ForeignKey("ledger_actors.id"), nullable=False),
)

# Which record in which revision went out in which file of it.
export_items = Table(
    "ledger_export_items",
    metadata,
    Column("export", String(64), ForeignKey("ledger_exports.id"), primary_key=True),
    Column("record", String(36), ForeignKey("ledger_records.id"), primary_key=True, index=True),
    Column("revision", Integer, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", String(64)),
)

# A batch that came as earlier work; `report` counts what was found and lists files without a row.
imports = Table(
    "ledger_imports",
    metadata,
    Column("batch", String(36), ForeignKey("ledger_batches.id"), primary_key=True),
    Column("profile", String(64), nullable=False),
    Column("report", JSON, nullable=False),
    Column("undone_at", String(32)),
    Column("undone_by", String(64), ForeignKey("ledger_actors.id")),
    Column("undo_reason", Text),
)

# One row of its tables: `cells` as they stood there, `written` by field key as text that people read, `rest` what no
# field of the type takes. Without `source` no file answers to it.
import_rows = Table(
    "ledger_import_rows",
    metadata,
    Column("batch", String(36), ForeignKey("ledger_imports.batch"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("place", Text, nullable=False),
    Column("type", String(32), nullable=False),
    Column("source", Integer),
    Column("entry", String(64), index=True),
    Column("cells", JSON, nullable=False),
    Column("written", JSON, nullable=False),
    Column("rest", JSON, nullable=False),
    Column("findings", JSON, nullable=False),
)
