"""Certificate authorities, certificates and small PDF/A files made on the spot. All people are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from PIL import ImageCms

from signing.identity import SigningIdentity, assemble
from signing.pades import SignOptions, sign
from signing.trust import Trust, TrustOptions, load_trust

AT = datetime(2026, 3, 16, 3, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
SIGNING = ("content_commitment", "digital_signature")
_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True)
class Wish:
    """What a certificate is to look like; the defaults make one that may sign."""

    usages: tuple[str, ...] = SIGNING
    start: datetime = AT - YEAR
    end: datetime = AT + YEAR
    bits: int = 2048
    curve: ec.EllipticCurve | None = None


@dataclass(frozen=True)
class Authority:
    """A root that issues certificates and revocation lists."""

    name: str
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def issue(self, name: str, wish: Wish = Wish()) -> SigningIdentity:
        """An identity with a certificate below this root."""
        key = (
            ec.generate_private_key(wish.curve) if wish.curve else rsa.generate_private_key(65537, wish.bits)
        )
        builder = _certificate(name, self.name, key.public_key(), wish, ca=False)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        certificate = builder.add_extension(issuer, critical=False).sign(self.key, hashes.SHA256())
        return assemble(certificate, (), key)

    def crl(self, *revoked: SigningIdentity, start: datetime = AT - YEAR, end: datetime = AT + YEAR) -> bytes:
        """A revocation list in PEM that names `revoked` since shortly before AT."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(start)
            .next_update(end)
        )
        for one in revoked:
            entry = (
                x509.RevokedCertificateBuilder()
                .serial_number(one.certificate.serial_number)
                .revocation_date(AT - timedelta(days=2))
            )
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def pem(self) -> bytes:
        """The root's certificate in PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def authority(name: str = "CA Mau", *further: str) -> Authority:
    """A new root; two of the same name have different keys. `further` are usages beyond those of an authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    wish = Wish(usages=("key_cert_sign", "crl_sign", *further), start=AT - 9 * YEAR, end=AT + 9 * YEAR)
    return Authority(
        name, key, _certificate(name, name, key.public_key(), wish, ca=True).sign(key, hashes.SHA256())
    )


def _certificate(subject: str, issuer: str, key: object, wish: Wish, *, ca: bool) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(**{name: name in wish.usages for name in _USAGES})
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(wish.start)
        .not_valid_after(wish.end)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def make_pdfa(path: Path, pages: int = 2, **options: object) -> Path:
    """A PDF/A-2b of a few drawn pages, its streams not compressed."""
    with pikepdf.new() as pdf:
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Contents = pdf.make_stream(b"0.2 0.4 0.6 rg %d 100 200 300 re f" % (50 + number))
        profile = pdf.make_stream(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
        profile.N = 3
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier="sRGB",
            DestOutputProfile=pdf.make_indirect(profile),
        )
        pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
        with pdf.open_metadata() as metadata:
            metadata["pdfaid:part"] = "2"
            metadata["pdfaid:conformance"] = "B"
        plain = {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "compress_streams": False}
        pdf.save(path, **{**plain, **options})
    return path


@dataclass(frozen=True)
class Office:
    """An authority that is trusted, a signer below it, and a PDF/A to sign."""

    folder: Path
    authority: Authority
    signer: SigningIdentity
    options: TrustOptions
    document: Path

    @property
    def trust(self) -> Trust:
        return load_trust(self.options)

    def signed(self, target: Path, field: str = "Signature1", source: Path | None = None) -> Path:
        """`source` (by default the document) signed into `target`."""
        sign(
            source or self.document,
            target,
            self.signer,
            at=AT,
            trust=self.options,
            options=SignOptions(field, reason="Số hóa", location="UBND xã Mẫu"),
        )
        return target
