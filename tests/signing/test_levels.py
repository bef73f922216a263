"""B-LT and B-LTA under an invented government on loopback: sealed, self-contained, for decades."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import crl
from government_office import ONCE, Bureau
from outside_tools import tool
from signing_pki import make_pdfa
from time_limits import finished

from benchmarks.government import now
from signing.blocking import run
from signing.errors import ConfigurationRefused, IdentityRefused
from signing.evidence import LIFETIME, Evidence
from signing.pades import SignOptions, sign
from signing.report import lines
from signing.timestamp import Timestamper
from signing.trust import for_pyhanko
from signing.verdict import Level, Verdict
from signing.verify import judge

SIGNER_ENDED = datetime(2030, 6, 1, tzinfo=UTC)
STAMP_ENDED = datetime(2035, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize("level", [Level.B_LT, Level.B_LTA])
@pytest.mark.parametrize("mode", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_the_file_proves_itself_without_asking_anybody(
    bureau: Bureau, tmp_path: Path, level: Level, mode: pikepdf.ObjectStreamMode
) -> None:
    source = make_pdfa(tmp_path / "source.pdf", object_stream_mode=mode)
    told = bureau.sign(source, tmp_path / "signed.pdf", level)
    verdict = judge((tmp_path / "signed.pdf").read_bytes(), bureau.offline, at=now())
    assert (told.level, told.signature_count) == (level, 1)
    assert (verdict.verdict, verdict.level, verdict.covers_whole_file) == (Verdict.PASSED, level, True)
    assert verdict.warnings == ()


@pytest.mark.parametrize("level", [Level.B_B, Level.B_T, Level.B_LT, Level.B_LTA])
def test_a_file_just_made_is_judged_as_anybody_will_judge_it(
    bureau: Bureau, tmp_path: Path, level: Level
) -> None:
    """Signing checks its own work by the shorter way; what that lets pass must pass the whole way, and only that."""
    bureau.sign(bureau.document, tmp_path / "signed.pdf", level)
    made = (tmp_path / "signed.pdf").read_bytes()
    trust = bureau.government.trust()
    whole, short = judge(made, trust, at=now()), judge(made, trust, at=now(), fresh=True)
    assert (short.verdict, short.level, short.covers_whole_file) == (
        whole.verdict,
        whole.level,
        whole.covers_whole_file,
    )
    middle = len(bureau.document.read_bytes()) // 2
    bent = made[:middle] + bytes([made[middle] ^ 1]) + made[middle + 1 :]
    for fresh in (False, True):
        assert judge(bent, trust, at=now(), fresh=fresh).verdict in (Verdict.FAILED, Verdict.REFUSED)


def test_every_earlier_signature_gets_its_own_evidence(bureau: Bureau, tmp_path: Path) -> None:
    """An official who signed at B-T would be unprovable in the archive if the seal cared for itself alone."""
    bureau.sign(bureau.document, tmp_path / "1.pdf", Level.B_T)
    bureau.sign(tmp_path / "1.pdf", tmp_path / "2.pdf", Level.B_LTA, "seal", "CoQuan")
    verdict = judge((tmp_path / "2.pdf").read_bytes(), bureau.offline, at=now())
    assert [(one.signer, one.level, one.verdict) for one in verdict.signatures] == [
        ("Nguyễn Văn Thử", Level.B_LTA, Verdict.PASSED),
        ("Ủy ban nhân dân xã Thử Nghiệm", Level.B_LTA, Verdict.PASSED),
    ]
    later = judge((tmp_path / "2.pdf").read_bytes(), bureau.at(SIGNER_ENDED, tmp_path), at=SIGNER_ENDED)
    assert (later.verdict, later.level) == (Verdict.PASSED, Level.B_LTA)


def test_the_archive_timestamp_outlives_the_signers_certificate_but_not_its_own(
    bureau: Bureau, sealed: bytes, tmp_path: Path
) -> None:
    later = judge(sealed, bureau.at(SIGNER_ENDED, tmp_path), at=SIGNER_ENDED)
    assert (later.verdict, later.level) == (Verdict.PASSED, Level.B_LTA)
    bureau.sign(bureau.document, tmp_path / "lt.pdf", Level.B_LT)
    without = judge((tmp_path / "lt.pdf").read_bytes(), bureau.at(SIGNER_ENDED, tmp_path), at=SIGNER_ENDED)
    assert without.verdict is Verdict.INDETERMINATE
    too_late = judge(sealed, bureau.at(STAMP_ENDED, tmp_path), at=STAMP_ENDED)
    assert too_late.verdict is Verdict.INDETERMINATE


def test_what_follows_the_newest_timestamp_is_nothing(bureau: Bureau, sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        store = pdf.Root.DSS
        assert "/VRI" not in store
        lists = [crl.CertificateList.load(one.read_bytes()) for one in store.CRLs]
        # An authority may publish a newer list between two requests; no list is put in twice.
        assert len({one.dump() for one in lists}) == len(lists)
        assert (len(store.OCSPs), len({one.issuer.hashable for one in lists})) == (1, 1)
        assert len(lists) in {2, 3}
        *_, newest = pdf.Root.AcroForm.Fields
        start, _, second, length = (int(number) for number in newest.V.ByteRange)
        assert (str(newest.V.SubFilter), start, second + length) == ("/ETSI.RFC3161", 0, len(sealed))
        assert (str(newest.T), int(newest.F)) == ("Timestamp1", 132)
    for tail in (b"\n", b"%%EOF\n", b"\n1 0 obj\nnull\nendobj\n"):
        assert judge(sealed + tail, bureau.offline, at=now()).verdict in (Verdict.FAILED, Verdict.REFUSED)


def test_a_level_that_needs_a_server_is_refused_without_one(bureau: Bureau, tmp_path: Path) -> None:
    for level in (Level.B_T, Level.B_LT, Level.B_LTA):
        with pytest.raises(ConfigurationRefused, match=level):
            sign(
                bureau.document,
                tmp_path / "x.pdf",
                bureau.government.identity("official"),
                at=now(),
                trust=bureau.government.trust(),
                options=SignOptions(level=level),
            )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("level", list(Level))
def test_ocsp_says_that_a_certificate_is_revoked_before_the_key_is_used(
    bureau: Bureau, tmp_path: Path, level: Level
) -> None:
    with pytest.raises(IdentityRefused, match="revoked"):
        bureau.sign(bureau.document, tmp_path / "x.pdf", level, "revoked")
    assert list(tmp_path.iterdir()) == []


def test_evidence_is_asked_for_once_in_a_batch_and_again_after_ten_minutes(bureau: Bureau) -> None:
    identity, government = bureau.government.identity("clerk"), bureau.government
    own, chain = for_pyhanko([identity.certificate])[0], for_pyhanko(identity.chain)
    evidence, start = Evidence(government.trust()), now()

    async def twice_and_later() -> list[object]:
        moments = (start, start + LIFETIME / 2, start + LIFETIME * 1.1)
        return [await evidence.of_signer(own, chain, moment) for moment in moments]

    first, again, later = run(twice_and_later)
    assert first is again
    assert later is not first


def test_a_second_timestamp_machine_behind_the_address_is_learned_and_tried_again(
    bureau: Bureau, tmp_path: Path
) -> None:
    """What the server signed with before is not what it signs with now."""

    class Moved(Timestamper):
        asked = 0

        def client(self):  # type: ignore[no-untyped-def]
            Moved.asked += 1
            self.url = bureau.government.tsa("tsa" if Moved.asked == 1 else "tsa2")
            return super().client()

    sign(
        bureau.document,
        tmp_path / "moved.pdf",
        bureau.government.identity("official"),
        at=now(),
        trust=bureau.government.trust(),
        options=SignOptions(level=Level.B_LT),
        timestamper=Moved(bureau.government.tsa(), ONCE),
    )
    verdict = judge((tmp_path / "moved.pdf").read_bytes(), bureau.offline, at=now() + timedelta(minutes=1))
    assert (verdict.verdict, verdict.level) == (Verdict.PASSED, Level.B_LT)


@pytest.mark.verapdf
def test_verapdf_passes_before_and_after_every_level(bureau: Bureau, tmp_path: Path) -> None:
    files = [bureau.document]
    for level in Level:
        files.append(tmp_path / f"{level}.pdf")
        bureau.sign(bureau.document, files[-1], level)
    files.append(tmp_path / "both.pdf")
    bureau.sign(tmp_path / "B-LT.pdf", files[-1], Level.B_LTA, "seal", "CoQuan")
    command = [tool("verapdf"), "--format", "text", "-f", "2b", *files]
    judged = finished(command, capture_output=True, text=True)
    assert [line.split()[0] for line in judged.stdout.splitlines()] == ["PASS"] * len(files), judged.stdout


def test_the_report_names_the_server_of_the_archive_timestamp(bureau: Bureau, tmp_path: Path) -> None:
    """What a reader needs to ask the authorities years later: numbers, issuers, times."""
    sign(
        bureau.document,
        tmp_path / "s.pdf",
        bureau.government.identity("official"),
        at=now(),
        trust=bureau.government.trust(),
        options=SignOptions(level=Level.B_LTA),
        timestamper=bureau.timestamper,
        evidence=bureau.evidence,
    )
    verdict = judge((tmp_path / "s.pdf").read_bytes(), bureau.offline, at=now())
    (stamp,) = verdict.timestamps
    assert stamp.holds
    said = "\n".join(lines(verdict, "en"))
    assert f"Certificate number {stamp.certificate.serial}" in said
    assert "Archive timestamp" in said
