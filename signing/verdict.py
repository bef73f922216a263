"""What is said of a signed file, in the words of EN 319 102-1, and the form in which it is handed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """The three answers of EN 319 102-1, and two for files to which its question cannot be put."""

    PASSED = "TOTAL-PASSED"
    INDETERMINATE = "INDETERMINATE"
    FAILED = "TOTAL-FAILED"
    NO_SIGNATURE = "NO-SIGNATURE"
    REFUSED = "REFUSED"


# From best to worst; the verdict of a file is the worst of its signatures.
_SEVERITY = (Verdict.PASSED, Verdict.INDETERMINATE, Verdict.FAILED, Verdict.REFUSED)


def worst(verdicts: tuple[Verdict, ...]) -> Verdict:
    """The gravest of several answers; there must be at least one, and NO-SIGNATURE is not among them."""
    return max(verdicts, key=_SEVERITY.index)


class Level(StrEnum):
    """PAdES baseline levels (EN 319 142-1), each holding the ones before."""

    B_B = "B-B"
    B_T = "B-T"
    B_LT = "B-LT"
    B_LTA = "B-LTA"


_LEVELS = tuple(Level)


def lowest(levels: tuple[Level | None, ...]) -> Level | None:
    """The level that all of them reach; None as soon as one reaches none."""
    reached = [level for level in levels if level is not None]
    return min(reached, key=_LEVELS.index) if reached and len(reached) == len(levels) else None


DEVELOPMENT_IDENTITY = "DEVELOPMENT-IDENTITY"
TIMESTAMP_NOT_VERIFIED = "TIMESTAMP-NOT-VERIFIED"


@dataclass(frozen=True)
class CertificateFacts:
    """By what a certificate is found again: `serial` and `sha256` in hex, `issuer` as in RFC 4514."""

    subject: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    sha256: str


@dataclass(frozen=True)
class StampVerdict:
    """What is said of an archive timestamp: `holds` when it is intact and its server is one we believe."""

    made_at: datetime
    holds: bool
    certificate: CertificateFacts


@dataclass(frozen=True)
class SignatureVerdict:
    """What is said of one signature.

    `signed_at` is proven from level B-T on, before that only claimed by the signer. `level` is None when the
    signature is no PAdES signature or is broken. `reason` is None when it passed, otherwise a sub-indication
    of EN 319 102-1 or one of the codes in report.py. `changes` names what was done to the file after this signature,
    where it is ILLEGAL-CHANGE; `sound` then says that the signature itself is valid over the revision it covers.
    """

    field: str
    signer: str
    signed_at: datetime | None
    level: Level | None
    verdict: Verdict
    reason: str | None
    changes: tuple[str, ...] = ()
    sound: bool = False
    certificate: CertificateFacts | None = None

    def as_json(self) -> dict[str, Any]:
        """One entry of `signatures` in the file's JSON; what was changed only where something was."""
        changed = {"changes": list(self.changes), "signed_revision_valid": self.sound} if self.changes else {}
        return {
            "field": self.field,
            "signer": self.signer,
            "signed_at": self.signed_at.astimezone(UTC).isoformat() if self.signed_at else None,
            "level": self.level.value if self.level else None,
            "verdict": self.verdict.value,
            "reason": self.reason,
            **changed,
        }


@dataclass(frozen=True)
class FileVerdict:
    """What is said of a file: the worst of its signatures, and whether the newest covers every byte.

    For REFUSED the first of `warnings` is the reason.
    """

    verdict: Verdict
    level: Level | None
    covers_whole_file: bool
    signature_count: int
    warnings: tuple[str, ...]
    signatures: tuple[SignatureVerdict, ...]
    timestamps: tuple[StampVerdict, ...] = ()

    def as_json(self, file: str) -> dict[str, Any]:
        """The document that `verify --json` prints."""
        return {
            "file": file,
            "verdict": self.verdict.value,
            "level": self.level.value if self.level else None,
            "covers_whole_file": self.covers_whole_file,
            "signature_count": self.signature_count,
            "warnings": list(self.warnings),
            "signatures": [signature.as_json() for signature in self.signatures],
        }


def refused(reason: str) -> FileVerdict:
    """The verdict on a file to which the question cannot be put."""
    return FileVerdict(Verdict.REFUSED, None, False, 0, (reason,), ())
