"""What a check works on and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from pipeline.findings import Finding
from pipeline.normalize.dates import is_iso, whole_date
from pipeline.record import Field
from pipeline.record_type import RecordType


@dataclass(frozen=True)
class Conflict:
    """A finding and every field that it puts in doubt."""

    code: str
    fields: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def finding(self) -> Finding:
        """The finding, about the first of the fields."""
        return Finding(self.code, self.fields[0] if self.fields else "", dict(self.facts))


@dataclass(frozen=True)
class Values:
    """The fields of a record by key, with their values as dates and figures."""

    fields: Mapping[str, Field]
    type: RecordType

    def text(self, key: str) -> str | None:
        """The value, None where there is none."""
        field = self.fields.get(key)
        return field.value if field else None

    def label(self, key: str) -> str:
        """The Vietnamese name of the field, for texts."""
        spec = self.type.spec(key)
        return spec.vi if spec else key

    def iso(self, key: str) -> str | None:
        """The value as a whole or partial date in normal form; None for all else (an age, a text as written)."""
        text = self.text(key)
        return text if text and is_iso(text) else None

    def day(self, key: str) -> date | None:
        """The value as a whole date."""
        return whole_date(self.text(key) or "")

    def year(self, key: str) -> int | None:
        """The year of a date, whole or partial."""
        return int((self.iso(key) or "")[:4] or 0) or None

    def figure(self, key: str) -> Decimal | None:
        """The value as a figure."""
        try:
            return Decimal(self.text(key) or "")
        except InvalidOperation:
            return None


def conflict(code: str, *fields: str, **facts: object) -> Conflict:
    """A conflict with its facts as text."""
    return Conflict(code, fields, tuple((name, str(fact)) for name, fact in facts.items()))
