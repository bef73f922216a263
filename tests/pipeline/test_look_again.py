"""Doubtful places of a batch are read again by real engines, once, and what they say lies beside the reading."""

from __future__ import annotations

import pytest
from office import PAGES, Office

from pipeline import digitize, settings
from pipeline.batch import pages_of
from pipeline.look_again import load_looks
from pipeline.looks import ASKED
from pipeline.read_files import read_files
from pipeline.record import FieldState

# Gray, 200 dpi, askew, with grain: some of it is doubtful.
SCAN = PAGES / "birth_2016_03.jpg"


@pytest.fixture
def batch(office: Office) -> str:
    # The shared ones may hold looks that another test took at this page.
    office.forget_readings()
    received = office.feed([SCAN])
    digitize.survey_sources(office.services, office.pool, received.batch, office.act)
    waiting = digitize.pending_pages(office.services, received.batch, office.act)
    assert list(digitize.read(office.services, office.pool, received.batch, waiting, office.act))
    return received.batch


def test_doubtful_places_are_read_again_once(office: Office, batch: str) -> None:
    with office.services.ledger.reading() as connection:
        (page,) = pages_of(connection, batch)
    assert not load_looks(office.services.workspace, page)
    assert digitize.look_again(office.services, office.pool, batch) == 1
    looks = load_looks(office.services.workspace, page)
    assert looks
    assert all({look.variant for look in ways} == set(ASKED) for ways in looks.values())
    assert any(look.words for ways in looks.values() for look in ways)
    assert digitize.look_again(office.services, office.pool, batch) == 0
    assert digitize.draft(office.services, batch, office.act) == 1
    assert digitize.look_again(office.services, office.pool, batch) == 0
    (record,) = office.records(batch)
    accepted = {f.key for f in record.fields if f.state is FieldState.ACCEPTED}
    assert accepted & {f.key for f in record.fields if f.box in looks}


def test_reading_files_looks_again_too() -> None:
    given = settings.load({"SOHOA_WORKERS": "1"})
    (found,) = read_files(given, [SCAN], None, lambda _done, _all: None)
    (draft,) = found.drafts
    off = settings.load(
        {
            "SOHOA_WORKERS": "1",
            "SOHOA_ACCEPT_HIGH": "off",
            "SOHOA_ACCEPT_MEDIUM": "off",
            "SOHOA_ACCEPT_LOW": "off",
        }
    )
    (unseen,) = read_files(off, [SCAN], None, lambda _done, _all: None)
    assert FieldState.ACCEPTED in {f.state for f in draft.fields}
    assert FieldState.ACCEPTED not in {f.state for f in unseen.drafts[0].fields}
