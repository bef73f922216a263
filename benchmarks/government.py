"""A whole invented public-key infrastructure on loopback: authorities, OCSP, revocation lists, two timestamp servers.

For tests, sample files and measurements only. Its keys are made anew each time and its names say that they are
invented. It serves through certomancer, in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from benchmarks.own_port import own_port
from signing.identity import SigningIdentity, load_pem, read_certificates
from signing.trust import TrustOptions

SIGNERS = {
    "official": "Nguyễn Văn Thử",
    "seal": "Ủy ban nhân dân xã Thử Nghiệm",
    "clerk": "Trần Thị Văn Thư",
    "revoked": "Phạm Đã Thu Hồi",
}
AUTHORITIES = {"root": "CA goc (mau)", "interm": "CA chuyen dung (mau)", "ocsp": "OCSP (mau)"}
STAMPS = {"tsa": "TSA (mau)", "tsa2": "TSA 2 (mau)"}

_HEAD = """
external-url-prefix: "http://127.0.0.1:{port}"
keysets:
  gov:
    path-prefix: keys
    keys:
{keys}
pki-architectures:
  gov:
    keyset: gov
    entity-defaults: {{country-name: VN, organization-name: "Co quan mau"}}
    entities:
{entities}
    certs:
      root:
        subject: root
        subject-key: root
        issuer: root
        authority-key: root
        validity: {{valid-from: "2015-01-01T00:00:00+0000", valid-to: "2055-01-01T00:00:00+0000"}}
        profiles: [{{id: simple-ca, params: {{crl-repo: root}}}}]
      interm:
        issuer: root
        validity: {{valid-from: "2016-01-01T00:00:00+0000", valid-to: "2045-01-01T00:00:00+0000"}}
        profiles: [{{id: simple-ca, params: {{max-path-len: 0, crl-repo: root}}}}]
      ocsp:
        issuer: interm
        validity: {{valid-from: "2016-01-01T00:00:00+0000", valid-to: "2045-01-01T00:00:00+0000"}}
        profiles: [ocsp-responder]
      tsa:
        issuer: root
        validity: {{valid-from: "2016-01-01T00:00:00+0000", valid-to: "2031-01-01T00:00:00+0000"}}
        extensions: &stamp
          - {{id: key_usage, critical: true, smart-value: {{schema: key-usage, params: [digital_signature]}}}}
          - {{id: extended_key_usage, critical: true, value: [time_stamping]}}
          - {{id: crl_distribution_points, smart-value: {{schema: crl-dist-url, params: {{crl-repo-names: [root]}}}}}}
      tsa2:
        issuer: root
        validity: {{valid-from: "2016-01-01T00:00:00+0000", valid-to: "2041-01-01T00:00:00+0000"}}
        extensions: *stamp
"""
_SIGNER = """      {name}:
        issuer: interm
        validity: {{valid-from: "2024-01-01T00:00:00+0000", valid-to: "2029-01-01T00:00:00+0000"}}
        profiles: [digsig-commitment]
        extensions:
          - id: authority_information_access
            smart-value: {{schema: aia-urls, params: {{ocsp-responder-names: [interm]}}}}
          - {{id: crl_distribution_points, smart-value: {{schema: crl-dist-url, params: {{crl-repo-names: [interm]}}}}}}
"""
_REVOKED = """        revocation: {revoked-since: "2026-01-01T00:00:00+0000", reason: key_compromise}
"""
_SERVICES = """    services:
      ocsp:
        interm: {for-issuer: interm, responder-cert: ocsp, signing-key: ocsp}
      crl-repo:
        root: {for-issuer: root, signing-key: root, simulated-update-schedule: "P90D"}
        interm: {for-issuer: interm, signing-key: interm, simulated-update-schedule: "P30D"}
      cert-repo:
        root: {for-issuer: root, publish-issued-certs: true}
        interm: {for-issuer: interm, publish-issued-certs: true}
      time-stamping:
        tsa: {signing-key: tsa, signing-cert: tsa}
        tsa2: {signing-key: tsa2, signing-cert: tsa2}
