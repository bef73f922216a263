"""Pages of a third hand: what their truth tells stands on them, and they take nothing from the other two hands."""

from __future__ import annotations

import html
import re
import subprocess
import time
from pathlib import Path
from random import Random

import pytest

from benchmarks.third_hand.deck import Paper, deck
from benchmarks.third_hand.draw import ended
from benchmarks.third_hand.facts import Manner, Sheet
from pipeline.record_type import record_types

_KINDS = {paper.form: paper for paper in deck(38)}
_SOURCE = Path(__file__).parents[2] / "benchmarks" / "third_hand"


def _drawn(paper: Paper, seed: int) -> tuple[Sheet, str]:
    sheet = Sheet(Random(seed), Manner())
    return sheet, paper.draws(sheet)


@pytest.mark.parametrize("form", _KINDS)
def test_what_the_truth_tells_is_printed(form: str) -> None:
    sheet, page = _drawn(_KINDS[form], 3)
    said = html.unescape(re.sub(r"<[^>]*>", " ", page.replace("<svg", "⟪<svg")))
    for key, fact in sheet.facts.items():
        words = (fact.written or "").split()
        assert fact.by_hand or all(word in said for word in words), key


@pytest.mark.parametrize("form", _KINDS)
def test_its_fields_are_fields_of_its_type(form: str) -> None:
    paper = _KINDS[form]
    sheet, _ = _drawn(paper, 1)
    known = {spec.key for spec in record_types()[paper.type].fields}
    assert paper.also or set(sheet.facts) <= known


@pytest.mark.parametrize("form", _KINDS)
def test_the_same_seed_draws_the_same_paper(form: str) -> None:
    assert _drawn(_KINDS[form], 5)[1] == _drawn(_KINDS[form], 5)[1]


def test_it_takes_nothing_from_the_other_hands() -> None:
    for file in _SOURCE.glob("*.py"):
        source = file.read_text(encoding="utf-8")
        assert not re.search(r"(from|import) (samples|pipeline|benchmarks\.foreign)", source), file.name


def goes_on(pid: int) -> bool:
    """Whether a process neither ended nor waits only for its parent to notice."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def test_a_browser_that_hangs_is_ended_with_all_that_it_began(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with pytest.raises(subprocess.TimeoutExpired):
        # As long as a busy machine may take to begin anything at all.
        ended(["sh", "-c", "sleep 600 & echo $!; wait"], log, 5.0)
    until = time.monotonic() + 60
    while goes_on(int(log.read_text())):
        assert time.monotonic() < until, "what it began goes on"
        time.sleep(0.05)
    with pytest.raises(subprocess.CalledProcessError, match="3"):
        ended(["sh", "-c", "exit 3"], log)
