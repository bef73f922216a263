"""The sign queue: offered by mandate, held by one, looked at before the PIN, signed one by one, resumed."""

from __future__ import annotations

import hashlib
import signal
import threading
from pathlib import Path

import pikepdf
import pytest
from sign_office import MANDATE, SignOffice, worker_of
from sqlalchemy import select, update
from time_limits import joined

from benchmarks.government import now
from pipeline import finalize
from pipeline.actors import Act
from pipeline.errors import MoveRefused, NotFound, WrongUse
from pipeline.issuing.awaiting import waiting_for_stamp
from pipeline.issuing.claims import claim, claim_next, heartbeat, reject, release
from pipeline.issuing.finals import check_finals, newest_final
from pipeline.issuing.preflight import preflight
from pipeline.issuing.sign_batch import sign_claimed
from pipeline.issuing.sign_queue import waiting_for
from pipeline.issuing.tables import leases, stamp_waits, steps
from pipeline.ledger_tables import records as record_rows
from pipeline.lookup import history
from pipeline.record import RecordState
from pipeline.review.sight import mark
from pipeline.signatures import trust
from signing.deferred import Absentee
from signing.errors import IdentityRefused, PinRefused
from signing.identity import SigningIdentity
from signing.verdict import Level, Verdict
from signing.verify import verify

WORKER = Path(__file__).with_name("sign_worker.py")


def offered(signers: SignOffice, name: str) -> list[tuple[str, str]]:
    return [(one.record, one.capacity) for one in waiting_for(signers.services, signers.act(name))]


def signed(signers: SignOffice, name: str, records: list[str], key: str = "official") -> dict[str, str]:
    """Claim, look, sign; returns the outcome by record."""
    act = signers.act(name)
    given, refused = claim(signers.services, act, records)
    assert refused == []
    looked = preflight(signers.services, act, [one.record for one in given], signers.identity(key))
    assert looked.refused == ()
    told = sign_claimed(signers.services, act.by, looked.fine, signers.identity(key))
    return {one.record: one.outcome for one in told}


def test_the_official_signs_then_another_person_seals(signers: SignOffice) -> None:
    record = signers.paper()
    assert offered(signers, "lan") == [(record, "official")]
    assert offered(signers, "binh") == offered(signers, "nobody") == []
    assert signed(signers, "lan", [record]) == {record: "signed"}
    assert signers.row(record).state == RecordState.ASSEMBLED
    # lan holds a mandate for the seal too, but signed this one as the official.
    assert offered(signers, "lan") == []
    assert claim(signers.services, signers.act("lan"), [record])[1][0].code == "FOUR-EYES"
    assert offered(signers, "binh") == [(record, "seal")]
    assert signed(signers, "binh", [record], "seal") == {record: "signed"}
    assert signers.row(record).state == RecordState.SIGNED
    assert finalize.finalize(signers.services, record, signers.act("lan")).state is RecordState.ARCHIVED
    verdict = verify(signers.file(record, "signed.pdf"), trust(signers.services.settings), at=now())
    assert (verdict.verdict, verdict.level, verdict.signature_count) == (Verdict.PASSED, Level.B_LTA, 2)
    assert [one.signer for one in verdict.signatures] == ["Nguyễn Văn Thử", "Ủy ban nhân dân xã Thử Nghiệm"]
    with signers.services.ledger.reading() as connection:
        final = newest_final(connection, record)
        made = connection.execute(select(steps).order_by(steps.c.ordinal)).all()
        assert not connection.execute(select(leases)).all()
    assert [(one.capacity, one.actor, one.level) for one in made] == [
        ("official", "person:lan", "B-LT"),
        ("seal", "person:binh", "B-LTA"),
    ]
    assert final is not None
    assert (final.signature_count, final.level, final.ends[:4]) == (2, "B-LTA", "2031")
    assert list(check_finals(signers.services)) == []


def test_what_one_person_holds_is_offered_to_no_other_until_it_is_given_back_or_runs_out(
    signers: SignOffice,
) -> None:
    first, second = signers.paper("marriage"), signers.paper("marriage")
    services = signers.services
    claim(services, signers.act("lan"), [first, second])
    assert offered(signers, "hoa") == []
    refused = claim(services, signers.act("hoa"), [first])[1]
    assert [one.code for one in refused] == ["HELD"]
    assert release(services, signers.act("hoa"), [first]) == 0
    assert release(services, signers.act("lan"), [first]) == 1
    assert offered(signers, "hoa") == [(first, "official")]
    assert heartbeat(services, signers.act("lan"), [first, second]) == [first]
    later = signers.later(minutes=16)
    assert len(offered(later, "hoa")) == 2
    assert heartbeat(later.services, later.act("lan"), [second]) == [second]
    assert claim(later.services, later.act("hoa"), [second])[1] == []
    assert claim(later.services, later.act("lan"), [second])[1][0].code == "HELD"


