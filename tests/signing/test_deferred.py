"""Deferred signing: three processes, one JSON job, and everything that may be swapped on the way."""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from deferred_step import SECRET, request
from government_office import Bureau
from signing_pki import make_pdfa
from time_limits import finished

from benchmarks.government import now
from signing.deferred import LIFETIME, Answered, Server, answer, finish, prepare
from signing.errors import IdentityRefused, JobRefused
from signing.job import read_job, write_job
from signing.verdict import Level, Verdict
from signing.verify import judge

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Begun:
    """A job at B-LT and its answer, in memory; `server` finishes it."""

    folder: Path
    job: str
    answer: str
    server: Server

    def finish(
        self, *, job: str | None = None, answer: str | None = None, after: timedelta = timedelta()
    ) -> Verdict:
        target = self.folder / "final.pdf"
        target.unlink(missing_ok=True)
        given = Answered(job or self.job, answer or self.answer)
        return finish(given, self.folder / "prepared.pdf", target, self.server, now() + after).verdict


@pytest.fixture(scope="module")
def begun(bureau: Bureau, tmp_path_factory: pytest.TempPathFactory) -> Begun:
    folder = tmp_path_factory.mktemp("job")
    server = Server(bureau.evidence, bureau.timestamper, SECRET)
    job = prepare(
        bureau.document, folder / "prepared.pdf", request(bureau.government, Level.B_LT), server, now()
    )
    told = answer(job, (folder / "prepared.pdf").read_bytes(), bureau.government.identity("official"), now())
    return Begun(folder, job, told, server)


def test_three_processes_make_one_sealed_signature(bureau: Bureau, tmp_path: Path) -> None:
    make_pdfa(tmp_path / "source.pdf")
    government = bureau.government
    path = os.pathsep.join([str(HERE.parent.parent), str(HERE), str(HERE.parent)])
    for step in ("prepare", "answer", "finish"):
        command = [
            sys.executable,
            HERE / "deferred_step.py",
            step,
            government.base,
            government.folder,
            tmp_path,
        ]
        finished(command, env={**os.environ, "PYTHONPATH": path}, check=True)
    final = (tmp_path / "final.pdf").read_bytes()
    assert final.startswith((tmp_path / "source.pdf").read_bytes())
    verdict = judge(final, bureau.offline, at=now())
    assert (verdict.verdict, verdict.level, verdict.covers_whole_file) == (Verdict.PASSED, Level.B_LTA, True)


def test_a_job_can_be_finished(begun: Begun) -> None:
    assert begun.finish() is Verdict.PASSED
    assert SECRET.decode() not in begun.job


def changed(key: str, value: Callable[[Any], Any]) -> Callable[[str], str]:
    def change(job: str) -> str:
        held = json.loads(job)
        held[key] = value(held[key])
        return json.dumps(held)

    return change


ALTERED = {
    "level": changed("level", lambda _: "B-B"),
    "expires": changed("expires", lambda _: "2099-01-01T00:00:00+00:00"),
    "field": changed("field", lambda _: "Khac"),
    "place": changed("start", lambda start: start + 2),
    "attributes": changed("attributes", lambda text: text[:-8] + "AAAAAAAA"),
    "mac": changed("mac", lambda mac: mac[:-1] + ("0" if mac[-1] != "0" else "1")),
    "kind": changed("start", str),
    "naive": changed("expires", lambda _: "2099-01-01T00:00:00"),
    "more": lambda job: json.dumps({**json.loads(job), "extra": 1}),
    "none": lambda job: "no json",
    "list": lambda job: "[]",
}


@pytest.mark.parametrize("change", ALTERED.values(), ids=ALTERED.keys())
def test_an_altered_job_is_refused(begun: Begun, change: Callable[[str], str]) -> None:
    with pytest.raises(JobRefused):
        begun.finish(job=change(begun.job))
    assert not (begun.folder / "final.pdf").exists()


def test_a_job_under_another_secret_is_refused(begun: Begun) -> None:
    with pytest.raises(JobRefused):
        begun.finish(job=write_job(read_job(begun.job), b"another secret of thirty-two byte"))


def test_an_expired_job_is_refused_on_both_sides(bureau: Bureau, begun: Begun) -> None:
    late = LIFETIME + timedelta(seconds=1)
    with pytest.raises(JobRefused, match="expired"):
        begun.finish(after=late)
    prepared = (begun.folder / "prepared.pdf").read_bytes()
    with pytest.raises(JobRefused, match="expired"):
        answer(begun.job, prepared, bureau.government.identity("official"), now() + late)


def test_a_swapped_document_is_refused_before_the_key_is_used(bureau: Bureau, begun: Begun) -> None:
    prepared = (begun.folder / "prepared.pdf").read_bytes()
    swapped = prepared.replace(b"0.2 0.4 0.6 rg", b"0.9 0.4 0.6 rg")
    assert swapped != prepared
    for document in (swapped, prepared + b"\n", b""):
        with pytest.raises(JobRefused, match="not the one"):
            answer(begun.job, document, Untouchable(bureau.government.identity("official")), now())  # type: ignore[arg-type]


def test_the_agent_signs_only_for_its_own_certificate(bureau: Bureau, begun: Begun) -> None:
    prepared = (begun.folder / "prepared.pdf").read_bytes()
    with pytest.raises(JobRefused):
        answer(begun.job, prepared, Untouchable(bureau.government.identity("seal")), now())  # type: ignore[arg-type]


def test_a_wrong_value_and_another_jobs_answer_are_refused(bureau: Bureau, begun: Begun) -> None:
    held = json.loads(begun.answer)
    wrong = [
        {**held, "signature": held["signature"][:-8] + "AAAAAAA="},
        {**held, "id": "other"},
        {"id": held["id"]},
    ]
    for one in wrong:
        with pytest.raises(JobRefused):
            begun.finish(answer=json.dumps(one))
    other = bureau.government.identity("seal").sign(b"something else")
    with pytest.raises(JobRefused):
        begun.finish(answer=json.dumps({**held, "signature": base64.b64encode(other).decode()}))


def test_a_revoked_certificate_gets_no_job(bureau: Bureau, begun: Begun, tmp_path: Path) -> None:
    with pytest.raises(IdentityRefused, match="revoked"):
        prepare(
            bureau.document,
            tmp_path / "prepared.pdf",
            request(bureau.government, Level.B_LT, "revoked"),
            begun.server,
            now(),
        )
    assert list(tmp_path.iterdir()) == []


class Untouchable:
    """An identity whose key nobody may use."""

    def __init__(self, known: Any) -> None:
        self.certificate = known.certificate

    def sign(self, data: bytes) -> bytes:
        raise AssertionError("the key was used")
