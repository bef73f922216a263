"""Tables of review: who holds which record, who played which part, what was keyed apart, samples, rescans, sight.

Part of the ledger, beside pipeline/ledger_tables.py. No table here says where a record stands: that is
`ledger_records.state`. A row of `items` pins what a record's review consists of, so that a changed setting never
changes a review that has begun.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table, Text

from pipeline.ledger_tables import metadata

_RECORD, _ACTOR = "ledger_records.id", "ledger_actors.id"

# One row per record under review: its preset, the fields that two people key blind, the round, the stage it is at.
items = Table(
    "ledger_review_items",
    metadata,
    Column("record", String(36), ForeignKey(_RECORD), primary_key=True),
    Column("preset", String(32), nullable=False),
    Column("rule", JSON, nullable=False),
    Column("keyed", JSON, nullable=False),
    Column("round", Integer, nullable=False),
    Column("stage", Integer, nullable=False),
    Column("opened_at", String(32), nullable=False),
)

# What a person said of a whole batch: how urgent it is, and by which preset it is reviewed (None: as settings say).
batch_plans = Table(
    "ledger_review_batches",
    metadata,
    Column("batch", String(36), ForeignKey("ledger_batches.id"), primary_key=True),
    Column("priority", Integer, nullable=False),
    Column("preset", String(32)),
    Column("at", String(32), nullable=False),
    Column("actor", String(64), ForeignKey(_ACTOR), nullable=False),
)

# The primary key is what keeps two people off one record.
leases = Table(
    "ledger_review_leases",
    metadata,
    Column("record", String(36), ForeignKey(_RECORD), primary_key=True),
    Column("holder", String(64), ForeignKey(_ACTOR), nullable=False, index=True),
    Column("stage", String(32), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("taken_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("note", Text),
)

# Who had a hand in which stage; `acted_at` is set by the first act, `finished_at` when the stage is done.
parts = Table(
    "ledger_review_parts",
    metadata,
    Column("record", String(36), ForeignKey(_RECORD), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("stage", String(32), primary_key=True),
    Column("actor", String(64), ForeignKey(_ACTOR), primary_key=True),
    Column("taken_at", String(32), nullable=False, index=True),
    Column("acted_at", String(32)),
    Column("finished_at", String(32)),
)

# What was keyed apart from the record's fields: by each of two people, by the machine (stage `machine`), by the third.
entries = Table(
    "ledger_review_entries",
    metadata,
    Column("record", String(36), ForeignKey(_RECORD), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("stage", String(32), primary_key=True),
    Column("actor", String(64), ForeignKey(_ACTOR), primary_key=True),
    Column("field", String(64), primary_key=True),
    Column("data", JSON, nullable=False),
    Column("reason", Text),
    Column("at", String(32), nullable=False),
)

# The fields as a stage left them: what the difference table between stages is made of.
snapshots = Table(
    "ledger_review_snapshots",
    metadata,
    Column("record", String(36), ForeignKey(_RECORD), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("stage", String(32), nullable=False),
    Column("actor", String(64), ForeignKey(_ACTOR), nullable=False),
    Column("at", String(32), nullable=False),
    Column("fields", JSON, nullable=False),
)

# Every act with what stood before it, so that its author can take it back; `revision` is the record's after it.
acts = Table(
    "ledger_review_acts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("record", String(36), ForeignKey(_RECORD), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("actor", String(64), ForeignKey(_ACTOR), nullable=False),
    Column("at", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("before", JSON, nullable=False),
    Column("undone_at", String(32)),
)

samples = Table(
    "ledger_review_samples",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("batch", String(36), ForeignKey("ledger_batches.id"), nullable=False, index=True),
    Column("plan", String(32), nullable=False),
    Column("seed", Text, nullable=False),
    Column("population", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("allowed", Integer, nullable=False),
    Column("drawn_at", String(32), nullable=False),
    Column("drawn_by", String(64), ForeignKey(_ACTOR), nullable=False),
    Column("verdict", String(16)),
    Column("signed_at", String(32)),
    Column("signed_by", String(64), ForeignKey(_ACTOR)),
    Column("reason", Text),
)

# One row per field of a sampled record: what the record said when the sample was drawn, what the checker keyed.
sampled = Table(
    "ledger_review_sampled",
    metadata,
    Column("sample", String(36), ForeignKey("ledger_review_samples.id"), primary_key=True),
    Column("record", String(36), ForeignKey(_RECORD), primary_key=True),
    Column("field", String(64), primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("kept", JSON, nullable=False),
    Column("keyed", JSON),
    Column("checked_by", String(64), ForeignKey(_ACTOR)),
    Column("checked_at", String(32)),
    Column("wrong", Boolean),
)

# Why a record is closed to all but the people named for it: a mark such as `secret`, or `restricted` by hand.
sight_marks = Table(
    "ledger_sight_marks",
    metadata,
    Column("record", String(36), ForeignKey(_RECORD), primary_key=True),
    Column("mark", String(32), primary_key=True),
    Column("at", String(32), nullable=False),
    Column("actor", String(64), ForeignKey(_ACTOR), nullable=False),
    Column("lifted_at", String(32)),
)

# `person` is an actor's id; it may be named before that person has ever acted, so it is no foreign key.
sight_people = Table(
    "ledger_sight_people",
    metadata,
    Column("record", String(36), ForeignKey(_RECORD), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("at", String(32), nullable=False),
    Column("actor", String(64), ForeignKey(_ACTOR), nullable=False),
    Column("reason", Text, nullable=False),
    Column("withdrawn_at", String(32)),
)