"""


@dataclass(frozen=True)
class Government:
    """Where it listens, and the folder with its certificates and keys."""

    base: str
    folder: Path

    @property
    def root(self) -> Path:
        """The certificate that anchors signers and timestamp servers alike."""
        return self.folder / "root.crt"

    def tsa(self, name: str = "tsa") -> str:
        """The address of a timestamp server: "tsa" ends in 2031, "tsa2" in 2041."""
        return f"{self.base}/tsa/{name}"

    def certificate(self, name: str) -> Path:
        """The file with one certificate."""
        return self.folder / f"{name}.crt"

    def key(self, name: str) -> Path:
        """The file with one key."""
        return self.folder / "keys" / f"{name}.pem"

    def identity(self, name: str) -> SigningIdentity:
        """One of SIGNERS, its key in memory."""
        return load_pem(self.certificate(name), self.key(name), (self.certificate("interm"),))

    def trust(self, *crls: Path, offline: bool = False) -> TrustOptions:
        """Everything is asked for on loopback, or nothing."""
        hosts = () if offline else ("127.0.0.1",)
        return TrustOptions((self.root,), (self.root,), crls, offline=offline, fetch_allow=hosts)

    def list_of(self, issuer: str, at: datetime, target: Path) -> Path:
        """The revocation list that `issuer` ("root", "interm") will publish at `at`: nobody new on it."""
        key = serialization.load_pem_private_key(self.key(issuer).read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(read_certificates(self.certificate(issuer))[0].subject)
            .last_update(at - timedelta(days=1))
            .next_update(at + timedelta(days=90))
        )
        target.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        return target


@contextmanager
def running(folder: Path) -> Iterator[Government]:
    """The government for the length of the block; `folder` must not exist yet."""
    port = own_port()
    _keys(folder / "keys")
    (folder / "certomancer.yml").write_text(_config(port), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("certomancer")), "--config", "certomancer.yml", "animate"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--port", str(port), "--aiohttp", "--no-web-ui"], cwd=folder, stdout=log, stderr=log
        )
    found = Government(f"http://127.0.0.1:{port}/gov", folder)
    try:
        found.root.write_bytes(_fetched(f"{found.base}/certs/root/ca.crt", process))
        for issuer, names in (("root", ["interm", *STAMPS]), ("interm", list(SIGNERS))):
            for name in names:
                address = f"{found.base}/certs/{issuer}/issued/{name}.crt"
                found.certificate(name).write_bytes(_fetched(address, process))
        yield found
    finally:
        process.terminate()
        process.wait(60)


def now() -> datetime:
    """The servers' clock is the machine's own, so what they stamp is stamped now."""
    return datetime.now(UTC)


def _config(port: int) -> str:
    names = {**AUTHORITIES, **STAMPS, **SIGNERS}
    keys = "\n".join(f"      {name}: {{path: {name}.pem}}" for name in names)
    entities = "\n".join(f'      {name}: {{common-name: "{words}"}}' for name, words in names.items())
    signers = "".join(_SIGNER.format(name=name) + (_REVOKED if name == "revoked" else "") for name in SIGNERS)
    return _HEAD.format(port=port, keys=keys, entities=entities) + signers + _SERVICES


def _keys(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in (*AUTHORITIES, *STAMPS, *SIGNERS):
        signer = name in SIGNERS
        key = rsa.generate_private_key(65537, 2048) if signer else ec.generate_private_key(ec.SECP256R1())
        pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        (folder / f"{name}.pem").write_bytes(key.private_bytes(pem, pkcs8, serialization.NoEncryption()))


def _fetched(url: str, process: subprocess.Popen[bytes], seconds: float = 120) -> bytes:
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                return bytes(answer.read())
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.2)
