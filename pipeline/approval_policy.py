"""Written policies of a unit by which records of a type are approved without a person; whether one fits is review's."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from pipeline.errors import WrongUse


class ApprovalPolicy(BaseModel):
    """A unit's written policy that lets records of one type be approved when every field is settled."""

    model_config = ConfigDict(frozen=True)

    type: str
    person: str = Field(min_length=3)
    decided: date
    document: str = Field(min_length=3)


def policies_of(setting: str) -> dict[str, ApprovalPolicy]:
    """Policies by record type, from `type=person, YYYY-MM-DD, document` entries separated by `;`.

    Raises WrongUse when one is not complete.
    """
    entries = [entry.strip() for entry in setting.split(";") if entry.strip()]
    return {policy.type: policy for policy in map(_policy, entries)}


def _policy(entry: str) -> ApprovalPolicy:
    kind, _, rest = entry.partition("=")
    parts = [part.strip() for part in rest.split(",", 2)]
    try:
        person, decided, document = parts
        return ApprovalPolicy(
            type=kind.strip(), person=person, decided=date.fromisoformat(decided), document=document
        )
    except ValueError as problem:
        raise WrongUse(
            f"SOHOA_AUTO_APPROVE: '{entry}' phải có dạng loại=người quyết định, YYYY-MM-DD, số văn bản.",
            f"SOHOA_AUTO_APPROVE: '{entry}' must read type=person, YYYY-MM-DD, document.",
        ) from problem
