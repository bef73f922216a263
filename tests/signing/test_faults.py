"""What goes wrong around a signature: whatever it is, nothing half-done stays and nothing claims more than it has.

Wrong PIN, token removed in mid-batch: test_token.py, test_agent.py. Expired job, swapped document: test_deferred.py.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from faulty_tsa import answering, drop_by_drop, elsewhere, endless, late_at_first, silent, stamping
from government_office import Bureau

from benchmarks.government import now
from benchmarks.own_port import own_port
from signing.errors import ConfigurationRefused, IdentityRefused, SigningError, TimestampUnavailable
from signing.evidence import Evidence
from signing.pades import SignedFile, SignOptions, sign
from signing.renew import renew
from signing.timestamp import Timestamper, TimestampOptions
from signing.trust import TrustOptions
from signing.verdict import Level, Verdict
from signing.verify import judge

ONCE = TimestampOptions(seconds_per_attempt=60, attempts=1)
HURRIED = TimestampOptions(seconds_per_attempt=0.3, attempts=2, seconds_between=0)


def refused(
    bureau: Bureau,
    folder: Path,
    url: str,
    kind: type[SigningError],
    level: Level = Level.B_LTA,
    options: TimestampOptions = ONCE,
) -> str:
    """Nothing is signed and nothing is left; what is said in English."""
    with pytest.raises(kind) as caught:
        sign(
            bureau.document,
            folder / "signed.pdf",
            bureau.government.identity("official"),
            at=now(),
            trust=bureau.government.trust(),
            options=SignOptions(level=level),
            timestamper=Timestamper(url, options),
            evidence=bureau.evidence,
        )
    assert list(folder.iterdir()) == []
    assert caught.value.vi
    return caught.value.en


def signed(bureau: Bureau, target: Path, stamper: Timestamper) -> SignedFile:
    """The document at B-LTA with the tokens of this server."""
    return sign(
        bureau.document,
        target,
        bureau.government.identity("official"),
        at=now(),
        trust=bureau.government.trust(),
        options=SignOptions(level=Level.B_LTA),
        timestamper=stamper,
        evidence=bureau.evidence,
    )


@pytest.mark.parametrize("level", [Level.B_T, Level.B_LT, Level.B_LTA])
def test_a_timestamp_server_that_is_down(bureau: Bureau, tmp_path: Path, level: Level) -> None:
    refused(bureau, tmp_path, f"http://127.0.0.1:{own_port()}/", TimestampUnavailable, level)


def test_a_timestamp_server_that_never_answers(bureau: Bureau, tmp_path: Path) -> None:
    with silent() as url:
        refused(bureau, tmp_path, url, TimestampUnavailable, options=HURRIED)


def test_a_timestamp_server_that_sends_a_drop_at_a_time(bureau: Bureau, tmp_path: Path) -> None:
    with answering(drop_by_drop) as url:
        refused(bureau, tmp_path, url, TimestampUnavailable, options=HURRIED)


def test_a_timestamp_server_that_is_late_is_asked_again(bureau: Bureau, tmp_path: Path) -> None:
    """As the state's server was seen: one answer too late, the next one in time."""
    patient = TimestampOptions(seconds_per_attempt=5, attempts=3, seconds_between=0)
    with answering(late_at_first(stamping(bureau.government))) as url:
        done = signed(bureau, tmp_path / "signed.pdf", Timestamper(url, patient))
    assert done.level is Level.B_LTA


def test_a_timestamp_server_that_sends_us_away_or_does_not_end(bureau: Bureau, tmp_path: Path) -> None:
    for answer in (elsewhere, endless):
        with answering(answer) as url:
            refused(bureau, tmp_path, url, TimestampUnavailable)


@pytest.mark.parametrize("off", [timedelta(hours=-1), timedelta(days=1)])
def test_a_timestamp_server_with_a_wrong_clock(bureau: Bureau, tmp_path: Path, off: timedelta) -> None:
    with answering(stamping(bureau.government, off=off)) as url:
        for level in (Level.B_T, Level.B_LTA):
            said = refused(bureau, tmp_path, url, ConfigurationRefused, level)
            assert "5 minutes apart" in said


@pytest.mark.parametrize("level", [Level.B_T, Level.B_LT, Level.B_LTA])
def test_a_timestamp_by_a_certificate_for_something_else(
    bureau: Bureau, tmp_path: Path, level: Level
) -> None:
    with answering(stamping(bureau.government, fit=False)) as url:
        refused(bureau, tmp_path, url, ConfigurationRefused, level)


def test_the_right_server_behind_the_same_seam_signs(bureau: Bureau, tmp_path: Path) -> None:
    """The faulty servers fail for their fault and not for being made here."""
    with answering(stamping(bureau.government)) as url:
        done = signed(bureau, tmp_path / "signed.pdf", Timestamper(url, ONCE))
    assert done.level is Level.B_LTA


def unreachable(bureau: Bureau) -> TrustOptions:
    """The same anchors, and nobody may be asked about revocation."""
    return replace(bureau.government.trust(), offline=True)


def test_without_revocation_answers_nobody_signs(bureau: Bureau, tmp_path: Path) -> None:
    with pytest.raises((ConfigurationRefused, IdentityRefused)):
        sign(
            bureau.document,
            tmp_path / "signed.pdf",
            bureau.government.identity("official"),
            at=now(),
            trust=unreachable(bureau),
            options=SignOptions(level=Level.B_B),
        )
    assert list(tmp_path.iterdir()) == []


def test_without_ocsp_a_list_is_enough_and_an_outdated_one_is_not(bureau: Bureau, tmp_path: Path) -> None:
    def outcome(made: timedelta) -> Level:
        lists = [
            bureau.government.list_of(name, now() - made, tmp_path / f"{name}{made.days}.crl")
            for name in ("root", "interm")
        ]
        trust = bureau.government.trust(*lists, offline=True)
        done = sign(
            bureau.document,
            tmp_path / "signed.pdf",
            bureau.government.identity("official"),
            at=now(),
            trust=trust,
            options=SignOptions(level=Level.B_LTA),
            timestamper=bureau.timestamper,
        )
        return done.level

    assert outcome(timedelta()) is Level.B_LTA
    (tmp_path / "signed.pdf").unlink()
    with pytest.raises(ConfigurationRefused):
        outcome(timedelta(days=200))
    assert not (tmp_path / "signed.pdf").exists()


def test_a_renewal_without_a_server_leaves_the_file_as_it_was(
    bureau: Bureau, sealed: bytes, tmp_path: Path
) -> None:
    (tmp_path / "sealed.pdf").write_bytes(sealed)
    down = Timestamper(f"http://127.0.0.1:{own_port()}/", ONCE)
    with pytest.raises(TimestampUnavailable):
        renew(
            tmp_path / "sealed.pdf",
            tmp_path / "renewed.pdf",
            at=now(),
            evidence=Evidence(bureau.government.trust()),
            timestamper=down,
        )
    assert [path.name for path in tmp_path.iterdir()] == ["sealed.pdf"]
    assert judge((tmp_path / "sealed.pdf").read_bytes(), bureau.offline, at=now()).verdict is Verdict.PASSED
