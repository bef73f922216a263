"""Tables of signing and issuing: what a record is signed for, who has it in hand, numbers, finals, sessions, copies.

Part of the ledger, beside pipeline/ledger_tables.py. No PIN, key or token stands here: tokens as digests only.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from pipeline.ledger_tables import metadata

_RECORD, _ACTOR = "ledger_records.id", "ledger_actors.id"

# What a record is signed for. `rule` is pinned by the first act (initials, number, signature), so that a changed
# table never changes a signing that has begun. `place` is where marks and the official's signature stand, `imprint`
# the file with its marks.
cases = Table(
    "ledger_signing_cases",
    metadata,
    Column("record", String(36), ForeignKey(_RECORD), primary_key=True),
    Column("purpose", String(32), nullable=False),
    Column("rule", JSON),
    Column("place", JSON),
    Column("imprint", JSON),
    Column("series", String(32)),
    Column("supersedes", String(36), ForeignKey(_RECORD), index=True),
    Column("initials_at", String(32)),
    Column("initials_by", String(64), ForeignKey(_ACTOR)),
    Column("opened_at", String(32), nullable=False),
    Column("opened_by", String(64), ForeignKey(_ACTOR), nullable=False),
)

# One row per signature that was made, in order. The file is `signed-NN.pdf` in the record's folder of the workspace.
steps = Table(
    "ledger_signing_steps",
    metadata,
    Column("record", String(36), ForeignKey(_RECORD), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("capacity", String(32), nullable=False),
    Column("field", String(64), nullable=False),
    Column("actor", String(64), ForeignKey(_ACTOR), nullable=False),
    Column("certificate", String(64), nullable=False),
    Column("goal", String(8), nullable=False),
    Column("level", String(8), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("bytes", Integer, nullable=False),
    Column("signature_count", Integer, nullable=False),
    Column("session", String(36)),
    Column("at", String(32), nullable=False),
)

# The primary key is what keeps two people off one record. `sha256` is the file that will be signed.
leases = Table(
    "ledger_signing_leases",
    metadata,
    Column("record", String(36), ForeignKey(_RECORD), primary_key=True),
    Column("holder", String(64), ForeignKey(_ACTOR), nullable=False, index=True),
    Column("capacity", String(32), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("taken_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
)

# A one-time token for one person and one list of documents, traded by an agent for a session with a key of its own.
# Of both secrets only digests stand here.
tickets = Table(
    "ledger_signing_tickets",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("holder", String(64), ForeignKey(_ACTOR), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("key_digest", String(64), unique=True),
    Column("certificate", Text),
    Column("chain", JSON),
    Column("opened_at", String(32)),
    Column("until", String(32)),
    Column("closed_at", String(32)),
)

# What a ticket covers; `job` is the one handed out last, `answer` what came back and is not finished yet.
jobs = Table(
    "ledger_signing_jobs",
    metadata,
    Column("ticket", String(36), ForeignKey("ledger_signing_tickets.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("record", String(36), ForeignKey(_RECORD), nullable=False, index=True),
    Column("sha256", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("job_id", String(64)),
    Column("job", Text),
    Column("expires_at", String(32)),
    Column("answer", Text),
    Column("answered_at", String(32)),
    Column("level", String(8)),
    Column("result_sha256", String(64)),
    Column("changed_at", String(32), nullable=False),
)

# Every final file a record ever had, the newest with the highest ordinal; never changed, never deleted.
finals = Table(
    "ledger_finals",
    metadata,
    Column("record", String(36), ForeignKey(_RECORD), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("cause", String(16), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("bytes", Integer, nullable=False),
    Column("signature_count", Integer, nullable=False),
    Column("level", String(8)),
    Column("ends", String(32), index=True),
    Column("at", String(32), nullable=False),
    Column("actor", String(64), ForeignKey(_ACTOR)),
)

# A final file that is on its way to the store: of a renewal, until the new version is committed.
renewals = Table(
    "ledger_renewals",
    metadata,
    Column("record", String(36), ForeignKey(_RECORD), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("signature_count", Integer, nullable=False),
    Column("level", String(8), nullable=False),
    Column("ends", String(32), nullable=False),
    Column("at", String(32), nullable=False),
)

# Files that are signed but wait for a timestamp; `ordinal` is the step, at level B-B until then.
stamp_waits = Table(
    "ledger_stamp_waits",
    metadata,
    Column("record", String(36), ForeignKey(_RECORD), primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("goal", String(8), nullable=False),
    Column("since", String(32), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("tried_at", String(32), nullable=False),
)

# The counter of a register of numbers; its row is locked while a number is taken, so that none is skipped.
series = Table(
    "ledger_number_series",
    metadata,
    Column("unit", String(200), primary_key=True),
    Column("series", String(32), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

# Every number that was ever given; `about` is the record or copy that bears it.
numbers = Table(
    "ledger_numbers",
    metadata,
    Column("unit", String(200), primary_key=True),
    Column("series", String(32), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("about", String(36), nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("date", String(10), nullable=False),
    Column("at", String(32), nullable=False),
    Column("actor", String(64), ForeignKey(_ACTOR), nullable=False),
    Column("reason", Text),
    Index(None, "about", "state"),
)

seal_sessions = Table(
    "ledger_seal_sessions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("holder", String(64), ForeignKey(_ACTOR), nullable=False),
    Column("unit", Text, nullable=False),
    Column("most", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("list_sha256", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("listed_at", String(32), nullable=False),
    Column("opened_at", String(32)),
    Column("until", String(32)),
    Column("closed_at", String(32)),
    Column("ended", String(32)),
    Column("certificate", String(64)),
    Column("minute_sha256", String(64)),
    Column("deposited", Boolean, nullable=False, default=False),
)

seal_items = Table(
    "ledger_seal_items",
    metadata,
    Column("session", String(36), ForeignKey("ledger_seal_sessions.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("record", String(36), ForeignKey(_RECORD), nullable=False, index=True),
    Column("sha256", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("result_sha256", String(64)),
    Column("fault", String(64)),
    Column("at", String(32)),
)

copies = Table(
    "ledger_certified_copies",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("record", String(36), ForeignKey(_RECORD), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("pages", JSON),
    Column("source_sha256", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("sha256", String(64), index=True),
    Column("bytes", Integer),
    Column("signature_count", Integer),
    Column("level", String(8)),
    Column("asked_at", String(32), nullable=False),
    Column("asked_by", String(64), ForeignKey(_ACTOR), nullable=False),
    Column("made_at", String(32)),
    Column("made_by", String(64), ForeignKey(_ACTOR)),
)

# A copy that an agent is to sign: its ticket holds one job, whose record is the copy's source. `number` and `year` are
# what the prepared file shows; the number is taken only with the row above.
copy_orders = Table(
    "ledger_copy_orders",
    metadata,
    Column("ticket", String(36), ForeignKey("ledger_signing_tickets.id"), primary_key=True),
    Column("copy", String(36), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("pages", JSON),
    Column("receiver", Text, nullable=False),
    Column("superseded", Boolean, nullable=False),
    Column("number", Integer),
    Column("year", Integer),
)
