"""Every code has both texts, and the table of codes in the documentation of the checks is complete."""

from __future__ import annotations

import re

import pipeline.checks
from pipeline.findings import Finding, catalogue


def test_both_texts_ask_for_the_same_facts() -> None:
    for code, entry in catalogue().items():
        assert set(re.findall(r"{(\w+)}", entry.vi)) == set(re.findall(r"{(\w+)}", entry.en)), code


def test_a_missing_fact_shows_as_its_name() -> None:
    assert "{label}" in Finding("R001").text("vi")


def test_the_table_of_checks_names_every_code() -> None:
    listed = set(re.findall(r"\bR\d{3}\b", pipeline.checks.__doc__ or ""))
    assert listed == {code for code in catalogue() if re.fullmatch(r"R\d{3}", code)}
