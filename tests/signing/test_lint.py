"""Documents that could change their look after signing are refused before the first signature."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from signing_pki import Office, make_pdfa

from signing.errors import DocumentRefused
from signing.lint import REASONS, lint, lint_bytes

SCRIPT = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def open_action(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = SCRIPT


def catalog_actions(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AA = Dictionary(WC=SCRIPT)


def page_actions(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.AA = Dictionary(O=SCRIPT)


def named_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", SCRIPT])))


def attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["data.xml"] = b"<a/>"


def layers(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary())


def portfolio(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Collection = Dictionary()


def text_field(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T="HoTen"))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def nested_field(pdf: pikepdf.Pdf) -> None:
    kid = pdf.make_indirect(Dictionary(T="HoTen"))
    parent = pdf.make_indirect(Dictionary(FT=Name.Tx, T="ToKhai", Kids=Array([kid])))
    pdf.Root.AcroForm = Dictionary(Fields=Array([parent]))


def xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))


def note(pdf: pikepdf.Pdf) -> None:
    box = Array([10, 10, 50, 50])
    pdf.pages[1].obj.Annots = Array([pdf.make_indirect(Dictionary(Subtype=Name.Text, Rect=box))])


def pdfa_1(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        metadata["pdfaid:part"] = "1"


CASES: dict[Callable[[pikepdf.Pdf], None], str] = {
    open_action: "OPEN-ACTION",
    catalog_actions: "ADDITIONAL-ACTIONS",
    page_actions: "ADDITIONAL-ACTIONS:page 2",
    named_script: "JAVASCRIPT",
    attachment: "EMBEDDED-FILES",
    layers: "LAYERS",
    portfolio: "PORTFOLIO",
    text_field: "FORM-FIELD",
    nested_field: "FORM-FIELD",
    xfa: "XFA",
    note: "ANNOTATION:page 2",
    pdfa_1: "PDFA-1",
}


@pytest.mark.parametrize("change", CASES, ids=lambda change: change.__name__)
def test_it_is_seen_and_refused(
    office: Office, tmp_path: Path, change: Callable[[pikepdf.Pdf], None]
) -> None:
    path = tmp_path / "document.pdf"
    with pikepdf.open(office.document) as pdf:
        change(pdf)
        pdf.save(path)
    assert CASES[change] in lint(path)
    with pytest.raises(DocumentRefused) as caught:
        office.signed(tmp_path / "signed.pdf", source=path)
    vi, en = REASONS[CASES[change].partition(":")[0]]
    assert vi in caught.value.vi
    assert en in caught.value.en
    assert not (tmp_path / "signed.pdf").exists()


HIDDEN = {
    "HIDDEN-CONTENT": b"<< /Length 25 >>\nstream\n1 0 0 rg 0 0 600 800 re f \nendstream",
    "HIDDEN-PAGE": b"<< /Type /Page /MediaBox [0 0 600 800] >>",
    "SECOND-CATALOG": b"<< /Type /Catalog /Pages 2 0 R >>",
    "JAVASCRIPT": b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
}


@pytest.mark.parametrize("reason", HIDDEN)
def test_what_no_reader_shows_is_seen(reason: str) -> None:
    assert lint_bytes(small_pdf()) == ()
    assert lint_bytes(small_pdf(HIDDEN[reason])) == (reason,)


def small_pdf(*further: bytes) -> bytes:
    """A one-page PDF written by hand, with objects that nothing refers to."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>",
        *further,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + trailer


def test_a_good_document_has_no_reasons(office: Office, tmp_path: Path) -> None:
    assert lint(office.document) == ()
    assert lint(make_pdfa(tmp_path / "linear.pdf", linearize=True)) == ()
    assert (
        lint(make_pdfa(tmp_path / "packed.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)) == ()
    )


def test_a_signed_document_has_none_either(signed: bytes) -> None:
    assert lint_bytes(signed) == ()


def test_an_unsigned_update_is_seen(office: Office) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(office.document.read_bytes()))
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert lint_bytes(out.getvalue()) == ("EARLIER-REVISION",)


def test_a_hybrid_reference_is_seen(office: Office) -> None:
    file = office.document.read_bytes()
    place = file.rindex(b"trailer <<") + 10
    assert "HYBRID-XREF" in lint_bytes(file[:place] + b" /XRefStm 15" + file[place:])


def test_a_locked_file_is_seen(tmp_path: Path) -> None:
    for name, password in (("open", ""), ("closed", "b")):
        lock = pikepdf.Encryption(owner="a", user=password)
        assert lint(make_pdfa(tmp_path / f"{name}.pdf", encryption=lock)) == ("ENCRYPTED",)


@given(file=st.binary(max_size=300), head=st.sampled_from([b"", b"%PDF-1.4\n"]))
def test_garbage_is_never_fit_to_sign_and_never_an_error(file: bytes, head: bytes) -> None:
    assert lint_bytes(head + file) == ("NOT-A-PDF",)
