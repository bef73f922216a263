"""Using a paper of the counter in its dossier before it is checked, and bringing it to signature and store.

`use` is what the clerk does after looking at the paper: from then on the dossier has it, by version and digest.
`settle` is machine work, safe to repeat at any time: PDF/A, signature where a machine may make it, archive. A record
that nobody signs stays in the clerk's sign queue; one that cannot become a PDF goes the usual way of review.
"""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select

from pipeline import attach
from pipeline.actors import Act
from pipeline.assemble import NOT_CONFORMANT, assemble
from pipeline.docket import Docket, WindowPaper
from pipeline.errors import MoveRefused, PipelineError, WrongUse
from pipeline.finalize import LOCK, finalize
from pipeline.intake import Request
from pipeline.ledger import withdraw_batch
from pipeline.ledger_tables import records
from pipeline.lookup import view
from pipeline.procedures import Component
from pipeline.record import RecordState
from pipeline.review import reject
from pipeline.review.tables import leases
from pipeline.window.early import begin_use
from pipeline.window.paper import Paper, paper_of
from pipeline.window.tables import early_uses
from pipeline.wiring import Services

_REFUSED = {
    "reading": ("Giấy còn đang được đọc. Chờ đọc xong.", "The paper is still being read. Wait for it."),
    "damaged": (
        "Có trang không đọc được, nên giấy này không đủ. Bỏ và quét lại.",
        "A page cannot be read, so the paper is not whole. Drop it and scan again.",
    ),
    "set_apart": (
        "Trên giấy có dấu chỉ mật: đã để riêng, không gắn vào hồ sơ. Báo lưu trữ viên.",
        "A stamp of secrecy was seen: the paper is set apart and joins no dossier. Tell the archivist.",
    ),
}


def wanted(dossier: str, component: Component, told: WindowPaper) -> Request:
    """The batch of one paper for a component; the type is known where only one can be that component."""
    type = component.types[0] if len(component.types) == 1 else None
    # The same file may be taken in again, for another dossier or after it was dropped.
    docket = Docket.model_validate({"window": told.model_dump()})
    return Request(dossier, type, docket, mark=str(uuid4()))


def use(services: Services, dossier: str, batch: str, act: Act) -> tuple[str, ...]:
    """Put a paper that was read into its dossier; returns its records. Safe to run twice.

    Raises MoveRefused while it is not ready, archive's DossierClosed when the dossier takes no more.
    """
    with services.ledger.reading() as connection:
        paper = paper_of(connection, dossier, batch)
    if paper.stage in _REFUSED:
        raise MoveRefused(*_REFUSED[paper.stage])
    for record in paper.records:
        attach.attach(services, dossier, record, paper.told.component, act, unchecked=True)
        with services.ledger.writing(act) as connection:
            shown = [page.id for page in view(connection, record).pages]
            begin_use(connection, act, record, (dossier, paper.told.component), shown)
    return paper.records


def drop(services: Services, dossier: str, batch: str, reason: str, act: Act) -> None:
    """Take a paper back that is not used, with the reason; its bytes stay. Raises MoveRefused, WrongUse."""
    if not reason.strip():
        raise WrongUse("Bỏ một giấy đã quét phải ghi lý do.", "Dropping a scanned paper needs a reason.")
    with services.ledger.writing(act) as connection:
        paper = paper_of(connection, dossier, batch)
        _refuse_to_drop(paper)
        for record in paper.records:
            if view(connection, record).state is RecordState.IN_REVIEW:
                reject(connection, act, record, reason)
        withdraw_batch(connection, act, batch)


def _refuse_to_drop(paper: Paper) -> None:
    if paper.stage == "used":
        raise MoveRefused(
            "Giấy đã gắn vào hồ sơ. Gỡ khỏi hồ sơ ở trang hồ sơ, có lý do.",
            "The paper is in the dossier. Detach it on the dossier's page, with a reason.",
        )
    if paper.stage in {"reading", "set_apart"}:
        raise MoveRefused(*_REFUSED[paper.stage])


def unsettled(services: Services, act: Act, dossier: str | None = None) -> list[str]:
    """Ids of records in early use that `settle` can take further, of one dossier or of all."""
    open_states = [RecordState.IN_REVIEW, RecordState.ASSEMBLED, RecordState.SIGNED]
    query = (
        select(records.c.id, records.c.state, records.c.final_sha256, records.c.flag)
        .join(early_uses, early_uses.c.record == records.c.id)
        .where(early_uses.c.checked_at.is_(None), records.c.state.in_([one.value for one in open_states]))
        .order_by(early_uses.c.used_at, records.c.id)
    )
    if dossier is not None:
        query = query.where(early_uses.c.dossier == dossier)
    with services.ledger.reading() as connection:
        rows = connection.execute(query).all()
        # Whoever reviews it already is not disturbed: it goes the usual way then.
        live = select(leases.c.record).where(leases.c.expires_at > act.time)
        held = set(connection.scalars(live.where(leases.c.record.in_([row.id for row in rows]))))
    in_review = RecordState.IN_REVIEW.value
    return [
        row.id
        for row in rows
        if row.state != in_review
        or (row.final_sha256 is None and row.flag != NOT_CONFORMANT and row.id not in held)
    ]


def settle(services: Services, act: Act, dossier: str | None = None) -> dict[str, PipelineError]:
    """Bring records in early use as far as they come without a person; returns who was refused and why.

    Raises MoveRefused while another process finalizes, archive's StoreUnavailable when the store does not answer.
    """
    with services.workspace.lock(LOCK):
        chosen = unsettled(services, act, dossier)
        refused = assemble(services, chosen, act, early=True)
        for record in chosen:
            with services.ledger.reading() as connection:
                state = view(connection, record).state
            if state not in {RecordState.ASSEMBLED, RecordState.SIGNED}:
                continue
            try:
                finalize(services, record, act)
            except MoveRefused as fault:
                refused[record] = fault
        return refused
