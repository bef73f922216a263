"""Whatever is done to a signed file, it never passes; and nothing done to a file makes the judge fail."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Callable
from types import SimpleNamespace

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from signing_pki import AT, Office, make_pdfa

from signing.coverage import WRAPPED, Coverage, coverage_of, der_length, shared
from signing.embedding import SignOptions, embed, prepare
from signing.verify import Verdict, judge

REPEATED = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
BROKEN = (Verdict.FAILED, Verdict.REFUSED)


def byte_range(file: bytes) -> tuple[int, int, int, int]:
    found = re.findall(rb"/ByteRange \[ ?(\d+) (\d+) (\d+) (\d+) *\]", file)[-1]
    start, first, second, length = (int(number) for number in found)
    return start, first, second, length


@REPEATED
@given(data=st.data())
def test_a_flipped_byte_never_passes(office: Office, signed: bytes, data: st.DataObject) -> None:
    _, first, second, length = byte_range(signed)
    covered = st.one_of(st.integers(0, first - 1), st.integers(second, second + length - 1))
    changed = bytearray(signed)
    changed[data.draw(covered)] ^= data.draw(st.integers(1, 255))
    assert judge(bytes(changed), office.trust, at=AT).verdict is not Verdict.PASSED


@REPEATED
@given(data=st.data())
def test_a_change_in_the_signature_value_never_passes_as_another(
    office: Office, signed: bytes, data: st.DataObject
) -> None:
    _, first, second, _ = byte_range(signed)
    changed = bytearray(signed)
    place = data.draw(st.integers(first, second - 1))
    changed[place] ^= data.draw(st.integers(1, 255))
    verdict = judge(bytes(changed), office.trust, at=AT)
    # Hexadecimal digits may change their case, and certificates are a set that nobody signed.
    if verdict.verdict is Verdict.PASSED:
        assert verdict.signatures == judge(signed, office.trust, at=AT).signatures


@REPEATED
@given(cut=st.integers(1, 4000))
def test_a_truncated_file_never_passes(office: Office, signed: bytes, cut: int) -> None:
    assert judge(signed[:-cut], office.trust, at=AT).verdict is not Verdict.PASSED


@REPEATED
@given(tail=st.binary(min_size=1, max_size=200))
def test_trailing_bytes_never_pass(office: Office, signed: bytes, tail: bytes) -> None:
    verdict = judge(signed + tail, office.trust, at=AT)
    assert verdict.verdict in BROKEN
    assert not verdict.covers_whole_file


@REPEATED
@given(file=st.binary(max_size=500), head=st.sampled_from([b"", b"%PDF-1.7\n"]))
def test_garbage_is_refused_and_never_an_error(office: Office, file: bytes, head: bytes) -> None:
    assert judge(head + file, office.trust, at=AT).verdict is Verdict.REFUSED


@REPEATED
@given(data=st.data())
def test_a_file_torn_apart_anywhere_is_never_an_error(
    office: Office, signed: bytes, data: st.DataObject
) -> None:
    places = sorted(data.draw(st.lists(st.integers(0, len(signed)), min_size=2, max_size=2)))
    torn = signed[: places[0]] + signed[places[1] :]
    if torn != signed:
        assert judge(torn, office.trust, at=AT).verdict is not Verdict.PASSED


Change = Callable[[IncrementalPdfFileWriter], None]


def page_changed(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 600 800 re f"))
    writer.update_container(page)


def page_added(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    page = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/Parent"): writer.root.raw_get("/Pages"),
            pdf_name("/MediaBox"): generic.ArrayObject(generic.NumberObject(n) for n in (0, 0, 595, 842)),
        }
    )
    pages["/Kids"].append(writer.add_object(page))
    pages[pdf_name("/Count")] = generic.NumberObject(len(pages["/Kids"]))
    writer.update_container(pages)
    writer.update_container(pages["/Kids"])


def page_removed(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"].pop()
    pages[pdf_name("/Count")] = generic.NumberObject(1)
    writer.update_container(pages)


def annotation(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][1]
    box = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Square"),
            pdf_name("/Rect"): generic.ArrayObject(generic.NumberObject(n) for n in (50, 50, 300, 300)),
        }
    )
    page[pdf_name("/Annots")] = generic.ArrayObject([writer.add_object(box)])
    writer.update_container(page)


def javascript(writer: IncrementalPdfFileWriter) -> None:
    action = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("app.alert(1)")}
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(action)
    writer.update_root()


def text_field(writer: IncrementalPdfFileWriter) -> None:
    field = {
        pdf_name("/FT"): pdf_name("/Tx"),
        pdf_name("/T"): generic.pdf_string("HoTen"),
        pdf_name("/V"): generic.pdf_string("Nguyễn Văn Giả"),
    }
    form = writer.root["/AcroForm"]
    form["/Fields"].append(writer.add_object(generic.DictionaryObject(field)))
    writer.update_container(form)
    writer.update_container(form["/Fields"])


def need_appearances(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    form[pdf_name("/NeedAppearances")] = generic.BooleanObject(True)
    writer.update_container(form)


def widget_made_visible(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field[pdf_name("/Rect")] = generic.ArrayObject(generic.NumberObject(n) for n in (0, 0, 500, 500))
    look = generic.StreamObject(stream_data=b"0 0 500 500 re f")
    field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)})
    writer.update_container(field)


def signature_reason_rewritten(writer: IncrementalPdfFileWriter) -> None:
    value = writer.root["/AcroForm"]["/Fields"][0]["/V"]
    value[pdf_name("/Reason")] = generic.pdf_string("Việc khác")
    writer.update_container(value)


CHANGES = [
    page_changed,
    page_added,
    page_removed,
    annotation,
    javascript,
    text_field,
    need_appearances,
    widget_made_visible,
    signature_reason_rewritten,
]


def updated(file: bytes, change: Change) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(file))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(file)
    return out.getvalue()


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_an_update_after_the_signature_fails(office: Office, signed: bytes, change: Change) -> None:
    verdict = judge(updated(signed, change), office.trust, at=AT)
    assert verdict.verdict in BROKEN
    assert verdict.level is None


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_later_signature_does_not_heal_an_update(office: Office, signed: bytes, change: Change) -> None:
    out = io.BytesIO()
    # Our own front door refuses such a file; an attacker has other tools.
    preparation = prepare(office.signer, SignOptions("Later"), None)
    asyncio.run(embed(updated(signed, change), out, preparation, AT))
    verdict = judge(out.getvalue(), office.trust, at=AT)
    assert verdict.verdict in BROKEN
    assert verdict.covers_whole_file


def test_metadata_alone_after_the_signature_is_not_covered(office: Office, signed: bytes) -> None:
    verdict = judge(updated(signed, lambda writer: writer.update_root()), office.trust, at=AT)
    assert (verdict.verdict, verdict.covers_whole_file) == (Verdict.INDETERMINATE, False)
    assert verdict.warnings == ("UNSIGNED-UPDATE",)


def test_junk_in_the_padding_is_seen(office: Office, signed: bytes) -> None:
    second = byte_range(signed)[2]
    assert signed[second - 5 : second] == b"0000>"
    hidden = signed[: second - 5] + b"beef>" + signed[second:]
    verdict = judge(hidden, office.trust, at=AT)
    assert (verdict.verdict, verdict.signatures[0].reason) == (Verdict.FAILED, "PADDING")


def test_a_wrapped_byte_range_is_seen(office: Office, signed: bytes) -> None:
    start, first, second, length = byte_range(signed)
    old = re.findall(rb"/ByteRange \[ ?\d+ \d+ \d+ \d+ *\]", signed)[-1]
    for numbers in (
        (start, first, second + 2, length - 2),
        (start, first - 1, second, length),
        (1, first, second, length),
    ):
        new = b"/ByteRange [%d %d %d %d" % numbers
        wrapped = signed.replace(old, new.ljust(len(old) - 1) + b"]")
        assert len(wrapped) == len(signed)
        assert judge(wrapped, office.trust, at=AT).verdict in BROKEN


def test_content_moved_between_the_ranges_is_seen(office: Office, signed: bytes) -> None:
    """Signature wrapping: the covered bytes stay, but something new stands in the gap."""
    start, first, second, length = byte_range(signed)
    extra = b"\n9 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    old = re.findall(rb"/ByteRange \[ ?\d+ \d+ \d+ \d+ *\]", signed)[-1]
    new = (b"/ByteRange [%d %d %d %d" % (start, first, second + len(extra), length)).ljust(
        len(old) - 1
    ) + b"]"
    moved = (signed[:second] + extra + signed[second:]).replace(old, new)
    assert judge(moved, office.trust, at=AT).verdict in BROKEN


def copied(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    twin = generic.DictionaryObject(form["/Fields"][0])
    twin[pdf_name("/T")] = generic.pdf_string("Twin")
    form["/Fields"].append(writer.add_object(twin))
    writer.update_container(form["/Fields"])
    writer.update_container(form)


def test_a_signature_copied_into_another_field_is_seen(office: Office, signed: bytes) -> None:
    assert judge(updated(signed, copied), office.trust, at=AT).verdict in BROKEN


def test_a_text_field_swapped_after_signing_is_seen(office: Office) -> None:
    """The library's own policy calls this form filling (shadow attack "replace")."""
    writer = IncrementalPdfFileWriter(io.BytesIO(office.document.read_bytes()))
    field = {
        pdf_name("/FT"): pdf_name("/Tx"),
        pdf_name("/T"): generic.pdf_string("SoTien"),
        pdf_name("/V"): generic.pdf_string("100"),
    }
    form = {pdf_name("/Fields"): generic.ArrayObject([writer.add_object(generic.DictionaryObject(field))])}
    writer.root[pdf_name("/AcroForm")] = writer.add_object(generic.DictionaryObject(form))
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    signed = io.BytesIO()
    asyncio.run(embed(out.getvalue(), signed, prepare(office.signer, SignOptions(), None), AT))
    assert judge(signed.getvalue(), office.trust, at=AT).verdict is Verdict.PASSED

    def swapped(update: IncrementalPdfFileWriter) -> None:
        sum_of_money = update.root["/AcroForm"]["/Fields"][0]
        sum_of_money[pdf_name("/V")] = generic.pdf_string("900")
        update.update_container(sum_of_money)

    verdict = judge(updated(signed.getvalue(), swapped), office.trust, at=AT)
    assert (verdict.verdict, verdict.signatures[0].reason) == (Verdict.FAILED, "ILLEGAL-CHANGE")


