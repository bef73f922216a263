"""The command line over a home, as a person at the terminal has it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "samples" / "pages"
BROKEN = ROOT / "samples" / "broken"


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
