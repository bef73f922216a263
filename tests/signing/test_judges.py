"""Every kind of file we sign, before three judges: ours, EU DSS and OpenSSL (with pdfsig's word beside).

One process of Java for all files. Where DSS differs, the difference is written down here and in docs/signing.md.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from government_office import Bureau
from outside_tools import tool
from pyhanko.pdf_utils.reader import PdfFileReader
from test_tampering import CHANGES, updated
from time_limits import finished

from benchmarks.government import now
from benchmarks.sign_samples import make_under
from signing.coverage import der_length
from signing.identity import read_certificates
from signing.trust import load_trust
from signing.verdict import FileVerdict, Verdict
from signing.verify import judge

pytestmark = pytest.mark.proof

LEVELS = {"B-B": "BASELINE-B", "B-T": "BASELINE-T", "B-LT": "BASELINE-LT", "B-LTA": "BASELINE-LTA"}
# DSS counts evidence only when it stands in a revision after the signature and is new there; ours lies in the signed
# revision itself at B-LT, and is not put in a second time for a second signature of the same certificate.
LOWER_AT_DSS = {("official-seal-copy.pdf", "copy_sao_y"): "BASELINE-T"}
# What DSS calls the files that we call broken; its default policy only warns of most changes after a signature.
DSS_ON_CHANGES = {
    "annotation": "TOTAL_PASSED",
    "javascript": "TOTAL_PASSED",
    "need_appearances": "TOTAL_PASSED",
    "page_added": "TOTAL_FAILED",
    "page_changed": "TOTAL_PASSED",
    "page_removed": "TOTAL_FAILED",
    "signature_reason_rewritten": "TOTAL_FAILED",
    "text_field": "TOTAL_PASSED",
    "widget_made_visible": "TOTAL_PASSED",
}


@dataclass(frozen=True)
class Court:
    """The files, and what DSS said of each, by name."""

    folder: Path
    said: dict[str, dict[str, dict[str, Any]]]
    ours: dict[str, FileVerdict]


def pem_of(file: Path) -> bytes:
    """OpenSSL reads roots in PEM only."""
    return read_certificates(file)[0].public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def court(bureau: Bureau, sealed: bytes, tmp_path_factory: pytest.TempPathFactory) -> Court:
    program = tool("dss")
    folder = tmp_path_factory.mktemp("court")
    lists = make_under(bureau.government, folder)
    for change in CHANGES:
        (folder / f"changed-{change.__name__}.pdf").write_bytes(updated(sealed, change))
    files = sorted(folder.glob("*.pdf"))
    done = finished(
        [program, folder / "root.crt", *lists, *files], capture_output=True, text=True, check=True
    )
    told = {one["file"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert [one for one in told.values() if "fault" in one] == []
    said = {name: {one["field"]: one for one in told[name]["signatures"]} for name in told}
    trust = load_trust(bureau.government.trust(*lists, offline=True))
    return Court(folder, said, {file.name: judge(file.read_bytes(), trust, at=now()) for file in files})


def test_dss_gives_the_same_verdict_and_level_on_every_file_we_make(court: Court) -> None:
    lower = {}
    for name, verdict in court.ours.items():
        if name.startswith("changed-"):
            continue
        assert set(court.said[name]) == {one.field for one in verdict.signatures}
        for one in verdict.signatures:
            theirs = court.said[name][one.field]
            assert (theirs["indication"], theirs["errors"]) == ("TOTAL_PASSED", []), (name, one.field)
            assert one.verdict is Verdict.PASSED
            assert one.level is not None
            if theirs["level"] != f"PAdES-{LEVELS[one.level]}":
                lower[name, one.field] = theirs["level"].removeprefix("PAdES-")
    at_b_lt = {
        ("B-LT-classic.pdf", "official"),
        ("B-LT-stream.pdf", "official"),
        ("official.pdf", "official"),
    }
    assert lower == {**LOWER_AT_DSS, **dict.fromkeys(at_b_lt, "BASELINE-T")}


def test_a_changed_file_fails_here_and_dss_differs_only_where_it_is_written_down(court: Court) -> None:
    theirs = {}
    for change in CHANGES:
        name = f"changed-{change.__name__}.pdf"
        assert court.ours[name].verdict in (Verdict.FAILED, Verdict.REFUSED)
        (one,) = court.said[name].values()
        theirs[change.__name__] = one["indication"]
    assert theirs == DSS_ON_CHANGES


def test_openssl_verifies_the_value_of_every_signature(court: Court, tmp_path: Path) -> None:
    program = tool("openssl", "make test")
    (tmp_path / "root.pem").write_bytes(pem_of(court.folder / "root.crt"))
    for name, verdict in court.ours.items():
        if name.startswith("changed-") or not verdict.signature_count:
            continue
        content = (court.folder / name).read_bytes()
        for signature in PdfFileReader(io.BytesIO(content)).embedded_regular_signatures:
            start, first, second, length = (int(number) for number in signature.byte_range)
            value = signature.pkcs7_content
            (tmp_path / "value.der").write_bytes(value[: der_length(value)])
            (tmp_path / "covered").write_bytes(content[start:first] + content[second : second + length])
            given = {
                "-in": "value.der",
                "-content": "covered",
                "-CAfile": "root.pem",
                "-out": "o",
            }
            words = [program, "cms", "-verify", "-binary", "-cades", "-purpose", "any", "-inform", "DER"]
            words += [str(part) for pair in given.items() for part in pair]
            judged = finished(words, cwd=tmp_path, capture_output=True, text=True)
            assert judged.returncode == 0, (name, judged.stderr)


def test_pdfsig_finds_the_same_signatures_whole(court: Court) -> None:
    """Its word counts for the digest only: it calls most changed files valid too."""
    program = tool("pdfsig", "make test")
    for name, verdict in court.ours.items():
        if name.startswith("changed-") or not verdict.signature_count:
            continue
        words = [program, "-nocert", court.folder / name]
        said = finished(words, capture_output=True, text=True).stdout
        assert said.count("Signature Validation: Signature is Valid.") == verdict.signature_count, (
            name,
            said,
        )
