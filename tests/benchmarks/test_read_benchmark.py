"""The benchmark must not flatter anyone: its formulas, its choice of pages, and how it treats a failure."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from benchmarks import accuracy, contenders, page_sets, pages, read, results, spent
from benchmarks.pages import Choice

words = st.lists(st.text(alphabet="aăâđếộ", min_size=1, max_size=6), max_size=8)


def test_equal_texts_have_no_errors_however_they_are_composed_or_spaced() -> None:
    assert accuracy.strict("Độc lập\nTự do", "Độc  lập Tự do") == accuracy.Errors(0, 13)


def test_strict_counts_order_and_order_free_does_not() -> None:
    assert accuracy.strict("một hai ba", "ba một hai").edits > 0
    assert accuracy.order_free("một hai ba", "ba một hai").edits == 0


def test_a_word_is_wrong_as_a_whole() -> None:
    assert accuracy.in_words("Nguyễn Văn Hòa", "Nguyên Văn") == accuracy.Errors(2, 3)


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


EVERYTHING_PLAIN = Choice()


def chosen(folder: Path, choice: Choice = EVERYTHING_PLAIN) -> list[str]:
    return [file.path.name for file in pages.load(folder, folder / "truth.json", choice)]


def test_turned_and_blank_pages_are_read_only_when_asked_for(tmp_path: Path) -> None:
    folder = truth_folder(tmp_path)
    assert chosen(folder) == ["a.pdf"]
    assert chosen(folder, Choice(every_page=True)) == ["a.pdf", "b.pdf", "c.pdf"]
    assert chosen(folder, Choice(every_page=True, limit=2)) == ["a.pdf", "b.pdf"]


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
    assert chosen(folder, Choice(every_page=True)) == ["a.pdf", "c.pdf"]


def test_a_choice_that_leaves_nothing_or_names_a_missing_file_is_refused(tmp_path: Path) -> None:
    folder = truth_folder(tmp_path)
    with pytest.raises(ValueError, match="no page"):
        chosen(folder, Choice(split="tuning"))
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


def measured(folder: Path, body: str) -> results.Result:
    files = pages.load(folder, folder / "truth.json", Choice(every_page=True, limit=2))
    contender = contenders.sohoa(program(folder, body), files, 1, folder)
    return results.measure(contender, files, folder, 1)


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


def test_pages_filled_in_by_hand_count_in_one_rate_and_not_in_the_other(tmp_path: Path) -> None:
    plain = measured(truth_folder(tmp_path), ANSWER)
    assert plain.cer_of_print == plain.cer_order_free
    assert plain.cer_order_free is not None
    assert plain.cer_order_free > 0
    told = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    told["files"][1]["pages"][0]["degradations"] = ["gray", "by_hand"]
    (tmp_path / "truth.json").write_text(json.dumps(told), encoding="utf-8")
    marked = measured(tmp_path, ANSWER)
    assert (marked.cer_order_free, marked.cer_of_print) == (plain.cer_order_free, 0.0)


BURN = "[sys.executable, '-c', 'sum(range(20_000_000))']"


@pytest.mark.parametrize("start", ["subprocess.run", "subprocess.Popen"])
def test_processor_time_of_children_is_counted_even_if_nobody_waited_for_them(
    tmp_path: Path, start: str
) -> None:
    alone = measured(truth_folder(tmp_path), ANSWER).cpu_seconds_per_page
    burning = measured(tmp_path, f"import subprocess; {start}({BURN})\n{ANSWER}").cpu_seconds_per_page
    assert burning > 2 * alone


# Two that hold 100 MB each until they are told to end: both at once, and for many samples of whoever watches.
HOLDING = """
import subprocess, time
hold = "import sys; held = bytes(range(256)) * 400_000; print(flush=True); sys.stdin.read()"
both = [subprocess.Popen([sys.executable, "-c", hold], stdin=-1, stdout=-1) for _ in "ab"]
for one in both: one.stdout.readline()
time.sleep(3)
for one in both: one.communicate(timeout=60)
"""


def test_memory_is_that_of_all_processes_together_and_of_the_largest(tmp_path: Path) -> None:
    """Two children hold 100 MB each at the same time."""
    done = spent.timed(
        (str(program(tmp_path, HOLDING)),), contenders.plain_environment(), contenders.stdout_of(tmp_path)
    )
    assert 100_000_000 < done.largest_bytes < 180_000_000
    assert done.tree_bytes > 200_000_000


def test_a_failed_reader_gets_no_figures(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="exit code 3"):
        measured(truth_folder(tmp_path), f"{ANSWER}; sys.exit(3)")


def test_an_answer_about_other_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="other files"):
        measured(truth_folder(tmp_path), ANSWER.replace("sys.argv[3:]", "sys.argv[4:]"))


def test_missing_pages_end_with_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read.main(["--pages", str(tmp_path)]) == 2
    assert "truth.json" in capsys.readouterr().err


def test_pages_that_come_in_one_file_are_told_apart(tmp_path: Path) -> None:
    """As the peer gives them; one page more or less is an answer about something else."""
    files = [
        pages.FileTruth(tmp_path / name, tuple(pages.PageTruth(n, text) for n, text in enumerate(told, 1)))
        for name, told in (("a.tif", ["một", "hai"]), ("b.jpg", ["ba"]), ("c.jpg", ["bốn"]))
    ]
    for file in files:
        file.path.touch()

    def peer(*told: str) -> results.Result:
        answer = [[contenders.Found(text) for text in told]]
        contender = contenders.Contender("peer", ("true",), {}, lambda: answer)
        return results.measure(contender, files, tmp_path, 1)

    assert peer("một", "hai", "ba", "bốn").cer_strict == 0
    assert peer("một", "hai", "bốn", "ba").cer_strict != 0
    for told in (("một", "hai", "ba"), ("một", "hai", "ba", "bốn", "năm")):
        with pytest.raises(ValueError, match="another number"):
            peer(*told)


def test_real_scans_are_scored_by_what_is_known_of_them(tmp_path: Path) -> None:
    """A text beside one, strings of the head of another, nothing of the third."""
    for name in ("a.png", "b.png", "c.png"):
        Image.new("L", (8, 8)).save(tmp_path / name)
    (tmp_path / "a.txt").write_text("Thông báo", encoding="utf-8")
    (tmp_path / "header_truth.json").write_text(
        json.dumps({"b.png": {"number": "12/QĐ", "place": "Hà Nội"}}), encoding="utf-8"
    )
    files = page_sets.scans(tmp_path)
    answer = [[contenders.Found(text)] for text in ("Thông báo", "Số 12/QĐ\nHa Noi", "?")]
    found = results.measure(contenders.Contender("x", ("true",), {}, lambda: answer), files, tmp_path, 1)
    assert (found.cer_strict, found.heads, found.pages, found.upright) == (0, (1, 2), 3, None)


def test_a_set_repeated_has_as_many_pages_as_asked_for_each_under_its_own_name(tmp_path: Path) -> None:
    held = pages.load(truth_folder(tmp_path), tmp_path / "truth.json", Choice(every_page=True))
    files = page_sets.repeated(held, 7, tmp_path / "more")
    assert len({file.path.name for file in files}) == pages.page_count(files) == 7
    assert files[3].path.read_bytes() == held[0].path.read_bytes()
    assert files[3].pages == held[0].pages


def test_turns_are_counted_where_they_are_told(tmp_path: Path) -> None:
    turned = ANSWER.replace("'number': 1", "'number': 1, 'rotation': 90")
    assert measured(truth_folder(tmp_path), turned).upright == (1, 2)
    assert measured(tmp_path, ANSWER).upright is None


def test_targets_are_judged_against_the_peer_with_the_fewest_errors(tmp_path: Path) -> None:
    base = measured(truth_folder(tmp_path), ANSWER)
    ours = replace(base, name="ocr alone, PDF/A", cpu_seconds_per_page=1, cer_strict=0.02)
    weak = replace(base, name="ocrmypdf -l vie", cpu_seconds_per_page=9, cer_strict=0.2)
    best = replace(base, name="ocrmypdf, best", cpu_seconds_per_page=5, cer_strict=0.1)
    told = results.targets([ours, weak, best])
    assert told[0].startswith("CPU of ocrmypdf, best / ours: 5.00")
    assert told[1].startswith("our CER strict / its: 0.20")
    assert results.targets([ours]) == []
    assert [line.count("|") for line in results.table([ours, weak]).splitlines()] == [16] * 4
    assert results.not_run("x", "y").count("|") == 16
