"""Exceptions of all packages that carry their text in both languages; everything else is a defect of ours."""

from __future__ import annotations

from archive.errors import ArchiveError
from ocr.faults import OcrError
from pipeline.errors import PipelineError
from signing.errors import SigningError

KNOWN_FAULTS = (ArchiveError, OcrError, PipelineError, SigningError)
MISSING = 3


def exit_code(fault: ArchiveError | OcrError | PipelineError | SigningError) -> int:
    """The exit code of docs/design.md: the pipeline's faults carry theirs, a library's means a missing part."""
    return fault.exit_code if isinstance(fault, PipelineError) else MISSING
