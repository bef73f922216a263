"""The committed set is whole: files and truth agree, nothing is missing that others rely on."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2] / "samples"
PAGES = ROOT / "pages"
TRUTH: list[dict[str, Any]] = json.loads((ROOT / "truth.json").read_text(encoding="utf-8"))["files"]
EXPECTED: dict[str, Any] = json.loads((ROOT / "broken" / "expected.json").read_text(encoding="utf-8"))


def records() -> Iterator[dict[str, Any]]:
    for file in TRUTH:
        yield from file["records"]


def pages() -> Iterator[dict[str, Any]]:
    for file in TRUTH:
        yield from file["pages"]


def page_count(path: Path) -> int:
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            return len(pdf.pages)
    with Image.open(path) as image:
        return getattr(image, "n_frames", 1)


def test_every_file_has_its_truth_and_the_other_way_round() -> None:
    assert {file["file"] for file in TRUTH} == {path.name for path in PAGES.iterdir()}


def test_truth_counts_the_pages_of_each_file() -> None:
    assert {f["file"]: page_count(PAGES / f["file"]) for f in TRUTH} == {
        f["file"]: len(f["pages"]) for f in TRUTH
    }
    assert sum(1 for _ in pages()) >= 36


def test_all_texts_are_nfc() -> None:
    texts = [page["text"] for page in pages()]
    facts = [fact for record in records() for fact in record["fields"].values()]
    texts += [fact[name] or "" for fact in facts for name in ("value", "written")]
    assert [text for text in texts if unicodedata.normalize("NFC", text) != text] == []


def test_written_values_stand_on_their_pages() -> None:
    missing = []
    for file in TRUTH:
        for record in file["records"]:
            text = " ".join(file["pages"][n - 1]["text"] for n in record["pages"])
            words = " ".join(text.split())
            for key, fact in record["fields"].items():
                if fact["written"] and fact["written"] not in words:
                    # A value in one of two cells may be broken over lines that the other cell shares.
                    missing += [(file["file"], key, w) for w in fact["written"].split() if w not in words]
    assert missing == []


def test_values_have_their_normal_form() -> None:
    for record in records():
        for key, fact in record["fields"].items():
            value = fact["value"]
            assert (value is None) == (fact["written"] is None), key
            if value is not None and key.endswith("_date"):
                assert re.fullmatch(r"\d{4}", value) or date.fromisoformat(value)
            if value is not None and key.endswith("_time"):
                assert re.fullmatch(r"[0-2]\d:[0-5]\d", value)
            if value is not None and key.endswith(("_gender", "_m2", "_density")):
                assert re.fullmatch(r"Nam|Nữ|\d+(\.\d+)?", value)


def test_personal_numbers_agree_with_gender_and_year() -> None:
    for record in records():
        fields = {key: fact["value"] for key, fact in record["fields"].items()}
        number, born = fields.get("child_personal_id"), fields.get("child_birth_date")
        if number:
            century = (int(born[:4]) // 100 - 19) * 2 + (fields["child_gender"] == "Nữ")
            assert (number[3], number[4:6]) == (str(century), born[2:4])


@pytest.mark.parametrize(
    "kind",
    ["birth", "death", "marriage", "parent_child", "construction_permit", "correspondence", "old_birth"],
)
def test_every_kind_is_there_for_tuning_and_for_test(kind: str) -> None:
    splits = {f["pages"][0]["split"] for f in TRUTH for r in f["records"] if r["type"] == kind}
    assert splits == {"tuning", "test"}


def test_a_blank_form_and_a_paper_that_only_looks_alike_are_there() -> None:
    blank = next(f for f in TRUTH if f["file"] == "birth_blank_01.jpg")["records"][0]["fields"]
    entered = [fact for key, fact in blank.items() if not key.startswith("signer")]
    assert len(entered) > 15
    assert all(fact["value"] is None for fact in entered)
    alike = next(f for f in TRUTH if f["file"] == "application_birth_01.jpg")["records"][0]
    assert (alike["type"], alike["also"]) == ("correspondence", ["unknown"])
    assert "child_full_name" not in alike["fields"]


def test_every_format_and_fault_is_there() -> None:
    assert {path.suffix for path in PAGES.iterdir()} == {".jpg", ".png", ".tif", ".pdf"}
    wanted = "skew noise blur jpeg stain show_through seal_over_text gray bilevel phone_photo dotted_lines"
    wanted += " rotated_90 rotated_180 faded yellowed sideways_exif"
    assert set(wanted.split()) <= {name for page in pages() for name in page["degradations"]}
    assert {0, 90, 180, 270} == {page["rotation"] for page in pages()}
    assert any(page["blank"] and "show_through" in page["degradations"] for page in pages())
    assert any(fact["value"] is None for r in records() for fact in r["fields"].values())


@pytest.mark.parametrize("name", ["report_01.pdf", "construction_permit_04.pdf", "signed_incoming.pdf"])
def test_born_digital_text_is_the_truth(name: str) -> None:
    truth = next(file for file in TRUTH if file["file"] == name)
    with pypdfium2.PdfDocument(PAGES / name) as document:
        found = document[0].get_textpage().get_text_range()
    assert found.split() == truth["pages"][0]["text"].split()


def test_the_incoming_letter_carries_a_test_signature() -> None:
    data = (PAGES / "signed_incoming.pdf").read_bytes()
    assert b"/ETSI.CAdES.detached" in data
    assert "THỬ NGHIỆM".encode().hex().encode() in data.lower()


def test_broken_files_are_those_expected_and_small() -> None:
    files = {path.name: path for path in (ROOT / "broken").iterdir() if path.name != "expected.json"}
    assert set(files) == set(EXPECTED)
    assert max(path.stat().st_size for path in files.values()) < 1_000_000
    for name, facts in EXPECTED.items():
        codes = [code for held in facts["quarantined"] for code in held["code"]]
        assert any(name.startswith(code) for code in codes), name


def test_the_committed_set_stays_small() -> None:
    assert sum(path.stat().st_size for path in PAGES.iterdir()) < 22_000_000
