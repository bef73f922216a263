"""`sohoa types`: the list, one type, an office's own types, and faults of its files with their exit code."""

from __future__ import annotations

from pathlib import Path

from counter import Desk

from pipeline.record_type import record_types, use_office_types

OWN = """
name = "receipt"
vi = "Giấy biên nhận"
en = "Receipt"
retention_class = "short"
legal_basis = "Quy chế của đơn vị"
[description]
title = "Biên nhận"
"""


def test_types_are_listed_and_shown_in_both_languages(desk: Desk) -> None:
    assert "Adoption certificate" in desk("types").out
    assert "hạn chế người xem" in desk("types", "list", SOHOA_LANG="vi").out
    assert {kind["name"] for kind in desk("types", "list", "--json").document["types"]} == set(record_types())
    shown = desk("types", "show", "old_birth")
    assert (shown.code, "child_full_name" in shown.out, "KHAI SANH" in shown.out) == (0, True, True)
    assert "keyed by people" in shown.out
    assert desk("types", "show", "birth", "--json").document["fields"][0]["risk"] == "high"


def test_a_misspelt_type_is_refused_with_the_nearest(desk: Desk) -> None:
    refused = desk("types", "show", "brith")
    assert (refused.code, "birth" in refused.err) == (1, True)


def test_an_office_s_own_types_count_and_a_broken_file_stops_the_start(desk: Desk, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    try:
        (own / "receipt.toml").write_text(OWN, encoding="utf-8")
        listed = desk("types", "list", "--json", SOHOA_RECORD_TYPES=str(own)).document["types"]
        assert "receipt" in {kind["name"] for kind in listed}
        (own / "receipt.toml").write_text(OWN.replace("vi =", "vn ="), encoding="utf-8")
        broken = desk("types", SOHOA_RECORD_TYPES=str(own))
        assert (broken.code, "receipt.toml" in broken.err, "vn" in broken.err) == (1, True, True)
    finally:
        use_office_types(None)
