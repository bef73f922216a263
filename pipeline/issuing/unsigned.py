"""Keeping a record without a signature, where a rule of the policy says that nobody has to sign it."""

from __future__ import annotations

from pipeline.actors import Act
from pipeline.issuing.cases import Case
from pipeline.issuing.finals import UNSIGNED, Final, register_final
from pipeline.issuing.signing_step import sound_file
from pipeline.ledger import note, touch_record
from pipeline.wiring import Services


def keep_unsigned(services: Services, act: Act, case: Case) -> None:
    """Make the assembled file the final one; the caller archives it. Safe to run twice. Raises MoveRefused."""
    path = sound_file(services, case)
    final = Final(UNSIGNED, case.sha256, path.stat().st_size, 0, None)
    with services.ledger.writing(act) as connection:
        touch_record(connection, act, case.record, {**final.of_record, "flag": None})
        note(
            connection,
            act,
            "record.unsigned",
            case.record,
            {"purpose": case.purpose, "class": case.record_class},
        )
        register_final(connection, act, case.record, final)
