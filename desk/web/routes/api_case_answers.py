"""What `/api/v1` takes and answers about dossiers, the sign queue, copies, figures and the trail."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, field_validator

from desk.web.routes.api_texts import Reason, Text
from pipeline.procedure import is_dossier_code
from pipeline.procedures import procedures


class NewCase(BaseModel):
    """A dossier to be opened, or found when it is open under that code."""

    model_config = ConfigDict(extra="forbid")

    code: str
    procedure: str
    person: Reason
    born: Text = ""
    number: Text = ""

    @field_validator("code")
    @classmethod
    def _a_code(cls, value: str) -> str:
        if not is_dossier_code(value):
            raise ValueError("not a dossier code")
        return value

    @field_validator("procedure")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in procedures():
            raise ValueError("no such procedure")
        return value


class Attaching(BaseModel):
    """The component that an archived record is for; empty where the procedure names none."""

    model_config = ConfigDict(extra="forbid")

    component: Text = ""


class Detaching(BaseModel):
    """Why a record leaves."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason


class MemberTold(BaseModel):
    """A record in a component, by version."""

    record: str
    title: str
    version: str
    attached: str
    by: str
    unchecked: bool
    signature: str


class ComponentTold(BaseModel):
    """A component and what is in it."""

    key: str
    label: str
    required: bool
    members: list[MemberTold]


class CaseBrief(BaseModel):
    """A dossier in a list; `dossier` is its id."""

    dossier: str
    code: str
    title: str
    procedure: str
    unit: str
    state: str
    opened: str
    closed: str | None


class CaseList(BaseModel):
    """One page of dossiers, the one opened last first."""

    dossiers: list[CaseBrief]
    next: str | None


class CaseTold(CaseBrief):
    """A dossier; `missing` counts required components without a record."""

    components: list[ComponentTold]
    missing: int


class CaseState(BaseModel):
    """How a dossier stands after an act."""

    dossier: str
    code: str
    state: str
    missing: int


class ToSign(BaseModel):
    """A document that waits for this person. `lacking`: what has to be there first."""

    record: str
    title: str
    type: str
    capacity: str
    level: str
    legal_basis: str
    since: str
    lacking: str
    held: bool


class SignQueue(BaseModel):
    """What this person may sign now."""

    documents: list[ToSign]


class CopyTold(BaseModel):
    """A line of a register of certified copies."""

    copy_id: str
    number: str
    date: str
    unit: str
    kind: str
    record: str
    pages: list[int]
    receiver: str
    signed: str
    by: str
    level: str
    sha256: str
    annulled: str | None


class CopyList(BaseModel):
    """One page of a year's registers, the newest first."""

    year: int
    copies: list[CopyTold]
    next: str | None


class Counted(BaseModel):
    """A figure with its denominator."""

    part: int
    whole: int


class UnitFigures(BaseModel):
    """The figures of a unit by name; docs/desk.md says what each counts."""

    unit: str
    figures: dict[str, Counted]


class Figures(BaseModel):
    """Figures of what began from `first` to the end of `last`; null: ever."""

    first: str | None
    last: str | None
    units: list[UnitFigures]


class Event(BaseModel):
    """An event of the audit trail: ids, codes and digests."""

    number: int
    at: str
    type: str
    object: str
    actor: str
    unit: str
    outcome: str
    detail: dict[str, str | int]


class EventList(BaseModel):
    """One page of events, the newest first."""

    events: list[Event]
    next: str | None
