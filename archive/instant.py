"""Points in time as text that sorts by time and means the same in every database."""

from __future__ import annotations

from datetime import UTC, datetime


def as_text(at: datetime) -> str:
    """`2026-11-22T03:10:00.000000Z`: UTC, always of this length. ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone cannot be archived")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str) -> datetime:
    """The UTC time that `as_text` wrote."""
    return datetime.fromisoformat(text).astimezone(UTC)
