"""Typing blind, deciding and typing down a column before a slow server: only what was seen and kept counts as kept."""

from __future__ import annotations

import re

import pytest
from browser_window import Window
from counter_desk import DeskHouse
from held_back import hold_back, let_go, posted
from playwright.sync_api import Dialog, Page, expect
from printed_records import BIRTH
from reviewed import seen
from test_keying_by_keyboard import another, keyed_twice

from pipeline.accounts.rights import Role
from pipeline.lookup import record_ids
from pipeline.record import FieldState
from pipeline.review.decisions import Correction
from pipeline.review.keying import enter, finish, form


def test_what_is_typed_on_before_the_answer_is_not_kept_yet(house: DeskHouse, window: Window) -> None:
    record = keyed_twice(house, 931)
    window.log_in("kiem")
    held = hold_back(window.page, "**/key")
    page = window.open(f"/review/{record}")
    child, row = page.locator("#k-child_full_name"), page.locator("[data-typed=child_full_name]")
    expect(child).to_be_focused()
    page.keyboard.type("LÊ NHƯ")
    page.keyboard.press("Enter")
    child.focus()
    page.keyboard.press("End")
    page.keyboard.type(" MAI")
    let_go(page, held)
    expect(page.locator("[data-saved]")).to_contain_text("đã lưu")
    expect(row).not_to_have_attribute("data-state", "value")
    page.unroute_all()
    page.keyboard.press("Enter")
    expect(row).to_have_attribute("data-state", "value")


def typed_by(house: DeskHouse, record: str, login: str, values: dict[str, str]) -> None:
    """One person's keying: these values, everything else empty."""
    act = house.act(login)
    with house.services.ledger.writing(act) as connection:
        for key in [one.spec.key for one in form(connection, act, record).fields]:
            state = FieldState.CORRECTED if key in values else FieldState.CONFIRMED_EMPTY
            enter(connection, act, record, [Correction(key, state, values.get(key, ""))])
        finish(connection, act, record)


def test_who_types_a_value_of_their_own_is_not_moved_to_where_figures_decide(
    house: DeskHouse, window: Window
) -> None:
    record = keyed_twice(house, 932)
    typed_by(house, record, "kiem", {"child_full_name": "LÊ AN", "registration_place": "Phường Một"})
    other = another(house, "kiem3", Role.REVIEWER)
    typed_by(house, record, other, {"child_full_name": "LÊ ÂN", "registration_place": "Phường Hai"})
    window.log_in("luutru")
    held = hold_back(window.page, "**/adjudicate")
    page = window.open(f"/review/{record}")
    rows = page.locator("[data-differs]")
    expect(rows).to_have_count(2)
    expect(rows.first.locator("button").first).to_be_focused()
    page.keyboard.press("1")
    own = page.locator("#own-registration_place")
    own.focus()
    page.keyboard.type("Phường ")
    let_go(page, held)
    expect(rows).to_have_count(1)
    expect(own).to_be_focused()
    page.keyboard.type("12")
    expect(own).to_have_value("Phường 12")


def column(house: DeskHouse, window: Window, first: int) -> tuple[Page, list[str]]:
    """Three certificates, their children's names in a column, and the first row in hand."""
    pages = [
        house.press.page(
            f"cham-{number}.png",
            tuple(line.replace("PHƯỢNG?60", f"{name}?60").replace("773/", f"{number}/") for line in BIRTH),
        )
        for number, name in enumerate(("AN", "BÌNH", "CÚC"), first)
    ]
    batch = house.take_in(f"column-{first}", pages)
    with house.services.ledger.reading() as connection:
        records = record_ids(connection, batch=batch)
    window.log_in("kiem")
    page = window.open(f"/review/columns/{batch}?key=child_full_name")
    expect(page.locator("[data-cell] input").first).to_be_focused()
    return page, records


def test_what_is_typed_while_the_former_value_is_confirmed_is_not_taken_for_it(
    house: DeskHouse, window: Window
) -> None:
    page, _ = column(house, window, 941)
    held = hold_back(page, "**/field")
    cells = page.locator("[data-cell] input")
    page.keyboard.press("Enter")
    expect(cells.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.type("LÊ NHƯ ÂN")
    let_go(page, held)
    expect(page.locator("[data-cell]").first).to_have_attribute("data-settled", "yes")
    page.keyboard.press("Enter")
    expect(page.locator("[data-reason] input")).to_be_focused()


@pytest.mark.parametrize(("typed", "shown"), [("", "LÊ NHƯ AN"), ("LÊ NHƯ BÍCH", "LÊ NHƯ BÍCH")])
def test_what_is_carried_is_confirmed_by_nobody_before_it_was_seen(
    typed: str, shown: str, house: DeskHouse, window: Window
) -> None:
    page, records = column(house, window, 944 if typed else 947)
    page.keyboard.press("Enter")
    expect(page.locator("[data-cell]").first).to_have_attribute("data-settled", "yes")
    # In hand before requests are looked at: none is on its way while the window learns to hold them back.
    expect(page.locator("[data-cell]").nth(1)).to_have_attribute("data-revision", re.compile(r"\d"))
    sent, held = posted(page, "/field"), hold_back(page, "**/carry")
    page.keyboard.press("Alt+d")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    let_go(page, held)
    row = page.locator("[data-cell]").nth(1)
    expect(row).to_have_attribute("data-mark", "doubt")
    expect(row).not_to_have_attribute("data-carrying", "yes")
    expect(row.locator("input")).to_be_focused()
    expect(row.locator("input")).to_have_value(shown)
    child = next(field for field in seen(house, records[1]).fields if field.key == "child_full_name")
    assert child.state is FieldState.CARRIED
    page.keyboard.press("Enter")
    expect(row).to_have_attribute("data-settled", "yes")
    child = next(field for field in seen(house, records[1]).fields if field.key == "child_full_name")
    assert child.value == shown
    assert len(sent) == 1


def test_an_answer_that_is_none_of_the_desks_does_not_end_the_work_on_a_row(
    house: DeskHouse, window: Window
) -> None:
    """A proxy in front of the desk may answer for it, in no words that a page understands."""
    page, records = column(house, window, 961)
    page.route(
        f"**/{records[1]}/lease", lambda one: one.fulfill(status=502, body="<h1>Bad Gateway</h1>"), times=1
    )
    page.keyboard.press("Enter")
    row = page.locator("[data-cell]").nth(1)
    expect(row.locator("[data-said]")).to_have_text("502")
    page.keyboard.press("Alt+d")
    expect(row).to_have_attribute("data-mark", "doubt")
    expect(row.locator("input")).to_have_value("LÊ NHƯ AN")
    assert ["502" in fault for fault in window.faults] == [True]
    window.faults.clear()


def test_whoever_leaves_before_it_is_kept_is_asked(house: DeskHouse, window: Window) -> None:
    page, _ = column(house, window, 951)
    asked = list[str]()

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    held = hold_back(page, "**/field")
    page.keyboard.press("Enter")
    page.locator(".rail a[data-letter]").last.click()
    expect(page.locator("[data-cell] input").nth(1)).to_be_visible()
    let_go(page, held)
    expect(page.locator("[data-cell]").first).to_have_attribute("data-settled", "yes")
    assert asked == ["beforeunload"]
    page.locator(".rail a[data-letter]").last.click()
    page.wait_for_url(lambda url: "/columns/" not in url)
    assert asked == ["beforeunload"]
