"""Signing with a key that stays in a token (SoftHSM): chosen by certificate, one PIN, one process."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from government_office import Bureau
from outside_tools import tool
from signing_pki import Office, Wish
from terminal import ROOT, clean_environment
from time_limits import finished

from benchmarks import softhsm
from benchmarks.government import now
from signing.errors import ConfigurationRefused, IdentityRefused, PinRefused
from signing.identity import common_name, read_certificates
from signing.pades import SignOptions, sign
from signing.token import certificates, choose, fingerprint, opened
from signing.verdict import Level, Verdict
from signing.verify import judge, verify

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def visible(token: softhsm.SoftToken, monkeypatch: pytest.MonkeyPatch) -> None:
    """The children that the product starts see this token."""
    monkeypatch.setenv("SOFTHSM2_CONF", str(token.config))


def test_a_certificate_is_found_by_what_it_is_and_not_by_its_label(
    bureau: Bureau, token: softhsm.SoftToken
) -> None:
    found = {common_name(one): one for one in certificates(token.module)}
    assert set(found) == {"Nguyễn Văn Thử", "Ủy ban nhân dân xã Thử Nghiệm"}
    wanted = read_certificates(bureau.government.certificate("seal"))[0]
    spelt = ":".join(fingerprint(wanted).upper()[i : i + 2] for i in range(0, 64, 2))
    assert choose(token.module, spelt) == wanted
    with pytest.raises(IdentityRefused, match="Nguyễn Văn Thử"):
        choose(token.module, "00" * 32)


def test_two_people_sign_with_their_keys_in_the_token(
    bureau: Bureau, token: softhsm.SoftToken, tmp_path: Path
) -> None:
    chain = read_certificates(bureau.government.certificate("interm"))
    source = bureau.document
    for name, level in (("official", Level.B_LT), ("seal", Level.B_LTA)):
        certificate = read_certificates(bureau.government.certificate(name))[0]
        with opened(token.module, certificate, chain, softhsm.PIN) as identity:
            sign(
                source,
                tmp_path / f"{name}.pdf",
                identity,
                at=now(),
                trust=bureau.government.trust(),
                options=SignOptions(name, level=level),
                timestamper=bureau.timestamper,
                evidence=bureau.evidence,
            )
        source = tmp_path / f"{name}.pdf"
    verdict = judge(source.read_bytes(), bureau.offline, at=now())
    assert (verdict.verdict, verdict.level, verdict.signature_count) == (Verdict.PASSED, Level.B_LTA, 2)


def test_a_wrong_pin_is_an_error_once_and_the_right_one_works_after_it(
    bureau: Bureau, token: softhsm.SoftToken
) -> None:
    certificate = read_certificates(bureau.government.certificate("official"))[0]
    with pytest.raises(PinRefused) as caught, opened(token.module, certificate, (), softhsm.WRONG):
        raise AssertionError("the token opened")
    assert softhsm.WRONG not in str(caught.value) + caught.value.vi
    with opened(token.module, certificate, (), softhsm.PIN) as identity:
        assert len(identity.sign(b"data")) == identity.signature_size == 256


def test_the_pin_stands_in_no_argument_and_no_environment(bureau: Bureau, token: softhsm.SoftToken) -> None:
    certificate = read_certificates(bureau.government.certificate("official"))[0]
    with opened(token.module, certificate, (), softhsm.PIN) as identity:
        process = Path(f"/proc/{identity.process.pid}")
        for name in ("cmdline", "environ"):
            assert softhsm.PIN.encode() not in (process / name).read_bytes()
        assert softhsm.PIN not in repr(identity)


def test_a_token_that_dies_in_mid_batch_is_said(
    bureau: Bureau, token: softhsm.SoftToken, tmp_path: Path
) -> None:
    certificate = read_certificates(bureau.government.certificate("official"))[0]
    with opened(token.module, certificate, (), softhsm.PIN) as identity:
        assert identity.sign(b"one")
        identity.process.kill()
        with pytest.raises(ConfigurationRefused):
            identity.sign(b"two")


def test_a_token_that_hangs_is_ended_and_said(bureau: Bureau, token: softhsm.SoftToken) -> None:
    certificate = read_certificates(bureau.government.certificate("official"))[0]
    with opened(token.module, certificate, (), softhsm.PIN) as identity:
        identity.process.send_signal(signal.SIGSTOP)
        with pytest.raises(ConfigurationRefused, match="no answer"):
            replace(identity, seconds=0.5).sign(b"data")
        assert identity.process.wait(60) == -signal.SIGKILL


def test_a_library_that_is_none_is_said(bureau: Bureau, tmp_path: Path) -> None:
    (tmp_path / "not.so").write_bytes(b"nothing")
    with pytest.raises(ConfigurationRefused, match="SOHOA_TOKEN_MODULE"):
        certificates(tmp_path / "not.so")


def test_a_key_on_p256_signs_from_a_token(
    office: Office, token: softhsm.SoftToken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from signing_pki import AT

    signer = office.authority.issue("Trần Văn Cong", Wish(curve=ec.SECP256R1()))
    pem = serialization.Encoding.PEM
    secret = signer.key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())  # type: ignore[attr-defined]
    (tmp_path / "ec.key").write_bytes(secret)
    (tmp_path / "ec.crt").write_bytes(signer.certificate.public_bytes(pem))
    made = softhsm.make(tmp_path / "token", tool("softhsm2-util", "apt-get install softhsm2"))
    monkeypatch.setenv("SOFTHSM2_CONF", str(made.config))
    softhsm.fill(made, tmp_path / "ec.key", tmp_path / "ec.crt")
    with opened(made.module, signer.certificate, (), softhsm.PIN) as identity:
        sign(office.document, tmp_path / "ec.pdf", identity, at=AT, trust=office.options)
    assert verify(tmp_path / "ec.pdf", office.options, at=AT).verdict is Verdict.PASSED


def test_the_command_lists_the_certificates_of_a_token(
    bureau: Bureau, token: softhsm.SoftToken, tmp_path: Path
) -> None:
    wanted = fingerprint(read_certificates(bureau.government.certificate("seal"))[0])
    environment = {
        **clean_environment(),
        **token.environment,
        "SOHOA_HOME": str(tmp_path / "home"),
        "SOHOA_LANG": "en",
        "SOHOA_SIGNER": "token",
        "SOHOA_TOKEN_MODULE": str(token.module),
        "SOHOA_TOKEN_CERTIFICATE": wanted,
    }

    def sohoa(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "desk", *words]
        return finished(
            command, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )

    assert sohoa("init").returncode == 0
    assert wanted in sohoa("sign", "--certificates").stdout
    assert sohoa("sign").returncode == 1
