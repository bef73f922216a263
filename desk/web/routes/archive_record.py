"""One record of the archive: opened with a purpose, which is an event; before that identity numbers stay masked."""

from __future__ import annotations

import hmac
import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from archive.deposit import read_file
from archive.dossier import codes_of
from archive.errors import ArchiveError
from desk.web.contexts.archive import OriginPart, RecordPage
from desk.web.contexts.review import HistoryPart
from desk.web.docket_form import shelf_of
from desk.web.forms import GenuineForm
from desk.web.language import msg
from desk.web.pages import part, show
from desk.web.record_values import value_rows
from desk.web.review_state import finding_lines, history_lines, names_of, pages_json, title_for
from desk.web.sighted import reach, record_for
from desk.web.verdicts import judged
from desk.web.visitor import Visitor, allowed
from desk.web.watching import sound
from desk.words import Words
from pipeline.batch import find_batch
from pipeline.changes.annotation import annotations_of, as_now
from pipeline.describe import REVIEWED
from pipeline.errors import NotFound, WrongUse
from pipeline.issuing.finals import FINAL_FILE
from pipeline.ledger import note
from pipeline.lookup import RecordView
from pipeline.page_picture import PageFace, faces_of
from pipeline.procedure import is_dossier_code
from pipeline.provenance import provenance
from pipeline.record import FieldState, RecordState, urn
from pipeline.record_type import record_types
from pipeline.wiring import Services

router = APIRouter(include_in_schema=False)
Seer = Annotated[Visitor, Depends(allowed("record.see"))]
PURPOSES = (
    ("dossier", msg("giải quyết hồ sơ")),
    ("request", msg("trả lời yêu cầu của người có tên trong giấy")),
    ("office", msg("trả lời cơ quan nhà nước")),
    ("quality", msg("đối chiếu, sửa sai trong kho")),
)


def key_for(visitor: Visitor, record: str) -> str:
    """What shows that this session has opened the record; worth nothing in another session."""
    return visitor.house.box.stamp("opened", f"{visitor.session.digest} {record}")


def is_open(visitor: Visitor, record: str, key: str) -> bool:
    """Whether `key` was given out for this record in this session."""
    return bool(key) and hmac.compare_digest(key_for(visitor, record).encode(), key.encode())


def opened_pages(visitor: Visitor, found: RecordView) -> dict[str, Any]:
    """Addresses of the pictures of a record that is being opened, for a preview. The caller notes the opening."""
    key = key_for(visitor, found.id)
    told = pages_json(found, faces_of(visitor.services.workspace, found))
    shown = [f"{page['levels'][0]['url']}?key={key}" for page in told if page["levels"]]
    return {"pages": shown, "record": f"/records/{found.id}?key={key}"}


@router.get("/records/{record}")
def record_page(request: Request, visitor: Seer, record: str, key: str = "") -> Response:
    """The record; with a valid key unmasked and with its pages."""
    act, ledger, opened = visitor.act(), visitor.services.ledger, is_open(visitor, record, key)
    with ledger.reading() as connection:
        found = record_for(visitor, connection, record, "record.see")
        page = _page(visitor, connection, found, key if opened else "")
    # Before anything is shown, and for no longer than that: others wait to write.
    with ledger.writing(act) as connection:
        note(connection, act, "record.listed", record, {"opened": int(opened)})
    return show(request, visitor, page, section="archive" if visitor.may("search.use") else "review")


def _page(visitor: Visitor, connection: Connection, found: RecordView, key: str) -> RecordPage:
    tongue, kind, row = visitor.tongue, record_types()[found.row.type], found.row
    faces = faces_of(visitor.services.workspace, found)
    docket = find_batch(connection, row.batch).docket
    now = as_now(found, annotations_of(connection, found.id))
    return RecordPage(
        record=found.id,
        title=title_for(kind, found.fields, tongue),
        kind=tongue.either(kind.vi, kind.en),
        state=found.state.value,
        state_name=Words(tongue.language)(f"state.{found.state.value}"),
        unit=row.unit,
        place=shelf_of(docket),
        unchecked=found.unchecked or found.state not in REVIEWED,
        key=key,
        purposes=tuple((value, tongue(text)) for value, text in PURPOSES),
        pages=_pages(found, faces, key) if visitor.may("page.see") else [],
        rows=value_rows(found, kind, faces, tongue, now.values, opened=bool(key)),
        findings=finding_lines(found, tongue) if key else (),
        dossiers=codes_of(connection, [urn(found.id)])[urn(found.id)] if visitor.may("dossier.see") else (),
        version=row.archive_version or "",
        inventory=row.inventory_sha256 or "",
        final=has_final(visitor.services, found),
        may_history=bool(key),
        may_review=found.state is RecordState.IN_REVIEW and visitor.may("record.approve"),
        may_copy=found.state is RecordState.ARCHIVED and visitor.may("copy.certify"),
        may_requests=visitor.may("request.see"),
    )


