"""The rail: the sections of the desk, who sees them, and which one is a person's first page."""

from __future__ import annotations

from dataclasses import dataclass

from desk.web.language import msg
from desk.web.visitor import Visitor
from pipeline.accounts.rights import Role


@dataclass(frozen=True)
class Section:
    """`letter` follows `g` on the keyboard; who is allowed one of `actions` sees it."""

    name: str
    label: str
    address: str
    letter: str
    actions: tuple[str, ...]


SECTIONS = (
    Section("scan", msg("Quét"), "/batches", "q", ("batch.see",)),
    Section("review", msg("Kiểm tra"), "/review", "k", ("record.approve",)),
    Section("dossiers", msg("Hồ sơ"), "/dossiers", "h", ("dossier.see",)),
    Section("sign", msg("Ký"), "/sign", "y", ("queue.see", "component.sign")),
    Section("archive", msg("Kho"), "/search", "o", ("search.use",)),
    Section("figures", msg("Số liệu"), "/figures", "s", ("figures.see",)),
    Section("system", msg("Hệ thống"), "/system", "t", ("system.see",)),
)
_FIRST = {
    Role.SCANNER: "scan",
    Role.REVIEWER: "review",
    Role.CLERK: "dossiers",
    Role.OFFICIAL: "sign",
    Role.ARCHIVIST: "scan",
    Role.AUDITOR: "figures",
    Role.ADMIN: "system",
}
# Where somebody lands who has no role yet: to learn. And who practises, in the practice's queue.
NO_ROLE, PRACTISING = "/practice", "/review"


def sections_for(visitor: Visitor) -> tuple[Section, ...]:
    """The sections that a person may see."""
    return tuple(one for one in SECTIONS if any(visitor.may(action) for action in one.actions))


def first_page(visitor: Visitor) -> str:
    """The queue of a person's first role."""
    if visitor.session.practice is not None:
        return PRACTISING
    held = {grant.role for grant in visitor.account.grants}
    for role in Role:
        if role in held:
            return next(section.address for section in SECTIONS if section.name == _FIRST[role])
    return NO_ROLE
