"""Records put straight into the ledger, with written fields, checked as drafting does. Nothing is read."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from sqlalchemy import insert

from pipeline import review
from pipeline.actors import Act
from pipeline.checks.recheck import recheck
from pipeline.ledger import Ledger, open_batch, put_fields
from pipeline.ledger_tables import records
from pipeline.lookup import KeptFinding, RecordView, view
from pipeline.normalize.kinds import normalise
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types
from pipeline.review import Correction

BIRTH = {
    "number": "773/2019", "book_number": "02/2019", "child_full_name": "LÊ NHƯ PHƯỢNG", "child_gender": "Nữ",
    "child_birth_date": "15/10/2019", "child_personal_id": "079319498325", "registration_date": "18/10/2019",
    "registration_place": "UBND phường Linh Trung, quận Thủ Đức, TP. Hồ Chí Minh",
}  # fmt: skip


class Drafted:
    """Records of one batch, as drafting leaves them."""

    def __init__(self, ledger: Ledger, act: Act) -> None:
        self.ledger, self.act, self.batch = ledger, act, str(uuid4())
        with ledger.writing(act) as connection:
            open_batch(connection, act, {"id": self.batch, "source_set": "0" * 64, "docket": {}})

    def put(self, changes: Mapping[str, str | None] | None = None, type: str = "birth") -> str:
        key, made = str(uuid4()), []
        for name, written in {**BIRTH, **(changes or {})}.items():
            spec = record_types()[type].spec(name)
            if spec is None or written is None:
                continue
            value = normalise(spec.kind, written)
            text = value if isinstance(value, str) else None
            made.append(Field(name, text, written, 0.97, FieldState.ACCEPTED))
        with self.ledger.writing(self.act) as connection:
            connection.execute(
                insert(records).values(
                    id=key, batch=self.batch, first_source=1, first_number=1, entry=0, unit=self.act.by.unit,
                    type=type, score=1.0, margin=1.0, state="in_review", revision=1, public_code=uuid4().hex,
                    created_at=self.act.time, changed_at=self.act.time,
                )
            )  # fmt: skip
            put_fields(connection, key, made)
            recheck(connection, key)
        return key

    def view(self, record: str) -> RecordView:
        with self.ledger.reading() as connection:
            return view(connection, record)

    def kept(self, record: str, code: str) -> list[KeptFinding]:
        return [kept for kept in self.view(record).findings if kept.finding.code == code]

    def correct(self, record: str, *corrections: Correction, reason: str | None = "seen") -> RecordView:
        with self.ledger.writing(self.act) as connection:
            return review.correct(connection, self.act, record, corrections, reason=reason)
