"""Papers in many layouts: they fit their sheets, print their facts, and a seed says which split they serve."""

from __future__ import annotations

from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest
from PIL import Image

from samples.degrade import FAULTS
from samples.fonts import text_width
from samples.form import Paper
from samples.generate import make
from samples.large_sheets import SHEETS
from samples.plan import Job
from samples.raster import draw
from samples.sheet import Code, Ink, Sheet, Word
from samples.variety import ALIKE, CASES, LOOKS, draw_up, is_varied, split_of, varied

SEEDS = range(12)


def paper(key: str, seed: int, *, blank: bool = False) -> Paper:
    return varied(key, Random(f"{key}/{seed}"), blank=blank)


@pytest.mark.parametrize("key", [*CASES, *SHEETS])
def test_words_stay_on_the_sheet(key: str) -> None:
    for seed in SEEDS:
        for sheet in paper(key, seed).sheets:
            for word in (mark for mark in sheet.marks if isinstance(mark, Word)):
                end = word.x + text_width(word.text, word.ink.face, word.ink.style, word.ink.size)
                assert 5 < word.x < end < sheet.width - 2, (seed, word)
                assert 15 < word.baseline < sheet.height - 8, (seed, word)


@pytest.mark.parametrize("key", [*CASES, *SHEETS])
def test_facts_are_printed_where_their_box_is(key: str) -> None:
    for seed in SEEDS:
        made = paper(key, seed)
        for name, fact in made.fields.items():
            words = [m.text for s in made.sheets for m in s.marks if isinstance(m, Word) and m.key == name]
            if name == "record_date":
                # It stands inside of another fact, which has the words.
                assert str(fact.written) in str(made.fields["record_datetime"].written)
                continue
            assert " ".join((fact.written or "").split()) == " ".join(words), (seed, name)


@pytest.mark.parametrize("key", sorted(set(CASES) - set(ALIKE)))
def test_a_blank_form_has_labels_and_no_values(key: str) -> None:
    made = paper(key, 3, blank=True)
    entered = {name: made.fields[name] for name in made.entered}
    assert entered
    assert all(fact.value is None and fact.written is None for fact in entered.values())


@pytest.mark.parametrize("key", ["permit", "planning", "house_number", "completion", "penalty"])
def test_a_blank_form_tells_who_issues_it_in_its_printed_head(key: str) -> None:
    made = paper(key, 3, blank=True)
    body = made.fields["issuing_agency"]
    assert body.value
    assert all(word in made.sheets[0].text for word in body.value.split())


@pytest.mark.parametrize("key", ["birth_new", "marriage_new", "permit", "penalty", "khai_sanh", "receipt"])
def test_one_kind_comes_in_several_layouts_and_wordings(key: str) -> None:
    made = [paper(key, seed) for seed in range(30)]
    assert len({one.layout for one in made}) > 3
    assert len({one.sheets[0].text for one in made}) == len(made)


def test_a_seed_is_for_tuning_or_for_test_as_a_whole() -> None:
    assert {job.split for job in draw_up(4242, 40)} == {"tuning"} == {split_of(4242)}
    assert {job.split for job in draw_up(515151, 40)} == {"test"} == {split_of(515151)}


def test_a_set_holds_every_kind_and_known_faults() -> None:
    jobs = draw_up(8, 250)
    assert jobs == draw_up(8, 250)
    assert set(CASES) <= {job.papers[0] for job in jobs}
    assert {fault for job in jobs for fault in job.faults} <= {*FAULTS, "seal_over_text"}
    assert {fault for look in LOOKS for fault in look} <= set(FAULTS)
    assert all(is_varied(job.papers[0]) for job in jobs)
    by_hand = sum(job.entered == "by_hand" for job in jobs)
    assert 0.10 < by_hand / len(jobs) < 0.20


def test_truth_tells_page_and_box_of_what_was_entered(tmp_path: Path) -> None:
    truth = make(Job("one.png", ("birth_new",), (), dpi=72), 4, tmp_path)
    facts = truth.records[0].fields
    assert facts["child_full_name"].page == 1
    with Image.open(tmp_path / "one.png") as image:
        width, height = image.size
        x0, y0, x1, y1 = facts["child_full_name"].box or (0, 0, 0, 0)
        assert 0 < x0 < x1 <= width
        assert 0 < y0 < y1 <= height
        dark = image.convert("L").crop((x0, y0, x1, y1)).getextrema()[0]
    assert isinstance(dark, int)
    assert dark < 170


def test_codes_can_be_read_and_some_disagree() -> None:
    found = [
        (mark, one)
        for seed in range(60)
        for one in [paper("birth_extract", seed)]
        for mark in one.sheets[0].marks
    ]
    coded = [(mark, one) for mark, one in found if isinstance(mark, Code)]
    assert {mark.agrees for mark, _ in coded} == {True, False}
    for mark, one in coded[:4]:
        image = np.asarray(draw(one.sheets[0], 150, Random(1)))
        assert cv2.QRCodeDetector().detectAndDecode(image)[0] == mark.text
        assert (str(one.fields["child_full_name"].value) in mark.text) == mark.agrees


@pytest.mark.parametrize("face", ["typewriter", "dot-matrix"])
def test_struck_words_leave_ink_where_they_stand(face: str) -> None:
    sheet = Sheet((200, 60))
    sheet.marks.append(Word("Đặng", 40, 40, Ink(face, size=16)))
    found = draw(sheet, 144, Random(1)).convert("L").point([255] * 128 + [0] * 128).getbbox()
    assert found is not None
    assert 70 < found[0] < 95
    assert found[3] > 78
