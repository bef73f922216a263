"""One step of deferred signing in a process of its own; the steps share the files in one folder and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.government import Government, now
from signing.appearance import Appearance, profile
from signing.deferred import Absentee, Answered, Request, Server, answer, finish, prepare
from signing.evidence import Evidence
from signing.identity import read_certificates
from signing.pades import SignOptions
from signing.timestamp import Timestamper
from signing.verdict import Level

SECRET = b"a secret of the tests, 32 bytes!"


def server(government: Government) -> Server:
    return Server(Evidence(government.trust()), Timestamper(government.tsa()), SECRET)


def request(government: Government, level: Level, name: str = "official") -> Request:
    (certificate,) = read_certificates(government.certificate(name))
    signer = Absentee(certificate, read_certificates(government.certificate("interm")))
    look = Appearance(profile("copy_sao_y", now().date()), agency="Ủy ban nhân dân xã Thử Nghiệm")
    return Request("0d3c", signer, SignOptions("SaoY", level=level, appearance=look))


if __name__ == "__main__":
    step, base, servers, place = sys.argv[1:]
    government, folder = Government(base, Path(servers)), Path(place)
    if step == "prepare":
        job = prepare(
            folder / "source.pdf",
            folder / "prepared.pdf",
            request(government, Level.B_LTA),
            server(government),
            now(),
        )
        (folder / "job.json").write_text(job, "utf-8")
    elif step == "answer":
        told = answer(
            (folder / "job.json").read_text("utf-8"),
            (folder / "prepared.pdf").read_bytes(),
            government.identity("official"),
            now(),
        )
        (folder / "answer.json").write_text(told, "utf-8")
    else:
        job, told = ((folder / name).read_text("utf-8") for name in ("job.json", "answer.json"))
        finish(Answered(job, told), folder / "prepared.pdf", folder / "final.pdf", server(government), now())
