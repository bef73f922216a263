"""The routers of records, dossiers, signatures and figures, in one tuple for the application."""

from __future__ import annotations

from desk.web.routes import (
    agent_api,
    archive_record,
    columns,
    copies,
    copy_registers,
    covers,
    deputies,
    dossiers,
    figures,
    keying,
    page_images,
    registers,
    requests,
    rescan_slips,
    review_queue,
    review_record,
    searching,
    shelves,
    signing,
    trail,
    verification,
    window,
)

ROUTERS = (
    agent_api.router,
    archive_record.router,
    # Before the dossiers: their addresses take any word.
    window.router,
    covers.router,
    deputies.router,
    dossiers.router,
    figures.router,
    keying.router,
    page_images.router,
    registers.router,
    requests.router,
    rescan_slips.router,
    columns.router,
    copies.router,
    copy_registers.router,
    review_queue.router,
    review_record.router,
    searching.router,
    shelves.router,
    signing.router,
    trail.router,
    verification.router,
)
