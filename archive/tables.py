"""The tables of this package: the index can be rebuilt from the store; decisions and the trail cannot.

No foreign key leads to or from the ledger's tables. Times are text as instant.py writes them; dates on paper
are text, possibly partial. The full-text tables belong to the database's dialect: see fulltext.py.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, literal_column

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

# Addresses that begin with a house number: `15 3 tran hung dao phuong an hoa`, see addresses.py.
places = Table(
    "archive_places",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("record", String, ForeignKey("archive_records.id"), nullable=False, index=True),
    Column("address_key", Text, nullable=False, index=True),
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

# When each object was last read through, and how it was; what was never read has no row.
readings = Table(
    "archive_fixity",
    metadata,
    Column("object", String, primary_key=True),
    Column("checked_at", String, nullable=False, index=True),
    Column("findings", Integer, nullable=False),
    # What of the store was read lately is counted by this index alone.
    Index("ix_archive_fixity_object_checked_at", "object", "checked_at"),
)

# Which version of each object a copy holds, as it was read back there.
copies = Table(
    "archive_copies",
    metadata,
    Column("copy", String, primary_key=True),
    Column("object", String, primary_key=True),
    Column("inventory_sha256", String, nullable=False),
    Column("copied_at", String, nullable=False),
)

# Until when the files of each object were last seen to be locked, and of which version.
locks = Table(
    "archive_locks",
    metadata,
    Column("object", String, primary_key=True),
    Column("inventory_sha256", String, nullable=False),
    Column("until", String, nullable=False),
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
    # Numbers of the trail are never used twice: a number that is missing was taken out.
    sqlite_autoincrement=True,
)
# What one account did lately, and alarms among millions of lines of work.
Index("ix_audit_outbox_actor_at", outbox.c.actor, outbox.c.at)
# Events that are alarms begin so. Written out, since a planner takes the index only where it reads its very condition.
ALARM = "alarm."
ALARMS = (outbox.c.type >= literal_column(f"'{ALARM}'")) & (outbox.c.type < literal_column("'alarm/'"))
Index("ix_audit_outbox_alarms", outbox.c.type, outbox.c.at, sqlite_where=ALARMS, postgresql_where=ALARMS)

# Triggers of the database refuse to change or remove rows of the three tables of the trail.
chain = Table(
    "audit_chain",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    # Not a foreign key: what somebody removed by force must be found by the verifier, not hidden by a cascade.
    Column("event", Integer, nullable=False, unique=True),
    Column("hash", String, nullable=False),
)

segments = Table(
    "audit_segments",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("first_seq", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("head_hash", String, nullable=False),
    Column("anchor_sha256", String, nullable=False),
    Column("sealed_at", String, nullable=False),
)

# What people decided about keeping and removing. Not derived from the store: it comes back from the ledger's backup.
terms = Table(
    "archive_terms",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("object", String, nullable=False, index=True),
    Column("retention_class", String, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("decided_at", String, nullable=False),
    Column("decided_by", String, nullable=False),
)

holds = Table(
    "archive_holds",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("object", String, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("set_at", String, nullable=False),
    Column("set_by", String, nullable=False),
    Column("lifted_at", String),
    Column("lifted_by", String),
    Column("lifted_reason", Text),
)

removals = Table(
    "archive_removals",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("proposed_at", String, nullable=False),
    Column("proposed_by", String, nullable=False),
    Column("decided_at", String),
    Column("decided_by", String),
    Column("decided_reason", Text),
    Column("done_at", String),
    Column("done_by", String),
)

removal_items = Table(
    "archive_removal_items",
    metadata,
    Column("removal", String, ForeignKey("archive_removals.id"), primary_key=True),
    Column("object", String, primary_key=True),
    # A page's id, or empty for the whole record.
    Column("page", String, primary_key=True),
    Column("done_at", String),
    # What was removed: name, digest and length of each file, as JSON.
    Column("removed", Text),
)

handovers = Table(
    "archive_handovers",
    metadata,
    Column("id", String, primary_key=True),
    Column("receiver", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("offered_at", String, nullable=False),
    Column("offered_by", String, nullable=False),
    Column("decided_at", String),
    Column("decided_by", String),
    Column("reason", Text),
)

handover_items = Table(
    "archive_handover_items",
    metadata,
    Column("handover", String, ForeignKey("archive_handovers.id"), primary_key=True),
    Column("object", String, primary_key=True),
    Column("version", String, nullable=False),
    Column("inventory_sha256", String, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", Text),
)
