"""What stops a signature from being made. What is wrong with one already made is a verdict, not an error.

SigningError
  IdentityRefused        this certificate or key may not sign now (expired, wrong use, weak, revoked, foreign)
    PinRefused           the token did not take the PIN; it was tried once and will not be tried again
  DocumentRefused        this document may not be signed (form fields, JavaScript, encrypted, not a PDF, ...)
  JobRefused             a job of deferred signing was altered, has expired, or was answered wrongly
  TimestampUnavailable   the timestamp server did not answer; try again later   (the only transient one)
  ConfigurationRefused   settings or files of this installation are wrong; a person must correct them
"""

from __future__ import annotations


class SigningError(Exception):
    """Base of this package's exceptions; carries its text in Vietnamese and English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en

    def __reduce__(self) -> tuple[type[SigningError], tuple[str, str]]:
        # The default rebuilds an exception from `args`, which holds one text only.
        return (type(self), (self.vi, self.en))


class IdentityRefused(SigningError):
    """The certificate or its key must not be used for this signature; nothing was signed."""


class PinRefused(IdentityRefused):
    """The PIN is wrong or locked. Whoever signs a batch stops here: the next try may lock the token."""


class DocumentRefused(SigningError):
    """The document must not be signed as it is; the text names what to remove or correct first."""


class JobRefused(SigningError):
    """A job of deferred signing is not what was handed out; nothing was signed or kept."""


class TimestampUnavailable(SigningError):
    """The timestamp server could not be reached or gave no token; the same call may succeed later."""


class ConfigurationRefused(SigningError):
    """A setting, trust root, revocation list or path of this installation is missing or wrong."""
