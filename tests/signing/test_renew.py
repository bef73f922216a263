"""Renewal: a new archive timestamp over everything, before the old one ends."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from government_office import ONCE, Bureau
from outside_tools import tool
from terminal import ROOT, clean_environment
from time_limits import finished

from benchmarks.government import now
from signing.errors import ConfigurationRefused, DocumentRefused
from signing.evidence import Evidence
from signing.renew import due, newest_timestamp, renew
from signing.timestamp import Timestamper
from signing.verdict import Level, Verdict
from signing.verify import judge

FIRST_ENDS = datetime(2031, 1, 1, tzinfo=UTC)
SECOND_ENDS = datetime(2041, 1, 1, tzinfo=UTC)
BETWEEN = datetime(2035, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def second(bureau: Bureau) -> Timestamper:
    return Timestamper(bureau.government.tsa("tsa2"), ONCE)


@pytest.fixture(scope="module")
def renewed(
    bureau: Bureau, sealed: bytes, second: Timestamper, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("renewed")
    (folder / "old.pdf").write_bytes(sealed)
    told = renew(
        folder / "old.pdf", folder / "new.pdf", at=now(), evidence=bureau.evidence, timestamper=second
    )
    assert told.newest.ends == SECOND_ENDS
    return told.path


def test_the_end_of_a_file_is_the_end_of_the_certificate_under_its_newest_timestamp(
    bureau: Bureau, sealed: bytes, renewed: Path
) -> None:
    for file, ends in ((sealed, FIRST_ENDS), (renewed.read_bytes(), SECOND_ENDS)):
        newest = newest_timestamp(file)
        assert newest is not None
        assert newest.ends == ends
        assert not due(file, ends)
        assert due(file, ends.replace(day=2))
    assert newest_timestamp(bureau.document.read_bytes()) is None
    assert newest_timestamp(b"%PDF-1.7 nothing") is None


def test_a_renewed_file_stays_sealed_and_passes_when_the_old_timestamp_has_ended(
    bureau: Bureau, sealed: bytes, renewed: Path, tmp_path: Path
) -> None:
    file = renewed.read_bytes()
    assert file.startswith(sealed)
    for at, trust in ((now(), bureau.offline), (BETWEEN, bureau.at(BETWEEN, tmp_path))):
        verdict = judge(file, trust, at=at)
        assert (verdict.verdict, verdict.level) == (Verdict.PASSED, Level.B_LTA)
        assert (verdict.covers_whole_file, verdict.signature_count) == (True, 1)
    assert judge(sealed, bureau.at(BETWEEN, tmp_path), at=BETWEEN).verdict is Verdict.INDETERMINATE
    too_late = datetime(2042, 1, 1, tzinfo=UTC)
    assert judge(file, bureau.at(too_late, tmp_path), at=too_late).verdict is not Verdict.PASSED


def test_a_renewal_that_gains_nothing_is_refused(bureau: Bureau, sealed: bytes, tmp_path: Path) -> None:
    (tmp_path / "old.pdf").write_bytes(sealed)
    with pytest.raises(ConfigurationRefused, match="no later"):
        renew(
            tmp_path / "old.pdf",
            tmp_path / "new.pdf",
            at=now(),
            evidence=bureau.evidence,
            timestamper=bureau.timestamper,
        )
    assert [path.name for path in tmp_path.iterdir()] == ["old.pdf"]


def test_a_file_that_does_not_pass_is_not_dressed_up(
    bureau: Bureau, sealed: bytes, second: Timestamper, tmp_path: Path
) -> None:
    (tmp_path / "changed.pdf").write_bytes(sealed.replace(b"0.2 0.4 0.6 rg", b"0.9 0.4 0.6 rg"))
    (tmp_path / "plain.pdf").write_bytes(bureau.document.read_bytes())
    for name in ("changed.pdf", "plain.pdf"):
        with pytest.raises(DocumentRefused):
            renew(
                tmp_path / name,
                tmp_path / "new.pdf",
                at=now(),
                evidence=bureau.evidence,
                timestamper=second,
            )
    with pytest.raises(ConfigurationRefused, match="replace its source"):
        renew(
            tmp_path / "plain.pdf",
            tmp_path / "plain.pdf",
            at=now(),
            evidence=bureau.evidence,
            timestamper=second,
        )
    assert not (tmp_path / "new.pdf").exists()


def test_a_b_t_file_is_lifted_to_b_lta(bureau: Bureau, second: Timestamper, tmp_path: Path) -> None:
    bureau.sign(bureau.document, tmp_path / "bt.pdf", Level.B_T)
    renew(tmp_path / "bt.pdf", tmp_path / "lta.pdf", at=now(), evidence=bureau.evidence, timestamper=second)
    verdict = judge((tmp_path / "lta.pdf").read_bytes(), bureau.offline, at=now())
    assert (verdict.verdict, verdict.level) == (Verdict.PASSED, Level.B_LTA)


def test_without_evidence_nothing_is_renewed(
    bureau: Bureau, sealed: bytes, second: Timestamper, tmp_path: Path
) -> None:
    """A second root nobody trusts: the new timestamp would prove nothing."""
    (tmp_path / "old.pdf").write_bytes(sealed)
    blind = replace(bureau.government.trust(), tsa_roots=())
    with pytest.raises((ConfigurationRefused, DocumentRefused)):
        renew(
            tmp_path / "old.pdf",
            tmp_path / "new.pdf",
            at=now(),
            evidence=Evidence(blind),
            timestamper=second,
        )
    assert not (tmp_path / "new.pdf").exists()


@pytest.mark.verapdf
def test_verapdf_passes_a_renewed_file(renewed: Path) -> None:
    command = [tool("verapdf"), "--format", "text", "-f", "2b", renewed]
    assert finished(command, capture_output=True, text=True).stdout.startswith("PASS")


def sohoa(bureau: Bureau, home: Path, *words: object) -> subprocess.CompletedProcess[str]:
    environment = {
        **clean_environment(),
        "SOHOA_HOME": str(home),
        "SOHOA_LANG": "en",
        "SOHOA_TRUST_ROOTS": str(bureau.government.root),
        "SOHOA_TSA_ROOTS": str(bureau.government.root),
        "SOHOA_FETCH_ALLOW": "127.0.0.1",
        "SOHOA_TSA_URL": bureau.government.tsa("tsa2"),
    }
    command = [sys.executable, "-m", "desk", *map(str, words)]
    return finished(command, env=environment, cwd=ROOT, capture_output=True, text=True)


@pytest.mark.proof
def test_the_command_lists_what_is_due_and_renews_it(bureau: Bureau, sealed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "old.pdf"
    file.write_bytes(sealed)
    home = tmp_path / "home"
    assert json.loads(sohoa(bureau, home, "renew", "--list", "--json", file).stdout) == {"due": []}
    told = sohoa(bureau, home, "renew", "--list", "--before", "2032-01-01", "--json", file)
    assert json.loads(told.stdout) == {"due": [{"file": str(file), "ends": FIRST_ENDS.isoformat()}]}
    done = sohoa(bureau, home, "renew", file)
    assert done.returncode == 0, done.stderr
    assert due((tmp_path / "old.renewed.pdf").read_bytes(), SECOND_ENDS.replace(day=2))
    assert sohoa(bureau, home, "renew", file).returncode == 2
    (tmp_path / "changed.pdf").write_bytes(sealed.replace(b"0.2 0.4 0.6 rg", b"0.9 0.4 0.6 rg"))
    assert sohoa(bureau, home, "renew", tmp_path / "changed.pdf").returncode == 4
