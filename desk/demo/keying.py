"""The demonstration's actor at review: keys from the known text what a person would key from the paper.

It decides only what the machine asked about, field by field, as `sohoa record correct` does. Fields that the
machine accepted are left alone and only compared, so that the figures say how often it was wrong unasked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from desk.demo.samples import KnownRecord, Samples
from pipeline.actors import Act
from pipeline.errors import MoveRefused, WrongUse
from pipeline.lookup import RecordView, record_ids, view
from pipeline.normalize.spelling import same_words
from pipeline.record import Field, FieldState, RecordState
from pipeline.record_type import record_types
from pipeline.retyping import draft_as
from pipeline.review import Correction, approve, close_finding, correct, retype
from pipeline.wiring import Services

REASON = "Trình diễn: đã đối chiếu với nội dung gốc của trang mẫu"
# A correction can make another field doubtful, which is then looked at in turn.
ROUNDS = 3


@dataclass
class Tally:
    """What the review came to, in fields and records; `wrong` counts accepted fields that contradict the paper."""

    records: int = 0
    accepted: int = 0
    wrong: int = 0
    confirmed: int = 0
    corrected: int = 0
    closed: int = 0
    retyped: int = 0
    approved: int = 0


def review_batch(services: Services, samples: Samples, batch: str, act: Act) -> Tally:
    """Key, close and approve every record of the batch that is under review."""
    tally = Tally()
    with services.ledger.reading() as connection:
        waiting = record_ids(connection, batch=batch, states=[RecordState.IN_REVIEW])
    for record in waiting:
        _review(services, samples, record, act, tally)
    return tally


def _review(services: Services, samples: Samples, record: str, act: Act, tally: Tally) -> None:
    with services.ledger.reading() as connection:
        found = view(connection, record)
    known = samples.record(found.file_of(found.pages[0]), [page.number for page in found.pages])
    tally.records += 1
    _compare(found, known, tally)
    drafted = None
    if known and known.type != found.row.type and known.type in record_types():
        drafted = draft_as(services, record, known.type)
    with services.ledger.writing(act) as connection:
        if known and drafted:
            retype(connection, act, record, known.type, *drafted)
            tally.retyped += 1
        _decide_fields(connection, act, record, known, tally)
        _close(connection, act, record, tally)
        try:
            approve(connection, act, record)
        except MoveRefused:
            # What still stands in the way stays in the queue, as it would with a person.
            return
        tally.approved += 1


def _compare(found: RecordView, known: KnownRecord | None, tally: Tally) -> None:
    for field in found.fields:
        if field.state not in {FieldState.ACCEPTED, FieldState.EMPTY}:
            continue
        tally.accepted += 1
        if known:
            # What stands nowhere on the paper, or belongs to another type, should not have been accepted either.
            true = known.fields.get(field.key, (None, None))[0] if found.row.type == known.type else None
            tally.wrong += not says_the_same(field, true, found.row.type)


def says_the_same(field: Field, true: str | None, record_type: str) -> bool:
    """Whether a field says what the paper does; capitals, the place of tone marks and dashes of a list are no facts."""
    if not (field.value and true):
        return not (field.value or true)
    spec = record_types()[record_type].spec(field.key)
    meant = spec.value_of(true) if spec else true
    forms = (true, meant) if isinstance(meant, str) else (true,)
    return any(same_words(field.value, form) for form in forms)


def _decide_fields(
    connection: Connection, act: Act, record: str, known: KnownRecord | None, tally: Tally
) -> None:
    for _ in range(ROUNDS):
        doubtful = view(connection, record).doubtful
        if not doubtful:
            return
        for field in doubtful:
            for correction in _ways(field, known):
                try:
                    # A savepoint: what does not fit the field leaves no trace before the next way is tried.
                    with connection.begin_nested():
                        reason = REASON if correction.state is FieldState.AS_WRITTEN else None
                        correct(connection, act, record, [correction], reason=reason)
                except (WrongUse, MoveRefused):
                    # What two people must key apart is not for one demonstrator; it stays in the queue.
                    continue
                tally.confirmed += correction.state is FieldState.CONFIRMED
                tally.corrected += correction.state is not FieldState.CONFIRMED
                break


def _ways(field: Field, known: KnownRecord | None) -> Sequence[Correction]:
    """What a person would do with a doubtful field, the best first."""
    if known is None or field.key not in known.fields:
        return (Correction(field.key, FieldState.CONFIRMED),)
    value, written = known.fields[field.key]
    if value == field.value:
        return (Correction(field.key, FieldState.CONFIRMED),)
    return (
        Correction(field.key, FieldState.CORRECTED, written),
        Correction(field.key, FieldState.CORRECTED, value),
        Correction(field.key, FieldState.AS_WRITTEN, written),
    )


def _close(connection: Connection, act: Act, record: str, tally: Tally) -> None:
    for code in sorted({kept.finding.code for kept in view(connection, record).blocking}):
        tally.closed += close_finding(connection, act, record, code, REASON)
