"""Signed files for people to look at and for other validators: `python -m benchmarks.sign_samples OUT`.

`make sign-samples OUT=dir` runs it. Everything is signed under an invented government whose servers run on loopback
while the files are made and are gone afterwards; what the files need to be judged lies beside them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
from PIL import Image, ImageCms, ImageDraw

from benchmarks.government import Government, now, running
from signing.appearance import Appearance, Box, profile
from signing.deferred import Absentee, Answered, Request, Server, answer, finish, prepare
from signing.evidence import Evidence
from signing.identity import read_certificates
from signing.pades import SignOptions, sign
from signing.renew import renew
from signing.timestamp import Timestamper
from signing.trust import load_trust
from signing.verdict import Level
from signing.verify import judge

AGENCY = "Ủy ban nhân dân xã Thử Nghiệm"
PLACE: Box = (360.0, 170.0, 500.0, 230.0)


@dataclass(frozen=True)
class Workshop:
    """The government, what a batch shares, and the folder that the files go to."""

    government: Government
    evidence: Evidence
    stamper: Timestamper
    out: Path

    def sign(self, source: str, target: str, level: Level, who: str = "official", look: str = "") -> None:
        """One more signature on a file of the folder, in the field named after who signs."""
        appearance = None
        if look:
            known = profile(look, now().date())
            picture = self.out / "picture.png" if known.picture else None
            appearance = Appearance(known, AGENCY, "12/QĐ-UBND", picture, box=PLACE)
        sign(
            self.out / source,
            self.out / target,
            self.government.identity(who),
            at=now(),
            trust=self.government.trust(),
            options=SignOptions(look or who, level=level, appearance=appearance),
            timestamper=self.stamper,
            evidence=self.evidence,
        )


def make(out: Path) -> list[str]:
    """Make every sample in `out`; returns the environment in which `sohoa verify` judges them."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "servers") as government:
        lists = make_under(government, out)
        judged = load_trust(replace(government.trust(*lists, offline=True)))
        for file in sorted(out.glob("*.pdf")):
            verdict = judge(file.read_bytes(), judged, at=now())
            print(f"{file.name:32} {verdict.verdict:14} {verdict.level or '-':6} {verdict.signature_count}")
    root = (out / "root.crt").absolute()
    crls = ":".join(str((out / f"{name}.crl").absolute()) for name in ("root", "interm"))
    return [
        f"SOHOA_TRUST_ROOTS={root}",
        f"SOHOA_TSA_ROOTS={root}",
        "# the lists are for B-B and B-T only: files of higher levels carry their evidence",
        f"SOHOA_CRLS={crls}",
    ]


def make_under(government: Government, out: Path) -> list[Path]:
    """Make every sample in `out` under this government; returns its revocation lists there, beside root.crt."""
    out.mkdir(parents=True, exist_ok=True)
    workshop = Workshop(government, Evidence(government.trust()), Timestamper(government.tsa()), out)
    _documents(out)
    for step in (_levels, _together, _deferred, _renewed):
        step(workshop)
    shutil.copy(government.root, out / "root.crt")
    (out / "picture.png").unlink()
    return [government.list_of(name, now(), out / f"{name}.crl") for name in ("root", "interm")]


def _documents(out: Path) -> None:
    modes = {"classic": pikepdf.ObjectStreamMode.disable, "stream": pikepdf.ObjectStreamMode.generate}
    for name, mode in modes.items():
        write_pdfa(out / f"unsigned-{name}.pdf", mode=mode)
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((10, 10, 390, 390), outline=(200, 0, 0, 255), width=14)
    image.save(out / "picture.png")


def write_pdfa(path: Path, pages: int = 1, mode: pikepdf.ObjectStreamMode | None = None) -> Path:
    """A PDF/A-2b of drawn pages."""
    with pikepdf.new() as pdf:
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Contents = pdf.make_stream(b"0.8 0.9 1 rg %d 100 200 300 re f" % (50 + number))
        colours = pdf.make_stream(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
        colours.N = 3
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier="sRGB",
            DestOutputProfile=colours,
        )
        pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
        with pdf.open_metadata() as metadata:
            metadata["pdfaid:part"] = "2"
            metadata["pdfaid:conformance"] = "B"
        pdf.save(path, object_stream_mode=mode or pikepdf.ObjectStreamMode.preserve)
    return path


def _levels(workshop: Workshop) -> None:
    for table in ("classic", "stream"):
        for level in Level:
            workshop.sign(f"unsigned-{table}.pdf", f"{level}-{table}.pdf", level)


def _together(workshop: Workshop) -> None:
    workshop.sign("unsigned-stream.pdf", "official.pdf", Level.B_LT, "official", "official")
    workshop.sign("official.pdf", "official-seal.pdf", Level.B_LTA, "seal", "agency_seal")
    workshop.sign("official-seal.pdf", "official-seal-copy.pdf", Level.B_LTA, "seal", "copy_sao_y")
    workshop.sign("unsigned-stream.pdf", "archive-mark.pdf", Level.B_LTA, "seal", "archive_digitisation")


def _deferred(workshop: Workshop) -> None:
    government, gap = workshop.government, workshop.out / "gap.tmp"
    (certificate,) = read_certificates(government.certificate("clerk"))
    signer = Absentee(certificate, read_certificates(government.certificate("interm")))
    server = Server(workshop.evidence, workshop.stamper, b"a secret for these samples alone")
    request = Request("sample", signer, SignOptions("clerk", level=Level.B_LTA))
    job = prepare(workshop.out / "unsigned-stream.pdf", gap, request, server, now())
    told = answer(job, gap.read_bytes(), government.identity("clerk"), now())
    finish(Answered(job, told), gap, workshop.out / "deferred.pdf", server, now())
    gap.unlink()


def _renewed(workshop: Workshop) -> None:
    renew(
        workshop.out / "B-LTA-stream.pdf",
        workshop.out / "renewed.pdf",
        at=now(),
        evidence=workshop.evidence,
        timestamper=Timestamper(workshop.government.tsa("tsa2")),
    )


def main(arguments: list[str], say: Callable[[str], None] = print) -> int:
    """Entry point; 1 without a folder."""
    if len(arguments) != 1:
        say("OUT=dir")
        return 1
    for line in make(Path(arguments[0])):
        say(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
