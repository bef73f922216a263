"""Run as a process of its own with SOFTHSM2_CONF set: puts key and certificate files into the token."""

from __future__ import annotations

import sys
from pathlib import Path

import pkcs11
import softhsm

from signing.identity import read_certificates

if __name__ == "__main__":
    module, *files = sys.argv[1:]
    token = pkcs11.lib(module).get_token(token_label="dau")
    with token.open(user_pin=softhsm.PIN, rw=True) as session:
        for number, (key, certificate) in enumerate(zip(files[::2], files[1::2], strict=True), start=1):
            softhsm.put(session, Path(key), read_certificates(Path(certificate))[0], bytes([number]))
