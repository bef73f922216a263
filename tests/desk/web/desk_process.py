"""usage: desk_process.py PAPERS PORT [CERTIFICATE KEY]: a desk in a process of its own, so that tests can kill it.

Settings come from the environment. Flows are those of press_flow.py, without Prefect and engine.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from terminal import ROOT, clean_environment

from benchmarks.own_port import own_port
from desk.web.options import options_of
from desk.web.runs import Runner
from desk.web.serving import Announcing, configured
from pipeline.settings import load
from pipeline.wiring import open_services

HERE = Path(__file__).parent


def main(papers: str, port: str, *tls: str) -> None:
    """Serve until somebody ends it; one line says that it listens."""
    services = open_services(load(os.environ))
    options = options_of(services.settings, "127.0.0.1", int(port), tls=bool(tls))
    runner = Runner(dict(os.environ), (sys.executable, str(HERE / "press_flow.py"), papers))
    pair = (Path(tls[0]), Path(tls[1])) if tls else None
    Announcing(configured(services, options, runner, pair), lambda _: print("up", flush=True)).run()


@dataclass
class DeskProcess:
    """One desk that may die and come back at the same address."""

    environment: dict[str, str]
    papers: Path
    tls: tuple[Path, ...] = ()
    port: int = field(default_factory=own_port)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Comes back when it listens."""
        command = [sys.executable, HERE / "desk_process.py", self.papers, str(self.port), *self.tls]
        path = os.pathsep.join([str(HERE), str(ROOT / "tests"), str(ROOT)])
        surroundings = {**clean_environment(), **self.environment, "PYTHONPATH": path}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "up\n", "the desk did not come up"

    def kill(self) -> None:
        """As a power cut does it: no handler runs."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(60)
            if self.process.stdout is not None:
                self.process.stdout.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
