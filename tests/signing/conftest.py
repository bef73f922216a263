"""One authority, one signer and one signed file for the whole run; each test writes only below its own tmp_path."""

from __future__ import annotations

import pytest
from signing_pki import Office, authority, make_pdfa

from signing.trust import TrustOptions


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    root = authority("CA Mau")
    (folder / "root.pem").write_bytes(root.pem())
    (folder / "ca.crl").write_bytes(root.crl())
    options = TrustOptions(roots=(folder / "root.pem",), crls=(folder / "ca.crl",))
    return Office(folder, root, root.issue("Lê Thị Mẫu"), options, make_pdfa(folder / "document.pdf"))


@pytest.fixture(scope="session")
def signed(office: Office) -> bytes:
    return office.signed(office.folder / "signed.pdf").read_bytes()
