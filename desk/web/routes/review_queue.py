"""The queue of review: what waits, the next record, and many approvals in one act where nothing is in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from desk.web.contexts.review import Choice, QueuePage, QueueRow
from desk.web.forms import Form, GenuineForm
from desk.web.language import Tongue
from desk.web.pages import show
from desk.web.review_state import names_of, shown_value, title_for
from desk.web.sighted import reach
from desk.web.visitor import Visitor, allowed
from desk.web.watching import note_shown
from pipeline.errors import MoveRefused, NotFound, PipelineError
from pipeline.findings import title
from pipeline.lookup import told_fields
from pipeline.record import Field
from pipeline.review import approve
from pipeline.review.lease import Lease, take
from pipeline.review.queue import Filters, queue
from pipeline.review.waiting import Waiting
from pipeline.viewing import Purpose

router = APIRouter(include_in_schema=False)
Reviewer = Annotated[Visitor, Depends(allowed("record.approve"))]
ROWS, LOOKED_AT = 50, 400
NAMES = ("type", "finding", "batch", "stage")


@router.get("/review")
def queue_page(request: Request, visitor: Reviewer, quick: str = "", done: str = "") -> Response:
    """What waits, the most urgent first."""
    chosen = {name: request.query_params.get(name, "") for name in NAMES}
    return _page(request, visitor, chosen, bool(quick), done, ())


def _page(
    request: Request,
    visitor: Visitor,
    chosen: dict[str, str],
    quick: bool,
    done: str,
    left: tuple[str, ...] = (),
) -> Response:
    with visitor.services.ledger.reading() as connection:
        # Both queues in one look: each look reads whole batches. In practice nobody comes after who types blind.
        looked = Filters(quick=None, mine=visitor.session.practice is not None)
        seen = list(islice(queue_for(visitor, connection, looked), 2 * LOOKED_AT))
        every = [one for one in seen if one.quick == quick][:LOOKED_AT]
        others = min(len(seen) - sum(one.quick == quick for one in seen), LOOKED_AT)
        waiting = every
        if any(chosen.values()):
            waiting = list(islice(queue_for(visitor, connection, filters_of(chosen, quick)), LOOKED_AT))
        rows = tuple(waiting_rows(visitor, connection, waiting[:ROWS]))
    note_shown(visitor, [one.id for one in rows], Purpose.REVIEW)
    types, findings, stages = _to_choose(visitor.tongue, every)
    page = QueuePage(
        rows, _counted(len(waiting)), quick, others, chosen, types, findings, stages, done, left,
        may_take=visitor.may("record.review") or visitor.may("record.adjudicate"),
    )  # fmt: skip
    return show(request, visitor, page, section="review")


def _to_choose(
    tongue: Tongue, every: Sequence[Waiting]
) -> tuple[tuple[Choice, ...], tuple[Choice, ...], tuple[Choice, ...]]:
    """Types, findings and stages that occur in the queue, to narrow it down by."""
    stages = ((one.item.stage.name, one.item.stage) for one in every)
    return (
        _choices((one.row.type, tongue.either(one.kind.vi, one.kind.en)) for one in every),
        _choices((code, title(code, tongue.language)) for one in every for code in sorted(one.open)),
        _choices((name, tongue.either(stage.vi, stage.en)) for name, stage in stages),
    )


def _counted(found: int) -> str:
    return str(found) if found < LOOKED_AT else f"{LOOKED_AT}+"


def filters_of(chosen: dict[str, str], quick: bool, *, mine: bool = False) -> Filters:
    """What was chosen above the list, as the queue takes it."""
    return Filters(
        type=chosen["type"] or None,
        finding=chosen["finding"] or None,
        batch=chosen["batch"] or None,
        stage=chosen["stage"] or None,
        quick=quick,
        mine=mine,
    )


def queue_for(visitor: Visitor, connection: Connection, filters: Filters) -> Iterator[Waiting]:
    """The queue within the person's units and record classes."""
    names = visitor.unit_names(connection, "record.approve")
    within = replace(filters, units=None if names is None else tuple(names))
    for one in queue(connection, visitor.act(), within):
        if visitor.may("record.approve", types=one.row.type):
            yield one


