"""A certificate that must not sign is refused before its key is touched, and nothing is written."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from outside_tools import tool
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.functions import sign_pdf
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata
from signing_pki import AT, SIGNING, YEAR, Office, Wish, authority
from time_limits import finished

from signing.cms_signer import IdentitySigner
from signing.eligibility import weakness_of
from signing.errors import ConfigurationRefused, IdentityRefused, SigningError
from signing.identity import KeyInMemory, SigningIdentity, read_certificates
from signing.pades import sign
from signing.trust import TrustOptions, load_trust
from signing.verify import Verdict, judge


@dataclass(frozen=True)
class Untouchable:
    """An identity whose key nobody may use."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()
    name: str = "Bùi Không Được"
    development: bool = False
    signature_size: int = 512

    def sign(self, data: bytes) -> bytes:
        raise AssertionError("the key was used")


def refusal(
    office: Office, signer: SigningIdentity, folder: Path, trust: TrustOptions | None = None
) -> SigningError:
    before = set(folder.iterdir())
    with pytest.raises(SigningError) as caught:
        sign(
            office.document,
            folder / "signed.pdf",
            Untouchable(signer.certificate),
            at=AT,
            trust=trust or office.options,
        )
    assert set(folder.iterdir()) == before
    assert caught.value.vi != caught.value.en
    return caught.value


UNFIT = {
    "expired": Wish(start=AT - 2 * YEAR, end=AT - timedelta(days=1)),
    "not yet valid": Wish(start=AT + timedelta(days=1)),
    "for encryption": Wish(usages=("key_encipherment", "data_encipherment")),
    "for no use": Wish(usages=()),
    "RSA-1024": Wish(bits=1024),
    "P-192": Wish(curve=ec.SECP192R1()),
}
SAID = {
    "expired": "expired on 2026-03-15",
    "not yet valid": "not valid before 2026-03-17",
    "for encryption": "nonRepudiation",
    "for no use": "nonRepudiation",
    "RSA-1024": "RSA-1024",
    "P-192": "EC-192",
}


@pytest.mark.parametrize("why", UNFIT)
def test_an_unfit_certificate_is_refused(office: Office, tmp_path: Path, why: str) -> None:
    found = refusal(office, office.authority.issue("Bùi Không Được", UNFIT[why]), tmp_path)
    assert isinstance(found, IdentityRefused)
    assert SAID[why] in found.en


def test_sha1_under_a_certificate_is_weak(tmp_path: Path) -> None:
    tool("openssl", "make test")
    options = ["-newkey", "rsa:2048", "-sha1", "-nodes", "-subj", "/CN=Cu", "-keyout", tmp_path / "key"]
    finished(
        ["openssl", "req", "-x509", *options, "-out", tmp_path / "sha1.pem"], check=True, capture_output=True
    )
    assert weakness_of(read_certificates(tmp_path / "sha1.pem")[0]) == "SHA1"


@pytest.mark.parametrize("usage", SIGNING)
def test_either_usage_is_enough(office: Office, tmp_path: Path, usage: str) -> None:
    signer = office.authority.issue("Đỗ Văn Đủ", Wish(usages=(usage,)))
    sign(office.document, tmp_path / "signed.pdf", signer, at=AT, trust=office.options)


@pytest.mark.parametrize("name", ["CA La", "CA Mau"])
def test_a_foreign_root_is_refused_also_one_of_the_same_name(
    office: Office, tmp_path: Path, name: str
) -> None:
    found = refusal(office, authority(name).issue("Lê Thị Mẫu"), tmp_path)
    assert isinstance(found, IdentityRefused)


