"""usage: press_flow.py PAPERS digitize BATCH --actor ID: what `python -m flows` does, without Prefect and engine."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from printed_records import Press

from pipeline import actors, digitize
from pipeline.actors import Act
from pipeline.settings import load
from pipeline.wiring import open_services


def tell(event: str, **more: Any) -> None:
    """One line for the desk."""
    sys.stdout.write(json.dumps({"event": event, **more}) + "\n")
    sys.stdout.flush()


def main() -> None:
    """The steps in order."""
    papers, batch, actor = sys.argv[1], sys.argv[3], sys.argv[5]
    services = open_services(load(os.environ))
    press: Any = Press(Path(papers))
    with services.ledger.reading() as connection:
        act = Act(actors.recall(connection, actor), services.clock())
    with services.workspace.lock(batch):
        tell("stage", name="read")
        digitize.survey_sources(services, press, batch, act)
        for counts in digitize.read(
            services, press, batch, digitize.pending_pages(services, batch, act), act
        ):
            tell("counts", **counts.as_json(), pages_open=counts.pages_open)
        digitize.draft(services, batch, act)
        tell("stage", name="close")
        done = digitize.close(services, batch, act)
    tell("end", exit_code=0 if done else 5)


main()
