"""The table of every route of the desk: what it asks for. A route that is added gets its line here first.

`open` answers strangers, `stranger` wants the token of a page but no login, `person` whoever is logged in, `agent`
a signing agent with a code of its own; everything else is an action of
pipeline/accounts/rights.toml, or several with `|` between them, any of which will do.
"""

from __future__ import annotations

from collections.abc import Iterator

from fastapi.routing import APIRoute

from desk.web.app import API_ROUTERS, ROUTERS

_TOLD = """
open                GET /login
stranger            POST /login
stranger            POST /session/wake
open                GET /login/oidc
open                GET /login/oidc/answer
open                GET /login/oidc/leave
stranger            POST /login/oidc/code
person              GET /login/oidc/returned
person              GET /practice
person              GET /practice/state
person              POST /practice/begin
person              POST /practice/enter
person              POST /practice/leave
person              POST /practice/effort
person              POST /practice/finish
account.manage|figures.see  GET /practice/results
person              GET /session
person              POST /logout
open                GET /language/{language}
person              GET /
person              GET /account
person              POST /account/password
person              GET /account/factor
person              POST /account/factor/begin
person              POST /account/factor/confirm
person              POST /account/factor/off
open                GET /health
open                GET /metrics
batch.see           GET /batches
batch.open          GET /batches/new
batch.open|dossier.work     POST /uploads
batch.open|dossier.work     GET /uploads/{key}
batch.open|dossier.work     POST /uploads/{key}/files
batch.open|dossier.work     PUT /uploads/{key}/files/{number}
batch.open          POST /uploads/{key}/drop
batch.open          POST /uploads/{key}/batch
batch.see           GET /batches/{batch}
batch.see           GET /batches/{batch}/progress
batch.arrange       POST /batches/{batch}/read
batch.arrange       POST /batches/{batch}/retry
batch.arrange       POST /batches/{batch}/docket
batch.close         POST /batches/{batch}/close
batch.see           GET /batches/{batch}/receipt
page.see            GET /pages/{key}/picture
batch.arrange       POST /pages/{key}/mark
record.rescan       POST /pages/{key}/rescan
system.see          GET /system
account.manage      POST /system/accounts
account.manage      POST /system/accounts/{login}/grant
account.manage      POST /system/accounts/{login}/off
account.manage      POST /system/accounts/{login}/factor-off
account.manage      POST /system/accounts/{login}/link
account.manage      POST /system/deputies
account.manage      POST /system/accounts/{login}/deputy-end
agent               POST /api/v1/agent/session
agent               GET /api/v1/agent/documents
agent               POST /api/v1/agent/documents/{document}/claim
agent               GET /api/v1/agent/documents/{document}/jobs/{job}/file
agent               POST /api/v1/agent/documents/{document}/finish
agent               DELETE /api/v1/agent/documents/{document}/claim
agent               DELETE /api/v1/agent/session
record.see          GET /records/{record}
record.see          POST /records/{record}/open
record.see          GET /records/{record}/history
record.see          GET /records/{record}/fields/{field}/origin
record.see          GET /records/{record}/verdict
record.see          GET /records/{record}/final.pdf
dossier.see         GET /dossiers
dossier.work        POST /dossiers
dossier.work        POST /dossiers/{code:path}/attach
dossier.work        POST /dossiers/{code:path}/detach
dossier.work        POST /dossiers/{code:path}/close
dossier.see         GET /dossiers/{code:path}/signatures
dossier.see         GET /dossiers/{code:path}/receipt
dossier.see         GET /dossiers/{code:path}
figures.see         GET /figures
figures.see         GET /figures.csv
record.approve      POST /review/{record}/key
record.approve      POST /review/{record}/keyed
record.approve      POST /review/{record}/adjudicate
page.see            GET /records/{record}/pages/{at}/{width}.jpg
record.rescan       POST /review/{record}/rescan
record.rescan       GET /review/{record}/slips/{page}.pdf
record.approve      GET /review
record.approve      POST /review/next
record.approve      POST /review/quick
record.approve      GET /review/{record}
record.approve      GET /review/{record}/fields
record.approve      GET /review/{record}/history
record.approve      POST /review/{record}/lease
record.approve      POST /review/{record}/heartbeat
record.approve      POST /review/{record}/release
record.approve      POST /review/{record}/field
record.approve      POST /review/{record}/finding
record.approve      POST /review/{record}/undo
record.approve      POST /review/{record}/accept
search.use          GET /search
search.use          GET /records/{record}/fields/{key}/crop.png
queue.see|component.sign    GET /sign
queue.sign|component.sign   GET /sign/documents/{record}.pdf
queue.sign|component.sign   POST /sign/documents/{record}/look
queue.sign|component.sign   POST /sign/tickets
queue.sign|component.sign   GET /sign/tickets/{ticket}
queue.sign|component.sign   GET /sign/tickets/{ticket}/jobs
queue.sign|component.sign   POST /sign/documents/{record}/reject
queue.sign|component.sign   POST /sign/documents/{record}/release
queue.sign|component.sign   GET /sign/today
register.see        GET /registers
register.see        GET /registers/{key}
register.check      POST /registers/{key}/check
request.see         GET /requests
request.take        POST /records/{record}/requests
request.answer      POST /requests/{key}/answer
copy.certify        GET /records/{record}/copy
copy.certify        POST /records/{record}/copy
copy.see            GET /copies
copy.see            GET /copies.csv
copy.see            GET /copies/{copy}.pdf
audit.see           GET /audit
audit.see           POST /audit/verify
file.verify         GET /verify
file.verify         POST /verify
dossier.work        POST /dossiers/{code:path}/papers
dossier.work        GET /dossiers/{code:path}/papers/{batch}/stage
dossier.work        GET /dossiers/{code:path}/papers/{batch}
dossier.work        POST /dossiers/{code:path}/papers/{batch}/read
dossier.work        POST /dossiers/{code:path}/papers/{batch}/use
dossier.work        POST /dossiers/{code:path}/papers/{batch}/drop
dossier.work        POST /dossiers/{code:path}/look
cover.print         GET /dossiers/{code:path}/covers/{component}.pdf
cover.print         GET /covers
cover.print         GET /covers/sheets.pdf
page.see            GET /records/{record}/thumbnail.jpg
record.review       GET /review/columns/{batch}
record.review       POST /review/{record}/carry
batch.see           GET /shelves
batch.overrule      POST /shelves/plan
batch.see           GET /batches/{batch}/minutes/{kind}
batch.close         POST /batches/{batch}/returned
program             GET /api/v1/me
batch.see           GET /api/v1/batches
batch.see           GET /api/v1/batches/{batch}
batch.open          POST /api/v1/uploads
batch.open          POST /api/v1/uploads/{key}/files
batch.open          PUT /api/v1/uploads/{key}/files/{number}
batch.open          POST /api/v1/uploads/{key}/batch
search.use          GET /api/v1/search
record.see          GET /api/v1/records/{record}
person.unmask       POST /api/v1/records/{record}/open
person.unmask       GET /api/v1/records/{record}/final.pdf
record.approve      GET /api/v1/review
record.approve      GET /api/v1/review/{record}
record.approve      POST /api/v1/review/{record}/lease
record.approve      DELETE /api/v1/review/{record}/lease
record.review       POST /api/v1/review/{record}/fields/{field}
record.review       POST /api/v1/review/{record}/findings/{finding}
record.approve      POST /api/v1/review/{record}/approve
dossier.see         GET /api/v1/dossiers
dossier.work        POST /api/v1/dossiers
dossier.see         GET /api/v1/dossiers/{dossier}
dossier.work        PUT /api/v1/dossiers/{dossier}/records/{record}
dossier.work        POST /api/v1/dossiers/{dossier}/records/{record}/detach
dossier.work        POST /api/v1/dossiers/{dossier}/close
queue.see           GET /api/v1/sign
copy.see            GET /api/v1/copies
copy.see            GET /api/v1/copies/{copy}.pdf
figures.see         GET /api/v1/figures
audit.see           GET /api/v1/audit
"""
TABLE = {
    (method, path): wanted
    for wanted, method, path in (line.split() for line in _TOLD.splitlines() if line.strip())
}
WITHOUT_ACTION = frozenset({"open", "stranger", "person", "agent", "program"})
API = "/api/v1"


def actions_of(wanted: str) -> set[str]:
    """The actions of a line, any of which lets through."""
    return set(wanted.split("|"))


def of_the_desk() -> set[tuple[str, str]]:
    """Every method and address of the pages."""
    return set(_routes("", ROUTERS))


def of_the_api() -> set[tuple[str, str]]:
    """Every method and address for programs."""
    return set(_routes(API, API_ROUTERS))


def _routes(before: str, routers: object) -> Iterator[tuple[str, str]]:
    assert isinstance(routers, tuple)
    for router in routers:
        for one in router.routes:
            assert isinstance(one, APIRoute), f"{one} is no route with a line of its own"
            yield from ((method, before + one.path) for method in one.methods)
