"""What a person or a program sees when something is refused or breaks: a page with the next step, or problem+json."""

from __future__ import annotations

import json
import logging
import secrets
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from archive.errors import ArchiveError, ObjectMissing, StoreUnavailable
from desk.web.contexts.refusal import RefusalPage
from desk.web.forms import Forged
from desk.web.pace import TooOften
from desk.web.pages import show, show_outside
from desk.web.tries import note_try
from desk.web.visitor import FactorDue, LoginNeeded, PasswordDue, tongue_of, visitor_of
from pipeline.accounts.errors import LoginRefused, NotAllowed
from pipeline.errors import Missing, MoveRefused, NotFound, PipelineError, VersionConflict

log = logging.getLogger("sohoa.desk")

STATUS: tuple[tuple[type[PipelineError], int], ...] = (
    (Forged, 403),
    (LoginRefused, 401),
    (NotAllowed, 403),
    (NotFound, 404),
    (MoveRefused, 409),
    (VersionConflict, 409),
    (Missing, 503),
    (TooOften, 429),
    (PipelineError, 400),
)

WITHIN_A_PAGE = {"image", "script", "style", "font"}


def install(app: FastAPI) -> None:
    """Make the application answer every refusal with one of our pages."""
    app.add_exception_handler(LoginNeeded, _to_login)
    app.add_exception_handler(PasswordDue, _to_password)
    app.add_exception_handler(FactorDue, _to_factor)
    app.add_exception_handler(PipelineError, _refused)
    app.add_exception_handler(ArchiveError, _of_the_archive)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(Exception, _broken)


def wants_json(request: Request) -> bool:
    """Whether a program or one of our scripts asks, not a person."""
    return for_programs(request) or "application/json" in request.headers.get("accept", "")


def for_programs(request: Request) -> bool:
    """Whether the address lies below `/api/`."""
    return str(request.scope.get("root_path", "")).startswith("/api/")


def problem(status: int, title: str, **more: Any) -> Response:
    """RFC 9457."""
    body = {"type": "about:blank", "status": status, "title": title, **more}
    told = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")  # half a surrogate pair is no text
    return Response(told, status, media_type="application/problem+json")


def _to_login(request: Request, fault: Exception) -> Response:
    asleep = fault.asleep if isinstance(fault, LoginNeeded) else ""
    if wants_json(request):
        tongue = tongue_of(request)
        told = tongue("Phiên làm việc đã hết. Nhập lại mật khẩu để làm tiếp.")
        if not for_programs(request):
            return problem(401, told, asleep=asleep)
        answer = problem(
            401, tongue.either("Thẻ không có hoặc không còn dùng được.", "No token that still holds.")
        )
        answer.headers["www-authenticate"] = "Bearer"
        return answer
    if request.headers.get("sec-fetch-dest", "document") in WITHIN_A_PAGE:
        # The login page would be no picture, and its cookie would make the form of another tab old.
        return Response(status_code=401)
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    target = "/login" if back == "/" or request.method != "GET" else f"/login?next={quote(back, safe='')}"
    return RedirectResponse(target, 303)


def _to_password(request: Request, fault: Exception) -> Response:
    if wants_json(request):
        tongue = tongue_of(request)
        return problem(403, tongue("Đổi mật khẩu trước khi làm việc."))
    return RedirectResponse("/account", 303)


def _to_factor(request: Request, fault: Exception) -> Response:
    if wants_json(request):
        tongue = tongue_of(request)
        return problem(403, tongue("Vai trò này cần yếu tố thứ hai. Đặt ở trang Tài khoản rồi làm tiếp."))
    return RedirectResponse("/account/factor", 303)


def _refused(request: Request, fault: Exception) -> Response:
    status = next(code for kind, code in STATUS if isinstance(fault, kind))
    note_try(request, fault)
    return _answer(request, status, tongue_of(request).fault(fault))


def _of_the_archive(request: Request, fault: Exception) -> Response:
    status = 503 if isinstance(fault, StoreUnavailable) else 404 if isinstance(fault, ObjectMissing) else 409
    return _answer(request, status, tongue_of(request).fault(fault))


def _http(request: Request, fault: Exception) -> Response:
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    tongue = tongue_of(request)
    known = {
        404: tongue("Không có trang này. Địa chỉ có thể đã gõ sai, hoặc mục này không thuộc phạm vi của bạn.")
    }
    answer = _answer(request, status, known.get(status, tongue("Yêu cầu này không thực hiện được.")))
    answer.headers.update(getattr(fault, "headers", None) or {})
    return answer


def _malformed(request: Request, fault: Exception) -> Response:
    tongue = tongue_of(request)
    sentence = tongue("Yêu cầu thiếu hoặc sai thông tin.")
    if not for_programs(request) or not isinstance(fault, RequestValidationError):
        return _answer(request, 422, sentence)
    # Where and why, never what was sent: it may be of a person.
    errors = [{"at": ".".join(map(str, e["loc"])), "message": str(e["msg"])} for e in fault.errors()]
    return problem(422, sentence, errors=errors)


def _broken(request: Request, fault: Exception) -> Response:
    code = secrets.token_hex(4)
    log.error("incident %s: %s", code, type(fault).__name__, exc_info=fault)
    tongue = tongue_of(request)
    sentence = tongue("Có lỗi của phần mềm. Việc đã lưu vẫn còn. Báo người quản trị mã bên dưới.")
    return _answer(request, 500, sentence, code)


def _answer(request: Request, status: int, sentence: str, code: str = "") -> Response:
    if wants_json(request):
        return problem(status, sentence, **({"incident": code} if code else {}))
    page = RefusalPage(status, sentence, code)
    try:
        return show(request, visitor_of(request), page, status=status)
    except LoginNeeded:
        return show_outside(request, tongue_of(request), page, status=status)
