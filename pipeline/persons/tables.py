"""The table of what people ask for about records that name them. Part of the ledger; holds people's words."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table, Text

from pipeline.ledger_tables import metadata

# `applicant` is who asked, as the office has it on paper; `due` the last day for the answer.
requests = Table(
    "ledger_person_requests",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("record", String(36), ForeignKey("ledger_records.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("applicant", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("asked_at", String(32), nullable=False),
    Column("asked_by", String(64), ForeignKey("ledger_actors.id"), nullable=False),
    Column("due", String(10), nullable=False),
    Column("answer", Text),
    Column("answered_at", String(32)),
    Column("answered_by", String(64), ForeignKey("ledger_actors.id")),
)