def test_a_root_does_not_sign_documents(office: Office, tmp_path: Path) -> None:
    root = authority("CA Tu Ky", *SIGNING)
    path = tmp_path / "root.pem"
    path.write_bytes(root.pem())
    signer = KeyInMemory(root.certificate, (), "CA Tu Ky", False, root.key)
    trust = TrustOptions(roots=(path,))
    assert "trust root" in refusal(office, signer, tmp_path, trust).en
    writer = IncrementalPdfFileWriter(io.BytesIO(office.document.read_bytes()))
    file = sign_pdf(
        writer, PdfSignatureMetadata("S", md_algorithm="sha256"), IdentitySigner(signer)
    ).getvalue()
    verdict = judge(file, load_trust(trust), at=AT)
    assert (verdict.verdict, verdict.signatures[0].reason) == (
        Verdict.INDETERMINATE,
        "CHAIN_CONSTRAINTS_FAILURE",
    )


def test_a_revoked_certificate_is_refused_and_its_old_signatures_do_not_pass(
    office: Office, tmp_path: Path
) -> None:
    signer = office.authority.issue("Phạm Đã Thu Hồi")
    sign(office.document, tmp_path / "before.pdf", signer, at=AT, trust=office.options)
    crl = tmp_path / "revoked.crl"
    crl.write_bytes(office.authority.crl(signer))
    trust = replace(office.options, crls=(crl,))
    found = refusal(office, signer, tmp_path, trust)
    assert isinstance(found, IdentityRefused)
    assert "revoked" in found.en
    verdict = judge((tmp_path / "before.pdf").read_bytes(), load_trust(trust), at=AT)
    assert verdict.verdict is not Verdict.PASSED
    assert verdict.signatures[0].reason == "REVOKED_NO_POE"


@pytest.mark.parametrize("kind", ["none", "outdated", "of another authority", "forged"])
def test_without_current_revocation_information_nothing_is_signed_or_passed(
    office: Office, signed: bytes, tmp_path: Path, kind: str
) -> None:
    lists = {
        "none": None,
        "outdated": office.authority.crl(start=AT - YEAR, end=AT - timedelta(days=1)),
        "of another authority": authority("CA La").crl(),
        "forged": authority("CA Mau").crl(),
    }
    crl = tmp_path / "list.crl"
    crl.write_bytes(lists[kind] or b"")
    trust = replace(office.options, crls=(crl,) if lists[kind] else ())
    assert isinstance(refusal(office, office.signer, tmp_path, trust), ConfigurationRefused | IdentityRefused)
    assert judge(signed, load_trust(trust), at=AT).verdict is Verdict.INDETERMINATE


def test_revocation_may_be_outdated_later_though_the_certificate_lives(office: Office, signed: bytes) -> None:
    assert judge(signed, office.trust, at=AT + timedelta(days=300)).verdict is Verdict.PASSED
    assert judge(signed, office.trust, at=AT + 2 * YEAR).verdict is Verdict.INDETERMINATE
    assert judge(signed, office.trust, at=AT - 2 * YEAR).verdict is Verdict.INDETERMINATE


@pytest.mark.parametrize("why", UNFIT)
def test_a_reader_does_not_pass_what_such_a_certificate_signed_elsewhere(office: Office, why: str) -> None:
    signer = IdentitySigner(office.authority.issue("Bùi Không Được", UNFIT[why]))
    writer = IncrementalPdfFileWriter(io.BytesIO(office.document.read_bytes()))
    file = sign_pdf(writer, PdfSignatureMetadata("Signature1", md_algorithm="sha256"), signer)
    assert judge(file.getvalue(), office.trust, at=AT).verdict in (Verdict.INDETERMINATE, Verdict.FAILED)


def test_a_signature_that_is_not_pades_may_pass_but_has_no_level(office: Office) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(office.document.read_bytes()))
    metadata = PdfSignatureMetadata("Signature1", md_algorithm="sha256")
    file = sign_pdf(writer, metadata, IdentitySigner(office.signer)).getvalue()
    verdict = judge(file, office.trust, at=AT)
    assert (verdict.verdict, verdict.level, verdict.signatures[0].level) == (Verdict.PASSED, None, None)
