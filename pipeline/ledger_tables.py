"""Tables of the ledger: batches, pages, records, decisions. The only truth about states.

Owned by `pipeline` alone; the archive's tables live in the same database without any foreign key between the
two. Ids are uuid texts; times are UTC in ISO 8601 with `Z`, so that SQLite and PostgreSQL sort them alike.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

actors = Table(
    "ledger_actors",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False),
)

batches = Table(
    "ledger_batches",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("unit", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("source_set", String(64), nullable=False, index=True),
    Column("dossier", Text),
    Column("type", String(32)),
    Column("docket", JSON, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("created_by", String(64), ForeignKey("ledger_actors.id"), nullable=False),
    Column("closed_at", String(32)),
    Column("closed_by", String(64), ForeignKey("ledger_actors.id")),
    Column("close_reason", Text),
    Column("inventory_sha256", String(64)),
    # Lists begin with the newest, figures count a period.
    Index(None, "created_at"),
)

sources = Table(
    "ledger_sources",
    metadata,
    Column("batch", String(36), ForeignKey("ledger_batches.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("bytes", Integer, nullable=False),
    Column("media_type", String(64)),
    Column("signed", Boolean, nullable=False, default=False),
    Column("pages", Integer),
    Column("drafted", Boolean, nullable=False, default=False),
    Column("fault", String(32)),
    Column("facts", JSON, nullable=False),
)

pages = Table(
    "ledger_pages",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("batch", String(36), ForeignKey("ledger_batches.id"), nullable=False),
    Column("source", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("reading", String(64)),
    Column("width", Integer),
    Column("height", Integer),
    Column("dpi", Float),
    Column("rotation", Integer),
    Column("quality", String(16)),
    Column("fault", String(32)),
    Column("facts", JSON, nullable=False),
    Column("twin", String(36)),
    Column("changed_at", String(32), nullable=False),
    Index(None, "batch", "source", "number", unique=True),
    Index(None, "batch", "state"),
)

records = Table(
    "ledger_records",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("batch", String(36), ForeignKey("ledger_batches.id"), nullable=False, index=True),
    Column("first_source", Integer, nullable=False),
    Column("first_number", Integer, nullable=False),
    Column("entry", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("type", String(32), nullable=False),
    Column("form", String(64)),
    Column("score", Float, nullable=False),
    Column("margin", Float, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("public_code", String(32), nullable=False, unique=True),
    Column("dossier", Text),
    Column("component", Text),
    Column("incoming_signature", JSON),
    Column("flag", String(32)),
    Column("pdf_sha256", String(64)),
    Column("conformance", JSON),
    Column("final_sha256", String(64)),
    Column("final_bytes", Integer),
    Column("signature_count", Integer),
    Column("level", String(8)),
    Column("archive_version", String(16)),
    Column("inventory_sha256", String(64)),
    Column("created_at", String(32), nullable=False),
    Column("changed_at", String(32), nullable=False),
    # Figures count a period; the map of the store counts every batch by state and reads no record for it.
    Index(None, "created_at"),
    Index(None, "batch", "state"),
)
# What the store holds, by unit, without reading the records themselves.
_STORED = text("archive_version IS NOT NULL")
Index(
    "ix_ledger_records_stored", records.c.unit, records.c.id, sqlite_where=_STORED, postgresql_where=_STORED
)

regions = Table(
    "ledger_regions",
    metadata,
    Column("record", String(36), ForeignKey("ledger_records.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("page", String(36), ForeignKey("ledger_pages.id"), nullable=False, index=True),
    Column("polygon", JSON, nullable=False),
)

# A page to be scanned anew, and the page that came for it: `replacement` then stands in its place in the record.
rescans = Table(
    "ledger_review_rescans",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("record", String(36), ForeignKey("ledger_records.id"), nullable=False),
    Column("page", String(36), ForeignKey("ledger_pages.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_at", String(32), nullable=False),
    Column("asked_by", String(64), ForeignKey("ledger_actors.id"), nullable=False),
    Column("replacement", String(36), ForeignKey("ledger_pages.id")),
    Column("done_at", String(32)),
    Column("withdrawn_at", String(32)),
    Index(None, "record", "page"),
)

fields = Table(
    "ledger_fields",
    metadata,
    Column("record", String(36), ForeignKey("ledger_records.id"), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("value", Text),
    Column("written", Text),
    Column("confidence", Float, nullable=False),
    Column("state", String(16), nullable=False),
    Column("page", Integer),
    Column("box", JSON),
    Column("decided_by", String(64), ForeignKey("ledger_actors.id")),
    Column("decided_at", String(32)),
)

# Made of fields and decisions, see field_marks.py; triggers of the database remove what they have made untrue.
field_marks = Table(
    "ledger_field_marks",
    metadata,
    Column("record", String(36), primary_key=True),
    Column("keys", Text, nullable=False),
)

findings = Table(
    "ledger_findings",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("batch", String(36), ForeignKey("ledger_batches.id"), nullable=False, index=True),
    Column("record", String(36), ForeignKey("ledger_records.id"), index=True),
    Column("page", String(36), ForeignKey("ledger_pages.id")),
    Column("code", String(32), nullable=False),
    Column("field", String(64), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("closed_at", String(32)),
    Column("closed_by", String(64), ForeignKey("ledger_actors.id")),
    Column("reason", Text),
)

decisions = Table(
    "ledger_decisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("record", String(36), ForeignKey("ledger_records.id"), nullable=False),
    Column("at", String(32), nullable=False),
    Column("actor", String(64), ForeignKey("ledger_actors.id"), nullable=False),
    Column("action", String(32), nullable=False),
    Column("field", String(64)),
    Column("old", JSON),
    Column("new", JSON),
    Column("reason", Text),
    # What stood in a field before anybody decided on it.
    Index(None, "record", "field"),
)
