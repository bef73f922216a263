"""One authority, one signer and one signed file for the whole run; each test writes only below its own tmp_path."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from government_office import ONCE, Bureau
from outside_tools import tool
from signing_pki import Office, authority, make_pdfa

from benchmarks import softhsm
from benchmarks.government import running
from signing.evidence import Evidence
from signing.timestamp import Timestamper
from signing.trust import TrustOptions
from signing.verdict import Level


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


@pytest.fixture(scope="session")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    """An office below an invented government with OCSP, lists and timestamp servers on loopback."""
    folder = tmp_path_factory.mktemp("government")
    with running(folder / "servers") as government:
        document = make_pdfa(folder / "document.pdf")
        evidence = Evidence(government.trust())
        yield Bureau(government, document, evidence, Timestamper(government.tsa(), ONCE))


@pytest.fixture(scope="session")
def sealed(bureau: Bureau, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """One signature at B-LTA."""
    target = tmp_path_factory.mktemp("sealed") / "sealed.pdf"
    bureau.sign(bureau.document, target, Level.B_LTA)
    return target.read_bytes()


@pytest.fixture(scope="session")
def token(bureau: Bureau, tmp_path_factory: pytest.TempPathFactory) -> softhsm.SoftToken:
    """A token that holds the official and the seal."""
    government, program = bureau.government, tool("softhsm2-util", "apt-get install softhsm2")
    made = softhsm.make(tmp_path_factory.mktemp("token"), program)
    files = [
        path for name in ("official", "seal") for path in (government.key(name), government.certificate(name))
    ]
    softhsm.fill(made, *files)
    return made
