"""What stops the agent, beside what stops a signature.

SigningError
  WrongUse              the command was given wrongly
  ServerUnreachable     the server did not answer, or said that it cannot now; run the same command again   (transient)
  ServerRefused         the server said no, with a code of docs/agent.md
  DocumentSwapped       what came is not what was listed; nothing was signed
"""

from __future__ import annotations

from signing.errors import SigningError


class WrongUse(SigningError):
    """An option is missing or wrong."""


class ServerUnreachable(SigningError):
    """No usable answer came after several tries; nothing is lost."""


class ServerRefused(SigningError):
    """The server's own refusal; `code` is one of docs/agent.md."""

    def __init__(self, vi: str, en: str, code: str = "refused") -> None:
        super().__init__(vi, en)
        self.code = code

    def __reduce__(self) -> tuple[type[ServerRefused], tuple[str, ...]]:  # type: ignore[override]
        return (type(self), (self.vi, self.en, self.code))


class DocumentSwapped(SigningError):
    """The prepared file does not hold the listed document, or holds more than it and a place for a signature."""
