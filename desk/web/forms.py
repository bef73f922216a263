"""What people send in forms: read with a limit, made NFC, checked against forged requests. Understands no field."""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from desk.web.visitor import VISIT_COOKIE, Person, Visitor, csrf_of, house_of, session_of
from pipeline.accounts.errors import NotAllowed

MOST_BYTES = 256 * 1024
MOST_FIELDS = 2000
CSRF_FIELD, CSRF_HEADER = "csrf", "x-sohoa-csrf"


class Forged(NotAllowed):
    """The request does not carry the token of the page it claims to come from."""

    def __init__(self) -> None:
        super().__init__(
            "Trang này đã cũ hoặc yêu cầu không đến từ bàn làm việc. Tải lại trang rồi làm lại; chưa có gì thay đổi.",
            "This page is old, or the request did not come from the desk. Load it again; nothing was changed.",
        )


@dataclass(frozen=True)
class Form:
    """The pairs of an urlencoded body, NFC."""

    pairs: tuple[tuple[str, str], ...]

    def text(self, name: str) -> str:
        """The last value under `name`, without spaces around it; empty when there is none."""
        found = [value for key, value in self.pairs if key == name]
        return found[-1].strip() if found else ""

    def raw(self, name: str) -> str:
        """The same with its spaces: passwords may begin with one."""
        found = [value for key, value in self.pairs if key == name]
        return found[-1] if found else ""

    def all(self, name: str) -> list[str]:
        """Every value under `name`, in order."""
        return [value for key, value in self.pairs if key == name]


async def read_form(request: Request) -> Form:
    """The body as a form. Raises Forged for a body that is too large or of another kind."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind not in {"", "application/x-www-form-urlencoded"}:
        raise Forged
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise Forged
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Forged from None
    return Form(tuple((key, unicodedata.normalize("NFC", value)) for key, value in pairs))


Sent = Annotated[Form, Depends(read_form)]


def genuine_form(request: Request, visitor: Person, form: Sent) -> Form:
    """The form of a logged-in person, with the session's token. Raises Forged, LoginNeeded."""
    check_token(visitor.csrf, form.text(CSRF_FIELD) or request.headers.get(CSRF_HEADER, ""))
    return form


def genuine(request: Request, visitor: Person) -> Visitor:
    """The logged-in person of a request whose body is no form: the token stands in the header."""
    check_token(visitor.csrf, request.headers.get(CSRF_HEADER, ""))
    return visitor


def stranger_form(request: Request, form: Sent) -> Form:
    """The form of somebody who is not logged in, or asleep. Raises Forged."""
    check_stranger(request, form)
    return form


def check_stranger(request: Request, form: Form) -> None:
    """Raises Forged unless the form carries the token of this browser's visit or sleeping session."""
    house, session = house_of(request), session_of(request)
    bound_to = session.digest if session else request.cookies.get(VISIT_COOKIE, "")
    if not bound_to:
        raise Forged
    check_token(csrf_of(house, bound_to), form.text(CSRF_FIELD) or request.headers.get(CSRF_HEADER, ""))


def check_token(wanted: str, given: str) -> None:
    """Raises Forged unless both are the same."""
    if not hmac.compare_digest(wanted.encode(), given.encode()):
        raise Forged


GenuineForm = Annotated[Form, Depends(genuine_form)]
Genuine = Annotated[Visitor, Depends(genuine)]
StrangerForm = Annotated[Form, Depends(stranger_form)]
