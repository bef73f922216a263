"""Signs one PDF with a key that lives only while it signs: stands for a letter that arrives already signed.

The certificate names itself a test. The signature differs each time, so the file is made only when missing.
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import keys
from asn1crypto import x509 as plain_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

SIGNER = "Ủy ban nhân dân phường Linh Xuân (THỬ NGHIỆM)"
YEARS = 20


USAGE = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def _certificate(key: rsa.RSAPrivateKey, at: datetime) -> x509.Certificate:
    names = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Chứng thư THỬ NGHIỆM"),
            x509.NameAttribute(NameOID.COMMON_NAME, SIGNER),
        ]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(names)
        .issuer_name(names)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(USAGE, critical=True)
        .sign(key, hashes.SHA256())
    )


def sign(path: Path, at: datetime) -> None:
    """Add a PAdES B-B signature to the PDF at `path`; `at` (UTC) is when the test certificate begins."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    certificate = _certificate(key, at)
    key_bytes = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = SimpleSigner(
        signing_cert=plain_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(key_bytes),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # untyped upstream
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(path.read_bytes()))
    meta = PdfSignatureMetadata(
        field_name="Signature1",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=SIGNER,
        reason="Phát hành văn bản (thử nghiệm)",
    )
    path.write_bytes(sign_pdf(writer, meta, signer=signer).getbuffer())
