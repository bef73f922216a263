"""The verdict on a PDF as a report that people can read and print. Judges with the home's own trust, stores nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

from desk.web.contexts.archive import SignatureLine, VerdictPart
from desk.web.numbers import whole
from desk.web.visitor import Visitor
from pipeline.actors import timestamp
from pipeline.signatures import trust
from signing.report import lines, sentence
from signing.verdict import FileVerdict, Level, SignatureVerdict
from signing.verify import verify


def judged(visitor: Visitor, path: Path, name: str) -> VerdictPart:
    """What is said of the file at `path` now; `name` is what people call it."""
    services, language = visitor.services, visitor.tongue.language
    at = services.clock()
    verdict = verify(path, trust(services.settings, offline=True), at=at)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    told = lines(verdict, language)
    return VerdictPart(
        name=name,
        size=whole(visitor.tongue, path.stat().st_size),
        sha256=digest,
        at=timestamp(at),
        by=visitor.actor.name,
        verdict=verdict.verdict.value,
        first=told[0].partition(": ")[2] or told[0],
        covers=verdict.covers_whole_file,
        signatures=tuple(_line(one, language) for one in verdict.signatures),
        warnings=_notes(verdict, language),
        lines=tuple(told),
    )


def _line(one: SignatureVerdict, language: str) -> SignatureLine:
    return SignatureLine(
        signer=one.signer or one.field,
        verdict=one.verdict.value,
        level=one.level.value if one.level else "",
        signed_at=timestamp(one.signed_at) if one.signed_at else "",
        proven=one.level not in (None, Level.B_B),
        reason=sentence(one.reason, language) if one.reason else "",
    )


def _notes(verdict: FileVerdict, language: str) -> tuple[str, ...]:
    return tuple(sentence(code, language) for code in verdict.warnings)
