"""The whole way of a batch: `python -m benchmarks.whole_way [--workers N] --sohoa PROGRAM FILE...` in SOHOA_HOME.

Digitizes the files, approves all their records unseen (as no office may), and finalizes them without a signature, so
that each has its PDF/A. Prints how many records there were and how many have their PDF/A.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

# Records per command line of `sohoa record approve`.
_AT_ONCE = 200
_PARTLY = 5


def told(program: Path, *arguments: str) -> Any:
    """What a command prints as JSON. Raises CalledProcessError unless it is done or partly done."""
    done = subprocess.run([program, *arguments, "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if done.returncode not in (0, _PARTLY):
        raise subprocess.CalledProcessError(done.returncode, arguments[0])
    return json.loads(done.stdout)


def main(arguments: list[str] | None = None) -> int:
    """Runs the commands one after the other."""
    parser = argparse.ArgumentParser(prog="benchmarks.whole_way", description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--sohoa", type=Path, required=True)
    parser.add_argument("files", nargs="+")
    options = parser.parse_args(arguments)
    os.environ["SOHOA_WORKERS"] = str(options.workers)
    records = [record["id"] for record in told(options.sohoa, "digitize", *options.files)["records"]]
    for start in range(0, len(records), _AT_ONCE):
        approve = [options.sohoa, "record", "approve", "--confirm-all", *records[start : start + _AT_ONCE]]
        # Records that a person would have to look at are refused and stay without PDF/A.
        subprocess.run(approve, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    states = [record["state"] for record in told(options.sohoa, "finalize")["records"]]
    print(json.dumps({"records": len(records), "assembled": len(states)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
