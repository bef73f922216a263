"""Pages before a slow server: nothing stands beside what it does not belong to, nothing is asked twice."""

from __future__ import annotations

from uuid import uuid4

from browser_window import Window
from counter_desk import DeskHouse
from held_back import hold_back, let_go
from playwright.sync_api import expect
from printed_records import BIRTH
from reviewed import archived, waiting
from test_chosen_early import script_held_back

from pipeline import attach
from pipeline.assemble import assemble
from pipeline.docket import WindowPaper
from pipeline.intake import receive
from pipeline.procedures import procedures
from pipeline.review import approve
from pipeline.window.lane import wanted

DOSSIER = "H29.22.33-261128-0{}"
# How much of the former place is still on the canvas while the picture of the next one is on its way.
LEFT_ON_THE_CANVAS = """async () => {
  const { drawCrop } = await import("/static/viewer.js");
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 10, 10);
  drawCrop(canvas, { width: 10, levels: [{ url: "/static/icon.svg?late", width: 10 }] }, [0, 0, 5, 5]).catch(() => {});
  return canvas.getContext("2d").getImageData(0, 0, 10, 10).data.some(Boolean);
}"""


def test_no_value_stands_beside_the_picture_of_another(window: Window) -> None:
    page = window.log_in("kiem")
    held = hold_back(page, "**/icon.svg?late")
    assert page.evaluate(LEFT_ON_THE_CANVAS) is False
    let_go(page, held)


def test_the_pages_of_another_document_do_not_come_in_between(house: DeskHouse, window: Window) -> None:
    act = house.act("kiem")
    records = [waiting(house, name, number) for name, number in (("HOA", 961), ("HUỆ", 962))]
    for record in records:
        with house.services.ledger.writing(act) as connection:
            approve(connection, act, record, confirm=True)
    assert assemble(house.services, records, act) == {}
    window.log_in("chutich")
    page = window.open("/sign")
    first, second = (page.locator(f'[data-look="{record}"]') for record in records)
    held = hold_back(page, f"**/documents/{records[0]}/look")
    first.click()
    page.wait_for_selector("#look[open]")
    page.keyboard.press("Escape")
    second.click()
    expect(page.locator(f'#look img[src*="{records[1]}"]')).to_have_count(1)
    with page.expect_response("**/look"):
        let_go(page, held)
    page.evaluate("new Promise((done) => setTimeout(done, 300))")
    expect(page.locator(f'#look img[src*="{records[1]}"]')).to_have_count(1)


def test_a_paper_that_is_being_read_is_asked_about_once_at_a_time(house: DeskHouse, window: Window) -> None:
    code, act = DOSSIER.format("971"), house.act("motcua")
    attach.open_dossier(house.services, code, act, title="LÊ NHƯ LAN", procedure="birth-registration")
    part = procedures()["birth-registration"].component("birth-notice")
    assert part is not None
    told = WindowPaper(component=part.key, form="certified_copy", returned=True)
    file, asked = house.press.page(f"{uuid4()}.png", BIRTH), wanted(code, part, told)
    services = house.services
    batch = receive(services.ledger, services.workspace, [file], asked, act, str(uuid4())).batch
    window.log_in("motcua")
    held = hold_back(window.page, "**/stage")
    page = window.open(f"/dossiers/{code}/papers/{batch}")
    page.wait_for_selector("[data-stage=reading]")
    page.wait_for_timeout(2500)
    assert len(held) == 1
    let_go(page, held)


def test_a_form_whose_box_was_emptied_meanwhile_can_be_sent_once_it_is_filled(
    house: DeskHouse, window: Window
) -> None:
    window.log_in("motcua")
    page = window.open("/dossiers")
    held = hold_back(page, "**/session")
    # Folded away only where there are dossiers already.
    if not page.locator("#procedure").is_visible():
        page.keyboard.press("n")
    page.select_option("#procedure", "birth-registration")
    page.fill("#code", DOSSIER.format("972"))
    page.fill("#person", "LÊ NHƯ MẬN")
    page.keyboard.press("Enter")
    page.wait_for_selector("form[aria-busy]")
    page.fill("#person", "")
    let_go(page, held)
    expect(page.locator("form[aria-busy]")).to_have_count(0)
    page.unroute_all()
    page.fill("#person", "LÊ NHƯ MẬN")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/dossiers/{DOSSIER.format('972')}")


def test_who_types_the_next_search_already_presses_no_keys_of_the_list(
    house: DeskHouse, window: Window
) -> None:
    archived(house, "NHÀI", 963)
    page = window.log_in("motcua")
    with script_held_back(page, "search.js", f"{house.url}/search?q=nhài"):
        page.locator("#q").fill("le nhu a")
    page.wait_for_load_state()
    expect(page.locator(".hits a.row").first).to_be_visible()
    expect(page.locator("#q")).to_be_focused()
