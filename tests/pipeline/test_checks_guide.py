"""docs/checks.md is in step with the code: every finding as findings.toml has it, every rule, every kind of value."""

from __future__ import annotations

import re

from office import ROOT

from pipeline.checks.across import ACROSS
from pipeline.checks.rules import RULES
from pipeline.findings import catalogue

GUIDE = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8").splitlines()


def test_every_code_stands_there_as_findings_toml_has_it() -> None:
    wanted = [
        f"| `{code}` | {entry.severity.value} | {entry.vi} | {entry.en} |"
        for code, entry in catalogue().items()
    ]
    table = [line for line in GUIDE if re.match(r"\| `[A-Z][A-Z0-9_]+` \|", line)]
    missing = "\n".join(line for line in wanted if line not in table)
    assert not missing, f"Put these lines into the last table of docs/checks.md:\n{missing}"
    gone = "\n".join(line for line in table if line not in wanted)
    assert not gone, f"Take these lines out of docs/checks.md:\n{gone}"


def test_every_rule_is_explained_with_its_code() -> None:
    rows = [re.match(r"\| `([a-z_]+)` \|.*\| ((?:R\d{3}(?:, )?)+) \|$", line) for line in GUIDE]
    told = {row.group(1): row.group(2).split(", ") for row in rows if row}
    assert set(told) == {*RULES, *ACROSS}
    assert {code for codes in told.values() for code in codes} <= set(catalogue())
