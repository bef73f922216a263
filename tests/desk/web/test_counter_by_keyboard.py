"""A clerk's paper at the counter, in a real browser by keyboard: from upload to a signed component, then checked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from time import monotonic

import pytest
from browser_life import close
from browser_window import MOST_MS, Window, office_monitor
from counter_desk import DeskHouse, make_house, served
from playwright.sync_api import Browser, expect
from printed_records import BIRTH
from reviewed import archived

from archive.dossier import show
from desk.flow_runner import FLOWS
from desk.web.practice_home import sample_papers
from pipeline.lookup import view
from pipeline.record import RecordState

DOSSIER = "H29.22.33-261127-0101"


def counter(window: Window, person: str, scans: Sequence[Path], known: int) -> None:
    """From the list of dossiers to a usable component of a new dossier, by keyboard; tells what it took.

    `known`: how many papers the archive has for the person.
    """
    page = window.page
    page.select_option("#procedure", "birth-registration")
    for field, text in (("#code", DOSSIER), ("#person", person), ("#number", "911/2019")):
        page.focus(field)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/dossiers/{DOSSIER}")
    expect(page.locator(".hits a.row")).to_have_count(known)
    begun = monotonic()
    page.keyboard.press("u")
    page.select_option("#take-component", "birth-notice")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.set_input_files("#take-files", scans)
    window.both("take-in")
    page.focus("[data-send]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/*")
    page.wait_for_selector("[data-stage=ready] .viewer canvas", timeout=3 * MOST_MS)
    expect(page.locator("[data-page-of]")).to_have_text(f"trang 1 trên {len(scans)}")
    window.both("paper")
    expect(page.locator("[data-use]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/dossiers/{DOSSIER}")
    member = page.locator('[data-component="birth-notice"] .held')
    expect(member.locator(".tag.doubt")).to_have_text("chưa kiểm tra")
    window.told("counter: from the list of dossiers to a usable component")
    print(f"[day] counter: of these, from `u` to the usable component: {monotonic() - begun:.1f} s")


@pytest.mark.proof
def test_with_the_real_engine_a_scan_is_soon_usable(
    tmp_path_factory: pytest.TempPathFactory, chromium: Browser
) -> None:
    known = sample_papers().known
    (scan,) = islice((path for path, paper in known.values() if paper.type == "birth"), 1)
    with served(make_house(tmp_path_factory.mktemp("engine") / "home"), FLOWS) as desk:
        context = office_monitor(chromium)
        window = Window(context, desk.url)
        window.log_in("motcua")
        window.watch()
        counter(window, "NGƯỜI TRONG GIẤY", [scan], 0)
        with desk.services.ledger.reading() as connection:
            record = show(connection, DOSSIER).present[0].record.removeprefix("urn:uuid:")
            found = view(connection, record)
        # The engine has read it: a type, and values with a place on the page.
        assert (found.row.type, found.unchecked) == ("birth", True)
        assert sum(field.box is not None for field in found.fields) > 3
        close(context)
        assert window.faults == []


@pytest.mark.proof
def test_a_paper_is_taken_in_and_usable_without_waiting_for_review(house: DeskHouse, window: Window) -> None:
    archived(house, "KHÁNH", 911)
    lines = tuple(line.replace("PHƯỢNG", "KHÁNH") for line in BIRTH)
    scans = [house.press.page(f"quay-{number}.png", lines) for number in (1, 2)]
    page = window.log_in("motcua")
    window.watch()
    counter(window, "LÊ NHƯ KHÁNH", scans, 1)
    member = page.locator('[data-component="birth-notice"] .held')
    expect(member.locator("img")).to_have_js_property("complete", True)
    page.locator('[data-component="birth-notice"] [data-look]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-pane] img")).to_have_count(2)
    expect(page.locator("[data-pane] img").first).to_have_js_property("complete", True)
    window.both("dossier")
    signed = page.locator('[data-component="birth-notice"] .tag.well', has_text="đã ký số")
    for _ in range(60):
        if signed.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(signed).to_have_count(1)
    window.open(f"/dossiers/{DOSSIER}/receipt")
    expect(page.locator("table")).to_contain_text("bản chính")
    window.both("dossier-receipt")
    with house.services.ledger.reading() as connection:
        record = show(connection, DOSSIER).present[0].record.removeprefix("urn:uuid:")
        found = view(connection, record)
    assert (found.state, found.unchecked, found.row.signature_count) == (RecordState.IN_REVIEW, True, 1)
