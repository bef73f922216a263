"""Opening a batch: files come in pieces, then docket and files become a batch and reading begins."""

from __future__ import annotations

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from desk.web.contexts.batches import NewBatchPage, OpenUpload
from desk.web.docket_form import FIRST, docket_of, lines
from desk.web.forms import Form, Genuine, genuine_form
from desk.web.pages import show
from desk.web.uploads import as_json, become_batch, take_piece
from desk.web.visitor import Visitor, allowed
from pipeline import upload
from pipeline.errors import WrongUse
from pipeline.intake import Request as Wanted
from pipeline.procedure import is_dossier_code
from pipeline.record_type import record_types

router = APIRouter(include_in_schema=False)
Opener = Annotated[Visitor, Depends(allowed("batch.open"))]
# Clerks send the papers of their dossiers the same way (window.py).
Sender = Annotated[Visitor, Depends(allowed("batch.open", "dossier.work"))]
OwnForm = Annotated[Form, Depends(genuine_form)]


@router.get("/batches/new")
def new_batch(request: Request, visitor: Opener) -> Response:
    """The form; uploads that were broken off are offered again."""
    workspace, actor = visitor.services.workspace, visitor.actor.id
    open_ = []
    for key in upload.unfinished(workspace, actor):
        files = upload.files(workspace, actor, key)
        open_.append(OpenUpload(key, len(files), sum(one.whole for one in files)))
    types = [(name, visitor.tongue.either(kind.vi, kind.en)) for name, kind in record_types().items()]
    docket = lines(visitor.tongue, {"operator": visitor.actor.name})
    named = {f"docket.{name}" for name in FIRST}
    page = NewBatchPage(
        tuple(line for line in docket if line.name in named),
        tuple(line for line in docket if line.name not in named),
        tuple(sorted(types, key=lambda pair: pair[1])),
        tuple(open_),
        upload.PIECE_BYTES,
    )
    return show(request, visitor, page, section="scan")


@router.post("/uploads")
def begin(visitor: Sender, checked: Genuine) -> Response:
    """A new upload; its id is the id of the batch to be."""
    key = str(uuid4())
    upload.begin(visitor.services.workspace, visitor.act(), key)
    return JSONResponse({"upload": key, "piece_bytes": upload.PIECE_BYTES}, 201)


@router.get("/uploads/{key}")
def state(visitor: Sender, key: str) -> Response:
    """What is here of each file."""
    found = upload.files(visitor.services.workspace, visitor.actor.id, key)
    return JSONResponse({"files": [as_json(one) for one in found]})


@router.post("/uploads/{key}/files")
def announce(visitor: Sender, checked: Genuine, key: str, name: str, size: int) -> Response:
    """Announce a file; the answer says from which byte on it is wanted."""
    settings = visitor.services.settings
    if size > settings.max_file_bytes:
        raise WrongUse(
            f"Tệp {name} lớn hơn {settings.max_file_bytes // 2**20} MB. Quét ở độ phân giải thấp hơn hoặc chia nhỏ.",
            f"File {name} is larger than {settings.max_file_bytes // 2**20} MB. Scan coarser or divide it.",
        )
    found = upload.add_file(visitor.services.workspace, visitor.actor.id, key, name, size)
    return JSONResponse(as_json(found))


@router.put("/uploads/{key}/files/{number}")
async def piece(
    request: Request, visitor: Sender, checked: Genuine, key: str, number: int, offset: int
) -> Response:
    """One piece; acknowledged when it is on the disk."""
    return JSONResponse(as_json(await take_piece(request, visitor, key, number, offset)))


@router.post("/uploads/{key}/drop")
def throw_away(visitor: Opener, checked: OwnForm, key: str) -> Response:
    """Forget an upload that became no batch."""
    upload.files(visitor.services.workspace, visitor.actor.id, key)
    upload.drop(visitor.services.workspace, key)
    return RedirectResponse("/batches/new", 303)


@router.post("/uploads/{key}/batch")
def open_batch(visitor: Opener, form: OwnForm, key: str) -> Response:
    """The upload becomes a batch, and reading begins. Sent twice, it is the same batch."""
    batch = become_batch(visitor, key, lambda: Wanted(_dossier(form), _type(form), docket_of(form)))
    visitor.house.runs.digitize(batch, visitor.actor)
    return RedirectResponse(f"/batches/{batch}", 303)


def _dossier(form: Form) -> str | None:
    code = form.text("dossier")
    if code and not is_dossier_code(code):
        raise WrongUse(f"Mã hồ sơ '{code}' không đúng dạng.", f"'{code}' is not a dossier code.")
    return code or None


def _type(form: Form) -> str | None:
    name = form.text("type")
    if name and name not in record_types():
        raise WrongUse(f"Không có loại tài liệu '{name}'.", f"There is no record type '{name}'.")
    return name or None
