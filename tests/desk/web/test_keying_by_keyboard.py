"""Two people type a record blind in real browsers, a third decides; then signing and the trail, light and dark."""

from __future__ import annotations

import re
from uuid import uuid4

from browser_life import close
from browser_window import Window, office_monitor
from counter_desk import PASSWORD, UNIT, DeskHouse
from playwright.sync_api import Browser, Page, expect
from printed_records import BIRTH
from reviewed import seen, waiting

from pipeline.accounts import account as accounts
from pipeline.accounts import units
from pipeline.accounts.account import NewAccount
from pipeline.accounts.rights import Grant, Role
from pipeline.assemble import assemble
from pipeline.lookup import record_ids
from pipeline.review import approve
from pipeline.review.presets import rules_of
from pipeline.review.queue import plan_batch

TYPED = {
    "child_full_name": "LÊ NHƯ MAI",
    "mother_full_name": "TRẦN HOÀNG UYÊN",
    "father_full_name": "LÊ TRỌNG BÌNH",
}


def keyed_twice(house: DeskHouse, number: int = 641) -> str:
    """A birth certificate that two people have to type."""
    lines = tuple(line.replace("PHƯỢNG?60", "MAI?60").replace("773/", f"{number}/") for line in BIRTH)
    batch = house.take_in(str(uuid4()), [house.press.page(f"{uuid4()}.png", lines)])
    act, rules = house.act("luutru"), rules_of(house.services.settings)
    with house.services.ledger.writing(act) as connection:
        plan_batch(connection, act, batch, rules, priority=5, preset_name="double_keying")
        return record_ids(connection, batch=batch)[0]


def another(house: DeskHouse, login: str, role: Role) -> str:
    act = house.act("may-chu")
    with house.services.ledger.writing(act) as connection:
        code = units.find(connection, UNIT).code
        accounts.create(connection, act, NewAccount(login, "Lê Văn Duyệt", code), PASSWORD, must_change=False)
        accounts.grant(connection, act, login, Grant(role, code))
    return login


def type_all(page: Page, values: dict[str, str]) -> None:
    """Down the form by Enter; what the paper does not say is left empty."""
    for row in page.locator("[data-typed]").all():
        expect(row.locator("input")).to_be_focused()
        key = str(row.get_attribute("data-typed"))
        if key in values:
            page.keyboard.type(values[key])
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("Alt+e")
    expect(page.locator('[data-typed][data-state=""], [data-typed]:not([data-state])')).to_have_count(0)


def test_typing_twice_and_deciding(house: DeskHouse, window: Window, chromium: Browser) -> None:
    record = keyed_twice(house)
    window.log_in("kiem")
    page = window.open(f"/review/{record}")
    page.wait_for_selector(".viewer canvas")
    window.both("keying")
    window.watch()
    type_all(page, TYPED)
    window.shot("keying-typed")
    page.keyboard.press("Shift+Enter")
    # The next record of the queue is in hand at once, as after an approval.
    page.wait_for_url(lambda url: "/review/" in url and record not in url)
    window.told("keying: one record typed blind")
    context = office_monitor(chromium)
    second = Window(context, house.url)
    second.log_in(another(house, "kiem2", Role.REVIEWER))
    other = second.open(f"/review/{record}")
    type_all(other, {**TYPED, "child_full_name": "LÊ NHƯ MAY", "father_full_name": "LÊ TRỌNG BINH"})
    other.keyboard.press("Shift+Enter")
    other.wait_for_url(lambda url: record not in url)
    assert second.faults == []
    close(context)
    context = office_monitor(chromium)
    third = Window(context, house.url)
    third.log_in("luutru")
    page = third.open(f"/review/{record}")
    page.wait_for_selector(".viewer canvas")
    third.both("adjudication")
    third.watch()
    page.keyboard.press("1")
    expect(page.locator("[data-differs]")).to_have_count(1)
    page.keyboard.press("1")
    page.wait_for_url("**/review")
    third.told("adjudication: two differences decided")
    name = next(field.value for field in seen(house, record).fields if field.key == "child_full_name")
    assert name == "LÊ NHƯ MAI"
    assert third.faults == []
    close(context)


def test_the_queue_of_signing_and_the_trail(house: DeskHouse, window: Window) -> None:
    act = house.act("kiem")
    records = [waiting(house, name, number) for name, number in (("TRANG", 651), ("THU", 652))]
    for record in records:
        with house.services.ledger.writing(act) as connection:
            approve(connection, act, record, confirm=True)
    assert assemble(house.services, records, act) == {}
    page = window.log_in("chutich")
    page = window.open("/sign")
    window.both("sign")
    page.keyboard.press("j")
    expect(page.locator("a.row").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#look img").first).to_have_js_property("complete", True)
    expect(page.locator("#look [data-file]")).to_have_attribute(
        "href", re.compile(r"/sign/documents/.*\.pdf")
    )
    window.both("sign-look")
    page.keyboard.press("Escape")
    expect(page.locator("#look")).to_be_hidden()
    window.watch()
    page.keyboard.press("j")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector("[data-copy]")
    window.told("official: one document chosen, the code for the agent shown")
    window.both("sign-ticket")
    window.open("/sign/today")
    window.both("signed-today")
    window.page.context.clear_cookies()
    window.log_in("kiemtoan")
    page = window.open("/audit")
    window.both("audit")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
