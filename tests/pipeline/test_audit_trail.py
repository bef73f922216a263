"""The trail of a whole run at the desk: nothing personal in it, reading is in it, sealed, proved, tampering seen."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from kept import Kept
from time_limits import finished

from archive.audit import events
from archive.audit_segments import SIGNATURE, VERIFIER, object_id
from archive.layout import object_root
from pipeline.ledger_tables import fields
from pipeline.premis import events_of
from pipeline.viewing import readers
from pipeline.wiring import Services


def values_of(services: Services) -> Iterator[str]:
    """Every value and every word of a name that stands on the papers of this run."""
    with services.ledger.reading() as connection:
        for row in connection.execute(fields.select()):
            for text in (row.value, row.written):
                if text:
                    yield text
                    yield from (word for word in re.split(r"\W+", text) if len(word) > 3)


@pytest.fixture
def sealed(kept: Kept) -> str:
    record = kept.records[0]
    assert kept("record", "show", record).code == 0
    assert kept("search", "Nguyễn Thị Bịa", "--purpose", "copy").code == 0
    assert kept("record", "show", record, "--json", "--purpose", "check").code == 0
    made = kept("audit", "seal", "--json").document
    assert [(one["number"], one["development"]) for one in made["sealed"]] == [(1, True)]
    return record


def test_no_event_of_a_whole_run_holds_what_stands_on_the_papers(kept: Kept, sealed: str) -> None:
    services = kept.shelf().services
    with services.ledger.reading() as connection:
        told = [
            " ".join(map(str, (e.actor, e.type, e.object, e.outcome, *e.detail, *e.detail.values())))
            for e in events(connection)
        ]
    assert len(told) > 10
    written = [value for value in values_of(services) if not value.isdigit()]
    assert len(written) > 8
    assert [(value, line) for value in written for line in told if value.lower() in line.lower()] == []


def test_whoever_reads_a_record_is_in_the_trail_with_the_reason(kept: Kept, sealed: str) -> None:
    every = kept("audit", "list", "--json", "--limit", "500").document["events"]
    seen = [e for e in every if e["type"] == "record.viewed"]
    assert [(e["object"], e["actor"], e["detail"]["purpose"]) for e in seen] == [
        (sealed, "person:lan", "lookup"),
        (sealed, "person:lan", "check"),
    ]
    (listed,) = [e for e in every if e["type"] == "records.listed" and e["detail"]["purpose"] == "copy"]
    assert listed["detail"]["ids01"] == sealed
    before = len(every)
    assert kept("record", "show", sealed, "--purpose", "curiosity").code == 1
    assert kept("record", "show", sealed, "--for", "H29.22.33-240612-0001").code == 1
    assert kept("audit", "list", "--json").document["total"] == before


def test_reading_for_a_dossier_names_its_id_and_not_its_code(kept: Kept) -> None:
    record = kept.records[0]
    assert kept("dossier", "open", "H29.22.33-240612-0001").code == 0
    assert kept("record", "show", record, "--for", "H29.22.33-240612-0001").code == 0
    seen = kept("audit", "list", "--object", record, "--json").document["events"][-1]
    assert seen["type"] == "record.viewed"
    assert seen["detail"]["dossier"].startswith("urn:uuid:")


def test_reading_changes_nothing_of_what_is_stored_of_a_record(kept: Kept) -> None:
    record, services = kept.records[0], kept.shelf().services
    with services.ledger.reading() as connection:
        before = events_of(connection, record)
    assert kept("record", "show", record).code == 0
    with services.ledger.reading() as connection:
        assert events_of(connection, record) == before
        assert readers(connection, record)[-1][1:] == ("person:lan", "lookup")


def test_the_seal_says_what_it_is_worth_and_openssl_agrees(kept: Kept, sealed: str, tmp_path: Path) -> None:
    verdict = kept("audit", "verify", "--json")
    assert (verdict.code, verdict.document["whole"], verdict.document["findings"]) == (0, True, [])
    assert {one["code"] for one in verdict.document["warnings"]} == {"DEVELOPMENT_IDENTITY", "UNSTAMPED"}
    assert kept("audit", "verify", SOHOA_SIGNER="none").code == 0
    content = kept.home / "store" / object_root(object_id(1)) / "v1" / "content"
    outside = [
        *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", content / SIGNATURE),
        *("-content", content / "anchor.json", "-CAfile", kept.home / "identity" / "root.pem"),
        *("-purpose", "any", "-out", tmp_path / "out"),
    ]
    assert finished(outside, capture_output=True, check=False).returncode == 0
    done = finished(
        [sys.executable, "-I", content / VERIFIER, kept.home / "store"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "DEVELOPMENT" in done.stdout) == (0, True)


def test_an_anchor_made_anew_without_the_key_is_refused(kept: Kept, sealed: str) -> None:
    content = kept.home / "store" / object_root(object_id(1)) / "v1" / "content"
    anchor = content / "anchor.json"
    forged = anchor.read_bytes().replace(b'"sealed_at": "20', b'"sealed_at": "19')
    refit(content.parents[1], "anchor.json", forged)
    verdict = kept("audit", "verify", "--json")
    assert verdict.code == 4
    assert {"SIGNATURE_BAD", "ANCHOR_CHANGED"} <= {one["code"] for one in verdict.document["findings"]}


def refit(root: Path, name: str, data: bytes) -> None:
    """Other bytes in an object, with every digest of the object made to fit."""
    path = root / "v1" / "content" / name
    old, new = hashlib.sha256(path.read_bytes()).hexdigest(), hashlib.sha256(data).hexdigest()
    path.chmod(0o644)
    path.write_bytes(data)
    for folder in (root, root / "v1"):
        inventory = folder / "inventory.json"
        inventory.chmod(0o644)
        inventory.write_text(inventory.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        line = hashlib.sha256(inventory.read_bytes()).hexdigest() + " inventory.json\n"
        sidecar = folder / "inventory.json.sha256"
        sidecar.chmod(0o644)
        sidecar.write_text(line, encoding="utf-8")


def test_a_changed_event_is_named_and_a_record_is_proved(kept: Kept, sealed: str, tmp_path: Path) -> None:
    out = tmp_path / "proof.json"
    assert kept("audit", "proof", sealed, "--out", out).code == 0
    script = kept.home / "store" / object_root(object_id(1)) / "v1" / "content" / VERIFIER
    shutil.copy(script, tmp_path / "verify.py")
    told = finished(
        [sys.executable, "-I", tmp_path / "verify.py", "proof", out], capture_output=True, check=False
    )
    assert told.returncode == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))) > 3
    database = sqlite3.connect(kept.home / "ledger.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        database.execute("UPDATE audit_outbox SET actor = 'person:minh' WHERE id = 5")
    database.execute("DROP TRIGGER audit_outbox_kept_update")
    database.execute("UPDATE audit_outbox SET actor = 'person:minh' WHERE id = 5")
    database.commit()
    database.close()
    verdict = kept("audit", "verify", "--json")
    assert verdict.code == 4
    assert ("EVENT_CHANGED", 5) in {(one["code"], one.get("seq")) for one in verdict.document["findings"]}
    assert "event 5" in kept("audit", "verify").out
    assert kept("audit", "restore").code == 0
