"""Tries that were refused: who asked for what, noted so that an auditor sees somebody feel along the walls."""

from __future__ import annotations

import hashlib
import re

from fastapi import Request

from archive.audit import Event, record_event
from desk.web.forms import Forged
from desk.web.visitor import Visitor
from desk.web.watching import sound
from pipeline.accounts.errors import NotAllowed
from pipeline.actors import code
from pipeline.errors import NotFound

KIND = "access.refused"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


def note_try(request: Request, fault: Exception) -> None:
    """Write the event of a refusal to somebody who is logged in. Other faults and strangers leave none.

    What is unknown and what is out of reach look alike here, as they do to the person.
    """
    visitor = getattr(request.state, "visitor", None)
    if not isinstance(visitor, Visitor) or not isinstance(fault, (NotAllowed, NotFound)):
        return
    outcome = "forged" if isinstance(fault, Forged) else "not-allowed"
    outcome = "not-found" if isinstance(fault, NotFound) else outcome
    act, path = visitor.act(), getattr(request.scope.get("route"), "path", "")
    route = path.replace("{", ":").replace("}", "").replace(":path", "")
    asked = {"route": f"{request.method}:{request.scope.get('root_path', '')}{route}"}
    event = Event(act.at, act.by.id, code(act.by.unit), KIND, _asked_for(request), outcome, asked)
    with visitor.services.ledger.writing(act) as connection:
        record_event(connection, event)
        sound(visitor, connection, act, KIND)


def _asked_for(request: Request) -> str:
    """The id in the address; what is no id is told by its digest, since anything may be typed there."""
    typed = next((str(value) for value in request.path_params.values()), "desk")
    digest = hashlib.sha256(typed.encode()).hexdigest()[:16]
    return typed if _ID.fullmatch(typed) else f"sha256:{digest}"
