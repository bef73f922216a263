"""The command line over a home, as a person at the terminal has it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from threading import Timer
from typing import Any

from time_limits import told_by

from desk.cli import run as run_command

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "samples" / "pages"
BROKEN = ROOT / "samples" / "broken"


def clean_environment() -> dict[str, str]:
    """This process's environment without settings of ours or Prefect's."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("SOHOA_", "PREFECT_"))}


@dataclass(frozen=True)
class Ran:
    """What one command line gave."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Office:
    """A home and the command line over it, as a person at the terminal has them."""

    home: Path
    environment: dict[str, str]

    def start(self, *arguments: str | Path, **extra: str) -> subprocess.Popen[str]:
        """Start a command in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "desk", *map(str, arguments)],
            env={**self.environment, **extra},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            start_new_session=True,
        )

    def run(self, *arguments: str | Path, code: int | tuple[int, ...] = 0, **extra: str) -> str:
        """Run a command; its exit code must be `code`. Returns stdout."""
        process = self.start(*arguments, **extra)
        output, complaints = told_by(process, 500)
        allowed = code if isinstance(code, tuple) else (code,)
        assert process.returncode in allowed, f"exit {process.returncode}\n{output}\n{complaints}"
        return output

    def json(self, *arguments: str | Path, code: int | tuple[int, ...] = 0, **extra: str) -> Any:
        """Run a command with `--json` and read its document."""
        return json.loads(self.run(*arguments, "--json", code=code, **extra))

    def here(self, *arguments: str | Path) -> str:
        """As `run`, but in this process: starting Python and importing everything costs more than most commands do.

        For what a story repeats; what it is about runs in a process of its own.
        """
        output = TextIOWrapper(BytesIO(), encoding="utf-8")
        with redirect_stdout(output):
            code = run_command([str(argument) for argument in arguments], self.environment)
        output.seek(0)
        told = output.read()
        assert code == 0, f"exit {code}\n{told}"
        return told

    def json_here(self, *arguments: str | Path) -> Any:
        """As `json`, in this process."""
        return json.loads(self.here(*arguments, "--json"))


@contextmanager
def hosting(home: Path) -> Iterator[str]:
    """The API URL of an embedded server, as `python -m flows host` gives it, until the block ends."""
    host = subprocess.Popen(
        [sys.executable, "-m", "flows", "host"],
        env={**clean_environment(), "SOHOA_HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    # Nothing the host writes can be read with a limit; without its process there is nothing to wait for.
    limit = Timer(300, host.kill)
    limit.daemon = True
    limit.start()
    assert host.stdout is not None
    urls = (json.loads(line).get("api_url", "") for line in host.stdout)
    url = next(filter(None, urls), "")
    limit.cancel()
    try:
        assert url, "no Prefect server began within 300 s"
        yield url
    finally:
        told_by(host)
