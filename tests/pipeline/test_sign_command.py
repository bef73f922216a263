"""`sohoa sign` with a token (SoftHSM): the queue, the PIN from a descriptor only, one wrong PIN, results as JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from outside_tools import tool
from sign_office import SignOffice, environment
from terminal import ROOT, clean_environment
from time_limits import finished

from benchmarks import softhsm
from benchmarks.government import Government
from pipeline import finalize
from pipeline.issuing.claims import claim
from signing.identity import read_certificates
from signing.token import fingerprint

pytestmark = pytest.mark.proof

COPIES = """
[[rule]]
class = "*"
purpose = "certified_copy"
signers = [{ capacity = "seal", profile = "copy_sao_y" }]
level = "B-LTA"
legal_basis = "QĐ 4/QĐ-UBND (thử nghiệm)"
valid_from = 2025-07-01
"""


@pytest.fixture(scope="module")
def token(government: Government, tmp_path_factory: pytest.TempPathFactory) -> softhsm.SoftToken:
    """A token that holds the official and the seal."""
    program = tool("softhsm2-util", "apt-get install softhsm2")
    made = softhsm.make(tmp_path_factory.mktemp("token"), program)
    files = [
        path for name in ("official", "seal") for path in (government.key(name), government.certificate(name))
    ]
    softhsm.fill(made, *files)
    return made


def sohoa(
    signers: SignOffice, token: softhsm.SoftToken, *words: object, pin: str = "", actor: str = "lan"
) -> subprocess.CompletedProcess[str]:
    government = signers.government
    given = {
        **clean_environment(), **environment(signers.shelf, government), **token.environment,
        "PYTHONPATH": str(ROOT), "SOHOA_SIGNER": "token", "SOHOA_ACTOR": actor,
        "SOHOA_TOKEN_MODULE": str(token.module), "SOHOA_TOKEN_CHAIN": str(government.certificate("interm")),
        "SOHOA_TOKEN_CERTIFICATE": fingerprint(read_certificates(government.certificate("official"))[0]),
    }  # fmt: skip
    reading, writing = os.pipe()
    os.write(writing, f"{pin}\n".encode())
    os.close(writing)
    extra = ["--pin-fd", str(reading)] if pin else []
    try:
        return finished(
            [sys.executable, "-m", "desk", *map(str, words), *extra], env=given, cwd=ROOT,
            pass_fds=(reading,), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )  # fmt: skip
    finally:
        os.close(reading)


def document(shown: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(shown.stdout)
    return told


def test_a_queue_is_shown_checked_and_signed_with_one_pin(
    signers: SignOffice, token: softhsm.SoftToken
) -> None:
    records = [signers.paper("marriage") for _ in range(2)]
    shown = document(sohoa(signers, token, "sign", "--queue", "--json"))
    assert {one["record"] for one in shown["waiting"]} == set(records)
    assert {one["capacity"] for one in shown["waiting"]} == {"official"}
    assert shown["by_capacity"] == {"official": 2}
    checked = sohoa(signers, token, "sign", "--all", "--check", "--json")
    assert (checked.returncode, sorted(document(checked)["checked"])) == (0, sorted(records))
    wrong = sohoa(signers, token, "sign", "--all", pin=softhsm.WRONG)
    assert (wrong.returncode, "Wrong PIN" in wrong.stderr) == (4, True)
    assert softhsm.WRONG not in wrong.stderr + wrong.stdout
    assert [signers.row(one).state for one in records] == ["assembled"] * 2
    done = sohoa(signers, token, "sign", "--all", "--json", pin=softhsm.PIN)
    assert done.returncode == 0, done.stderr
    assert [one["outcome"] for one in document(done)["results"]] == ["signed"] * 2
    assert [signers.row(one).state for one in records] == ["signed"] * 2
    assert softhsm.PIN not in done.stderr + done.stdout
    assert document(sohoa(signers, token, "sign", "--queue", "--json"))["waiting"] == []


def test_without_a_pin_or_a_record_nothing_is_asked_of_the_token(
    signers: SignOffice, token: softhsm.SoftToken
) -> None:
    record = signers.paper("marriage")
    assert sohoa(signers, token, "sign").returncode == 1
    assert sohoa(signers, token, "sign", record).returncode == 1
    claim(signers.services, signers.act("hoa"), [record])
    refused = sohoa(signers, token, "sign", record, "--json")
    assert refused.returncode in (1, 4)
    held = sohoa(signers, token, "sign", record, "--check", "--json")
    assert held.returncode == 4 or document(held)["checked"] == [record]


def test_refusing_at_the_terminal_names_the_reason(signers: SignOffice, token: softhsm.SoftToken) -> None:
    record = signers.paper("marriage")
    assert sohoa(signers, token, "sign", record, "--reject").returncode == 1
    assert sohoa(signers, token, "sign", record[:8], "--reject", "--reason", "sai tên").returncode == 0
    assert signers.row(record).state == "in_review"


def test_the_register_of_finals_is_checked_from_the_terminal(
    signers: SignOffice, token: softhsm.SoftToken
) -> None:
    sound = sohoa(signers, token, "sign", "--check-finals", "--json")
    assert (sound.returncode, document(sound)) == (0, {"findings": []})


def test_a_copy_is_certified_with_the_token_and_a_wrong_pin_takes_no_number(
    signers: SignOffice, token: softhsm.SoftToken, tmp_path: Path
) -> None:
    with (signers.services.settings.home / "policy.toml").open("a", encoding="utf-8") as table:
        table.write(COPIES)
    record = signers.paper("death")
    finalize.finalize(signers.services, record, signers.act("lan"))
    order = ("copy", "certify", record[:8], "--kind", "sao_y", "--out", tmp_path / "copy.pdf")
    wrong = sohoa(signers, token, *order, pin=softhsm.WRONG)
    assert (wrong.returncode, "Wrong PIN" in wrong.stderr) == (4, True)
    done = sohoa(signers, token, *order, pin=softhsm.PIN)
    assert (done.returncode, "01/SY-UBND" in done.stdout) == (0, True), done.stderr
    assert softhsm.PIN not in done.stderr + done.stdout
    (line,) = document(sohoa(signers, token, "copy", "register", "--json"))["copies"]
    assert (line["number"], line["level"], line["state"]) == ("01/SY-UBND", "B-LTA", "kept")
    assert (tmp_path / "copy.pdf").stat().st_size == line["bytes"]
