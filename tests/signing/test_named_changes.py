"""A change after a signature is named, what was signed can be taken out, and neither is ever called passed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from signing_pki import AT, Office
from test_tampering import CHANGES, Change, updated

from signing.changes import changes_since
from signing.report import lines
from signing.verdict import Verdict
from signing.verify import judge, signed_revision

NAMES = {
    "annotation": ("ANNOTATION:2",),
    "javascript": ("ACTION",),
    "need_appearances": ("FORM",),
    "page_added": ("PAGES-ADDED",),
    "page_changed": ("PAGE-CONTENT:1",),
    "page_removed": ("PAGES-REMOVED",),
    "signature_reason_rewritten": ("SIGNATURE-FIELD",),
    "text_field": ("FORM",),
    "widget_made_visible": ("SIGNATURE-FIELD",),
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_is_named_and_the_signed_revision_comes_out(
    office: Office, signed: bytes, change: Change
) -> None:
    changed = updated(signed, change)
    verdict = judge(changed, office.trust, at=AT)
    assert verdict.verdict in (Verdict.FAILED, Verdict.REFUSED)
    (one,) = verdict.signatures
    if (
        one.reason == "BYTE-RANGE"
    ):  # the value itself was written again: there is no signed place left to speak of
        assert change.__name__ == "signature_reason_rewritten"
        return
    assert (one.reason, one.changes) == ("ILLEGAL-CHANGE", NAMES[change.__name__])
    assert one.as_json()["changes"] == list(NAMES[change.__name__])
    assert signed_revision(changed, "Signature1") == signed
    for language in ("vi", "en"):
        told = "\n".join(lines(verdict, language))
        assert "TOTAL-FAILED" in told
        assert "OTHER" not in told
        if one.sound:
            assert "--revision Signature1" in told


def test_a_sound_file_has_no_changes_and_the_usual_json(office: Office, signed: bytes) -> None:
    (one,) = judge(signed, office.trust, at=AT).signatures
    assert (one.changes, one.sound) == ((), False)
    assert set(one.as_json()) == {"field", "signer", "signed_at", "level", "verdict", "reason"}


def test_each_of_two_signatures_has_its_own_revision(office: Office, signed: bytes, tmp_path: Path) -> None:
    (tmp_path / "one.pdf").write_bytes(signed)
    both = office.signed(tmp_path / "two.pdf", "Second", tmp_path / "one.pdf").read_bytes()
    assert signed_revision(both, "Signature1") == signed
    assert signed_revision(both, "Second") == both
    assert signed_revision(both, "Third") is None
    assert signed_revision(b"no pdf", "Signature1") is None


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_naming_never_fails_whatever_the_file_is(signed: bytes, data: st.DataObject) -> None:
    file = bytearray(updated(signed, data.draw(st.sampled_from(CHANGES))))
    for _ in range(3):
        file[data.draw(st.integers(len(signed), len(file) - 1))] = data.draw(st.integers(0, 255))
    try:
        reader = PdfFileReader(io.BytesIO(bytes(file)), strict=True)
    except Exception:
        return
    assert changes_since(reader, 1)
