"""Reading certificates and keys from files."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import pkcs12
from signing_pki import AT, Office, Wish

from signing.errors import ConfigurationRefused, IdentityRefused, SigningError, TimestampUnavailable
from signing.identity import KeyInMemory, assemble, load_pem, load_pkcs12
from signing.pades import sign
from signing.verify import Verdict, verify

PEM = serialization.Encoding.PEM


def written(signer: KeyInMemory, folder: Path, name: str) -> tuple[Path, Path]:
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    certificate.write_bytes(signer.certificate.public_bytes(PEM))
    plain = serialization.NoEncryption()
    key.write_bytes(signer.key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, plain))
    return certificate, key


def test_an_identity_in_pem_files_signs(office: Office, tmp_path: Path) -> None:
    certificate, key = written(office.signer, tmp_path, "seal")
    identity = load_pem(certificate, key, (office.options.roots[0],))
    assert (identity.name, identity.development) == ("Lê Thị Mẫu", False)
    sign(office.document, tmp_path / "signed.pdf", identity, at=AT, trust=office.options)
    assert verify(tmp_path / "signed.pdf", office.options, at=AT).verdict is Verdict.PASSED


def test_an_identity_in_pkcs12_signs_and_a_wrong_passphrase_is_said(office: Office, tmp_path: Path) -> None:
    sealed = serialization.BestAvailableEncryption(b"mat khau")
    bundle = pkcs12.serialize_key_and_certificates(
        b"seal", office.signer.key, office.signer.certificate, [office.authority.certificate], sealed
    )
    path = tmp_path / "seal.p12"
    path.write_bytes(bundle)
    identity = load_pkcs12(path, b"mat khau")
    assert identity.chain == (office.authority.certificate,)
    sign(office.document, tmp_path / "signed.pdf", identity, at=AT, trust=office.options)
    with pytest.raises(ConfigurationRefused) as caught:
        load_pkcs12(path, b"sai")
    assert "sai" not in caught.value.en
    path.write_bytes(b"junk")
    with pytest.raises(ConfigurationRefused):
        load_pkcs12(path, b"mat khau")


def test_a_bundle_without_its_key_is_refused(office: Office, tmp_path: Path) -> None:
    certificates = [pkcs12.PKCS12Certificate(office.signer.certificate, None)]
    sealed = serialization.BestAvailableEncryption(b"x")
    path = tmp_path / "public.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(None, None, certificates[0].certificate, None, sealed)
    )
    with pytest.raises(IdentityRefused):
        load_pkcs12(path, b"x")


def test_a_key_of_somebody_else_is_refused(office: Office, tmp_path: Path) -> None:
    certificate, _ = written(office.signer, tmp_path, "one")
    other = office.authority.issue("Trần Người Khác", Wish(curve=ec.SECP256R1()))
    _, key = written(other, tmp_path, "two")
    with pytest.raises(IdentityRefused):
        load_pem(certificate, key)


def test_a_kind_of_key_we_cannot_use_is_refused(office: Office) -> None:
    with pytest.raises(IdentityRefused):
        assemble(office.signer.certificate, (), ed25519.Ed25519PrivateKey.generate())


@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----\nnope", b"\x30\x82junk"])
def test_files_that_are_no_identity_are_refused_by_name(
    office: Office, tmp_path: Path, content: bytes | None
) -> None:
    _, key = written(office.signer, tmp_path, "one")
    path = tmp_path / "broken.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigurationRefused) as caught:
        load_pem(path, key)
    assert "broken.pem" in caught.value.vi
    assert "broken.pem" in caught.value.en


def test_the_key_never_shows(office: Office) -> None:
    assert "key" not in repr(office.signer)


def test_errors_survive_the_way_between_processes() -> None:
    again = pickle.loads(pickle.dumps(TimestampUnavailable("vi", "en")))
    assert isinstance(again, SigningError)
    assert (type(again), again.vi, again.en, str(again)) == (TimestampUnavailable, "vi", "en", "en")
