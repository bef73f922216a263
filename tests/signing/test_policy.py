"""Who signs what is a table: the most specific rule in force, and a mandate for whoever signs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import signing
from signing.errors import ConfigurationRefused, IdentityRefused
from signing.policy import mandate_of, mandates, rule_for, rules
from signing.verdict import Level

TODAY = date(2026, 3, 16)
UNIT = "UBND phường Mẫu"
MANDATES = """
[[mandate]]
person = "person:lan"
unit = "UBND phường Mẫu"
capacity = "official"
classes = ["birth", "death"]
valid_from = 2026-01-01
valid_to = 2026-06-30
"""


def test_a_result_is_signed_by_the_official_and_then_sealed() -> None:
    rule = rule_for(rules(), "birth", "issued_result", TODAY)
    assert [step.capacity for step in rule.signers] == ["official", "seal"]
    assert (rule.level, bool(rule.legal_basis)) == (Level.B_LTA, True)


def test_where_the_table_says_so_nobody_signs() -> None:
    rule = rule_for(rules(), "register_page", "archive_digitisation", TODAY)
    assert (rule.signers, rule.level) == ((), None)
    assert rule_for(rules(), "birth", "archive_digitisation", TODAY).signers


def test_where_the_table_is_silent_the_question_is_refused() -> None:
    for purpose, on in (("gift", TODAY), ("archive_digitisation", date(2018, 1, 1))):
        with pytest.raises(ConfigurationRefused, match="says nothing"):
            rule_for(rules(), "birth", purpose, on)


def test_two_rules_for_one_case_are_refused() -> None:
    table = rules()
    with pytest.raises(ConfigurationRefused, match="doubled"):
        rule_for((*table, replace(table[0], level=Level.B_T)), "birth", table[0].purpose, TODAY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('level = "B-LTA"', 'level = "B-X"'),
        ('capacity = "official"', 'capacity = "friend"'),
        ('profile = "agency_seal"', 'profile = "unknown"'),
        ('level = "B-LTA"', 'level = ""'),
        ("[[rule]]", "[[rule"),
        ('purpose = "issued_result"', ""),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, old: str, new: str) -> None:
    shipped = (Path(signing.__file__).parent / "policy.toml").read_text("utf-8")
    assert old in shipped
    (tmp_path / "policy.toml").write_text(shipped.replace(old, new), "utf-8")
    with pytest.raises(ConfigurationRefused):
        rules(tmp_path / "policy.toml")


def test_only_who_holds_the_mandate_signs(tmp_path: Path) -> None:
    (tmp_path / "mandates.toml").write_text(MANDATES, "utf-8")
    held = mandates(tmp_path / "mandates.toml")
    assert mandate_of(held, "person:lan", (UNIT, "official", "birth"), TODAY) == held[0]
    refused = [
        ("person:minh", (UNIT, "official", "birth"), TODAY),
        ("person:lan", ("UBND xã Khác", "official", "birth"), TODAY),
        ("person:lan", (UNIT, "seal", "birth"), TODAY),
        ("person:lan", (UNIT, "official", "marriage"), TODAY),
        ("person:lan", (UNIT, "official", "birth"), date(2026, 7, 1)),
        ("person:lan", (UNIT, "official", "birth"), date(2025, 12, 31)),
    ]
    for person, need, on in refused:
        with pytest.raises(IdentityRefused, match="may not sign"):
            mandate_of(held, person, need, on)
    (tmp_path / "wrong.toml").write_text(MANDATES.replace("official", "friend"), "utf-8")
    with pytest.raises(ConfigurationRefused):
        mandates(tmp_path / "wrong.toml")