def test_cross_references_in_a_circle_end(office: Office, signed: bytes) -> None:
    last = int(signed.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    previous = re.findall(rb"/Prev \d+", signed)[-1]
    circle = signed.replace(previous, b"/Prev %d" % last)
    assert judge(circle, office.trust, at=AT).verdict is not Verdict.PASSED


def test_an_unknown_kind_of_signature_is_neither_passed_nor_overlooked(office: Office, signed: bytes) -> None:
    renamed = signed.replace(b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha1 ")
    verdict = judge(renamed, office.trust, at=AT)
    assert (verdict.verdict, verdict.signature_count, verdict.level) == (Verdict.INDETERMINATE, 1, None)
    assert verdict.signatures[0].reason == "SUBFILTER"


def test_one_signature_shown_in_two_fields_from_the_start_is_seen(office: Office) -> None:
    out, writer = io.BytesIO(), IncrementalPdfFileWriter(io.BytesIO(office.document.read_bytes()))
    prepared = prepare(office.signer, SignOptions(), None)
    session = prepared.signer.init_signing_session(writer)
    tbs = session.prepare_tbs_document(validation_info=None, bytes_reserved=2 * prepared.octets)
    copied(writer)
    digest, _ = tbs.digest_tbs_document(output=out)
    asyncio.run(tbs.perform_signature(digest.document_digest, PdfCMSSignedAttributes()))
    verdict = judge(out.getvalue(), office.trust, at=AT)
    assert verdict.signature_count == 2
    assert {one.reason for one in verdict.signatures} == {"SHARED-CONTENTS"}
    assert verdict.verdict is Verdict.FAILED


def hybrid() -> bytes:
    """A PDF with a classic table that also points to a cross-reference stream, as some office programs write."""
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>",
        b"<< /Type /XRef /Size 5 /W [1 2 1] /Index [0 1] /Length 4 >>\nstream\n\0\0\0\0\nendstream",
    )
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size 5 /Root 1 0 R /XRefStm %d >>\n" % places[-1]
    return (
        out + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(out)
    )


def test_a_hybrid_file_is_refused(office: Office) -> None:
    verdict = judge(hybrid(), office.trust, at=AT)
    assert (verdict.verdict, verdict.warnings) == (Verdict.REFUSED, ("HYBRID-XREF",))
    plain = hybrid().replace(b"/XRefStm", b"/Unknown")
    assert judge(plain, office.trust, at=AT).verdict is Verdict.NO_SIGNATURE


def test_an_encrypted_file_is_refused(office: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    locked = make_pdfa(
        tmp_path_factory.mktemp("locked") / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b")
    )
    verdict = judge(locked.read_bytes(), office.trust, at=AT)
    assert (verdict.verdict, verdict.warnings) == (Verdict.REFUSED, ("ENCRYPTED",))


VALUE = bytes.fromhex("3003020101") + bytes(3)
FILE = b"%PDF-1.7 before <" + VALUE.hex().encode() + b"> after %%EOF"
GAP = FILE.index(b"<"), FILE.index(b">") + 1
GOOD = (0, GAP[0], GAP[1], len(FILE) - GAP[1])


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (GOOD, Coverage(*GAP, len(FILE))),
        ((*GOOD[:3], GOOD[3] - 1), Coverage(*GAP, len(FILE) - 1)),
        (GOOD[:2], WRAPPED),
        ((*GOOD, 0, 5), WRAPPED),
        ((1, *GOOD[1:]), WRAPPED),
        ((0, GAP[0] - 1, *GOOD[2:]), WRAPPED),
        ((0, GAP[0] + 2, *GOOD[2:]), WRAPPED),
        ((0, GAP[0], GAP[1] - 1, GOOD[3]), WRAPPED),
        ((0, GAP[0], GAP[1], GOOD[3] + 1), WRAPPED),
        ((0, GAP[0], GAP[1], -5), WRAPPED),
        ((0, GAP[1], GAP[0], GOOD[3]), WRAPPED),
        ((0, -4, *GOOD[2:]), WRAPPED),
        ((0, 0, 0, len(FILE)), WRAPPED),
    ],
)
def test_what_is_covered_is_read_from_the_bytes(numbers: tuple[int, ...], expected: Coverage | str) -> None:
    signature = SimpleNamespace(byte_range=numbers, pkcs7_content=VALUE)
    assert coverage_of(signature, FILE) == expected  # type: ignore[arg-type]


