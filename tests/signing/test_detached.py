"""Signatures and timestamps in files of their own: whole, changed, of unknown roots, with nobody answering."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from government_office import ONCE, Bureau

from benchmarks.government import now
from benchmarks.own_port import own_port
from signing import development
from signing.detached import judge_detached, judge_stamp, sign_detached, stamp_detached
from signing.timestamp import Timestamper
from signing.trust import TrustOptions

DATA = b'{"anchor": 1}\n'
AT = datetime(2026, 3, 2, tzinfo=UTC)


def test_what_was_signed_passes_and_every_change_is_seen(tmp_path: Path) -> None:
    home = development.create(tmp_path, unit="UBND phường Thử Nghiệm", at=AT)
    signature = sign_detached(DATA, development.load(tmp_path), AT)
    believed = TrustOptions(development_roots=(home.root,), crls=(home.crl,))
    verdict = judge_detached(DATA, signature, believed, AT + timedelta(days=1))
    assert (verdict.intact, verdict.trusted, verdict.development) == (True, True, True)
    assert verdict.signer.endswith("(THỬ NGHIỆM)")
    assert not judge_detached(DATA + b" ", signature, believed, AT).intact
    assert not judge_detached(DATA, signature[:-9] + bytes(9), believed, AT).intact
    for hostile in (b"", b"\x30\x80", bytes(400), signature[: len(signature) // 2]):
        assert not judge_detached(DATA, hostile, believed, AT).intact
    stranger = judge_detached(DATA, signature, TrustOptions(), AT)
    assert (stranger.intact, stranger.trusted) == (True, False)


def test_a_token_stamps_these_bytes_and_no_others(bureau: Bureau) -> None:
    token = stamp_detached(hashlib.sha256(DATA).hexdigest(), bureau.timestamper)
    assert token is not None
    believed = bureau.government.trust()
    verdict = judge_stamp(DATA, token, believed, now())
    assert (verdict.intact, verdict.trusted) == (True, True)
    assert not judge_stamp(DATA + b" ", token, believed, now()).intact
    assert not judge_stamp(DATA, b"\x30\x03abc", believed, now()).intact
    stranger = judge_stamp(DATA, token, TrustOptions(), now())
    assert (stranger.intact, stranger.trusted) == (True, False)


def test_a_server_that_does_not_answer_gives_no_token() -> None:
    silent = Timestamper(f"http://127.0.0.1:{own_port()}/tsa", ONCE)
    assert stamp_detached("0" * 64, silent) is None
