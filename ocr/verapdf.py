"""Runs veraPDF on one file and reads its JSON report. The only module that starts it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocr.faults import EngineFailed

FLAVOUR = "2u"
_SECONDS = 600
# 0: compliant, 1: not compliant; higher codes mean that it could not judge (veraPDF CLI exit codes).
_JUDGED = frozenset({0, 1})


@dataclass(frozen=True)
class VeraVerdict:
    """`rules` are the clauses broken, as "ISO 19005-2:2011 6.2.11.4.1-1"."""

    compliant: bool
    rules: tuple[str, ...]


def judge(path: Path, program: Path) -> VeraVerdict:
    """veraPDF's verdict on PDF/A-2u. Raises EngineFailed when it gives none, for instance on a broken file."""
    try:
        told = subprocess.run(
            [program, "--format", "json", "-f", FLAVOUR, path.resolve()],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        results = json.loads(told.stdout)["report"]["jobs"][0]["validationResult"]
    except (OSError, subprocess.TimeoutExpired, ValueError, LookupError, TypeError) as broken:
        raise _no_verdict(path, type(broken).__name__) from broken
    if told.returncode not in _JUDGED or not results:
        raise _no_verdict(path, f"exit {told.returncode}")
    result = results[0]
    return VeraVerdict(
        bool(result["compliant"]), tuple(_rule(rule) for rule in result["details"]["ruleSummaries"])
    )


def _rule(summary: dict[str, Any]) -> str:
    return f"{summary.get('specification', '')} {summary.get('clause', '')}-{summary.get('testNumber', '')}".strip()


def _no_verdict(path: Path, detail: str) -> EngineFailed:
    return EngineFailed(
        f"veraPDF không kết luận được về tệp {path.name} ({detail}). Chạy sohoa doctor, rồi kiểm tra lại "
        "tệp.",
        f"veraPDF gave no verdict on {path.name} ({detail}). Run sohoa doctor, then check the file again.",
    )
