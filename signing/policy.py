"""Who signs what, as data: the rule for a class of record and a purpose, and who holds which capacity.

Archiving without a signature is lawful where a rule with no signers says so; where no rule speaks, nothing is signed
and nothing is left unsigned silently: the question is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from signing.appearance import profiles
from signing.errors import ConfigurationRefused, IdentityRefused
from signing.verdict import Level

CAPACITIES = ("digitising_officer", "agency_mark", "official", "seal")
# What may have to stand in the ledger before the first signature: initials of whoever prepared it, number and date.
BEFORE = ("initials", "number")
EVERY = "*"


@dataclass(frozen=True)
class Step:
    """One signature: in which capacity, and how it looks (empty: invisible)."""

    capacity: str
    profile: str


@dataclass(frozen=True)
class Rule:
    """`signers` sign in this order; none means that the record is kept unsigned. `level` is None then.

    `before` is what must have happened before the first of them; `marks` are profiles put on the page at that moment.
    """

    record_class: str
    purpose: str
    signers: tuple[Step, ...]
    level: Level | None
    legal_basis: str
    valid_from: date
    valid_to: date | None = None
    before: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    def in_force(self, on: date) -> bool:
        """True between the two days, both included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Mandate:
    """A person (id) may sign these classes for this unit in this capacity, between two days.

    `certificate` is the SHA-256 fingerprint of the one certificate to be used for it (empty: any); `picture` a PNG of
    the pen signature or of the agency's seal, `diameter_mm` that seal's size.
    """

    person: str
    unit: str
    capacity: str
    classes: tuple[str, ...]
    valid_from: date
    valid_to: date | None = None
    certificate: str = ""
    picture: str = ""
    diameter_mm: float | None = None

    def covers(self, unit: str, capacity: str, record_class: str, on: date) -> bool:
        """True when this mandate allows it."""
        return (
            (self.unit, self.capacity) == (unit, capacity)
            and (EVERY in self.classes or record_class in self.classes)
            and self.valid_from <= on
            and (self.valid_to is None or on <= self.valid_to)
        )


def rules(path: Path | None = None) -> tuple[Rule, ...]:
    """The rules of the product, or of an installation's own file. Raises ConfigurationRefused for a wrong one."""
    text = path.read_text("utf-8") if path else files("signing").joinpath("policy.toml").read_text("utf-8")
    return tuple(_checked(entry) for entry in _entries(text, "rule"))


def mandates(path: Path) -> tuple[Mandate, ...]:
    """The mandates of an installation: `[[mandate]]` entries. Raises ConfigurationRefused for a wrong one.

    Pictures are named from the file's own folder.
    """
    found = []
    for entry in _entries(path.read_text("utf-8"), "mandate"):
        try:
            mandate = Mandate(**{**entry, "classes": tuple(entry["classes"])})
        except (TypeError, KeyError) as cause:
            raise _wrong(str(entry)) from cause
        if mandate.capacity not in CAPACITIES:
            raise _wrong(mandate.capacity)
        bare = mandate.certificate.replace(":", "").replace(" ", "").lower()
        picture = str(path.parent / mandate.picture) if mandate.picture else ""
        found.append(replace(mandate, certificate=bare, picture=picture))
    return tuple(found)


def rule_for(table: Iterable[Rule], record_class: str, purpose: str, on: date) -> Rule:
    """The one rule in force that day, the class's own before the general one. Raises ConfigurationRefused."""
    fitting = [rule for rule in table if rule.purpose == purpose and rule.in_force(on)]
    for wanted in (record_class, EVERY):
        own = [rule for rule in fitting if rule.record_class == wanted]
        if len(own) > 1:
            raise _wrong(f"{wanted}, {purpose}")
        if own:
            return own[0]
    raise ConfigurationRefused(
        f"Bảng ký số chưa quy định cho loại “{record_class}”, mục đích “{purpose}”, ngày {on.isoformat()}. "
        "Bổ sung một dòng, kể cả khi không cần ký.",
        f"The signing policy says nothing of “{record_class}” for “{purpose}” on {on.isoformat()}. "
        "Add a rule, also where nobody has to sign.",
    )


def mandate_of(held: Iterable[Mandate], person: str, need: tuple[str, str, str], on: date) -> Mandate:
    """The mandate under which `person` signs; `need` is (unit, capacity, record class). Raises IdentityRefused."""
    for mandate in held:
        if mandate.person == person and mandate.covers(*need, on):
            return mandate
    unit, capacity, record_class = need
    raise IdentityRefused(
        f"{person} không có thẩm quyền ký “{record_class}” cho {unit} với tư cách {capacity} "
        f"ngày {on.isoformat()}. Giao người có thẩm quyền ký, hoặc bổ sung phân công.",
        f"{person} may not sign “{record_class}” for {unit} as {capacity} on {on.isoformat()}. "
        "Let somebody with the mandate sign, or add it.",
    )


def _checked(entry: dict[str, Any]) -> Rule:
    try:
        rule = Rule(
            record_class=entry["class"],
            purpose=entry["purpose"],
            signers=tuple(Step(step["capacity"], step["profile"]) for step in entry["signers"]),
            level=Level(entry["level"]) if entry["level"] else None,
            legal_basis=entry["legal_basis"],
            valid_from=entry["valid_from"],
            valid_to=entry.get("valid_to"),
            before=tuple(entry.get("before", ())),
            marks=tuple(entry.get("marks", ())),
        )
    except (KeyError, TypeError, ValueError) as cause:
        raise _wrong(str(entry)) from cause
    fine = all(
        step.capacity in CAPACITIES and (not step.profile or step.profile in profiles())
        for step in rule.signers
    )
    fine = fine and set(rule.before) <= set(BEFORE) and set(rule.marks) <= set(profiles())
    if not fine or not rule.legal_basis or bool(rule.signers) != (rule.level is not None):
        raise _wrong(f"{rule.record_class}, {rule.purpose}")
    return rule


def _entries(text: str, name: str) -> list[dict[str, Any]]:
    try:
        return list(tomllib.loads(text).get(name, []))
    except tomllib.TOMLDecodeError as cause:
        raise _wrong(str(cause)) from cause


def _wrong(what: str) -> ConfigurationRefused:
    return ConfigurationRefused(
        f"Bảng ký số có mục không đúng hoặc trùng: {what}. Sửa tệp rồi chạy lại.",
        f"The signing policy has a wrong or doubled entry: {what}. Correct the file, then run again.",
    )