def _choices(told: Iterator[tuple[str, str]]) -> tuple[Choice, ...]:
    counted = Counter(told)
    by_label = sorted(counted.items(), key=lambda one: (one[0][1], one[0][0]))
    return tuple(Choice(value, label, count) for (value, label), count in by_label)


def waiting_rows(visitor: Visitor, connection: Connection, waiting: Sequence[Waiting]) -> list[QueueRow]:
    """Waiting records in words."""
    held = told_fields(connection, [one.id for one in waiting])
    names = names_of(connection, (one.lease.holder for one in waiting if one.lease))
    return [_row(visitor, one, held[one.id], names) for one in waiting]


def _row(visitor: Visitor, one: Waiting, held: tuple[Field, ...], names: dict[str, str]) -> QueueRow:
    tongue, kind = visitor.tongue, one.kind
    values = {field.key: shown_value(kind.spec(field.key), field) for field in held}
    holder = one.lease.holder if one.lease else ""
    named = title_for(kind, held, tongue)
    told = [value for spec in kind.fields if spec.finding_key and (value := values.get(spec.key))]
    return QueueRow(
        id=one.id,
        title=named,
        told=" · ".join(one for one in told[:4] if one not in named),
        stage=tongue.either(one.item.stage.vi, one.item.stage.en),
        since=one.row.created_at,
        batch=one.row.batch,
        risk=one.risk,
        doubtful=len(one.doubtful),
        findings=tuple((code, title(code, tongue.language)) for code in sorted(set(one.blocking))),
        holder=names.get(holder, holder),
        mine=holder == visitor.actor.id,
    )


@router.post("/review/next")
def next_record(visitor: Reviewer, form: GenuineForm) -> Response:
    """Take the most urgent record the person may take, what is in hand first; back to the queue when there is none."""
    chosen = {name: form.text(name) for name in NAMES}
    taken = take_next_for(visitor, chosen, quick=bool(form.text("quick")))
    kept = {name: value for name, value in chosen.items() if value}
    if taken is None:
        return RedirectResponse(f"/review?{urlencode({**kept, 'done': 'none'})}", 303)
    return RedirectResponse(f"/review/{taken.record}?{urlencode(kept)}", 303)


def take_next_for(visitor: Visitor, chosen: dict[str, str], *, quick: bool = False) -> Lease | None:
    """Take the next record of the person's queue; None when nothing is left that the person may take."""
    act, minutes = visitor.act(), visitor.services.settings.lease_minutes
    with visitor.services.ledger.writing(act) as connection:
        waiting = list(
            islice(queue_for(visitor, connection, filters_of(chosen, quick, mine=True)), LOOKED_AT)
        )
        # What is in hand comes first, so that nothing is left lying half done.
        waiting.sort(key=lambda one: one.lease is None)
        for one in waiting:
            try:
                return take(connection, act, one.id, minutes=minutes)
            except MoveRefused:
                continue
    return None


def next_after(visitor: Visitor, form: Form) -> dict[str, Any]:
    """Where a person goes who is done with a record: the next one of what was chosen above the queue, taken already."""
    chosen = _chosen(form)
    taken = take_next_for(visitor, chosen)
    kept = urlencode({name: value for name, value in chosen.items() if value})
    target = f"/review/{taken.record}" if taken else "/review"
    return {"next": f"{target}?{kept}" if kept else target, "left": taken is not None}


@router.post("/review/quick")
def approve_many(request: Request, visitor: Reviewer, form: GenuineForm) -> Response:
    """Approve the chosen records of the quick queue in the person's name; what is not ready is named and stays."""
    done, left = 0, list[str]()
    for record in form.all("record"):
        try:
            _approve_one(visitor, record)
            done += 1
        except (MoveRefused, NotFound, PipelineError) as refused:
            left.append(visitor.tongue.fault(refused))
    return _page(request, visitor, _chosen(form), True, str(done), tuple(left))


def _chosen(form: Form) -> dict[str, str]:
    return {name: form.text(name) for name in NAMES}


def _approve_one(visitor: Visitor, record: str) -> None:
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        reach(visitor, connection, record, "record.approve")
        approve(connection, act, record)
