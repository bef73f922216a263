"""Judging any PDF that is dropped on the page. The bytes live in a temporary file for the time of the answer only."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool

from desk.web.contexts.archive import VerifyPage
from desk.web.forms import Genuine
from desk.web.pages import part, show
from desk.web.verdicts import judged
from desk.web.visitor import Visitor, allowed
from pipeline.errors import WrongUse
from pipeline.ledger import note

router = APIRouter(include_in_schema=False)
Asker = Annotated[Visitor, Depends(allowed("file.verify"))]
# The whole file is in memory while it is judged, and several people may ask at once.
MOST_BYTES = 64 * 1024 * 1024
LONGEST_NAME = 200


@router.get("/verify")
def verify_page(request: Request, visitor: Asker) -> Response:
    """The place to drop a file on."""
    return show(request, visitor, VerifyPage(MOST_BYTES // (1024 * 1024)), section="sign")


@router.post("/verify")
async def verify_file(request: Request, visitor: Asker, genuine: Genuine) -> Response:
    """The report on the bytes of the body; `X-Sohoa-Name` is the file's name, percent-coded. Nothing is kept."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dropped.pdf"
        await _receive(request, path)
        name = unquote(request.headers.get("x-sohoa-name", ""))[:LONGEST_NAME] or "PDF"
        return HTMLResponse(await run_in_threadpool(_report, visitor, path, name))


async def _receive(request: Request, path: Path) -> None:
    held = 0
    with path.open("wb") as file:
        async for chunk in request.stream():
            held += len(chunk)
            if held > MOST_BYTES:
                most = MOST_BYTES // (1024 * 1024)
                raise WrongUse(
                    f"Tệp lớn hơn {most} MB. Kiểm tra tệp lớn bằng lệnh: sohoa verify TỆP.",
                    f"The file is larger than {most} MB. Check large files with: sohoa verify FILE.",
                )
            file.write(chunk)


def _report(visitor: Visitor, path: Path, name: str) -> str:
    told = judged(visitor, path, name)
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        # The digest and not the name: names of files tell of people.
        note(connection, act, "file.verified", told.sha256, {"verdict": told.verdict})
    return part(visitor, told)
