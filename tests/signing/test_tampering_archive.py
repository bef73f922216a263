"""What is done to files of the higher levels: evidence stripped, timestamps cut off or doubled, junk, updates."""

from __future__ import annotations

import io
import re

import pytest
from government_office import Bureau
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from test_tampering import CHANGES, Change, updated

from benchmarks.government import now
from signing.verdict import Level, Verdict
from signing.verify import judge

REPEATED = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
BROKEN = (Verdict.FAILED, Verdict.REFUSED)


def gaps(file: bytes) -> list[tuple[int, int]]:
    """Where the values of the signatures stand, in the order of their revisions."""
    found = re.findall(rb"/ByteRange \[ ?(\d+) (\d+) (\d+) (\d+) *\]", file)
    return sorted((int(first), int(second)) for _, first, second, _ in found)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_an_update_after_the_archive_timestamp_fails(bureau: Bureau, sealed: bytes, change: Change) -> None:
    assert judge(updated(sealed, change), bureau.offline, at=now()).verdict in BROKEN


@REPEATED
@given(data=st.data())
def test_a_flipped_byte_never_passes_at_b_lta(bureau: Bureau, sealed: bytes, data: st.DataObject) -> None:
    """Outside the values of signature and timestamp everything is covered, evidence included."""
    free = [(first, second) for first, second in gaps(sealed)]
    place = data.draw(st.integers(0, len(sealed) - 1))
    changed = bytearray(sealed)
    changed[place] ^= data.draw(st.integers(1, 255))
    verdict = judge(bytes(changed), bureau.offline, at=now())
    if verdict.verdict is Verdict.PASSED:
        assert any(first <= place < second for first, second in free)


def test_junk_in_the_padding_of_signature_and_of_timestamp_is_seen(bureau: Bureau, sealed: bytes) -> None:
    for number, (_, second) in enumerate(gaps(sealed)):
        assert sealed[second - 5 : second] == b"0000>"
        hidden = sealed[: second - 5] + b"beef>" + sealed[second:]
        verdict = judge(hidden, bureau.offline, at=now())
        assert verdict.verdict is Verdict.FAILED, number


def evidence_emptied(writer: IncrementalPdfFileWriter) -> None:
    writer.root[pdf_name("/DSS")] = generic.DictionaryObject({pdf_name("/Certs"): generic.ArrayObject()})
    writer.update_root()


def evidence_dropped(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/DSS"]
    writer.update_root()


def lists_dropped(writer: IncrementalPdfFileWriter) -> None:
    store = writer.root["/DSS"]
    del store["/CRLs"]
    writer.update_container(store)


@pytest.mark.parametrize("change", [evidence_emptied, evidence_dropped, lists_dropped])
def test_stripped_evidence_never_passes(bureau: Bureau, sealed: bytes, change: Change) -> None:
    verdict = judge(updated(sealed, change), bureau.offline, at=now())
    assert verdict.verdict is not Verdict.PASSED
    assert verdict.level is not Level.B_LTA


def test_a_cut_off_timestamp_shows_as_a_lower_level(bureau: Bureau, sealed: bytes) -> None:
    """A roll-back is a lawful earlier state; the register of final hashes finds it, the level gives it away."""
    ends = [found.end() for found in re.finditer(rb"%%EOF\n", sealed)]
    assert len(ends) == 3
    verdict = judge(sealed[: ends[1]], bureau.offline, at=now())
    assert verdict.level in (Level.B_B, Level.B_T)
    assert judge(sealed[: ends[1] + 40], bureau.offline, at=now()).verdict is not Verdict.PASSED


def test_a_timestamp_copied_over_the_signature_is_seen(bureau: Bureau, sealed: bytes) -> None:
    (first, second), (third, fourth) = gaps(sealed)
    room = min(second - first, fourth - third) - 2
    for source, target in (((third, fourth), first), ((first, second), third)):
        value = sealed[source[0] + 1 : source[0] + 1 + room]
        changed = sealed[: target + 1] + value + sealed[target + 1 + room :]
        assert judge(changed, bureau.offline, at=now()).verdict in BROKEN


def test_a_signature_after_a_sealed_file_leaves_the_earlier_ones_whole(
    bureau: Bureau, sealed: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("later")
    (folder / "sealed.pdf").write_bytes(sealed)
    bureau.sign(folder / "sealed.pdf", folder / "two.pdf", Level.B_LTA, "seal", "CoQuan")
    whole = (folder / "two.pdf").read_bytes()
    verdict = judge(whole, bureau.offline, at=now())
    assert [one.verdict for one in verdict.signatures] == [Verdict.PASSED] * 2
    swapped = updated(whole, CHANGES[0])
    assert judge(swapped, bureau.offline, at=now()).verdict in BROKEN
    assert io.BytesIO(whole).read(len(sealed)) == sealed
