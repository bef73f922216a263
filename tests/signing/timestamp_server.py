"""A real timestamp authority on loopback: certomancer in a process of its own, with its root and revocation list."""

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

_CONFIG = """
external-url-prefix: "http://127.0.0.1:{port}"
keysets:
  time:
    path-prefix: keys
    keys:
      root: {{path: root.pem}}
      tsa: {{path: tsa.pem}}
pki-architectures:
  time:
    keyset: time
    entity-defaults: {{country-name: VN, organization-name: "Co quan cap dau thoi gian Mau"}}
    entities:
      root: {{common-name: "Goc dau thoi gian Mau"}}
      tsa: {{common-name: "May chu dau thoi gian Mau"}}
    certs:
      root:
        subject: root
        subject-key: root
        issuer: root
        authority-key: root
        validity: {{valid-from: "2015-01-01T00:00:00+0000", valid-to: "2065-01-01T00:00:00+0000"}}
        profiles: [{{id: simple-ca, params: {{crl-repo: root}}}}]
      tsa:
        issuer: root
        validity: {{valid-from: "2016-01-01T00:00:00+0000", valid-to: "2065-01-01T00:00:00+0000"}}
        extensions:
          - {{id: key_usage, critical: true, smart-value: {{schema: key-usage, params: [digital_signature]}}}}
          - {{id: extended_key_usage, critical: true, value: [time_stamping]}}
          - id: crl_distribution_points
            smart-value: {{schema: crl-dist-url, params: {{crl-repo-names: [root]}}}}
    services:
      crl-repo:
        root: {{for-issuer: root, signing-key: root, simulated-update-schedule: "P30D"}}
      cert-repo:
        root: {{for-issuer: root, publish-issued-certs: true}}
      time-stamping:
        tsa: {{signing-key: tsa, signing-cert: tsa}}
"""


@dataclass(frozen=True)
class TimestampServer:
    """Where it listens, and the files that make its tokens believable."""

    url: str
    root: Path
    crl: Path
    keys: Path

    def crl_for_years(self, target: Path) -> Path:
        """A revocation list as the authority will publish it, valid from now on for two years."""
        now = datetime.now(UTC)
        key = serialization.load_pem_private_key((self.keys / "root.pem").read_bytes(), None)
        root = x509.load_der_x509_certificate(self.root.read_bytes())
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(root.subject)
            .last_update(now)
            .next_update(now + timedelta(days=730))
        )
        target.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        return target


@contextmanager
def running(folder: Path) -> Iterator[TimestampServer]:
    """The server for the length of the block."""
    port = own_port()
    _keys(folder / "keys")
    (folder / "certomancer.yml").write_text(_CONFIG.format(port=port), encoding="utf-8")
    command = [Path(sys.executable).with_name("certomancer"), "--config", "certomancer.yml"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, "animate", "--port", str(port), "--aiohttp", "--no-web-ui"],
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    base = f"http://127.0.0.1:{port}/time"
    try:
        (folder / "root.crt").write_bytes(_fetched(f"{base}/certs/root/ca.crt", process))
        (folder / "root.crl").write_bytes(_fetched(f"{base}/crls/root/latest.crl", process))
        yield TimestampServer(f"{base}/tsa/tsa", folder / "root.crt", folder / "root.crl", folder / "keys")
    finally:
        process.terminate()
        process.wait(60)


def _keys(folder: Path) -> None:
    folder.mkdir()
    for name, key in (
        ("root", ec.generate_private_key(ec.SECP256R1())),
        ("tsa", rsa.generate_private_key(65537, 2048)),
    ):
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
            time.sleep(0.1)
