"""Is a file PDF/A? Our own structural check, and veraPDF's verdict where it is installed. Changes nothing.

Files of ours are PDF/A-2u. Of files that came in as PDF/A the one they declare is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Name, Object
from pikepdf.pdfa import validate_written

from ocr.jpeg2000 import jpeg2000_is_legal
from ocr.pdf_page import BROKEN
from ocr.tools import VERAPDF, find, require
from ocr.verapdf import DECLARED, FLAVOUR, VeraVerdict, judge

PROFILE = "PDF/A-2u"
_FLAVOUR = "2b"
# pikepdf judges level B only; our files declare U, and what U adds is checked here.
_LEVEL_RULE, _LEVEL_U = "ISO_19005_2:6.6.4-3", "is 'U'"
_LEVEL_RULES = re.compile(r"ISO_19005_\d:(6\.6\.4-3|6\.7\.11-3)")
# PDF/A-4 (ISO 19005-4) and what may come after it are beyond both judges' flavours.
_DECLARED = re.compile("[123][ABU]")
_JPEG2000 = "JPEG 2000 images are not supported"


@dataclass(frozen=True)
class ConformanceReport:
    """`structural` is "passed" or "failed" with `problems`; `verapdf` is "passed", "failed" or "not run".

    `rules` are the clauses that veraPDF found broken.
    """

    profile: str
    structural: str
    problems: tuple[str, ...]
    verapdf: str
    rules: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data for storage beside the file."""
        return {
            "profile": self.profile,
            "structural": self.structural,
            "problems": list(self.problems),
            "verapdf": self.verapdf,
            "rules": list(self.rules),
        }


def check(
    paths: Sequence[Path], verapdf: bool | None = None, program: Path | None = None
) -> list[ConformanceReport]:
    """Checks files; a report for each, in order.

    `verapdf` True demands veraPDF's verdict (raises ToolMissing without it), False leaves it out, None asks
    it if it is installed. `program` names its command, else PATH and the place of `make tools` are searched.
    """
    problems = [tuple(_problems(path)) for path in paths]
    verdicts = _judged(paths, verapdf, program)
    return [_report(found, verdict) for found, verdict in zip(problems, verdicts, strict=True)]


def check_received(
    path: Path, verapdf: bool | None = None, program: Path | None = None
) -> ConformanceReport | None:
    """What is found of a PDF that came in, by the PDF/A it declares itself; None when it declares none.

    `verapdf` and `program` as for `check`. The structural check judges level B of the declared part.
    """
    status = _declared(path)
    if status is None:
        return None
    findings = validate_written(path, f"{status[0]}b").findings
    problems = tuple(
        f"{finding.rule} {finding.where}: {finding.message}"
        for finding in findings
        if not _LEVEL_RULES.fullmatch(finding.rule)
    )
    (verdict,) = _judged([path], verapdf, program, DECLARED)
    return replace(_report(problems, verdict), profile=f"PDF/A-{status.lower()}")


def _declared(path: Path) -> str | None:
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf, pdf.open_metadata() as xmp:
            status = str(xmp.pdfa_status).upper()
    except (*BROKEN, OSError):
        return None
    return status if _DECLARED.fullmatch(status) else None


def _judged(
    paths: Sequence[Path], verapdf: bool | None, program: Path | None, flavour: str = FLAVOUR
) -> Sequence[VeraVerdict | None]:
    if verapdf:
        return judge(paths, require(VERAPDF, program), flavour)
    found = find(VERAPDF, program) if verapdf is None else None
    return judge(paths, found, flavour) if found else [None] * len(paths)


def _report(problems: tuple[str, ...], verdict: VeraVerdict | None) -> ConformanceReport:
    structural = "failed" if problems else "passed"
    if verdict is None:
        return ConformanceReport(PROFILE, structural, problems, "not run", ())
    return ConformanceReport(
        PROFILE, structural, problems, "passed" if verdict.compliant else "failed", verdict.rules
    )


def _problems(path: Path) -> list[str]:
    findings = validate_written(path, _FLAVOUR).findings
    found = [
        f"{finding.rule} {finding.where}: {finding.message}"
        for finding in findings
        if not (finding.rule == _LEVEL_RULE and _LEVEL_U in finding.message)
        and not (finding.kind == "unsupported" and _JPEG2000 in finding.message)
    ]
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            found.extend(_problems_of_level_u(pdf))
            found.extend(_problems_of_jpeg2000(pdf))
    except (*BROKEN, OSError) as broken:
        found.append(f"unreadable: {type(broken).__name__}")
    return found


def _problems_of_level_u(pdf: pikepdf.Pdf) -> list[str]:
    """ISO 19005-2 6.2.11.7: the level is declared, and every font tells its Unicode."""
    found = []
    with pdf.open_metadata() as xmp:
        if xmp.pdfa_status.upper() != "2U":
            found.append(f"ISO_19005_2:6.6.4: declared as {xmp.pdfa_status or 'nothing'} instead of 2U")
    fonts = [thing for thing in pdf.objects if _is_composite_font(thing)]
    found.extend(
        f"ISO_19005_2:6.2.11.7.2: font {font.get('/BaseFont')} has no ToUnicode"
        for font in fonts
        if "/ToUnicode" not in font
    )
    return found


def _problems_of_jpeg2000(pdf: pikepdf.Pdf) -> list[str]:
    """ISO 19005-2 6.2.8.3, which pikepdf leaves unchecked."""
    coded = (thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream))
    return [
        f"ISO_19005_2:6.2.8.3: JPEG 2000 image {image.objgen[0]} is not plain 8-bit gray or RGB"
        for image in coded
        if image.get("/Filter") == Name.JPXDecode and not jpeg2000_is_legal(image.read_raw_bytes())
    ]


def _is_composite_font(thing: Object) -> bool:
    return (
        isinstance(thing, pikepdf.Dictionary)
        and thing.get("/Type") == Name.Font
        and thing.get("/Subtype") == Name.Type0
    )
