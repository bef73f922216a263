"""A token in software: SoftHSM with keys and certificates of the invented government put into it."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from outside_tools import tool
from pkcs11 import Attribute, KeyType, ObjectClass
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key

PIN, WRONG = "482913", "000000"
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


@dataclass(frozen=True)
class SoftToken:
    """The library, and the configuration that shows it this token only."""

    module: Path
    config: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"SOFTHSM2_CONF": str(self.config)}


def make(folder: Path) -> SoftToken:
    """An empty token of the name “dấu”, whose PIN is PIN."""
    program = tool("softhsm2-util", "apt-get install softhsm2")
    module = next(Path(path) for path in MODULES if Path(path).exists())
    (folder / "tokens").mkdir(parents=True)
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n", "utf-8")
    subprocess.run(
        [program, "--init-token", "--free", "--label", "dau", "--so-pin", "9999", "--pin", PIN],
        env={**os.environ, "SOFTHSM2_CONF": str(config)},
        check=True,
        capture_output=True,
    )
    return SoftToken(module, config)


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


__all__ = ["PIN", "WRONG", "KeyType", "SoftToken", "make", "put"]
