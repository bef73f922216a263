"""Packages that leave: valid for judges from outside, complete, and never of what nobody reviewed."""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from kept import Kept
from outside_tools import tool
from shelf import BIRTH
from time_limits import finished

from archive import audit_proof
from pipeline.exchange.receipts import receivers
from pipeline.packages.bags import is_valid
from pipeline.packages.tt05_fields import longest, tables
from pipeline.record import RecordState

FILE = ("--file-code", "H49.64.33.1987.160", "--title", "Hồ sơ khai sinh năm 1987")
PAPER = ("--paper-code", "H49.K1/G2/H3.15")


def judged(folder: Path) -> tuple[str, list[str]]:
    """Result and failed requirements that MUST hold, as commons-ip has them."""
    done = finished(
        [tool("commons-ip"), "validate", "-i", folder.name, "-o", folder.parent],
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(done.stdout[done.stdout.index("{") :])
    failed = [
        one["id"]
        for one in told["validation"]
        if one.get("testing", {}).get("outcome") == "FAILED" and one["level"] == "MUST"
    ]
    return told["summary"]["result"], failed


def test_a_bag_holds_the_newest_version_and_shows_every_change(kept: Kept, tmp_path: Path) -> None:
    out = tmp_path / "bags"
    made = kept("archive", "export", "bagit", *kept.records, "--out", out, "--receiver", "Sở", "--json")
    assert made.code == 0, made.err
    for one in made.document["packages"]:
        folder = Path(one["place"])
        assert is_valid(folder)
        names = {
            p.relative_to(folder / "data").as_posix() for p in (folder / "data").rglob("*") if p.is_file()
        }
        assert names == {"record.json", "record.pdf", "ocr.zip", "master/000001.png"}
    (folder / "data" / "record.pdf").write_bytes(b"%PDF-other")
    assert not is_valid(folder)
    assert kept("archive", "export", "bagit", kept.records[0], "--out", out).code == 1
    with kept.shelf().services.ledger.reading() as connection:
        (given,) = receivers(connection, kept.records[0])
    assert (given["kind"], given["receiver"]) == ("bagit", "Sở")


@pytest.mark.parametrize("kind", ["aip", "sip"])
def test_a_package_is_valid_for_the_judge_of_the_standard(kept: Kept, tmp_path: Path, kind: str) -> None:
    options = ("--kind", kind, "--fonds", "H49.64", *FILE, *PAPER, "--out", tmp_path, "--json")
    made = kept("archive", "export", "csip", *kept.records, *options)
    assert made.code == 0, made.err
    (one,) = made.document["packages"]
    folder = Path(one["place"])
    assert folder.name == one["objid"].replace(":", "_")
    assert judged(folder.rename(folder.with_name(one["objid"]))) == ("VALID", [])


@pytest.mark.parametrize("kind", ["sip", "dip", "aip"])
def test_a_package_has_the_places_of_the_circular_and_every_digest_holds(
    kept: Kept, tmp_path: Path, kind: str
) -> None:
    options = ("--kind", kind, "--fonds", "H49.64", *FILE, *PAPER, "--out", tmp_path, "--json")
    made = kept("archive", "export", "csip", *kept.records, *options).document["packages"]
    folder = Path(made[0]["place"])
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert {"METS.xml", "metadata/descriptive/EAD.xml", "representations/rep1/METS.xml"} <= files
    assert "representations/rep1/data/H49.64.33.1987.160.1.pdf" in files
    assert ("metadata/preservation/PREMIS.xml" in files) is (kind == "aip")
    assert ("representations/rep1/metadata/preservation/PREMIS_rep1.xml" in files) is (kind == "aip")
    for mets in (folder / "METS.xml", folder / "representations/rep1/METS.xml"):
        named = [e for e in ET.parse(mets).iter() if "CHECKSUM" in e.attrib]
        for element in named:
            place = element if element.tag.endswith("mdRef") else element[0]
            path = mets.parent / place.attrib["{http://www.w3.org/1999/xlink}href"]
            assert hashlib.sha256(path.read_bytes()).hexdigest().upper() == element.attrib["CHECKSUM"]
    root = ET.parse(folder / "metadata/descriptive/EAD.xml").getroot()
    fields = {e.attrib["type"]: e[0].text for e in root.iter() if e.tag.endswith("odd")}
    assert (fields["fileCode"], fields["maintenance"], fields["totalDoc"]) == (
        "H49.64.33.1987.160",
        "01",
        "2",
    )
    assert fields["paperFileCode"] == "H49.K1/G2/H3.15"
    assert "numberOfPaper" not in fields


def test_what_the_circular_demands_is_refused_when_nobody_gave_it(kept: Kept, tmp_path: Path) -> None:
    base = ("archive", "export", "csip", *kept.records, "--out", tmp_path)
    assert kept(*base, "--fonds", "H49", *PAPER).code == 1
    assert kept(*base, *FILE, *PAPER).code == 1
    lacking = kept(*base, *FILE, "--fonds", "H49")
    assert (lacking.code, "--paper-code" in lacking.err) == (1, True)
    assert kept(*base, *FILE, *PAPER, "--kind", "zip").code == 1
    assert list(tmp_path.glob("u*")) == []


def test_nothing_unreviewed_leaves_in_any_package(kept: Kept, tmp_path: Path) -> None:
    waiting = kept.shelf().put("birth", BIRTH | {"number": "91"}, RecordState.IN_REVIEW).id
    options = {
        "bagit": (),
        "csip": (*FILE, *PAPER, "--fonds", "H49"),
        "evidence": (),
    }
    for shape, more in options.items():
        ids = [waiting] if shape == "evidence" else [kept.records[0], waiting]
        refused = kept("archive", "export", shape, *ids, "--out", tmp_path / shape, *more)
        assert (refused.code, "only reviewed and archived" in refused.err) == (4, True)
        assert not (tmp_path / shape).exists()
    assert kept("archive", "handover", "offer", waiting).code == 4


def test_an_evidence_pack_tells_everything_and_its_proofs_hold_without_us(kept: Kept, tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    made = kept("archive", "export", "evidence", kept.records[0], "--out", file, "--json")
    assert made.code == 0, made.err
    (one,) = made.document["packages"]
    assert (one["verdict"], one["sha256"]) == ("TOTAL-PASSED", hashlib.sha256(file.read_bytes()).hexdigest())
    with zipfile.ZipFile(file) as bundle:
        held = {name: bundle.read(name) for name in bundle.namelist()}
    wanted = {"index.html", "record.pdf", "validation.json", "docket.json", "scan.json", "decisions.json"}
    wanted |= {"sampling.json", "calibration.json", "calibration.toml", "audit.json", "verify_audit.py"}
    assert wanted | {"fixity.json", "record.json"} == set(held)
    page = held["index.html"].decode("utf-8")
    assert all(text in page for text in ("Hồ sơ chứng cứ", "Nguyễn Thị Bịa", "đều khớp mã băm", "sự kiện"))
    assert "http" not in page
    assert all(hashlib.sha256(held[name]).hexdigest() in page for name in held if name != "index.html")
    proofs = json.loads(held["audit.json"])["proofs"]
    assert len(proofs) == one["proofs"] > 2
    assert all(audit_proof.check(proof) for proof in proofs)
    assert {"record.archived", "record.viewed"} <= {proof["event"]["type"] for proof in proofs}
    (tmp_path / "proofs.json").write_text(json.dumps(proofs), encoding="utf-8")
    (tmp_path / "v.py").write_bytes(held["verify_audit.py"])
    told = finished(
        [sys.executable, "-I", tmp_path / "v.py", "proof", tmp_path / "proofs.json"],
        capture_output=True,
        check=False,
    )
    assert told.returncode == 0
    assert json.loads(held["fixity.json"])["findings_now"] == []
    assert json.loads(held["sampling.json"])["sample"] is None
    assert kept("archive", "export", "evidence", kept.records[0], "--out", file).code == 1


def test_a_handover_is_offered_once_and_answered_with_reasons(kept: Kept, tmp_path: Path) -> None:
    out = tmp_path / "list.txt"
    made = kept("archive", "handover", "offer", "--before", "1988", "--out", out, "--json").document
    assert (made["state"], len(made["items"])) == ("offered", 2)
    assert "Nguyễn Thị Bịa" in out.read_text(encoding="utf-8")
    assert kept("archive", "handover", "offer", "--before", "1988").code == 4
    id, (one, other) = made["id"], kept.records
    assert kept("archive", "handover", "refuse", id).code == 4
    part = kept("archive", "handover", "refuse", id, other, "--reason", "thiếu trang", "--json").document
    assert {item[0]: item[3] for item in part["items"]} == {one: "offered", other: "refused"}
    done = kept("archive", "handover", "accept", id, "--out", out, "--json").document
    assert (done["state"], {item[3] for item in done["items"]}) == ("accepted", {"accepted", "refused"})
    assert kept("archive", "handover", "accept", id).code == 4
    assert "BIÊN BẢN GIAO NHẬN" in out.read_text(encoding="utf-8")
    again = kept("archive", "handover", "offer", "--before", "1988", "--json")
    # What was refused may be offered again once it is mended.
    assert [item[0] for item in again.document["items"]] == [other]
    assert kept("archive", "handover", "show", id).code == 0
    assert kept("archive", "handover", "lend", id).code == 1


def test_the_longest_term_of_a_file_holds_and_codes_are_those_of_the_circular() -> None:
    assert [
        longest(terms) for terms in (["years_10", "years_50"], ["years_70", "permanent"], ["by_file"])
    ] == [
        "03",
        "01",
        "07",
    ]
    assert set(tables()["maintenance"]) == {f"0{n}" for n in range(1, 8)}
