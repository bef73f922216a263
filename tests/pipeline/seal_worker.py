"""Run as a process of its own: opens one sealing session for binh, one line for each document; to be killed midway."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks.government import Government
from pipeline import settings, wiring
from pipeline.actors import person
from pipeline.issuing.sealing_session import run_session

if __name__ == "__main__":
    government = Government(sys.argv[2], Path(sys.argv[1]))
    services = wiring.open_services(settings.load(os.environ))
    by = person("binh", services.settings.unit)
    for result in run_session(services, by, sys.argv[3], government.identity("seal")):
        print(result.state, flush=True)
