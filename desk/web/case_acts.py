"""Acts on a dossier with the person's rights, the same for pages and programs: open, attach, detach, close."""

from __future__ import annotations

from archive.dossier import Dossier
from desk.web.case_view import case_for, components_of
from desk.web.days import in_box
from desk.web.sighted import record_for
from desk.web.visitor import Visitor
from pipeline import attach
from pipeline.errors import MoveRefused, WrongUse
from pipeline.procedures import procedure_of, procedures


def open_case(visitor: Visitor, typed: dict[str, str]) -> Dossier:
    """The dossier with that code, opened now if there was none; `typed`: code, procedure, person, born, number.

    Raises WrongUse, NotFound for a code that another unit uses.
    """
    # As people write a day, however it was typed; a year alone stays one.
    born = f", sinh {in_box(typed['born'])}" if typed["born"] else ""
    number = f", số {typed['number']}" if typed["number"] else ""
    title = f"{typed['person']}{born}{number}"[:200]
    if not typed["person"] or typed["procedure"] not in procedures():
        raise WrongUse("Chọn thủ tục và ghi họ tên người nộp.", "Choose the procedure and name the person.")
    opened = attach.open_dossier(
        visitor.services, typed["code"], visitor.act(), title=title, procedure=typed["procedure"]
    )
    with visitor.services.ledger.reading() as connection:
        return case_for(visitor, connection, opened.code, "dossier.work")


def attach_to(visitor: Visitor, code: str, record: str, component: str) -> None:
    """Attach an archived record to a component, by version and digest. Raises NotFound, WrongUse, MoveRefused."""
    with visitor.services.ledger.reading() as connection:
        known = case_for(visitor, connection, code, "dossier.work")
        found = record_for(visitor, connection, record, "record.see", "dossier.work")
    procedure = procedure_of(known.procedure)
    if procedure and procedure.component(component) is None:
        raise WrongUse("Chọn thành phần của hồ sơ.", "Choose a component of the dossier.")
    name = component or str(found.row.type)
    attach.attach(visitor.services, known.code, record, name, visitor.act())


def detach_from(visitor: Visitor, code: str, record: str, reason: str) -> None:
    """Let a record leave the dossier, with the reason. Raises NotFound, WrongUse, MoveRefused."""
    with visitor.services.ledger.reading() as connection:
        known = case_for(visitor, connection, code, "dossier.work")
    attach.detach(visitor.services, known.code, record, reason, visitor.act())


def close_case(visitor: Visitor, code: str) -> None:
    """Close the dossier. Raises NotFound, MoveRefused while a required component is missing."""
    with visitor.services.ledger.reading() as connection:
        known = case_for(visitor, connection, code, "dossier.work")
        parts = components_of(visitor, connection, known)
    lacking = [one.label for one in parts if one.required and not one.members]
    if lacking:
        raise MoveRefused(
            f"Chưa đóng được hồ sơ: còn thiếu {', '.join(lacking)}.",
            f"The dossier cannot be closed yet: {', '.join(lacking)} missing.",
        )
    attach.close(visitor.services, known.code, visitor.act())
