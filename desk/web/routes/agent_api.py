"""The signing agent's side of the desk: docs/agent.md, version 1, below `/api/v1/agent`. Holds no rule of signing.

An agent has no cookie: a one-time code, then a session key, both as bearers. So no page of another site can speak here.
"""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from desk.web.visitor import house_of
from pipeline.issuing import agent_answers, agent_jobs, agent_session
from pipeline.issuing.agent_session import AgentRefused, AgentSession, malformed, unauthorised
from pipeline.wiring import Services

router = APIRouter(prefix="/api/v1/agent", include_in_schema=False)
MOST_BYTES = 4 * 1024 * 1024


def refused(request: Request, fault: Exception) -> Response:
    """RFC 9457 with both texts, as the agent shows them."""
    if not isinstance(fault, AgentRefused):
        raise fault
    told = {"status": fault.status, "code": fault.code, "vi": fault.vi, "en": fault.en}
    return Response(json.dumps(told, ensure_ascii=False), fault.status, media_type="application/problem+json")


def _bearer(request: Request) -> str:
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise unauthorised()
    return secret.strip()


def _session(request: Request) -> tuple[Services, AgentSession]:
    services = house_of(request).services
    return services, agent_session.session_of(services, _bearer(request), services.clock())


def _outer(session: AgentSession, document: str) -> str:
    """A document's id as agents know it: no two sessions have one in common."""
    return f"{session.ticket[:8]}-{document}"


def _inner(session: AgentSession, document: str) -> str:
    """The id within the session; what is of another session names nothing."""
    mine = f"{session.ticket[:8]}-"
    return document.removeprefix(mine) if document.startswith(mine) else ""


async def _body(request: Request) -> dict[str, Any]:
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > MOST_BYTES:
            raise malformed()
    try:
        told = json.loads(held)
    except ValueError:
        raise malformed() from None
    if not isinstance(told, dict):
        raise malformed()
    return told


@router.post("/session")
async def open_session(request: Request) -> Response:
    """Trade a one-time code for a session: 201, or 200 when the same trade was asked for again."""
    told = await _body(request)
    key, certificate, chain = told.get("key"), told.get("certificate"), told.get("chain", [])
    texts = isinstance(key, str) and isinstance(certificate, str) and isinstance(chain, list)
    if not texts or not all(isinstance(one, str) for one in chain):
        raise malformed()
    services, at = house_of(request).services, house_of(request).services.clock()
    session, new = await run_in_threadpool(
        agent_session.trade, services, _bearer(request), str(key), (str(certificate), chain), at
    )
    body = {"signer": session.holder.name, "time": at.isoformat(), "expires": _iso(session.until)}
    return JSONResponse(body, 201 if new else 200)


def _iso(stored: str) -> str:
    return stored.replace("Z", "+00:00")


@router.get("/documents")
def documents(request: Request) -> Response:
    """What the session covers, in signing order."""
    services, session = _session(request)
    found = agent_jobs.documents(services, session, services.clock())
    told = [{**one.as_json(), "id": _outer(session, one.id)} for one in found]
    return JSONResponse({"documents": told})


@router.post("/documents/{document}/claim")
def claim(request: Request, document: str) -> Response:
    """The job of a document."""
    services, session = _session(request)
    handed = agent_jobs.claim_document(services, session, _inner(session, document), services.clock())
    return JSONResponse({"lease": handed.lease, "job": handed.job})


@router.get("/documents/{document}/jobs/{job}/file")
def prepared(request: Request, document: str, job: str) -> Response:
    """The prepared file of the current job."""
    services, session = _session(request)
    return FileResponse(
        agent_jobs.fetch(services, session, _inner(session, document), job), media_type="application/pdf"
    )


@router.post("/documents/{document}/finish")
async def finish(request: Request, document: str) -> Response:
    """Take the answer to a job: 200 finished, 202 kept while the timestamp service is silent."""
    services, session = await run_in_threadpool(_session, request)
    answer = json.dumps(await _body(request))
    done = await run_in_threadpool(
        agent_answers.finish_document, services, session, _inner(session, document), answer, services.clock()
    )
    told = {"state": done.state, "level": done.level, "sha256": done.sha256}
    if done.level is None:
        return JSONResponse({"state": done.state}, 202)
    # What was signed for a dossier goes into the store now: somebody stands at the counter.
    house_of(request).runs.settle("", session.holder)
    return JSONResponse(told)


@router.delete("/documents/{document}/claim")
def give_back(request: Request, document: str) -> Response:
    """Give a document back to the queue."""
    services, session = _session(request)
    agent_jobs.give_back(services, session, _inner(session, document), services.clock())
    return Response(status_code=204)


@router.delete("/session")
def close(request: Request) -> Response:
    """End the session; the key opens nothing any more. Asked again, it is closed already."""
    try:
        services, session = _session(request)
    except AgentRefused:
        return Response(status_code=204)
    agent_session.close(services, session, services.clock())
    return Response(status_code=204)