@given(numbers=st.lists(st.integers(-5, len(FILE) + 5), min_size=4, max_size=4))
def test_only_the_exact_gap_is_taken_for_one(numbers: list[int]) -> None:
    found = coverage_of(SimpleNamespace(byte_range=numbers, pkcs7_content=VALUE), FILE)  # type: ignore[arg-type]
    if isinstance(found, Coverage):
        assert (numbers[0], found.gap_start, found.gap_end) == (0, *GAP)
        assert found.end <= len(FILE)


def test_a_value_that_does_not_stand_in_the_gap_is_seen() -> None:
    signature = SimpleNamespace(byte_range=GOOD, pkcs7_content=VALUE[:-1])
    assert coverage_of(signature, FILE) == WRAPPED  # type: ignore[arg-type]


def test_two_values_in_one_place_are_seen() -> None:
    assert shared([Coverage(5, 9, 20), Coverage(5, 9, 30)])
    assert not shared([Coverage(5, 9, 20), Coverage(25, 29, 40)])


@given(content=st.binary(max_size=300), padding=st.integers(0, 50))
def test_the_length_of_der_is_read_back(content: bytes, padding: int) -> None:
    size = len(content)
    head = bytes([0x30, size]) if size < 128 else b"\x30\x82" + size.to_bytes(2, "big")
    assert der_length(head + content + bytes(padding)) == len(head) + size


@given(value=st.binary(max_size=40))
def test_the_length_of_anything_is_within_it(value: bytes) -> None:
    assert 0 <= der_length(value) <= max(len(value), 129)
