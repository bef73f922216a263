"""Level B-T and beyond, against a real timestamp authority on loopback; its clock is real, so "now" is used."""

from __future__ import annotations

import asyncio
import io
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator import ValidationContext
from signing_pki import YEAR, Office, Wish, authority, make_pdfa
from timestamp_server import TimestampServer, running

from benchmarks.own_port import own_port
from signing.cms_signer import IdentitySigner
from signing.errors import ConfigurationRefused, TimestampUnavailable
from signing.pades import sign
from signing.timestamp import Timestamper, TimestampOptions
from signing.trust import TrustOptions, for_pyhanko, load_trust
from signing.verdict import Level
from signing.verify import Verdict, judge, verify

ONCE = TimestampOptions(seconds_per_attempt=60, attempts=1)
SEALED = DSSContentSettings(
    include_vri=False,
    placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE,
    next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimestampServer]:
    with running(tmp_path_factory.mktemp("tsa")) as found:
        yield found


@pytest.fixture(scope="module")
def now_office(server: TimestampServer, tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder, now = tmp_path_factory.mktemp("office"), datetime.now(UTC)
    root = authority("CA Nay")
    (folder / "root.pem").write_bytes(root.pem())
    (folder / "ca.crl").write_bytes(root.crl(start=now - YEAR, end=now + YEAR))
    options = TrustOptions(
        roots=(folder / "root.pem",),
        tsa_roots=(server.root,),
        crls=(folder / "ca.crl", server.crl),
    )
    signer = root.issue("Phạm Văn Giờ", Wish(start=now - YEAR, end=now + YEAR / 2))
    return Office(folder, root, signer, options, make_pdfa(folder / "document.pdf"))


def stamped(office: Office, target: Path, url: str, trust: TrustOptions | None = None) -> Path:
    sign(
        office.document,
        target,
        office.signer,
        at=datetime.now(UTC),
        trust=trust or office.options,
        timestamper=Timestamper(url, ONCE),
    )
    return target


def test_a_token_makes_it_b_t_and_proves_the_time(
    now_office: Office, server: TimestampServer, tmp_path: Path
) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    file = stamped(now_office, tmp_path / "bt.pdf", server.url)
    verdict = verify(file, now_office.options, at=datetime.now(UTC))
    assert (verdict.verdict, verdict.level, verdict.warnings) == (Verdict.PASSED, Level.B_T, ())
    proven = verdict.signatures[0].signed_at
    assert proven is not None
    assert before <= proven <= datetime.now(UTC)


def test_without_a_server_nothing_is_signed(now_office: Office, tmp_path: Path) -> None:
    with pytest.raises(TimestampUnavailable):
        stamped(now_office, tmp_path / "bt.pdf", f"http://127.0.0.1:{own_port()}/tsa")
    assert list(tmp_path.iterdir()) == []


class _Garbage(BaseHTTPRequestHandler):
    asked = 0

    def do_POST(self) -> None:
        type(self).asked += 1
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(b"no token")

    def log_message(self, *_: object) -> None:
        return


def test_a_server_that_answers_nonsense_is_asked_again_and_then_given_up(
    now_office: Office, tmp_path: Path
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Garbage) as garbage:
        threading.Thread(target=garbage.serve_forever, daemon=True).start()
        patient = TimestampOptions(seconds_per_attempt=60, attempts=3, seconds_between=0)
        stamper = Timestamper(f"http://127.0.0.1:{garbage.server_port}/", patient)
        with pytest.raises(TimestampUnavailable):
            sign(
                now_office.document,
                tmp_path / "bt.pdf",
                now_office.signer,
                at=datetime.now(UTC),
                trust=now_office.options,
                timestamper=stamper,
            )
        garbage.shutdown()
    assert _Garbage.asked == 3
    assert list(tmp_path.iterdir()) == []


class _Slow(BaseHTTPRequestHandler):
    lock = threading.Lock()
    inside = most = 0

    def do_POST(self) -> None:
        with self.lock:
            type(self).inside += 1
            type(self).most = max(self.most, self.inside)
        time.sleep(0.05)
        with self.lock:
            type(self).inside -= 1
        self.send_error(503)

    def log_message(self, *_: object) -> None:
        return


def test_only_so_many_ask_at_once() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Slow) as slow:
        threading.Thread(target=slow.serve_forever, daemon=True).start()
        options = TimestampOptions(attempts=1, at_once=2)
        stamper = Timestamper(f"http://127.0.0.1:{slow.server_port}/", options)

        def ask(_: int) -> bool:
            with pytest.raises(TimestampUnavailable):
                asyncio.run(stamper.client().async_timestamp(bytes(32), "sha256"))
            return True

        with ThreadPoolExecutor(6) as pool:
            assert all(pool.map(ask, range(12)))
        slow.shutdown()
    assert 1 <= _Slow.most <= 2


def test_who_gives_up_waiting_takes_nobodys_turn() -> None:
    stamper = Timestamper("http://127.0.0.1:9/", TimestampOptions(seconds_per_attempt=60, at_once=1))

    async def give_up() -> None:
        waiting = asyncio.create_task(stamper.client().async_timestamp(bytes(32), "sha256"))
        await asyncio.sleep(0.2)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        stamper._turns.release()

    stamper._turns.acquire()
    asyncio.run(give_up())
    assert stamper._turns.acquire(blocking=False)


