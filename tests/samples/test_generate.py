"""The generator: equal seeds give equal bytes, papers fit their sheets, figures on them agree."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from samples.degrade import FAULTS, apply, upright_turn
from samples.fonts import FontMissing, font_path, text_width
from samples.form import Paper
from samples.generate import make_set
from samples.plan import COMMITTED, PAPERS, Job, draw_up
from samples.sheet import Column, Ink, Sheet, Span, Word, said, wrap
from samples.styles import style
from samples.wording import date_words, year_words

SMALL = Job("small.jpg", ("birth_old",), ("slight_skew", "stain"), dpi=72)
COUNT = 25


def drawn(key: str, seed: int) -> Paper:
    rng = Random(f"{key}/{seed}")
    return PAPERS[key](rng, style(rng, key))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_people(tmp_path: Path) -> None:
    jobs = (SMALL, Job("text.pdf", ("notice",), born_digital=True), Job("pages.tif", ("death_old",), dpi=72))
    for folder, seed in (("one", 5), ("two", 5), ("three", 6)):
        make_set(jobs, seed, tmp_path / folder)
    for name in ("truth.json", *(f"pages/{job.name}" for job in jobs)):
        first, second, third = ((tmp_path / f / name).read_bytes() for f in ("one", "two", "three"))
        assert first == second
        assert first != third


def test_a_file_does_not_depend_on_the_files_made_before_it(tmp_path: Path) -> None:
    make_set([SMALL], 5, tmp_path / "alone")
    make_set([Job("other.jpg", ("letter",), dpi=50), SMALL], 5, tmp_path / "after")
    alone, after = ((tmp_path / f / "pages/small.jpg").read_bytes() for f in ("alone", "after"))
    assert alone == after


@pytest.mark.parametrize("key", PAPERS)
def test_words_stay_on_the_sheet(key: str) -> None:
    for seed in range(COUNT):
        for sheet in drawn(key, seed).sheets:
            for word in (mark for mark in sheet.marks if isinstance(mark, Word)):
                ink = word.ink
                end = word.x + text_width(word.text, ink.face, ink.style, ink.size)
                assert 20 < word.x < end < sheet.width - 8, word
                assert 20 < word.baseline < sheet.height - 14, word


@pytest.mark.parametrize("key", PAPERS)
def test_facts_are_printed(key: str) -> None:
    for seed in range(COUNT):
        paper = drawn(key, seed)
        words = set(" ".join(sheet.text for sheet in paper.sheets).replace(",", " , ").split())
        for name, fact in paper.fields.items():
            for word in (fact.written or "").replace(",", " ").split():
                assert any(word in printed for printed in words), (name, word)


@pytest.mark.parametrize("key", [key for key in PAPERS if "registration_date" in drawn(key, 0).fields])
def test_events_come_before_their_registration(key: str) -> None:
    for seed in range(COUNT):
        fields = {name: fact.value for name, fact in drawn(key, seed).fields.items()}
        registered = date.fromisoformat(str(fields["registration_date"]))
        for name in ("child_birth_date", "deceased_death_date", "wife_birth_date"):
            if fields.get(name):
                assert date.fromisoformat(str(fields[name])) <= registered
        if fields.get("number"):
            assert str(fields["number"]).endswith(f"/{registered.year}")


def test_permit_figures_agree() -> None:
    for seed in range(COUNT):
        fields = {name: fact.value or "" for name, fact in drawn("construction_permit", seed).fields.items()}
        land, first = float(fields["land_area_m2"]), float(fields["first_floor_area_m2"])
        assert abs(first / land * 100 - float(fields["building_density"])) < 0.1
        assert float(fields["total_floor_area_m2"]) >= first


def test_the_father_may_be_left_empty() -> None:
    fields = drawn("birth_no_father", 1).fields
    assert fields["father_full_name"].value is None
    assert fields["father_residence_place"].written is None
    assert fields["mother_full_name"].value


def test_drawn_up_sets_have_the_size_asked_for_and_known_faults() -> None:
    jobs = draw_up(11, 60)
    assert len({job.name for job in jobs}) == 60
    assert {fault for job in jobs for fault in job.faults} <= {*FAULTS, "seal_over_text"}
    assert jobs == draw_up(11, 60)
    assert jobs != draw_up(12, 60)


def test_names_of_the_committed_set_are_unique() -> None:
    assert len({job.name for job in COMMITTED}) == len(COMMITTED)


@pytest.mark.parametrize("fault", ["rotated_90", "rotated_180", "rotated_270"])
def test_the_turn_in_truth_makes_the_image_upright(fault: str) -> None:
    image = Image.new("RGB", (40, 60), "white")
    image.putpixel((1, 2), (0, 0, 0))
    turned = apply(image, (fault, "clean"), Random(1))
    assert turned.rotate(-upright_turn((fault,)), expand=True).tobytes() == image.tobytes()


def test_a_missing_font_names_the_packages() -> None:
    with pytest.raises(FontMissing, match="fonts-croscore") as raised:
        font_path("tinos", "NoSuchStyle")
    assert "sudo apt install" in raised.value.vi


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (1985, "một nghìn chín trăm tám mươi lăm"),
        (2000, "hai nghìn không trăm"),
        (2005, "hai nghìn không trăm linh năm"),
        (2021, "hai nghìn không trăm hai mươi mốt"),
        (1910, "một nghìn chín trăm mười"),
    ],
)
def test_years_in_words(year: int, words: str) -> None:
    assert year_words(year) == words


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 50))
def test_dates_in_words_name_day_month_and_year_once(day: date, seed: int) -> None:
    words = date_words(Random(seed), day).lower()
    assert words.count("ngày") == words.count("tháng") == 1
    assert words.index("ngày") < words.index("tháng") < words.rindex("năm")


@given(st.lists(st.text("aăâbcd", min_size=1, max_size=9), min_size=1, max_size=30), st.floats(60, 400))
def test_wrapping_loses_no_word_and_keeps_the_width(words: list[str], width: float) -> None:
    lines = wrap([Span(" ".join(words), Ink())], Column(0, width))
    assert " ".join(said(line) for line in lines).split() == words
    assert all(line[-1].x + line[-1].width <= width for line in lines if len(line) > 1)


def test_cells_of_a_row_share_lines_of_text() -> None:
    sheet = Sheet()
    sheet.row(
        [([Span("Giới tính: Nam", Ink())], Column(0, 90)), ([Span("Dân tộc: Kinh", Ink())], Column(90, 200))],
        15,
    )
    assert sheet.text == "Giới tính: Nam Dân tộc: Kinh"
