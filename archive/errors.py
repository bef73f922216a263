"""What can go wrong with the machine around the archive, each with its text in Vietnamese and English.

ArchiveError
  StoreUnavailable      the store did not answer; try again (the only one that flows retry)
  ObjectMissing         nothing stands under that key, id, name or code
  ObjectExists          the key already holds other bytes
  ObjectLocked          the store keeps the key under lock or legal hold; it cannot be removed yet
  FixityBroken          bytes no longer match their digest, or cannot be what they claim to be
  LeaseTaken            another worker holds this object for now
  ConfigurationRefused  address, keys or rights of the store are wrong; a person must look
  NameRefused           a key or file name that no store may keep
  DossierClosed         a closed dossier takes no changes
  AuditBroken           the audit trail in the database and its segments in the store disagree
  RemovalRefused        a removal lacks its second person, its end of term, or meets a legal hold

Damage inside stored objects is not an exception but data: see fixity.py.
"""

from __future__ import annotations


class ArchiveError(Exception):
    """Base of this package's exceptions; `vi` and `en` say what happened, to what, and what to do next."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi, en)
        self.vi = vi
        self.en = en

    def __str__(self) -> str:
        return self.en


class StoreUnavailable(ArchiveError):
    """The store did not answer or has no room; the same call may work later."""


class ObjectMissing(ArchiveError):
    """Nothing stands under that key, id, name or code."""


class ObjectExists(ArchiveError):
    """The key already holds other bytes; what is stored stays as it is."""


class ObjectLocked(ArchiveError):
    """The key is under lock or legal hold: it stays until the lock ends or a person lifts it."""


class FixityBroken(ArchiveError):
    """Bytes do not match the digest promised for them."""


class LeaseTaken(ArchiveError):
    """Another worker holds this object until its lease ends or expires."""


class ConfigurationRefused(ArchiveError):
    """Address, keys or rights of the store are wrong; trying again does not help."""


class NameRefused(ArchiveError):
    """A key or file name outside the safe set (ASCII, no `..`, no empty part)."""


class DossierClosed(ArchiveError):
    """A closed dossier takes no changes."""


class AuditBroken(ArchiveError):
    """The audit trail in the database and its segments in the store disagree."""


class RemovalRefused(ArchiveError):
    """A removal lacks its second person or its end of term, or meets a legal hold."""
