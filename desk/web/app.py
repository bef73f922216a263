"""The web application: puts routes, guard and refusals together. Holds no page and no rule."""

from __future__ import annotations

from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from desk.web import refusals
from desk.web.guard import Guard
from desk.web.oidc_provider import Provider
from desk.web.options import DeskOptions
from desk.web.practice_home import PracticeHomes
from desk.web.routes import (
    account,
    agent_api,
    api_batches,
    api_cases,
    api_office,
    api_review,
    api_search,
    batch_new,
    batch_pages,
    batch_sheet,
    batches,
    entry,
    factor,
    of_records,
    oidc,
    practice,
    soundness,
    system,
)
from desk.web.runs import Runner, Runs
from desk.web.visitor import House
from pipeline.accounts.secrets_box import open_box
from pipeline.issuing.agent_session import AgentRefused
from pipeline.wiring import Services

# Each section adds its router here, in its own line.
ROUTERS = (
    entry.router,
    oidc.router,
    practice.router,
    account.router,
    factor.router,
    soundness.router,
    batches.router,
    # Before the sheet: its address takes any word.
    batch_new.router,
    batch_sheet.router,
    batch_pages.router,
    system.router,
    *of_records.ROUTERS,
)
API_ROUTERS = (
    api_batches.router,
    api_search.router,
    api_review.router,
    api_cases.router,
    api_office.router,
)


def create_app(services: Services, options: DeskOptions, runner: Runner) -> FastAPI:
    """The desk over an opened home; `runner` starts flows."""
    app = FastAPI(title="sohoa", version=_version(), docs_url=None, redoc_url=None, openapi_url=None)
    provider = Provider(options.oidc) if options.oidc else None
    box, homes = open_box(services.settings.home), PracticeHomes(services.settings, runner)
    app.state.house = House(services, options, box, Runs(services, runner), provider, homes)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/api/v1", _api(app.state.house))
    app.mount("/static", StaticFiles(directory=static_folder()), name="static")
    refusals.install(app)
    app.add_exception_handler(AgentRefused, agent_api.refused)
    app.add_middleware(Guard, options=options)
    return app


def _api(house: House) -> FastAPI:
    """The desk for programs, with its own OpenAPI description."""
    api = FastAPI(title="sohoa", version=_version(), docs_url=None, redoc_url=None, redirect_slashes=False)
    api.state.house = house
    for router in API_ROUTERS:
        api.include_router(router)
    refusals.install(api)
    return api


def static_folder() -> Path:
    """Where styles, scripts, fonts and the viewer lie, in the tree and in the wheel."""
    return Path(str(resources.files("desk.web").joinpath("static")))


def _version() -> str:
    try:
        return version("sohoa")
    except PackageNotFoundError:
        return "0"
