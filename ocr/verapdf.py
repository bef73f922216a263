"""Runs veraPDF on some files and reads its JSON report. The only module that starts it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocr.faults import EngineFailed

FLAVOUR = "2u"
# veraPDF's own word for: judge by what the file declares.
DECLARED = "0"
_SECONDS = 600


@dataclass(frozen=True)
class VeraVerdict:
    """`rules` are the clauses broken, as "ISO 19005-2:2011 6.2.11.4.1-1"."""

    compliant: bool
    rules: tuple[str, ...]


def judge(paths: Sequence[Path], program: Path, flavour: str = FLAVOUR) -> list[VeraVerdict]:
    """veraPDF's verdicts, one for each of `paths`, from one run: its start costs a second or more.

    Raises EngineFailed naming the first file without a verdict, for instance a broken one.
    """
    # `--nonpdfext`: without it files that are kept under their digest, without a suffix, are passed over in silence.
    try:
        told = subprocess.run(
            [program, "--nonpdfext", "--format", "json", "-f", flavour, *(path.resolve() for path in paths)],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        jobs = json.loads(told.stdout)["report"]["jobs"]
    except (OSError, subprocess.TimeoutExpired, ValueError, LookupError, TypeError) as broken:
        raise _no_verdict(paths[0], type(broken).__name__) from broken
    by_name = {job["itemDetails"]["name"]: job for job in jobs}
    return [_verdict(path, by_name.get(str(path.resolve()))) for path in paths]


def _verdict(path: Path, job: dict[str, Any] | None) -> VeraVerdict:
    results = (job or {}).get("validationResult")
    if not results:
        raise _no_verdict(path, "no result")
    result = results[0]
    rules = tuple(_rule(rule) for rule in result["details"]["ruleSummaries"])
    return VeraVerdict(bool(result["compliant"]), rules)


def _rule(summary: dict[str, Any]) -> str:
    return f"{summary.get('specification', '')} {summary.get('clause', '')}-{summary.get('testNumber', '')}".strip()


def _no_verdict(path: Path, detail: str) -> EngineFailed:
    return EngineFailed(
        f"veraPDF không kết luận được về tệp {path.name} ({detail}). Chạy sohoa doctor, rồi kiểm tra lại "
        "tệp.",
        f"veraPDF gave no verdict on {path.name} ({detail}). Run sohoa doctor, then check the file again.",
    )
