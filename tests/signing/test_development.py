"""The identity for trying out: complete or made anew, and plainly not a real one."""

from __future__ import annotations

import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st
from signing_pki import AT, Office
from time_limits import joined

from signing import development
from signing.errors import ConfigurationRefused
from signing.identity import DEVELOPMENT_SUFFIX, carries_marker, common_name, read_certificates
from signing.trust import TrustOptions, load_trust

PARTS = ("root.pem", "signer.pem", "signer.key", "revocation.crl")


def test_everything_in_it_says_what_it_is(tmp_path: Path) -> None:
    made = development.create(tmp_path / "identity", unit="UBND phường Mẫu", at=AT)
    assert {path.name for path in made.folder.iterdir()} == {*PARTS, ".lock"}
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600
    identity = development.load(made.folder)
    assert identity.development
    assert identity.name == f"UBND phường Mẫu {DEVELOPMENT_SUFFIX}"
    for certificate in (identity.certificate, *read_certificates(made.root)):
        assert carries_marker(certificate)
        assert common_name(certificate).endswith(DEVELOPMENT_SUFFIX)
    crl = x509.load_pem_x509_crl(made.crl.read_bytes())
    assert crl.next_update_utc == identity.certificate.not_valid_after_utc


def test_a_complete_folder_is_left_alone(tmp_path: Path) -> None:
    made = development.create(tmp_path, unit="UBND xã Mẫu", at=AT)
    before = {name: (tmp_path / name).read_bytes() for name in PARTS}
    development.create(tmp_path, unit="UBND xã Khác", at=AT + development.VALIDITY)
    assert {name: (tmp_path / name).read_bytes() for name in PARTS} == before
    assert development.load(made.folder).name.startswith("UBND xã Mẫu")


@pytest.mark.parametrize("damage", ["missing", "torn", "of another identity"])
@pytest.mark.parametrize("part", PARTS)
def test_a_half_made_folder_is_made_anew(tmp_path: Path, part: str, damage: str) -> None:
    made = development.create(tmp_path / "one", unit="UBND xã Mẫu", at=AT)
    (made.folder / "note.txt").write_text("not ours")
    broken = made.folder / part
    if damage == "missing":
        broken.unlink()
    elif damage == "torn":
        broken.write_bytes(broken.read_bytes()[:100])
    else:
        other = development.create(tmp_path / "two", unit="UBND xã Mẫu", at=AT)
        broken.write_bytes((other.folder / part).read_bytes())
    development.create(made.folder, unit="UBND xã Mẫu", at=AT)
    identity = development.load(made.folder)
    identity.certificate.verify_directly_issued_by(read_certificates(made.root)[0])
    assert (made.folder / "note.txt").read_text() == "not ours"
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600


@pytest.mark.parametrize("written", range(1, len(PARTS)))
def test_a_stop_in_the_middle_of_making_it_anew_is_mended(tmp_path: Path, written: int) -> None:
    made = development.create(tmp_path / "one", unit="UBND xã Mẫu", at=AT)
    other = development.create(tmp_path / "two", unit="UBND xã Mẫu", at=AT)
    for part in ("signer.key", "signer.pem", "revocation.crl", "root.pem")[:written]:
        (made.folder / part).write_bytes((other.folder / part).read_bytes())
    development.create(made.folder, unit="UBND xã Mẫu", at=AT)
    identity = development.load(made.folder)
    identity.certificate.verify_directly_issued_by(read_certificates(made.root)[0])


def test_two_at_the_same_time_make_one(tmp_path: Path) -> None:
    threads = [
        threading.Thread(
            target=development.create, args=(tmp_path,), kwargs={"unit": "UBND xã Mẫu", "at": AT}, daemon=True
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    joined(*threads)
    identity = development.load(tmp_path)
    identity.certificate.verify_directly_issued_by(read_certificates(tmp_path / "root.pem")[0])


def test_loading_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationRefused) as caught:
        development.load(tmp_path)
    assert "signer" in caught.value.vi


def test_no_set_of_real_roots_takes_it(tmp_path: Path) -> None:
    made = development.create(tmp_path, unit="UBND xã Mẫu", at=AT)
    with pytest.raises(ConfigurationRefused):
        load_trust(TrustOptions(roots=(made.root,), crls=(made.crl,)))
    load_trust(TrustOptions(development_roots=(made.root,), crls=(made.crl,)))


def test_real_certificates_are_not_taken_for_it(office: Office) -> None:
    assert not development.is_development(office.signer.certificate)
    assert not development.is_development(office.authority.certificate)


@given(unit=st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=200))
def test_any_name_of_a_unit_fits(unit: str) -> None:
    name = development._name("CA phát triển", unit.strip())
    assert common_name(_Named(name)).endswith(DEVELOPMENT_SUFFIX)  # type: ignore[arg-type]


class _Named:
    def __init__(self, name: x509.Name) -> None:
        self.subject = name


def test_times_of_any_zone_will_do(tmp_path: Path) -> None:
    made = development.create(tmp_path, unit="", at=datetime(2026, 1, 1, tzinfo=UTC).astimezone())
    assert development.load(made.folder).name == DEVELOPMENT_SUFFIX
