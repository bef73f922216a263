"""What can go wrong with the machine or with a request, as exceptions. Faults of documents are findings.

PipelineError
  WrongUse           the request itself makes no sense (unknown setting, unknown type); exit code 1
  NotFound           no batch, record, page or dossier under that name; exit code 1
  MoveRefused        the state does not allow this step now; exit code 4
  VersionConflict    someone else changed the record meanwhile; exit code 4
  Missing            something this machine needs is not there; exit code 3
"""

from __future__ import annotations


class PipelineError(Exception):
    """Base of this package's exceptions; carries its text in Vietnamese and English."""

    exit_code = 1

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en


class WrongUse(PipelineError):
    """The request makes no sense as it stands."""


class NotFound(PipelineError):
    """Nothing is known under that id or code."""


class MoveRefused(PipelineError):
    """The present state does not allow this step; the text says which step comes first."""

    exit_code = 4


class VersionConflict(PipelineError):
    """The record was changed by someone else since it was read; nothing was overwritten."""

    exit_code = 4


class Missing(PipelineError):
    """A program, key or file that this step needs is not on this machine."""

    exit_code = 3
