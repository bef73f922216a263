"""Typing blind in practice: the pages and keys of double keying, judged against the truth of the paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_life import close
from browser_window import MOST_MS, Window, office_monitor
from counter_desk import listening
from playwright.sync_api import Browser, Page, expect
from school import School, open_school

from desk.demo.samples import KnownRecord
from desk.web.practice_home import Papers
from pipeline.accounts import practice_runs

TYPED = {"deceased_full_name": "Lê Như Cẩm", "deceased_birth_date": "24041955", "deceased_gender": "Nam"}


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """Two birth certificates, and an extract of a death register: the one that is typed blind."""
    return open_school(tmp_path_factory.mktemp("school"), "AN", "BÌNH", death=True)


@pytest.fixture
def newcomer(school: School, chromium: Browser) -> Iterator[Window]:
    """The newcomer at a served desk."""
    with listening(school.config) as address:
        context = office_monitor(chromium)
        window = Window(context, address)
        yield window
        close(context)
        assert window.faults == []


def enter_practice(window: Window) -> Page:
    """Into a practice whose papers are read."""
    page = window.log_in("moi")
    page.get_by_role("button", name="Bắt đầu luyện tập").click()
    page.get_by_role("button", name="Vào luyện tập").click(timeout=3 * MOST_MS)
    page.wait_for_url("**/review")
    return page


def type_blind(page: Page) -> None:
    """Down the form: what TYPED says, everything else is said to be empty."""
    for row in page.locator("[data-typed]").all():
        expect(row.locator("input")).to_be_focused()
        if text := TYPED.get(str(row.get_attribute("data-typed"))):
            page.keyboard.type(text)
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("Alt+e")
    expect(page.locator('[data-typed][data-state=""], [data-typed]:not([data-state])')).to_have_count(0)


def test_one_paper_of_a_practice_is_typed_blind_and_judged_by_what_was_typed(
    school: School, newcomer: Window
) -> None:
    page = enter_practice(newcomer)
    blind = page.get_by_role("row").filter(has_text="Nhập lần thứ nhất")
    expect(blind).to_have_count(1)
    newcomer.shot("practice-queue")
    blind.get_by_role("link").click()
    page.wait_for_selector("[data-keying] .viewer canvas")
    expect(page.locator("#k-deceased_full_name")).to_have_value("")
    assert "LÊ NHƯ CẨM" not in page.content()
    type_blind(page)
    newcomer.shot("practice-blind")
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector("[data-review]")
    newcomer.open("/review")
    expect(page.get_by_role("row").filter(has_text="Trích lục khai tử")).to_have_count(0)
    newcomer.open("/practice")
    expect(page.get_by_text("Đã kiểm tra 1 trên 3 tài liệu.")).to_be_visible()
    page.get_by_role("button", name="Chấm bài").click()
    page.wait_for_selector("h2 + .wide + h2")
    newcomer.both("practice-judged")
    with school.house.services.ledger.reading() as connection:
        run = practice_runs.runs_of(connection, school.act().by.id)[0]
    typed = {one.field: (one.given, one.right) for one in run.judged if one.blind}
    # The name stands in small letters, the year is wrong, and what two people do not key is nobody's mistake.
    assert typed == {"deceased_full_name": ("Lê Như Cẩm", True), "deceased_birth_date": ("1955-04-24", False)}
    assert {one.record for one in run.judged if not one.blind} == {"birth"}
    expect(page.get_by_text("nhập riêng", exact=True)).to_have_count(2)


def known(*papers: tuple[str, str]) -> Papers:
    """Papers of (type, known field)."""
    told = [KnownRecord(type, frozenset({1}), {key: ("x", "x")}) for type, key in papers]
    return Papers({f"{at}": (Path(str(at)), one) for at, one in enumerate(told)})


def test_which_papers_are_typed_blind() -> None:
    birth, risky, harmless = (
        ("birth", "child_full_name"),
        ("death", "deceased_full_name"),
        ("death", "deceased_ethnicity"),
    )
    for papers, blind in (
        ((birth, birth, risky), "death"),
        ((birth, risky, risky), "birth"),
        ((birth, birth, harmless), "birth"),
        # Nothing would be left to review in the usual way.
        ((birth, birth), ""),
    ):
        told = known(*papers)
        assert told.blind(sorted(told.known), frozenset({"high"})) == blind, papers
    # An office without double keying does not practise it.
    told = known(birth, birth, risky)
    assert told.blind(sorted(told.known), frozenset()) == ""
