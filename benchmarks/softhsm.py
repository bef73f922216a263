"""A token in software: SoftHSM with keys and certificates of the invented government put into it.

`python -m benchmarks.softhsm MODULE KEY CERTIFICATE ...` puts files into the token that SOFTHSM2_CONF names: a process
of its own, since the library reads that variable once. For tests and measurements only.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pkcs11 import Attribute, ObjectClass
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key

from signing.identity import read_certificates

PIN, WRONG = "482913", "000000"
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


@dataclass(frozen=True)
class SoftToken:
    """The library, and the configuration that shows it this token only."""

    module: Path
    config: Path

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to see this token and no other."""
        return {"SOFTHSM2_CONF": str(self.config)}


def make(folder: Path, program: Path) -> SoftToken:
    """An empty token of the name “dau”, whose PIN is PIN; `program` is softhsm2-util."""
    module = next(Path(path) for path in MODULES if Path(path).exists())
    (folder / "tokens").mkdir(parents=True)
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n", "utf-8")
    subprocess.run(
        [program, "--init-token", "--free", "--label", "dau", "--so-pin", "9999", "--pin", PIN],
        env={**os.environ, "SOFTHSM2_CONF": str(config)},
        check=True,
        capture_output=True,
        timeout=300,
    )
    return SoftToken(module, config)


def fill(token: SoftToken, *files: Path) -> None:
    """Put key and certificate files, in turn, into the token."""
    command = [sys.executable, "-m", "benchmarks.softhsm", str(token.module), *map(str, files)]
    root = str(Path(__file__).resolve().parents[1])
    environment = {**os.environ, **token.environment, "PYTHONPATH": root}
    subprocess.run(command, env=environment, check=True, timeout=300)


def put(session: pkcs11.Session, key_file: Path, certificate: x509.Certificate, number: bytes) -> None:
    """A key and its certificate under one id; the label says nothing, as on real tokens."""
    key = serialization.load_pem_private_key(key_file.read_bytes(), None)
    rsa = key.__class__.__name__.startswith("RSA")
    form = serialization.PrivateFormat.TraditionalOpenSSL
    der = key.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption())
    attributes = (decode_rsa_private_key if rsa else decode_ec_private_key)(der)
    session.create_object(
        {
            **attributes,
            Attribute.TOKEN: True,
            Attribute.ID: number,
            Attribute.LABEL: "khoa",
            Attribute.SIGN: True,
        }
    )
    session.create_object(
        {
            Attribute.CLASS: ObjectClass.CERTIFICATE,
            Attribute.CERTIFICATE_TYPE: pkcs11.constants.CertificateType.X_509,
            Attribute.TOKEN: True,
            Attribute.ID: number,
            Attribute.LABEL: "khoa",
            Attribute.SUBJECT: certificate.subject.public_bytes(),
            Attribute.VALUE: certificate.public_bytes(serialization.Encoding.DER),
        }
    )


def main(module: str, *files: str) -> None:
    """Entry point."""
    token = pkcs11.lib(module).get_token(token_label="dau")
    with token.open(user_pin=PIN, rw=True) as session:
        for number, (key, certificate) in enumerate(zip(files[::2], files[1::2], strict=True), start=1):
            put(session, Path(key), read_certificates(Path(certificate))[0], bytes([number]))


if __name__ == "__main__":
    main(*sys.argv[1:])
