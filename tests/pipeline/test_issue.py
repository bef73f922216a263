"""Steps of issuing: initials, number and date without gaps, marks, official, seal; a new result names the old one."""

from __future__ import annotations

import threading
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from sign_office import HELD, MANDATE, SignOffice
from sqlalchemy import select
from time_limits import joined

from benchmarks.government import now
from pipeline import finalize
from pipeline.errors import MoveRefused, WrongUse
from pipeline.issuing.claims import claim
from pipeline.issuing.finals import words_of_register
from pipeline.issuing.issue import give_number, initial, present
from pipeline.issuing.numbers import annul_number, number_of, register_of, take_number
from pipeline.issuing.preflight import preflight
from pipeline.issuing.sign_batch import sign_claimed
from pipeline.issuing.sign_queue import waiting_for
from pipeline.issuing.tables import numbers
from pipeline.record import RecordState
from pipeline.signatures import trust
from signing.errors import DocumentRefused
from signing.imprint import imprint
from signing.verdict import Level, Verdict
from signing.verify import verify

UNIT = "UBND phường Thử Nghiệm"
PLACE = {"signature": (1.0, 330.0, 120.0, 500.0, 190.0)}


@pytest.fixture
def issuers(signers: SignOffice) -> SignOffice:
    """The product's own table, with pictures in the mandates and an address behind the QR code."""
    home = signers.services.settings.home
    Image.new("RGBA", (60, 30), (200, 0, 0, 120)).save(home / "picture.png")
    told = "".join(
        MANDATE.format(person=name, capacity=capacity) + 'picture = "picture.png"\n'
        for name, capacity in HELD
    )
    (home / "mandates.toml").write_text(told, "utf-8")
    return signers.with_settings(SOHOA_SIGN_POLICY="", SOHOA_PUBLIC_URL="https://tra-cuu.example/{code}")


def sign(issuers: SignOffice, name: str, record: str, key: str) -> None:
    act = issuers.act(name)
    assert claim(issuers.services, act, [record])[1] == []
    looked = preflight(issuers.services, act, [record], issuers.identity(key))
    assert looked.refused == ()
    assert [
        one.outcome for one in sign_claimed(issuers.services, act.by, [record], issuers.identity(key))
    ] == ["signed"]


def issued(issuers: SignOffice, supersedes: str | None = None) -> str:
    record = issuers.paper("marital_status")
    present(issuers.services, issuers.act("van"), record, supersedes=supersedes, place=PLACE)
    initial(issuers.services, issuers.act("van"), record)
    give_number(issuers.services, issuers.act("van"), record)
    sign(issuers, "lan", record, "official")
    sign(issuers, "binh", record, "seal")
    assert finalize.finalize(issuers.services, record, issuers.act("van")).state is RecordState.ARCHIVED
    return record


def test_a_result_is_initialled_numbered_marked_signed_and_sealed(issuers: SignOffice) -> None:
    services, van = issuers.services, issuers.act("van")
    record = issuers.paper("marital_status")
    with pytest.raises(MoveRefused, match="not presented"):
        initial(services, van, record)
    present(services, van, record, place=PLACE)
    assert waiting_for(services, issuers.act("lan"))[0].lacking == ("initials", "number")
    with pytest.raises(MoveRefused, match="no initials"):
        give_number(services, van, record)
    initial(services, van, record)
    assert give_number(services, van, record).text == "01/KQ-UBND"
    marked = issuers.file(record, "issued.pdf").read_bytes()
    assert give_number(services, van, record).number == 1
    assert issuers.file(record, "issued.pdf").read_bytes() == marked
    sign(issuers, "lan", record, "official")
    with pytest.raises(MoveRefused, match="begun"):
        present(services, van, record)
    assert claim(services, issuers.act("lan"), [record])[1][0].code == "FOUR-EYES"
    sign(issuers, "binh", record, "seal")
    verdict = verify(issuers.file(record, "signed.pdf"), trust(services.settings), at=now())
    assert (verdict.verdict, verdict.level, verdict.signature_count) == (Verdict.PASSED, Level.B_LTA, 2)
    with pytest.raises(DocumentRefused, match="signed already"):
        imprint(issuers.file(record, "signed.pdf").read_bytes(), [], now())
    with pikepdf.open(issuers.file(record, "signed.pdf")) as pdf:
        fonts = pdf.pages[0].Resources.Font
        assert any("Mark" in name for name in fonts)


def test_a_new_result_names_the_old_one_and_the_old_one_says_so(issuers: SignOffice) -> None:
    old = issued(issuers)
    before = issuers.file(old, "signed.pdf").read_bytes()
    new = issued(issuers, supersedes=old)
    with issuers.services.ledger.reading() as connection:
        assert words_of_register(connection, old, before) == (f"SUPERSEDED:{new}",)
        assert words_of_register(connection, None, before) == (f"SUPERSEDED:{new}",)
        assert words_of_register(connection, new, issuers.file(new, "signed.pdf").read_bytes()) == ()
    assert issuers.row(old).state == "archived"
    third = issuers.paper("marital_status")
    with pytest.raises(MoveRefused, match="superseded"):
        present(issuers.services, issuers.act("van"), third, supersedes=old)


def test_a_register_has_no_gap_whoever_takes_numbers_at_once_and_whatever_is_rolled_back(
    signers: SignOffice,
) -> None:
    ledger, act = signers.services.ledger, signers.act("van")
    register = (UNIT, "SY-UBND")

    class Broken(Exception):
        """The step fails after its number was taken."""

    def take(name: str) -> None:
        for n in range(6):
            about = f"{name}-{n}"
            try:
                with ledger.writing(act) as connection:
                    take_number(connection, act, register, about)
                    if n % 3 == 0:
                        raise Broken
            except Broken:
                continue

    threads = [threading.Thread(target=take, args=(str(one),), daemon=True) for one in range(5)]
    for thread in threads:
        thread.start()
    joined(*threads)
    with ledger.writing(act) as connection:
        again = take_number(connection, act, register, "0-1")
        annulled = annul_number(connection, act, "0-1", "in hỏng")
        with pytest.raises(WrongUse):
            annul_number(connection, act, "0-2", " ")
        after = take_number(connection, act, register, "0-1")
    assert annulled == again
    with ledger.reading() as connection:
        rows = register_of(connection, UNIT, "SY-UBND", now().year)
        assert [row.number for row in rows] == list(range(1, 22))
        assert (after.number, number_of(connection, "0-1")) == (21, after)
        assert len(connection.execute(select(numbers).where(numbers.c.state == "annulled")).all()) == 1
    assert Path(signers.services.settings.home).exists()
