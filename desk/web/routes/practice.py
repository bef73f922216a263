"""Practice of newcomers: papers of invented people, reviewed as real ones, judged against what is known of them."""

from __future__ import annotations

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from desk.times import shown
from desk.web import practice_score
from desk.web.contexts.practice import JudgedRow, PracticePage, PracticeResultsPage, RunRow
from desk.web.forms import GenuineForm
from desk.web.pages import show
from desk.web.practice_home import PracticeHomes
from desk.web.visitor import PasswordDue, Person, Visitor, allowed
from pipeline.accounts import practice_runs
from pipeline.accounts.practice_runs import Judged, Run
from pipeline.errors import NotFound
from pipeline.normalize.dates import write_dates
from pipeline.record_type import record_types

router = APIRouter(include_in_schema=False)
Leader = Annotated[Visitor, Depends(allowed("account.manage", "figures.see"))]


@router.get("/practice")
def practice_page(request: Request, visitor: Person) -> Response:
    """Where one's practice stands, and how the former ones went."""
    _settled(visitor)
    return show(request, visitor, _page(visitor))


def _settled(visitor: Visitor) -> None:
    if visitor.account.must_change:
        raise PasswordDue


def _page(visitor: Visitor) -> PracticePage:
    settings, homes = visitor.services.settings, _homes(visitor)
    with visitor.services.ledger.reading() as connection:
        run = practice_runs.open_run(connection, visitor.actor.id)
        every = practice_runs.runs_of(connection, visitor.actor.id)
        mine = practice_runs.run_of(connection, run) if run else None
    done = records = 0
    progress = None
    if mine is not None and mine.batch:
        practice = homes.of(mine.id)
        progress = practice.runs.of(mine.batch)
        done, records = practice_score.done(practice.services, mine.batch)
    past = [one for one in every if one.finished_at]
    return PracticePage(
        run=run or "",
        inside=visitor.session.practice is not None,
        ready=records > 0 and not (progress is not None and progress.busy),
        progress=progress,
        done=done,
        records=records,
        count=settings.practice_records,
        mark=settings.practice_pass,
        blind=bool(settings.double_keying),
        judged=tuple(_row(visitor, one) for one in _wrong_first(past)) if past and not run else (),
        past=tuple(_run_row("", one) for one in past),
        fault=visitor.tongue.either(*progress.fault) if progress and progress.fault else "",
    )


def _wrong_first(past: list[Run]) -> list[Judged]:
    return sorted(past[0].judged, key=lambda one: one.right)


def _row(visitor: Visitor, one: Judged) -> JudgedRow:
    kind = record_types()[one.record]
    spec = kind.spec(one.field)
    tell = visitor.tongue.either
    label = tell(spec.vi, spec.en) if spec else one.field
    true, given = (write_dates(text) for text in (one.true, one.given))
    return JudgedRow(tell(kind.vi, kind.en), label, true, given, one.right, one.blind, one.finished)


def _run_row(name: str, run: Run) -> RunRow:
    percent = f"{run.share:.1f}".replace(".", ",")
    at = shown(run.finished_at or run.begun_at)
    return RunRow(name, at, run.right, run.fields, percent, run.seconds, run.keys, run.passed)


@router.get("/practice/state")
def state(visitor: Person) -> Response:
    """Asked by the page while papers are read."""
    page = _page(visitor)
    of = page.progress
    return JSONResponse({"ready": page.ready, "done": of.done if of else 0, "all": of.all if of else 0})


@router.post("/practice/begin")
def begin(visitor: Person, form: GenuineForm) -> Response:
    """New papers, in a home of their own; one practice at a time."""
    _settled(visitor)
    act, homes, mark = visitor.act(), _homes(visitor), visitor.services.settings.practice_pass
    with visitor.services.ledger.writing(act) as connection:
        run = practice_runs.open_run(connection, act.by.id)
        if run is None:
            run = str(uuid4())
            practice_runs.begin(connection, act, run, mark)
    batch = homes.receive(run, act)
    with visitor.services.ledger.writing(act) as connection:
        practice_runs.fill(connection, run, batch)
    return RedirectResponse("/practice", 303)


@router.post("/practice/enter")
def enter(visitor: Person, form: GenuineForm) -> Response:
    """From here on the queue of review is the practice's, in this browser, until it is judged or left."""
    _settled(visitor)
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        run = practice_runs.open_run(connection, act.by.id)
        if run is None:
            raise NotFound("Chưa có lượt luyện tập nào.", "There is no practice yet.")
        practice_runs.enter(connection, act, visitor.session.digest, run)
    return RedirectResponse("/review", 303)


@router.post("/practice/leave")
def leave(visitor: Person, form: GenuineForm) -> Response:
    """Back to the office's own records; the practice waits."""
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        practice_runs.enter(connection, act, visitor.session.digest, None)
    return RedirectResponse("/practice", 303)


@router.post("/practice/effort")
def effort(visitor: Person, form: GenuineForm) -> Response:
    """Seconds and keystrokes of one record; only in practice do they leave the browser."""
    run, act = visitor.session.practice, visitor.act()
    record, told = form.text("record"), [form.text(name) for name in ("seconds", "keys")]
    if run is None or len(record) != 36 or not all(one.isdecimal() and len(one) < 9 for one in told):
        return Response(status_code=204)
    with visitor.services.ledger.writing(act) as connection:
        practice_runs.count_effort(connection, run, record, int(told[0]), int(told[1]))
    return Response(status_code=204)


@router.post("/practice/finish")
def finish(visitor: Person, form: GenuineForm) -> Response:
    """Judge it; what was not reviewed counts as wrong, and the papers go."""
    act, homes = visitor.act(), _homes(visitor)
    with visitor.services.ledger.reading() as connection:
        run = practice_runs.open_run(connection, act.by.id)
        batch = practice_runs.run_of(connection, run).batch if run else ""
    if run is None:
        return RedirectResponse("/practice", 303)
    found = practice_score.judged(homes.of(run).services, homes.papers(), batch) if batch else []
    with visitor.services.ledger.writing(act) as connection:
        practice_runs.finish(connection, act, run, found)
    homes.drop(run)
    return RedirectResponse("/practice", 303)


@router.get("/practice/results")
def results(request: Request, visitor: Leader) -> Response:
    """Who practised and who passed, in the units of who asks."""
    action = "account.manage" if visitor.may("account.manage") else "figures.see"
    with visitor.services.ledger.reading() as connection:
        found = practice_runs.everybody(connection, visitor.unit_names(connection, action))
    page = PracticeResultsPage(tuple(_run_row(name, run) for name, run in found))
    return show(request, visitor, page, section="system" if action == "account.manage" else "figures")


def _homes(visitor: Visitor) -> PracticeHomes:
    homes = visitor.house.practice
    if homes is None:
        raise NotFound("Bàn làm việc này không có luyện tập.", "This desk has no practice.")
    return homes
