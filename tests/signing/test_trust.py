"""Only what was named explicitly is believed, and nothing is fetched that was not allowed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from signing_pki import AT, Office, authority

from signing.errors import ConfigurationRefused, SigningError
from signing.identity import KeyInMemory
from signing.pades import sign
from signing.trust import TrustOptions, load_trust


class _Counting(BaseHTTPRequestHandler):
    paths: list[str] = []  # noqa: RUF012 - one server per module

    def do_GET(self) -> None:
        self.paths.append(self.path)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.server.server_port}/elsewhere")  # type: ignore[attr-defined]
        else:
            self.send_response(404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def asked() -> Iterator[HTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Counting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def pointing(office: Office, url: str) -> KeyInMemory:
    """An identity whose certificate says that its revocation list is at `url`."""
    own = office.signer
    where = x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)
    builder = (
        x509.CertificateBuilder()
        .subject_name(own.certificate.subject)
        .issuer_name(office.authority.certificate.subject)
        .public_key(own.certificate.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(own.certificate.not_valid_before_utc)
        .not_valid_after(own.certificate.not_valid_after_utc)
        .add_extension(own.certificate.extensions.get_extension_for_class(x509.KeyUsage).value, critical=True)
        .add_extension(x509.CRLDistributionPoints([where]), critical=False)
    )
    return KeyInMemory(builder.sign(office.authority.key, hashes.SHA256()), (), own.name, False, own.key)


@pytest.mark.parametrize(
    ("path", "offline", "hosts", "expected"),
    [
        ("/list.crl", False, ("127.0.0.1",), ["/list.crl"]),
        ("/moved", False, ("127.0.0.1",), ["/moved"]),
        ("/list.crl", True, ("127.0.0.1",), []),
        ("/list.crl", False, ("crl.example.vn",), []),
        ("/list.crl", False, (), []),
    ],
)
def test_only_allowed_hosts_are_asked_also_after_a_redirect(
    office: Office,
    asked: HTTPServer,
    tmp_path: Path,
    path: str,
    offline: bool,
    hosts: tuple[str, ...],
    expected: list[str],
) -> None:
    _Counting.paths.clear()
    signer = pointing(office, f"http://127.0.0.1:{asked.server_port}{path}")
    trust = TrustOptions(office.options.roots, offline=offline, fetch_allow=hosts)
    with pytest.raises(SigningError):
        sign(office.document, tmp_path / "signed.pdf", signer, at=AT, trust=trust)
    assert _Counting.paths == expected


def test_no_roots_means_nobody_is_trusted(office: Office, tmp_path: Path) -> None:
    trust = TrustOptions(crls=office.options.crls)
    with pytest.raises(SigningError):
        sign(office.document, tmp_path / "signed.pdf", office.signer, at=AT, trust=trust)


@pytest.mark.parametrize("which", ["roots", "tsa_roots", "development_roots", "crls"])
@pytest.mark.parametrize(
    "content", [None, b"", b"junk", b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----"]
)
def test_a_missing_or_broken_file_is_said_by_name(tmp_path: Path, which: str, content: bytes | None) -> None:
    path = tmp_path / "trust.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigurationRefused) as caught:
        load_trust(TrustOptions(**{which: (path,)}))
    assert "trust.pem" in caught.value.vi
    assert "trust.pem" in caught.value.en


def test_der_is_read_as_well_as_pem(tmp_path: Path) -> None:
    root = authority("CA Mau")
    paths = tmp_path / "root.der", tmp_path / "list.der"
    paths[0].write_bytes(x509.load_pem_x509_certificate(root.pem()).public_bytes(Encoding.DER))
    paths[1].write_bytes(x509.load_pem_x509_crl(root.crl()).public_bytes(Encoding.DER))
    trust = load_trust(TrustOptions(roots=(paths[0],), crls=(paths[1],)))
    assert (trust.roots, len(trust.crls)) == ((root.certificate,), 1)