def _pages(found: RecordView, faces: list[PageFace | None], key: str) -> list[dict[str, Any]]:
    """The pictures that an opened record shows, to whoever has its key; none while it is closed."""
    told = pages_json(found, faces) if key else []
    for level in (level for one in told for level in one["levels"]):
        level["url"] += f"?key={key}"
    return told


@router.post("/records/{record}/open")
def open_record(visitor: Seer, record: str, form: GenuineForm) -> Response:
    """Open with a purpose: the event says who, when, which record, what for; a dossier's code may stand with it."""
    purpose, dossier = form.text("purpose"), form.text("dossier")
    if purpose not in dict(PURPOSES) or not visitor.may("person.unmask"):
        raise WrongUse("Chọn mục đích mở tài liệu.", "Choose the purpose of opening the record.")
    if dossier and not is_dossier_code(dossier):
        raise WrongUse(f"'{dossier[:64]}' không phải mã hồ sơ.", f"'{dossier[:64]}' is no dossier code.")
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        reach(visitor, connection, record, "person.unmask")
        detail = {"purpose": purpose, "dossier": dossier}
        note(connection, act, "record.opened", record, detail)
        sound(visitor, connection, act, "record.opened")
    return RedirectResponse(f"/records/{record}?key={key_for(visitor, record)}", 303)


def _opened(visitor: Visitor, connection: Connection, record: str, key: str) -> RecordView:
    found = record_for(visitor, connection, record, "record.see")
    if not is_open(visitor, record, key):
        raise NotFound("Mở tài liệu với mục đích trước.", "Open the record with a purpose first.")
    return found


@router.get("/records/{record}/history")
def record_history(visitor: Seer, record: str, key: str = "") -> Response:
    """The decisions on an opened record."""
    with visitor.services.ledger.reading() as connection:
        found = _opened(visitor, connection, record, key)
        return HTMLResponse(part(visitor, HistoryPart(history_lines(connection, found, visitor.tongue))))


@router.get("/records/{record}/fields/{field}/origin")
def value_origin(visitor: Seer, record: str, field: str, key: str = "") -> Response:
    """Where one value of an opened record comes from. A field that two people still type blind tells nothing."""
    with visitor.services.ledger.reading() as connection:
        found = _opened(visitor, connection, record, key)
        held = next((one for one in found.fields if one.key == field), None)
        if held is None or held.state is FieldState.NOT_YET_KEYED:
            raise NotFound("Trường này chưa có giá trị.", "This field has no value yet.")
        told = _told(visitor.services, connection, found, field)
        by = told["decided_by"] or ""
        who = names_of(connection, [by]).get(by, by)
    spec = record_types()[found.row.type].spec(field)
    label = visitor.tongue.either(spec.vi, spec.en) if spec else field
    return HTMLResponse(part(visitor, OriginPart(label, told, who)))


def _told(services: Services, connection: Connection, found: RecordView, field: str) -> dict[str, Any]:
    try:
        return provenance(services, connection, found.id, field)
    except OSError:
        # The reading is gone from the workspace: what the ledger says remains.
        raise NotFound(
            "Bản đọc của trang này không còn trong vùng làm việc.", "The reading of this page is gone."
        ) from None


@router.get("/records/{record}/verdict")
def record_verdict(visitor: Seer, record: str, key: str = "") -> Response:
    """What is said of the signatures of the final file, judged now."""
    with visitor.services.ledger.reading() as connection:
        found = _opened(visitor, connection, record, key)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FINAL_FILE
        path.write_bytes(final_of(visitor.services, found))
        return HTMLResponse(part(visitor, judged(visitor, path, FINAL_FILE)))


@router.get("/records/{record}/final.pdf")
def download(visitor: Seer, record: str, key: str = "") -> Response:
    """The final file; handing it out is an event."""
    act, ledger = visitor.act(), visitor.services.ledger
    with ledger.reading() as connection:
        found = _opened(visitor, connection, record, key)
    content = final_of(visitor.services, found)
    with ledger.writing(act) as connection:
        note(connection, act, "record.downloaded", record, {"version": found.row.archive_version or ""})
        sound(visitor, connection, act, "record.downloaded")
    headers = {"content-disposition": f'attachment; filename="{record}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


def has_final(services: Services, found: RecordView) -> bool:
    """Whether there is a file that can be handed out."""
    signed = services.workspace.of_record(found.id) / "signed.pdf"
    return found.has_final or (found.state is RecordState.SIGNED and signed.is_file())


def final_of(services: Services, found: RecordView) -> bytes:
    """That file. Raises NotFound."""
    if not has_final(services, found):
        raise NotFound("Tài liệu chưa có tệp cuối.", "The record has no final file yet.")
    if found.state is RecordState.SIGNED and not found.has_final:
        return (services.workspace.of_record(found.id) / "signed.pdf").read_bytes()
    try:
        return read_file(services.store, urn(found.id), FINAL_FILE)
    except ArchiveError as fault:
        raise NotFound(fault.vi, fault.en) from fault
