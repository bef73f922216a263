"""`sohoa archive export` and `sohoa archive handover`: packages that leave, and offers to the historical archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from desk.commands.options import Json
from desk.console import VERIFIED, cell
from desk.session import DONE, Session, session_of
from desk.times import partial_date
from pipeline.actors import Act
from pipeline.errors import WrongUse
from pipeline.lookup import resolve
from pipeline.packages import handover as offers
from pipeline.packages.handover import Handover
from pipeline.packages.tt05_fields import FileFacts
from pipeline.workspace import write_whole

FORMATS = ("bagit", "csip", "evidence")
ACTIONS = ("offer", "accept", "refuse", "show")
Ids = Annotated[list[str] | None, typer.Argument(metavar="ID...")]


def export(
    ctx: typer.Context,
    shape: Annotated[str, typer.Argument(metavar="FORMAT")],
    ids: Annotated[list[str], typer.Argument(metavar="ID...")],
    out: Annotated[Path, typer.Option("--out", metavar="PATH")],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND")] = "aip",
    file_code: Annotated[str, typer.Option("--file-code", metavar="CODE")] = "",
    title: Annotated[str, typer.Option("--title", metavar="TEXT")] = "",
    paper_code: Annotated[str, typer.Option("--paper-code", metavar="CODE")] = "",
    fonds: Annotated[str, typer.Option("--fonds", metavar="CODE")] = "",
    receiver: Annotated[str, typer.Option("--receiver", metavar="TEXT")] = "",
    json: Json = False,
) -> int:
    """Packages of reviewed, archived records: bagit, csip or evidence."""
    session = session_of(ctx)
    with session.services.ledger.reading() as connection:
        records = [resolve(connection, id) for id in ids]
    asked = _Wanted(kind, FileFacts(file_code, title, paper_code), fonds, receiver)
    told = _packed(session, shape, records, out, asked)
    if json:
        session.terminal.document({"packages": told})
    else:
        for one in told:
            session.terminal.show(cell(session.words("package.made", place=one["place"]), VERIFIED))
    return DONE


def _packed(
    session: Session, shape: str, records: list[str], out: Path, asked: _Wanted
) -> list[dict[str, Any]]:
    if shape == "bagit":
        return _bags(session, records, out, asked.receiver)
    if shape == "csip":
        return _csip(session, records, out, asked)
    if shape == "evidence":
        return _evidence(session, records, out, asked.receiver)
    raise _unknown(shape, FORMATS)


def _bags(session: Session, records: list[str], out: Path, receiver: str) -> list[dict[str, Any]]:
    from pipeline.packages.bags import bag_records

    made = bag_records(session.services, session.act(), records, out, receiver)
    return [{"place": str(one.folder), "record": one.record, "version": one.version} for one in made]


@dataclass(frozen=True)
class _Wanted:
    """What was typed of the packages; only `receiver` counts for all shapes."""

    kind: str
    facts: FileFacts
    fonds: str
    receiver: str


def _csip(session: Session, records: list[str], out: Path, asked: _Wanted) -> list[dict[str, Any]]:
    from pipeline.packages.csip import Order, PackageKind, pack

    if asked.kind.upper() not in list(PackageKind):
        raise _unknown(asked.kind, [one.value.lower() for one in PackageKind])
    kind = PackageKind(asked.kind.upper())
    if not asked.facts.code or not asked.facts.title or (kind is PackageKind.AIP and not asked.fonds):
        raise WrongUse(
            "Gói CSIP cần --file-code, --title, và với AIP thêm --fonds (mã phông).",
            "A CSIP package needs --file-code, --title, and an AIP --fonds too.",
        )
    order = Order(kind, asked.facts, asked.fonds, asked.receiver)
    one = pack(session.services, session.act(), records, order, out)
    return [{"place": str(one.folder), "objid": one.objid, "documents": one.documents, "files": one.files}]


def _evidence(session: Session, records: list[str], out: Path, receiver: str) -> list[dict[str, Any]]:
    from pipeline.packages.evidence_pack import make_pack

    if len(records) != 1:
        raise WrongUse("Hồ sơ chứng cứ lập cho từng tài liệu.", "An evidence pack is made of one record.")
    one = make_pack(session.services, session.act(), records[0], out, receiver)
    return [{"place": str(one.file), "sha256": one.sha256, "proofs": one.proofs, "verdict": one.verdict}]


def handover(
    ctx: typer.Context,
    action: Annotated[str, typer.Argument(metavar="ACTION")],
    ids: Ids = None,
    before: Annotated[str | None, typer.Option("--before", metavar="DATE")] = None,
    receiver: Annotated[str, typer.Option("--receiver", metavar="TEXT")] = "Lưu trữ lịch sử",
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE")] = None,
    json: Json = False,
) -> int:
    """Offer records to the historical archive, keep its answer, print list and minutes."""
    session = session_of(ctx)
    act, given = session.act(), ids or []
    _refuse_unsaid(action, given)
    with session.services.ledger.writing(act) as connection:
        if action == "offer":
            records = _offered(connection, given, before)
            found = offers.offer(connection, act, records, receiver)
        elif action == "show":
            found = offers.handover(connection, given[0])
        else:
            found = _answered(connection, act, given, reason, accepted=action == "accept")
        if out is not None:
            write_whole(out, offers.handover_list(connection, found, act.by.unit).encode())
    if json:
        session.terminal.document(vars(found))
    else:
        _show_standing(session, found)
    return DONE


def _show_standing(session: Session, found: Handover) -> None:
    words, count = session.words, len(found.items)
    state = words(f"handover_state.{found.state}")
    session.terminal.show(words("handover.stands", id=found.id[:8], count=count, state=state))


def _refuse_unsaid(action: str, given: list[str]) -> None:
    if action not in ACTIONS:
        raise _unknown(action, ACTIONS)
    if action != "offer" and not given:
        raise WrongUse("Thiếu mã đợt nộp lưu.", "The id of the handover is missing.")


def _answered(
    connection: Connection, act: Act, given: list[str], reason: str | None, *, accepted: bool
) -> Handover:
    only = [resolve(connection, id) for id in given[1:]]
    return offers.answer(connection, act, given[0], accepted=accepted, reason=reason, only=only)


def _offered(connection: Connection, given: list[str], before: str | None) -> list[str]:
    named = [resolve(connection, id) for id in given]
    return [*named, *offers.selectable(connection, _day(before))] if before else named


def _day(text: str) -> date:
    whole = partial_date(text)
    try:
        return date.fromisoformat(f"{whole}-01-01"[:10])
    except ValueError:
        raise WrongUse(f"Ngày {text} phải viết YYYY-MM-DD.", f"Write the day {text} as YYYY-MM-DD.") from None


def _unknown(text: str, known: Any) -> WrongUse:
    listed = ", ".join(known)
    return WrongUse(f"Không có {text}. Chọn một trong: {listed}.", f"There is no {text}. One of: {listed}.")
