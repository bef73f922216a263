"""axe-core before every page: nothing serious, light and dark, and no page that is too wide for a tablet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_core import findings, judge, pale
from browser_life import Chromium, close
from browser_window import Window, office_monitor
from counter_desk import DeskHouse
from every_page import NO_PAGE, SIGHTS, Sight, furnish
from playwright.sync_api import Browser, ViewportSize
from route_table import API, of_the_desk

SCRIPTS = "**/static/**/*.js"
OFFICE, TABLET = ViewportSize(width=1366, height=768), ViewportSize(width=820, height=1180)


@pytest.fixture(scope="module")
def places(house: DeskHouse) -> dict[str, str]:
    """Where something stands on every page."""
    return furnish(house)


@pytest.fixture(scope="module")
def eyes(house: DeskHouse, browsers: Chromium) -> Iterator[dict[str, Window]]:
    """A browser of each person, opened when first asked for; console errors and other hosts fail the module."""
    opened: dict[str, Window] = {}
    yield opened
    for window in opened.values():
        close(window.page.context)
        assert window.faults == []


def looking(house: DeskHouse, chromium: Browser, eyes: dict[str, Window], login: str) -> Window:
    """The browser of one person, logged in."""
    if login not in eyes:
        context = office_monitor(chromium)
        if login:
            cookies = house.client(login).cookies.jar
            context.add_cookies(
                [{"name": one.name, "value": str(one.value), "url": house.url} for one in cookies]
            )
        eyes[login] = Window(context, house.url)
    return eyes[login]


def test_every_page_is_looked_at() -> None:
    asked = {path for method, path in of_the_desk() if method == "GET" and not path.startswith(API)}
    seen = {one.route for one in SIGHTS}
    assert asked - seen - set(NO_PAGE) == set(), "a line in every_page.py is missing"
    assert seen | set(NO_PAGE) <= asked, "every_page.py names what is not there"
    assert seen.isdisjoint(NO_PAGE)


@pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name)
def test_no_page_keeps_anybody_out(
    sight: Sight, house: DeskHouse, chromium: Browser, eyes: dict[str, Window], places: dict[str, str]
) -> None:
    axe, found = judge(), []
    window, address = looking(house, chromium, eyes, sight.login), sight.at(places)
    window.page.emulate_media(color_scheme="light")
    window.page.set_viewport_size(OFFICE)
    answer = window.page.goto(house.url + address)
    assert answer is not None
    assert (answer.status, window.page.locator("main").count()) == (200, 1), address
    found += [f"light {one}" for one in findings(window, axe)]
    window.page.emulate_media(color_scheme="dark")
    found += [f"dark {one}" for one in pale(window)]
    window.page.set_viewport_size(TABLET)
    if window.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("tablet: too wide")
    assert found == []


@pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name)
def test_no_page_keeps_anybody_out_before_its_scripts_have_come(
    sight: Sight, house: DeskHouse, chromium: Browser, eyes: dict[str, Window], places: dict[str, str]
) -> None:
    window = looking(house, chromium, eyes, sight.login)
    window.page.emulate_media(color_scheme="light")
    window.page.set_viewport_size(OFFICE)
    window.page.route(SCRIPTS, lambda route: route.fulfill(body="", content_type="text/javascript"))
    window.open(sight.at(places))
    found = findings(window, judge())
    window.page.unroute(SCRIPTS)
    assert found == []


def test_the_page_that_is_not_there(window: Window) -> None:
    axe = judge()
    window.log_in("quantri")
    # The browser itself reports the page that is not there.
    window.excuse("404")
    window.open("/khong-co")
    assert findings(window, axe) == []


@pytest.mark.proof
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_kept_as_a_picture(
    language: str, house: DeskHouse, chromium: Browser, eyes: dict[str, Window], places: dict[str, str]
) -> None:
    for sight in SIGHTS:
        window = looking(house, chromium, eyes, sight.login)
        window.open(f"/language/{language}?next=/account/factor")
        window.page.set_viewport_size(OFFICE)
        window.open(sight.at(places))
        settled(window)
        if language == "en":
            window.shot(f"en-{sight.name}")
            continue
        window.both(f"page-{sight.name}")
        window.page.set_viewport_size(TABLET)
        window.shot(f"tablet-{sight.name}")


def settled(window: Window) -> None:
    """Wait for the pictures of a page and for its viewer, where it has one."""
    if window.page.locator(".viewer").count():
        window.page.wait_for_selector(".viewer canvas")
    window.page.wait_for_function(
        "[...document.images].every((one) => one.complete || one.loading == 'lazy')"
    )
