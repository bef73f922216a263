"""What can be wrong with a file or a page, as codes; and what can be wrong with the machine, as exceptions.

A fault of a document is data: a code and the facts that explain it. The texts people read live with the
findings of the pipeline, which knows both languages and the next step.

OcrError
  ToolMissing        a program or its language data is not on this machine
  EngineFailed       the engine itself broke; not the page's fault
  PageUnreadable     carries a Fault: this page or file cannot be read, the rest can
"""

from __future__ import annotations

from dataclasses import dataclass, field

FILE_EMPTY = "FILE_EMPTY"
FILE_TOO_LARGE = "FILE_TOO_LARGE"
FILE_TYPE = "FILE_TYPE"
FILE_DAMAGED = "FILE_DAMAGED"
FILE_ENCRYPTED = "FILE_ENCRYPTED"
FILE_TOO_MANY_PAGES = "FILE_TOO_MANY_PAGES"
PAGE_DAMAGED = "PAGE_DAMAGED"
PAGE_TOO_LARGE = "PAGE_TOO_LARGE"
PAGE_TIMEOUT = "PAGE_TIMEOUT"
PAGE_MEMORY = "PAGE_MEMORY"
PAGE_KILLED_WORKER = "PAGE_KILLED_WORKER"

CODES = frozenset(
    {
        FILE_EMPTY,
        FILE_TOO_LARGE,
        FILE_TYPE,
        FILE_DAMAGED,
        FILE_ENCRYPTED,
        FILE_TOO_MANY_PAGES,
        PAGE_DAMAGED,
        PAGE_TOO_LARGE,
        PAGE_TIMEOUT,
        PAGE_MEMORY,
        PAGE_KILLED_WORKER,
    }
)


@dataclass(frozen=True)
class Fault:
    """A coded statement about a file or page, with the facts its text needs (all strings)."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Plain data for crossing a process border."""
        return {"code": self.code, "facts": self.facts}


def damaged(number: int, detail: str) -> Fault:
    """The fault of a page whose data is broken; `detail` is a short technical reason."""
    return Fault(PAGE_DAMAGED, {"page": str(number), "detail": detail[:120]})


class OcrError(Exception):
    """Base of this package's exceptions; carries its text in Vietnamese and English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en

    def __reduce__(self) -> tuple[type[OcrError], tuple[object, ...]]:
        # The default rebuilds an exception from `args`, which holds one text of the two.
        return (type(self), (self.vi, self.en))


class ToolMissing(OcrError):
    """A program or its data is missing; the text names the command that brings it."""


class EngineFailed(OcrError):
    """The engine broke on its own account; reading again elsewhere may work."""


class PageUnreadable(OcrError):
    """This page (or file) cannot be read; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(
            f"không đọc được: {fault.code} {fault.facts}", f"unreadable: {fault.code} {fault.facts}"
        )
        self.fault = fault

    def __reduce__(self) -> tuple[type[PageUnreadable], tuple[object, ...]]:
        return (PageUnreadable, (self.fault,))
