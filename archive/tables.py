"""The tables of this package: `archive_*` can be rebuilt from the store, `audit_*` cannot be rebuilt at all.

No foreign key leads to or from the ledger's tables. Times are text as instant.py writes them; dates on paper
are text, possibly partial. The full-text tables belong to the database's dialect: see fulltext.py.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

records = Table(
    "archive_records",
    metadata,
    Column("id", String, primary_key=True),
    Column("root", String, nullable=False),
    Column("head", String, nullable=False),
    Column("inventory_sha256", String, nullable=False),
    Column("type", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("issued", String, nullable=False),
    Column("retention_class", String, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("review_state", String, nullable=False),
    Column("public_code", String, nullable=False, index=True),
    Column("description", Text, nullable=False),
    Column("indexed_at", String, nullable=False),
    Index("archive_records_issued", "issued"),
    Index("archive_records_unit_type", "unit", "type"),
)

names = Table(
    "archive_names",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("record", String, ForeignKey("archive_records.id"), nullable=False, index=True),
    Column("role", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_exact", Text, nullable=False),
    Column("name_folded", Text, nullable=False),
    Column("birth_date", String),
    Index("archive_names_folded_born", "name_folded", "birth_date"),
    Index("archive_names_folded_id", "name_folded", "id"),
)

# Every folded word that ever stood in a name: what a mistyped or misread word may have been. Never shrinks.
words = Table("archive_words", metadata, Column("word", String, primary_key=True))

numbers = Table(
    "archive_numbers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("record", String, ForeignKey("archive_records.id"), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("value", String, nullable=False),
    Column("value_folded", String, nullable=False, index=True),
    Column("value_compact", String, nullable=False, index=True),
)

dates = Table(
    "archive_dates",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("record", String, ForeignKey("archive_records.id"), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("value", String, nullable=False, index=True),
)

bodies = Table(
    "archive_bodies",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("record", String, ForeignKey("archive_records.id"), nullable=False, unique=True),
    Column("body_folded", Text, nullable=False),
)

files = Table(
    "archive_files",
    metadata,
    Column("record", String, ForeignKey("archive_records.id"), primary_key=True),
    Column("version", String, nullable=False),
    Column("name", String, primary_key=True),
    Column("sha256", String, nullable=False, index=True),
    Column("size", Integer, nullable=False),
)

dossiers = Table(
    "archive_dossiers",
    metadata,
    Column("id", String, primary_key=True),
    Column("code", String, nullable=False, unique=True),
    Column("code_compact", String, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("title_folded", Text, nullable=False),
    Column("procedure", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("state", String, nullable=False),
    Column("opened_at", String, nullable=False),
    Column("closed_at", String),
)

members = Table(
    "archive_members",
    metadata,
    Column("dossier", String, ForeignKey("archive_dossiers.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    # Not a foreign key: a dossier may be rebuilt before its records, or name one that is damaged.
    Column("record", String, nullable=False, index=True),
    Column("version", String, nullable=False),
    Column("inventory_sha256", String, nullable=False),
    Column("component", String, nullable=False),
    Column("attached_at", String, nullable=False),
    Column("attached_by", String, nullable=False),
    Column("detached_at", String),
    Column("detached_by", String),
    Column("detached_reason", Text),
)

leases = Table(
    "archive_leases",
    metadata,
    Column("object", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("taken_at", String, nullable=False),
    Column("expires_at", String, nullable=False),
)

outbox = Table(
    "audit_outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("type", String, nullable=False),
    Column("object", String, nullable=False, index=True),
    Column("outcome", String, nullable=False),
    Column("detail", Text, nullable=False),
    # Numbers of the trail are never used twice, also after rows have been sealed and moved away.
    sqlite_autoincrement=True,
)
