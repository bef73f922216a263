"""The office's signing policy as settings name it: its table, its mandates, and what stands in for them in trials.

The table and the question put to it are signing/policy.py; here it is read from the settings and pinned in the ledger.

The development identity stands in for everybody: where the table asks for signatures it signs once, unseen, under no
mandate and without initials or number, to the level that the settings name. Whether the table speaks at all, and
whether it wants a signature, holds in a trial as it does in earnest.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.errors import Missing
from pipeline.settings import Settings
from signing.policy import Mandate, Rule, Step, mandates, rule_for, rules
from signing.verdict import Level

DEVELOPMENT = "development"
DIGITISATION, COMPONENT, RESULT, COPY = (
    "archive_digitisation",
    "dossier_component",
    "issued_result",
    "certified_copy",
)
PURPOSES = (DIGITISATION, COMPONENT, RESULT, COPY)
# The class of every record that is an entry of a register volume.
REGISTER_PAGE = "register_page"
_VIETNAM = timezone(timedelta(hours=7))
_ORDER = tuple(Level)


@dataclass(frozen=True)
class Policy:
    """Table and mandates in force; `development` is the level of a trial, None outside of one."""

    rules: tuple[Rule, ...]
    mandates: tuple[Mandate, ...]
    development: Level | None = None
    at_least: Level | None = None

    def rule(self, record_class: str, purpose: str, on: date) -> Rule:
        """The rule for it. Raises signing's ConfigurationRefused where the table is silent."""
        found = rule_for(self.rules, record_class, purpose, on)
        if not found.signers:
            return found
        if self.development:
            return replace(
                found, signers=(Step(DEVELOPMENT, ""),), level=self.development, before=(), marks=()
            )
        return replace(found, level=highest(found.level, self.at_least))

    def held(self, person: str, need: tuple[str, str, str], on: date) -> Mandate | None:
        """The mandate under which `person` signs; `need` is (unit, capacity, record class)."""
        return next((one for one in self.mandates if one.person == person and one.covers(*need, on)), None)


def policy(settings: Settings) -> Policy:
    """What the settings name; the product's own table when they name none, and then nobody holds a mandate.

    Raises Missing for a file that is not there, signing's ConfigurationRefused for a wrong one.
    """
    table = _rules(*_stamp(settings.sign_policy)) if settings.sign_policy else _rules(None, 0)
    held = _mandates(*_stamp(settings.sign_mandates)) if settings.sign_mandates else ()
    level = Level(settings.sign_level) if settings.sign_level else None
    if settings.signer != DEVELOPMENT:
        return Policy(table, held, None, level)
    return Policy(table, held, level or (Level.B_T if settings.tsa_url else Level.B_B))


def highest(*levels: Level | None) -> Level | None:
    """The highest of them; None stands below every level."""
    given = [level for level in levels if level is not None]
    return max(given, key=_ORDER.index) if given else None


def reaches(level: str | None, goal: Level) -> bool:
    """Whether a file at `level` is at `goal` or above."""
    return level is not None and _ORDER.index(Level(level)) >= _ORDER.index(goal)


def on_day(at: datetime) -> date:
    """The day in Vietnam at that moment: rules and registers count days there."""
    return at.astimezone(_VIETNAM).date()


def rule_json(rule: Rule) -> dict[str, Any]:
    """A rule as it is pinned in the ledger."""
    plain = asdict(rule)
    return {
        **plain,
        "level": rule.level.value if rule.level else None,
        "valid_from": rule.valid_from.isoformat(),
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
    }


def rule_from_json(plain: dict[str, Any]) -> Rule:
    """What `rule_json` wrote."""
    return Rule(
        record_class=plain["record_class"],
        purpose=plain["purpose"],
        signers=tuple(Step(**step) for step in plain["signers"]),
        level=Level(plain["level"]) if plain["level"] else None,
        legal_basis=plain["legal_basis"],
        valid_from=date.fromisoformat(plain["valid_from"]),
        valid_to=date.fromisoformat(plain["valid_to"]) if plain["valid_to"] else None,
        before=tuple(plain["before"]),
        marks=tuple(plain["marks"]),
    )


def _stamp(path: Path) -> tuple[Path, int]:
    try:
        return path, path.stat().st_mtime_ns
    except OSError as cause:
        raise Missing(
            f"Không có tệp {path} mà cấu hình ký số chỉ tới. Sửa SOHOA_SIGN_POLICY hoặc SOHOA_SIGN_MANDATES.",
            f"There is no {path}, which the signing settings name. Correct SOHOA_SIGN_POLICY or SOHOA_SIGN_MANDATES.",
        ) from cause


# The moment of the last change belongs to the key: an edited file counts from the next question on.
@lru_cache(maxsize=8)
def _rules(path: Path | None, _changed: int) -> tuple[Rule, ...]:
    return rules(path)


@lru_cache(maxsize=8)
def _mandates(path: Path, _changed: int) -> tuple[Mandate, ...]:
    return mandates(path)
