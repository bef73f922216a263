"""Every code has both texts, and the table of codes in the documentation of the checks is complete."""

from __future__ import annotations

import re

import pipeline.checks
from pipeline.findings import Finding, catalogue, title


def test_both_texts_ask_for_the_same_facts() -> None:
    for code, entry in catalogue().items():
        assert set(re.findall(r"{(\w+)}", entry.vi)) == set(re.findall(r"{(\w+)}", entry.en)), code


def test_every_code_that_a_document_can_keep_has_a_short_title_of_its_own() -> None:
    kept = [code for code in catalogue() if not code.startswith("EXPORT_")]
    for language in ("vi", "en"):
        titles = {code: title(code, language) for code in kept}
        assert {code for code, told in titles.items() if told == code} == set()
        assert {told for told in titles.values() if len(told) > 40} == set()
        assert len(set(titles.values())) == len(kept)
    assert title("EXPORT_STATE", "vi") == "EXPORT_STATE"


def test_a_missing_fact_shows_as_its_name() -> None:
    assert "{label}" in Finding("R001").text("vi")


def test_the_table_of_checks_names_every_code() -> None:
    listed = set(re.findall(r"\bR\d{3}\b", pipeline.checks.__doc__ or ""))
    assert listed == {code for code in catalogue() if re.fullmatch(r"R\d{3}", code)}
