"""A document is signed, and the signed file says the truth about itself."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from outside_tools import tool
from signing_pki import AT, YEAR, Office, Wish, make_pdfa
from time_limits import finished

from signing import development
from signing.embedding import embed, prepare
from signing.errors import ConfigurationRefused, DocumentRefused
from signing.pades import SignOptions, sign
from signing.trust import TrustOptions
from signing.verdict import Level
from signing.verify import Verdict, judge, verify


def test_a_signed_document_passes_and_keeps_every_byte_of_its_source(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "signed.pdf"
    told = sign(office.document, target, office.signer, at=AT, trust=office.options)
    written = target.read_bytes()
    assert written.startswith(office.document.read_bytes())
    assert (told.sha256, told.size) == (hashlib.sha256(written).hexdigest(), len(written))
    assert (told.path, told.level, told.signature_count) == (target, Level.B_B, 1)
    verdict = verify(target, office.options, at=AT + timedelta(days=30))
    assert (verdict.verdict, verdict.level, verdict.covers_whole_file) == (Verdict.PASSED, Level.B_B, True)
    assert verdict.warnings == ()


def test_the_json_has_exactly_the_promised_keys(office: Office, signed: bytes) -> None:
    told = judge(signed, office.trust, at=AT).as_json("record.pdf")
    assert json.loads(json.dumps(told)) == {
        "file": "record.pdf",
        "verdict": "TOTAL-PASSED",
        "level": "B-B",
        "covers_whole_file": True,
        "signature_count": 1,
        "warnings": [],
        "signatures": [
            {
                "field": "Signature1",
                "signer": "Lê Thị Mẫu",
                "signed_at": AT.isoformat(),
                "level": "B-B",
                "verdict": "TOTAL-PASSED",
                "reason": None,
            }
        ],
    }


def test_the_signature_dictionary_says_when_who_where_and_why(signed: bytes) -> None:
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        value = field.V
        assert (str(value.M), str(value.Name)) == ("D:20260316030000Z", "Lê Thị Mẫu")
        assert (str(value.Location), str(value.Reason)) == ("UBND xã Mẫu", "Số hóa")
        assert value.SubFilter == "/ETSI.CAdES.detached"


def test_it_can_be_called_from_asynchronous_code_and_with_any_time_zone(
    office: Office, tmp_path: Path
) -> None:
    async def both() -> Verdict:
        office.signed(tmp_path / "signed.pdf")
        return verify(tmp_path / "signed.pdf", office.options, at=AT.astimezone()).verdict

    assert asyncio.run(both()) is Verdict.PASSED


def test_who_may_read_the_source_may_read_the_signed_file(office: Office, tmp_path: Path) -> None:
    source = make_pdfa(tmp_path / "source.pdf")
    source.chmod(0o640)
    assert stat.S_IMODE(office.signed(tmp_path / "signed.pdf", source=source).stat().st_mode) == 0o640


@pytest.mark.verapdf
def test_verapdf_agrees_that_a_signed_pdfa_stays_one(office: Office, tmp_path: Path) -> None:
    first = office.signed(tmp_path / "one.pdf")
    second = office.signed(tmp_path / "two.pdf", "Signature2", first)
    command = [tool("verapdf"), "--format", "text", "-f", "2b", office.document, first, second]
    judged = finished(command, capture_output=True, text=True)
    assert [line.split()[0] for line in judged.stdout.splitlines()] == ["PASS"] * 3, judged.stdout


def test_two_signatures_pass_together_and_the_newest_covers_the_file(office: Office, tmp_path: Path) -> None:
    first = office.signed(tmp_path / "one.pdf")
    second = office.signed(tmp_path / "two.pdf", "Signature2", first)
    assert second.read_bytes().startswith(first.read_bytes())
    verdict = verify(second, office.options, at=AT)
    assert (verdict.verdict, verdict.signature_count, verdict.covers_whole_file) == (Verdict.PASSED, 2, True)
    assert [one.field for one in verdict.signatures] == ["Signature1", "Signature2"]


@pytest.mark.parametrize("mode", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_classic_and_compressed_cross_references_can_be_signed(
    office: Office, tmp_path: Path, mode: pikepdf.ObjectStreamMode
) -> None:
    source = make_pdfa(tmp_path / "source.pdf", object_stream_mode=mode)
    signed = office.signed(tmp_path / "signed.pdf", source=source)
    assert verify(signed, office.options, at=AT).verdict is Verdict.PASSED


def test_a_key_on_p256_signs_too(office: Office, tmp_path: Path) -> None:
    signer = office.authority.issue("Trần Văn Cong", Wish(curve=ec.SECP256R1()))
    sign(office.document, tmp_path / "ec.pdf", signer, at=AT, trust=office.options)
    assert verify(tmp_path / "ec.pdf", office.options, at=AT).verdict is Verdict.PASSED


def test_a_signed_pdfa_stays_one(office: Office, signed: bytes) -> None:
    with pikepdf.open(office.document) as pdf:
        assert pikepdf.pdfa.check(pdf, "2b").passed
        before = pdf.docinfo.keys(), pdf.Root.Metadata.read_bytes()
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        assert (pdf.docinfo.keys(), pdf.Root.Metadata.read_bytes()) == before
        (widget,) = pdf.pages[0].Annots
        assert (int(widget.F), [float(n) for n in widget.Rect]) == (132, [0, 0, 0, 0])
        assert not {"/A", "/AA", "/AP"} & set(widget.keys())
        assert "/NeedAppearances" not in pdf.Root.AcroForm
        # pikepdf does not judge forms: the rest of the file must still conform without the one we put in.
        del pdf.Root["/AcroForm"], pdf.Root["/Extensions"], pdf.pages[0].obj["/Annots"]
        assert pikepdf.pdfa.check(pdf, "2b").passed


def test_openssl_agrees(office: Office, signed: bytes, tmp_path: Path) -> None:
    tool("openssl", "make test")
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        value = pdf.Root.AcroForm.Fields[0].V
        start, first, second, length = (int(n) for n in value.ByteRange)
        (tmp_path / "signature.der").write_bytes(bytes(value.Contents))
    (tmp_path / "covered.bin").write_bytes(signed[start:first] + signed[second : second + length])
    given = {
        "-in": tmp_path / "signature.der",
        "-content": tmp_path / "covered.bin",
        "-out": tmp_path / "out",
        "-CAfile": office.options.roots[0],
        "-attime": str(int(AT.timestamp())),
    }
    options = ["-verify", "-binary", "-cades", "-purpose", "any", "-inform", "DER"]
    command = ["openssl", "cms", *options, *(part for pair in given.items() for part in pair)]
    judged = finished(command, capture_output=True, text=True)
    assert judged.returncode == 0, judged.stderr


def test_a_demonstration_passes_with_a_plain_warning_also_next_year(office: Office, tmp_path: Path) -> None:
    made = development.create(tmp_path / "identity", unit="UBND xã Mẫu", at=AT)
    trust = TrustOptions(development_roots=(made.root,), crls=(made.crl,))
    sign(office.document, tmp_path / "demo.pdf", development.load(made.folder), at=AT, trust=trust)
    for at in (AT, AT + YEAR, AT + 3 * YEAR):
        verdict = verify(tmp_path / "demo.pdf", trust, at=at)
        assert (verdict.verdict, verdict.warnings) == (Verdict.PASSED, ("DEVELOPMENT-IDENTITY",))
    under_real_roots = verify(tmp_path / "demo.pdf", office.options, at=AT)
    assert under_real_roots.verdict is Verdict.INDETERMINATE
    assert under_real_roots.signatures[0].reason == "NO_CERTIFICATE_CHAIN_FOUND"
    assert under_real_roots.warnings == ("DEVELOPMENT-IDENTITY",)


def test_signing_again_gives_the_same_verdict_and_leaves_no_litter(office: Office, tmp_path: Path) -> None:
    for _ in range(2):
        office.signed(tmp_path / "signed.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["signed.pdf"]
    assert verify(tmp_path / "signed.pdf", office.options, at=AT).signature_count == 1


def test_a_taken_field_name_is_refused(office: Office, tmp_path: Path) -> None:
    first = office.signed(tmp_path / "one.pdf")
    with pytest.raises(DocumentRefused, match="Signature1"):
        office.signed(tmp_path / "two.pdf", "Signature1", first)
    assert not (tmp_path / "two.pdf").exists()


def test_the_source_is_never_replaced(office: Office, tmp_path: Path) -> None:
    source = make_pdfa(tmp_path / "source.pdf")
    before = source.read_bytes()
    (tmp_path / "alias.pdf").symlink_to(source)
    with pytest.raises(ConfigurationRefused):
        office.signed(tmp_path / "alias.pdf", source=source)
    assert source.read_bytes() == before


def test_a_broken_earlier_signature_gets_no_company(office: Office, signed: bytes, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(signed.replace(b"0.2 0.4 0.6 rg", b"0.9 0.4 0.6 rg"))
    with pytest.raises(DocumentRefused):
        office.signed(tmp_path / "again.pdf", "Signature2", broken)
    assert [path.name for path in tmp_path.iterdir()] == ["broken.pdf"]


def test_a_signature_that_does_not_fit_is_said(office: Office) -> None:
    tight = replace(prepare(office.signer, SignOptions(), None), octets=200)
    with pytest.raises(ConfigurationRefused, match="200 bytes"):
        asyncio.run(embed(office.document.read_bytes(), io.BytesIO(), tight, AT))


def test_an_unsigned_document_is_said_to_have_no_signature(office: Office) -> None:
    verdict = verify(office.document, office.options, at=AT)
    assert (verdict.verdict, verdict.signature_count, verdict.signatures) == (Verdict.NO_SIGNATURE, 0, ())


def test_an_empty_text_is_left_out(office: Office, tmp_path: Path) -> None:
    sign(
        office.document, tmp_path / "s.pdf", office.signer, at=AT, trust=office.options, options=SignOptions()
    )
    with pikepdf.open(tmp_path / "s.pdf") as pdf:
        assert not {"/Reason", "/Location", "/ContactInfo"} & set(pdf.Root.AcroForm.Fields[0].V.keys())
