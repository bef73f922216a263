"""What several packages' tests share: one Prefect server on loopback for the whole session, the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "samples" / "pages"
BROKEN = ROOT / "samples" / "broken"


@pytest.fixture(scope="session")
def prefect_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API URL of an embedded server, as `python -m flows host` gives it."""
    home = tmp_path_factory.mktemp("prefect-home")
    host = subprocess.Popen(
        [sys.executable, "-m", "flows", "host"],
        env={**clean_environment(), "SOHOA_HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert host.stdout is not None
    url = ""
    for line in host.stdout:
        url = json.loads(line).get("api_url", url)
        if url:
            break
    yield url
    host.communicate()


def clean_environment() -> dict[str, str]:
    """This process's environment without settings of ours or Prefect's."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("SOHOA_", "PREFECT_"))}


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
        output, complaints = process.communicate()
        allowed = code if isinstance(code, tuple) else (code,)
        assert process.returncode in allowed, f"exit {process.returncode}\n{output}\n{complaints}"
        return output

    def json(self, *arguments: str | Path, code: int | tuple[int, ...] = 0, **extra: str) -> Any:
        """Run a command with `--json` and read its document."""
        return json.loads(self.run(*arguments, "--json", code=code, **extra))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, prefect_api: str) -> Office:
    """A new home with a development signer, in English."""
    home = tmp_path_factory.mktemp("home")
    environment = {
        **clean_environment(),
        "SOHOA_HOME": str(home),
        "SOHOA_UNIT": "UBND phường Thử Nghiệm",
        "SOHOA_ACTOR": "lan",
        "SOHOA_SIGNER": "development",
        "SOHOA_LANG": "en",
        "PREFECT_API_URL": prefect_api,
    }
    made = Office(home, environment)
    made.run("init")
    return made