@pytest.mark.parametrize("missing", ["root", "crl"])
def test_a_token_nobody_vouches_for_makes_no_b_t(
    now_office: Office, server: TimestampServer, tmp_path: Path, missing: str
) -> None:
    ca_crl = now_office.options.crls[0]
    blind = TrustOptions(
        roots=now_office.options.roots,
        tsa_roots=() if missing == "root" else (server.root,),
        crls=(ca_crl,) if missing == "crl" else now_office.options.crls,
    )
    with pytest.raises(ConfigurationRefused):
        stamped(now_office, tmp_path / "bt.pdf", server.url, blind)
    assert list(tmp_path.iterdir()) == []
    verdict = verify(stamped(now_office, tmp_path / "ok.pdf", server.url), blind, at=datetime.now(UTC))
    assert (verdict.verdict, verdict.level) == (Verdict.PASSED, Level.B_B)
    assert verdict.warnings == ("TIMESTAMP-NOT-VERIFIED",)


def test_revocation_may_be_fetched_from_a_named_host_only(
    now_office: Office, server: TimestampServer, tmp_path: Path
) -> None:
    file, ca_crl = stamped(now_office, tmp_path / "bt.pdf", server.url), now_office.options.crls[0]

    def level(offline: bool, *hosts: str) -> Level | None:
        trust = TrustOptions(
            now_office.options.roots, (server.root,), (ca_crl,), offline=offline, fetch_allow=hosts
        )
        return verify(file, trust, at=datetime.now(UTC)).level

    assert level(False, "127.0.0.1") is Level.B_T
    assert level(True, "127.0.0.1") is Level.B_B
    assert level(False, "tsa.example.vn") is Level.B_B
    assert level(False) is Level.B_B


def test_after_the_certificate_expired_a_timestamp_alone_is_not_enough(
    now_office: Office, server: TimestampServer, tmp_path: Path
) -> None:
    file = stamped(now_office, tmp_path / "bt.pdf", server.url)
    later = verify(file, now_office.options, at=datetime.now(UTC) + YEAR * 0.8)
    assert later.verdict is Verdict.INDETERMINATE


def archived(office: Office, server: TimestampServer, *, lta: bool, settings: DSSContentSettings) -> bytes:
    """The document signed by pyHanko itself at B-LT or B-LTA."""

    async def _sign() -> bytes:
        trust = load_trust(office.options)
        context = ValidationContext(
            trust_roots=for_pyhanko((*trust.roots, *trust.tsa_roots)),
            crls=[one.crl_data for one in trust.crls],
            revocation_mode="require",
        )
        metadata = signers.PdfSignatureMetadata(
            field_name="Signature1",
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            embed_validation_info=True,
            use_pades_lta=lta,
            validation_context=context,
            dss_settings=settings,
        )
        signer = signers.PdfSigner(
            metadata, signer=IdentitySigner(office.signer), timestamper=HTTPTimeStamper(server.url)
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(office.document.read_bytes()))
        return (await signer.async_sign_pdf(writer)).getvalue()

    return asyncio.run(_sign())


def test_what_carries_its_own_evidence_is_b_lt_or_b_lta(now_office: Office, server: TimestampServer) -> None:
    # Without any local revocation list: what is needed lies in the file.
    trust = load_trust(TrustOptions(now_office.options.roots, (server.root,)))
    for lta, level in ((False, Level.B_LT), (True, Level.B_LTA)):
        file = archived(now_office, server, lta=lta, settings=SEALED)
        verdict = judge(file, trust, at=datetime.now(UTC))
        assert (verdict.verdict, verdict.level, verdict.covers_whole_file) == (Verdict.PASSED, level, True)
        assert verdict.signature_count == 1
        tampered = judge(file + b"\n%more\n", trust, at=datetime.now(UTC))
        assert tampered.verdict in (Verdict.FAILED, Verdict.REFUSED)


def test_b_lta_outlives_the_signers_certificate_and_b_lt_does_not(
    now_office: Office, server: TimestampServer, tmp_path: Path
) -> None:
    later = datetime.now(UTC) + YEAR * 0.6
    crl = server.crl_for_years(tmp_path / "later.crl")
    for lta, expected in ((True, Verdict.PASSED), (False, Verdict.INDETERMINATE)):
        file = archived(now_office, server, lta=lta, settings=SEALED)
        trust = TrustOptions(now_office.options.roots, (server.root,), (crl,))
        assert judge(file, load_trust(trust), at=later).verdict is expected


def test_an_uncovered_last_revision_is_said(now_office: Office, server: TimestampServer) -> None:
    file = archived(now_office, server, lta=True, settings=DSSContentSettings())
    verdict = judge(file, now_office.trust, at=datetime.now(UTC))
    assert (verdict.verdict, verdict.covers_whole_file) == (Verdict.INDETERMINATE, False)
    assert verdict.warnings == ("UNSIGNED-UPDATE",)
