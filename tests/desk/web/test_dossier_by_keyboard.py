"""A clerk in a real browser: from search to a dossier with a reused paper; a dropped PDF and what is said of it."""

from __future__ import annotations

from pathlib import Path

from browser_window import Window
from counter_desk import DeskHouse
from playwright.sync_api import expect
from reviewed import archived

DOSSIER = "H29.22.33-260115-0002"


def test_a_clerk_by_keyboard_from_dossier_to_reused_paper(
    house: DeskHouse, window: Window, tmp_path: Path
) -> None:
    record = archived(house, "HUYỀN", 911)
    opened_with_a_paper_of_the_archive(window)
    keys_lead_where_they_say(window)
    found_and_opened_with_a_purpose(window, record)
    with window.page.expect_download() as download:
        window.page.get_by_text("Tải tệp PDF cuối").click()
    final = tmp_path / "final.pdf"
    download.value.save_as(final)
    judged_by_the_page(window, final)


def opened_with_a_paper_of_the_archive(window: Window) -> None:
    page = window.log_in("motcua")
    assert page.url.endswith("/dossiers")
    window.shot("dossiers")
    window.watch()
    page.select_option("#procedure", "civil-status-extract")
    page.fill("#code", DOSSIER)
    page.fill("#person", "LÊ NHƯ HUYỀN")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/dossiers/{DOSSIER}")
    window.shot("dossier")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(".held .tag").first).to_have_text("dùng lại từ kho")
    window.told("counter: a dossier opened, a paper of the archive attached")
    window.shot("dossier-attached")


def keys_lead_where_they_say(window: Window) -> None:
    page = window.open("/dossiers")
    expect(page.locator("#procedure")).to_be_hidden()
    page.keyboard.press("n")
    expect(page.locator("#procedure")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("[data-search][name=q]")).to_be_focused()


def found_and_opened_with_a_purpose(window: Window, record: str) -> None:
    page = window.open("/search")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("le nhu huyen")
    page.keyboard.press("Enter")
    expect(page.locator(".hits a.row")).to_be_focused()
    expect(page.locator(".hits img").first).to_have_js_property("complete", True)
    window.shot("search")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/records/{record}")
    window.shot("record-closed")
    expect(page.locator("[name=purpose]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**key=*")
    page.locator("[data-field=child_full_name] button").click()
    expect(page.locator("[data-origin] h3")).to_have_text("Họ, chữ đệm, tên")
    page.locator("[data-judge]").click()
    expect(page.locator(".verdict")).to_contain_text("TOTAL-PASSED")
    window.shot("record-opened")


def judged_by_the_page(window: Window, final: Path) -> None:
    page = window.open("/verify")
    page.set_input_files("#file", final)
    expect(page.locator(".verdict")).to_contain_text("TOTAL-PASSED")
    window.shot("verify")
    broken = final.with_name("broken.pdf")
    broken.write_bytes(final.read_bytes().replace(b"/Type", b"/Tvpe", 1))
    page.set_input_files("#file", broken)
    expect(page.locator(".verdict")).not_to_contain_text("TOTAL-PASSED")
