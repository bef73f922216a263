"""The benchmark must not flatter anyone: its formulas, its choice of pages, and how it treats a failure."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import accuracy, contenders, pages, read

words = st.lists(st.text(alphabet="aăâđếộ", min_size=1, max_size=6), max_size=8)


def test_equal_texts_have_no_errors_however_they_are_composed_or_spaced() -> None:
    assert accuracy.strict("Độc lập\nTự do", "Độc  lập Tự do") == accuracy.Errors(0, 13)


def test_strict_counts_order_and_order_free_does_not() -> None:
    assert accuracy.strict("một hai ba", "ba một hai").edits > 0
    assert accuracy.order_free("một hai ba", "ba một hai").edits == 0


def test_order_free_matches_the_nearest_words_and_charges_the_rest_in_full() -> None:
    assert accuracy.order_free("Nguyễn Văn Hòa", "Nguyên Hòa") == accuracy.Errors(1 + 3, 12)
    assert accuracy.order_free("", "thừa") == accuracy.Errors(4, 0)


@given(words, words)
def test_order_free_ignores_order_and_never_exceeds_rewriting_everything(
    truth: list[str], found: list[str]
) -> None:
    errors = accuracy.order_free(" ".join(truth), " ".join(found))
    assert errors == accuracy.order_free(" ".join(reversed(truth)), " ".join(sorted(found)))
    assert errors.edits <= errors.characters + sum(map(len, found))
    assert (errors.edits == 0) == (sorted(truth) == sorted(found))


def test_long_pages_weigh_more_than_short_ones() -> None:
    assert accuracy.total([accuracy.Errors(1, 1), accuracy.Errors(0, 99)]).rate == 0.01


def truth_folder(folder: Path) -> Path:
    """Three one-page files: plain, turned, blank; the pages are PDFs with nothing on them."""
    told = []
    for name, text, rotation in (
        ("a.pdf", "Giấy khai sinh", 0),
        ("b.pdf", "Trích lục", 90),
        ("c.pdf", "", 0),
    ):
        document = pikepdf.new()
        document.add_blank_page()
        document.save(folder / name)
        page = {"number": 1, "text": text, "rotation": rotation, "blank": not text, "split": "test"}
        told.append({"file": name, "pages": [page]})
    (folder / "truth.json").write_text(json.dumps({"files": told}), encoding="utf-8")
    return folder


def chosen(
    folder: Path, *, every_page: bool = False, split: str | None = None, limit: int | None = None
) -> list[str]:
    files = pages.load(folder, folder / "truth.json", every_page=every_page, split=split, limit=limit)
    return [file.path.name for file in files]


def test_turned_and_blank_pages_are_read_only_when_asked_for(tmp_path: Path) -> None:
    folder = truth_folder(tmp_path)
    assert chosen(folder) == ["a.pdf"]
    assert chosen(folder, every_page=True) == ["a.pdf", "b.pdf", "c.pdf"]
    assert chosen(folder, every_page=True, limit=2) == ["a.pdf", "b.pdf"]


def test_pages_that_hold_their_text_already_are_never_read(tmp_path: Path) -> None:
    folder = truth_folder(tmp_path)
    with pikepdf.open(folder / "b.pdf", allow_overwriting_input=True) as document:
        page = document.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.F1)
        page.contents_add(b"BT /F1 12 Tf 72 72 Td (Trich luc) Tj ET")
        document.save()
    assert chosen(folder, every_page=True) == ["a.pdf", "c.pdf"]


def test_a_choice_that_leaves_nothing_or_names_a_missing_file_is_refused(tmp_path: Path) -> None:
    folder = truth_folder(tmp_path)
    with pytest.raises(ValueError, match="no page"):
        chosen(folder, split="tuning")
    (folder / "a.pdf").unlink()
    with pytest.raises(FileNotFoundError):
        chosen(folder)


def program(folder: Path, body: str) -> Path:
    """A small program that stands where `sohoa` would."""
    path = folder / "program"
    path.write_text(f"#!{sys.executable}\nimport json, sys\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


ANSWER = (
    "print(json.dumps({'files': [{'file': f, 'pages': [{'number': 1, 'text': 'Giấy khai sinh'}]}"
    " for f in sys.argv[3:]]}))"
)


def measured(folder: Path, body: str) -> read.Result:
    files = pages.load(folder, folder / "truth.json", every_page=True, split=None, limit=2)
    contender = contenders.sohoa(program(folder, body), files, 1, folder)
    return read.measure(contender, files, folder)


def test_every_page_is_scored_against_its_own_truth(tmp_path: Path) -> None:
    result = measured(truth_folder(tmp_path), ANSWER)
    assert result.pages == 2
    assert (
        result.cer_strict
        == accuracy.total([accuracy.Errors(0, 14), accuracy.strict("Trích lục", "Giấy khai sinh")]).rate
    )


def test_a_page_the_reader_left_out_counts_as_all_wrong(tmp_path: Path) -> None:
    result = measured(truth_folder(tmp_path), ANSWER.replace("'number': 1", "'number': 7"))
    assert result.cer_strict == result.cer_order_free == 1.0


BURN = "[sys.executable, '-c', 'sum(range(20_000_000))']"


@pytest.mark.parametrize("start", ["subprocess.run", "subprocess.Popen"])
def test_processor_time_of_children_is_counted_even_if_nobody_waited_for_them(
    tmp_path: Path, start: str
) -> None:
    alone = measured(truth_folder(tmp_path), ANSWER).cpu_seconds_per_page
    burning = measured(tmp_path, f"import subprocess; {start}({BURN})\n{ANSWER}").cpu_seconds_per_page
    assert burning > 2 * alone


def test_a_failed_reader_gets_no_figures(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="exit code 5"):
        measured(truth_folder(tmp_path), f"{ANSWER}; sys.exit(5)")


def test_an_answer_about_other_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="other files"):
        measured(truth_folder(tmp_path), ANSWER.replace("sys.argv[3:]", "sys.argv[4:]"))


def test_missing_pages_end_with_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read.main(["--pages", str(tmp_path)]) == 2
    assert "truth.json" in capsys.readouterr().err
