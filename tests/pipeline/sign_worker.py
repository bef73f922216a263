"""Run as a process of its own: claims what waits for lan and signs it, one line for each; to be killed midway."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks.government import Government
from pipeline import settings, wiring
from pipeline.actors import Act, person
from pipeline.issuing.claims import claim_next
from pipeline.issuing.sign_batch import sign_claimed

if __name__ == "__main__":
    government = Government(sys.argv[2], Path(sys.argv[1]))
    services = wiring.open_services(settings.load(os.environ))
    by = person("lan", services.settings.unit)
    given, _ = claim_next(services, Act(by, services.clock()), 100)
    for result in sign_claimed(services, by, [one.record for one in given], government.identity("official")):
        print(result.outcome, flush=True)
