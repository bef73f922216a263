"""Programs from outside that tests ask for a second opinion."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

# Settings of an office without veraPDF, as most are: each start of it takes longer than most tests. That what we
# assemble conforms is proved by those who ask it: WITH_VERAPDF, and the tests that are marked so.
WITHOUT_VERAPDF = {"SOHOA_TOOLS_DIR": "/nonexistent"}
WITH_VERAPDF = {
    "SOHOA_TOOLS_DIR": os.environ.get("SOHOA_TOOLS_DIR", str(Path.home() / ".cache" / "sohoa" / "tools"))
}


def tool(name: str, bring: str = "make tools") -> Path:
    """The program, from where `make tools` puts it or from PATH.

    Without it the test is skipped with the command that brings it, or fails where every tool must be there
    (SOHOA_REQUIRE_TOOLS=1, always so in CI).
    """
    folder = Path(os.environ.get("SOHOA_TOOLS_DIR", Path.home() / ".cache" / "sohoa" / "tools")) / "bin"
    found = folder / name if (folder / name).exists() else shutil.which(name)
    if found is None:
        complaint = f"{name} is missing; run: {bring}"
        if os.environ.get("SOHOA_REQUIRE_TOOLS") == "1":
            pytest.fail(complaint)
        pytest.skip(complaint)
    return Path(found)