def test_of_many_people_at_once_each_record_goes_to_exactly_one(signers: SignOffice) -> None:
    records = [signers.paper("marriage") for _ in range(12)]
    got: dict[str, list[str]] = {}

    def take(name: str) -> None:
        given, _ = claim_next(signers.services, signers.act(name), 12)
        got.setdefault(name, []).extend(one.record for one in given)

    threads = [
        threading.Thread(target=take, args=(name,), daemon=True) for name in ("lan", "hoa") for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    joined(*threads)
    lan, hoa = set(got["lan"]), set(got["hoa"])
    assert lan & hoa == set()
    assert lan | hoa == set(records)


def test_a_secret_paper_is_not_even_named_to_those_who_may_not_see_it(signers: SignOffice) -> None:
    record, act = signers.paper(), signers.act("binh")
    with signers.services.ledger.writing(act) as connection:
        mark(connection, act, record, "secret")
    assert offered(signers, "lan") == []
    with pytest.raises(NotFound):
        claim(signers.services, signers.act("lan"), [record])


def test_everything_is_looked_at_before_a_pin_is_asked_for(signers: SignOffice) -> None:
    services, act = signers.services, signers.act("lan")
    fine, changed, wild, free = (signers.paper("marriage") for _ in range(4))
    claim(services, act, [fine, changed, wild])
    path = signers.file(changed, "assembled.pdf")
    path.write_bytes(path.read_bytes() + b"\n% one more line\n")
    with pikepdf.open(signers.file(wild, "assembled.pdf"), allow_overwriting_input=True) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(signers.file(wild, "assembled.pdf"))
    _know(signers, wild, hashlib.sha256(signers.file(wild, "assembled.pdf").read_bytes()).hexdigest())
    release(services, act, [wild])
    claim(services, act, [wild])
    absentee = Absentee(signers.identity().certificate, signers.identity().chain)
    looked = preflight(services, act, [fine, changed, wild, free], absentee)
    assert looked.fine == (fine,)
    assert {(one.record, one.code) for one in looked.refused} == {
        (changed, "CHANGED"), (wild, "DOCUMENT"), (free, "NOT-IN-HAND"),
    }  # fmt: skip
    revoked = signers.identity("revoked")
    codes = [one.code for one in preflight(services, act, [fine], Absentee(revoked.certificate, ())).refused]
    assert codes == ["CERTIFICATE"]
    no_service = signers.with_settings(SOHOA_TSA_URL="")
    assert [one.code for one in preflight(no_service.services, act, [fine]).refused] == ["DOCUMENT"]


def test_a_mandate_may_name_the_one_certificate(signers: SignOffice) -> None:
    record = signers.paper("marriage")
    held = signers.services.settings.home / "mandates.toml"
    told = MANDATE.format(person="lan", capacity="official") + f'certificate = "{"ab:" * 31}ab"\n'
    held.write_text(told, "utf-8")
    act = signers.act("lan")
    claim(signers.services, act, [record])
    looked = preflight(signers.services, act, [record], signers.identity())
    assert [one.code for one in looked.refused] == ["OTHER-CERTIFICATE"]


def test_one_document_that_cannot_be_signed_does_not_stop_the_others(signers: SignOffice) -> None:
    services, act = signers.services, signers.act("lan")
    records = [signers.paper("marriage") for _ in range(3)]
    claim(services, act, records)
    signers.file(records[1], "assembled.pdf").unlink()
    told = list(sign_claimed(services, act.by, records, signers.identity()))
    assert [one.outcome for one in told] == ["signed", "refused", "signed"]
    assert "not the approved one" in told[1].en
    assert [signers.row(one).state for one in records] == ["signed", "assembled", "signed"]


class TakenOut:
    """A token that is taken out after its first signature."""

    def __init__(self, inner: SigningIdentity, fault: type[IdentityRefused]) -> None:
        self.certificate, self.chain, self.name = inner.certificate, inner.chain, inner.name
        self.development, self.signature_size = inner.development, inner.signature_size
        self._inner, self._fault, self.asked = inner, fault, 0

    def sign(self, data: bytes) -> bytes:
        self.asked += 1
        if self.asked > 1:
            raise self._fault("Đã rút thiết bị.", "The token is gone.")
        return self._inner.sign(data)


@pytest.mark.parametrize("fault", [IdentityRefused, PinRefused])
def test_what_is_wrong_with_the_signer_stops_the_rest_and_they_stay_in_hand(
    signers: SignOffice, fault: type[IdentityRefused]
) -> None:
    services, act = signers.services, signers.act("lan")
    records = [signers.paper("marriage") for _ in range(3)]
    claim(services, act, records)
    token = TakenOut(signers.identity(), fault)
    told: list[str] = []
    with pytest.raises(fault):
        told.extend(one.outcome for one in sign_claimed(services, act.by, records, token))
    assert token.asked == 2
    assert [signers.row(one).state for one in records] == ["signed", "assembled", "assembled"]
    assert token.asked == 2
    again = list(sign_claimed(services, act.by, records[1:], signers.identity()))
    assert [one.outcome for one in again] == ["signed", "signed"]


def test_with_the_timestamp_service_down_a_signature_waits_at_b_b_and_needs_no_second_pin(
    signers: SignOffice,
) -> None:
    records = [signers.paper(), signers.paper("marriage")]
    down = signers.with_settings(SOHOA_TSA_URL="http://127.0.0.1:9/tsa")
    assert signed(down, "lan", records) == dict.fromkeys(records, "awaiting_timestamp")
    for record in records:
        row = signers.row(record)
        assert (row.state, row.flag, row.level) == ("assembled", "awaiting_timestamp", None)
        (made,) = signers.case(record).made
        verdict = verify(
            signers.file(record, f"signed-{made.sha256[:16]}.pdf"), trust(signers.services.settings), at=now()
        )
        assert (verdict.verdict, verdict.level, made.level) == (Verdict.PASSED, Level.B_B, Level.B_B)
    assert offered(signers, "binh") == offered(signers, "hoa") == []
    waiting = waiting_for_stamp(down.services, down.act("lan"))
    assert waiting.count == 2
    assert waiting.done_by is not None
    assert 15 < (waiting.done_by - now()).total_seconds() <= 20
    act = signers.act("lan")
    assert finalize.finalize(down.services, records[1], act).waits_for == "timestamp"
    with signers.services.ledger.reading() as connection:
        where = stamp_waits.c.record == records[1]
        assert connection.scalar(select(stamp_waits.c.attempts).where(where)) == 2
    assert finalize.finalize(signers.services, records[1], act).state is RecordState.ARCHIVED
    assert signers.row(records[1]).level == "B-T"
    assert finalize.finalize(signers.services, records[0], act).waits_for == "signature"
    assert signed(signers, "binh", [records[0]], "seal") == {records[0]: "signed"}
    verdict = verify(signers.file(records[0], "signed.pdf"), trust(signers.services.settings), at=now())
    assert (verdict.verdict, verdict.level, verdict.signature_count) == (Verdict.PASSED, Level.B_LTA, 2)
    assert waiting_for_stamp(signers.services, act).count == 0


def test_who_refuses_to_sign_sends_the_record_back_with_the_reason(signers: SignOffice) -> None:
    record = signers.paper()
    signed(signers, "lan", [record])
    with pytest.raises(WrongUse):
        reject(signers.services, signers.act("binh"), record, " ")
    with pytest.raises(MoveRefused):
        reject(signers.services, signers.act("nobody"), record, "no reason of mine")
    reject(signers.services, signers.act("binh"), record, "con dấu sai đơn vị")
    row = signers.row(record)
    assert (row.state, row.pdf_sha256) == (RecordState.IN_REVIEW, None)
    with signers.services.ledger.reading() as connection:
        assert history(connection, record)[-1]["reason"] == "con dấu sai đơn vị"
        assert not connection.execute(select(steps)).all()
        assert not connection.execute(select(leases)).all()


def test_a_rule_that_changes_midway_does_not_change_a_signing_that_has_begun(signers: SignOffice) -> None:
    record, fresh = signers.paper(), signers.paper()
    signed(signers, "lan", [record])
    table = signers.services.settings.home / "policy.toml"
    table.write_text(table.read_text("utf-8").replace(', { capacity = "seal", profile = "" }', ""), "utf-8")
    assert [step.capacity for step in signers.case(record).rule.signers] == ["official", "seal"]  # type: ignore[union-attr]
    assert [step.capacity for step in signers.case(fresh).rule.signers] == ["official"]  # type: ignore[union-attr]


@pytest.mark.proof
def test_killed_midway_what_was_signed_stands_and_the_rest_is_signed_once(signers: SignOffice) -> None:
    records = [signers.paper("marriage") for _ in range(4)]
    process = worker_of(signers, WORKER)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "signed"
    process.send_signal(signal.SIGKILL)
    process.wait(60)
    process.stdout.close()
    states = [signers.row(one).state for one in records]
    assert "signed" in states
    assert "assembled" in states
    rest = [one for one in records if signers.row(one).state == "assembled"]
    # The killed run's lease is this person's own: nobody has to wait for it to run out.
    for record in rest:
        if signers.case(record).made:
            assert (
                finalize.finalize(signers.services, record, signers.act("lan")).state is RecordState.ARCHIVED
            )
    open_ones = [one for one in rest if not signers.case(one).made]
    assert set(signed(signers, "lan", open_ones).values()) == {"signed"}
    with signers.services.ledger.reading() as connection:
        made = connection.execute(select(steps)).all()
    assert sorted(one.record for one in made) == sorted(records)
    for record in records:
        finalize.finalize(signers.services, record, Act(signers.act("lan").by, now()))
    assert list(check_finals(signers.services)) == []


def _know(signers: SignOffice, record: str, sha256: str) -> None:
    with signers.services.ledger.writing(signers.act("lan")) as connection:
        connection.execute(update(record_rows).where(record_rows.c.id == record).values(pdf_sha256=sha256))
