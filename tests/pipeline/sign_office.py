"""A home whose records wait for signatures, under an invented government with OCSP and timestamps on loopback."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from shelf import BIRTH, Shelf, open_shelf
from terminal import ROOT, clean_environment

from benchmarks.government import Government, now
from pipeline import settings
from pipeline.actors import Act, person
from pipeline.issuing.cases import Case
from pipeline.issuing.policy import policy
from pipeline.issuing.sign_queue import case_for
from pipeline.ledger import touch_record
from pipeline.lookup import view
from pipeline.record import RecordState
from pipeline.wiring import Services
from signing.identity import SigningIdentity

sys.path.append(str(Path(__file__).resolve().parent.parent / "signing"))

from signing_pki import make_pdfa

UNIT = "UBND phường Thử Nghiệm"
# A table without pictures and places, so that most tests need none.
POLICY = """
[[rule]]
class = "*"
purpose = "archive_digitisation"
signers = [{ capacity = "official", profile = "" }, { capacity = "seal", profile = "" }]
level = "B-LTA"
legal_basis = "QĐ 1/QĐ-UBND (thử nghiệm)"
valid_from = 2025-07-01

[[rule]]
class = "marriage"
purpose = "archive_digitisation"
signers = [{ capacity = "official", profile = "" }]
level = "B-T"
legal_basis = "QĐ 1/QĐ-UBND (thử nghiệm)"
valid_from = 2025-07-01

[[rule]]
class = "death"
purpose = "archive_digitisation"
signers = []
level = ""
legal_basis = "QĐ 2/QĐ-UBND (thử nghiệm)"
valid_from = 2025-07-01

[[rule]]
class = "drawing"
purpose = "archive_digitisation"
signers = []
level = ""
legal_basis = "QĐ 3/QĐ-UBND (thử nghiệm), hết hiệu lực"
valid_from = 2020-01-01
valid_to = 2020-12-31
"""
MANDATE = """
[[mandate]]
person = "person:{person}"
unit = "UBND phường Thử Nghiệm"
capacity = "{capacity}"
classes = ["*"]
valid_from = 2025-01-01
"""
HELD = (("lan", "official"), ("hoa", "official"), ("lan", "seal"), ("binh", "seal"), ("dung", "agency_mark"))


@dataclass(frozen=True)
class SignOffice:
    """One home; whoever signs does so with a key of the invented government."""

    shelf: Shelf
    services: Services
    government: Government

    def act(self, name: str) -> Act:
        """That person, now."""
        return Act(person(name, UNIT), self.services.clock())

    def identity(self, name: str = "official") -> SigningIdentity:
        """A key of the government: official, seal, clerk, revoked."""
        return self.government.identity(name)

    def paper(self, type: str = "birth", values: dict[str, str | None] | None = None) -> str:
        """A record that is approved and assembled; returns its id."""
        found = self.shelf.put(type, values if values is not None else dict(BIRTH), RecordState.ASSEMBLED)
        path = self.file(found.id, "assembled.pdf")
        path.parent.mkdir(parents=True, exist_ok=True)
        make_pdfa(path, 1)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        values_of_row = {"pdf_sha256": sha256, "conformance": {"structural": "passed", "verapdf": "not run"}}
        with self.services.ledger.writing(self.shelf.act) as connection:
            touch_record(connection, self.shelf.act, found.id, values_of_row)
        return found.id

    def file(self, record: str, name: str) -> Path:
        """A file of a record in the workspace."""
        return self.services.workspace.of_record(record) / name

    def case(self, record: str) -> Case:
        """How the signing of a record stands."""
        return case_for(self.services, self.act("lan"), record)

    def row(self, record: str) -> Any:
        """The record's row."""
        with self.services.ledger.reading() as connection:
            return view(connection, record).row

    def with_settings(self, **changes: str) -> SignOffice:
        """The same home under other settings; an empty one is not set at all."""
        given = {**environment(self.shelf, self.government), **changes}
        loaded = settings.load({name: value for name, value in given.items() if value})
        return replace(self, services=replace(self.services, settings=loaded))

    def later(self, **passed: float) -> SignOffice:
        """The same home some time from now."""
        return replace(self, services=replace(self.services, clock=lambda: now() + timedelta(**passed)))


def worker_of(office: SignOffice, script: Path, *arguments: str) -> subprocess.Popen[str]:
    """`script` at work for the office in a process of its own, which may be killed."""
    return subprocess.Popen(
        [sys.executable, script, str(office.government.folder), office.government.base, *arguments],
        env={
            **clean_environment(),
            **environment(office.shelf, office.government),
            "PYTHONPATH": str(ROOT),
        },
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def environment(shelf: Shelf, government: Government) -> dict[str, str]:
    """The settings of the home, as a process of its own would get them."""
    home = shelf.services.settings.home
    return {
        "SOHOA_HOME": str(home),
        "SOHOA_UNIT": UNIT,
        "SOHOA_LANG": "en",
        "SOHOA_TRUST_ROOTS": str(government.root),
        "SOHOA_TSA_ROOTS": str(government.root),
        "SOHOA_FETCH_ALLOW": "127.0.0.1",
        "SOHOA_TSA_URL": government.tsa(),
        "SOHOA_TSA_SECONDS": "20",
        "SOHOA_TSA_ATTEMPTS": "1",
        "SOHOA_SIGN_POLICY": str(home / "policy.toml"),
        "SOHOA_SIGN_MANDATES": str(home / "mandates.toml"),
    }


def open_sign_office(folder: Path, government: Government, table: str = POLICY) -> SignOffice:
    """A new home; its clock is the machine's, because the servers' is."""
    shelf = open_shelf(folder)
    (folder / "policy.toml").write_text(table, "utf-8")
    told = "".join(MANDATE.format(person=name, capacity=capacity) for name, capacity in HELD)
    (folder / "mandates.toml").write_text(told, "utf-8")
    loaded = settings.load(environment(shelf, government))
    services = replace(shelf.services, settings=loaded, clock=now)
    shelf = Shelf(services, Act(shelf.act.by, now()))
    assert policy(loaded).mandates
    return SignOffice(shelf, services, government)


@contextmanager
def visible(**values: str) -> Iterator[None]:
    """Environment variables for the length of the block: children of this process see them."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


__all__ = ["SignOffice", "environment", "make_pdfa", "open_sign_office", "visible", "worker_of"]
