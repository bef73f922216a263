"""What `/api/v1` takes and answers about records, search and review, as its OpenAPI description tells it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from desk.web.routes.api_texts import OpeningPurpose, Reason, Text
from pipeline.procedure import is_dossier_code


class Reading(BaseModel):
    """What is said when a record is opened: the purpose, and the dossier's code where there is one."""

    model_config = ConfigDict(extra="forbid")

    purpose: OpeningPurpose
    dossier: Text = ""

    @field_validator("dossier")
    @classmethod
    def _a_code(cls, value: str) -> str:
        if value and not is_dossier_code(value):
            raise ValueError("not a dossier code")
        return value


class Matched(BaseModel):
    """Why a record was found: the field and its value, identity numbers masked."""

    label: str
    text: str


class Found(BaseModel):
    """A hit. `unchecked`: nobody has looked at its values yet."""

    record: str
    title: str
    type: str
    issued: str
    unchecked: bool
    dossiers: list[str]
    matches: list[Matched]


class FoundList(BaseModel):
    """One page of hits, the best first; `complaints` are parts of the query that mean nothing."""

    total: int
    hits: list[Found]
    complaints: list[str]
    next: str | None


class Value(BaseModel):
    """A field of a record; `masked` until the record is opened with a purpose. `now`: as later annotations have it."""

    key: str
    label: str
    value: str
    state: str
    masked: bool
    now: str


class FindingTold(BaseModel):
    """A finding; `closed` is the reason it was closed with, empty while it is open."""

    code: str
    severity: str
    text: str
    closed: str


class RecordTold(BaseModel):
    """A record. `opened` false: identity numbers are masked and findings left out."""

    record: str
    type: str
    title: str
    state: str
    unit: str
    revision: int
    unchecked: bool
    opened: bool
    pages: int
    version: str
    inventory_sha256: str
    final: bool
    dossiers: list[str]
    values: list[Value]
    findings: list[FindingTold]


class WaitingTold(BaseModel):
    """A record in the queue of review; `risk` 0 to 2, `holder` empty when nobody has it in hand."""

    record: str
    title: str
    type: str
    batch: str
    stage: str
    since: str
    risk: int
    doubtful: int
    findings: list[str]
    holder: str
    mine: bool


class Queue(BaseModel):
    """One page of the queue, the most urgent first."""

    records: list[WaitingTold]
    next: str | None


class Take(BaseModel):
    """Taking a record in hand; `over`: from somebody else, with the reason."""

    model_config = ConfigDict(extra="forbid")

    over: bool = False
    reason: Text = ""


class Held(BaseModel):
    """The record is in hand until `until`; `revision` as it is now."""

    record: str
    until: str
    revision: int


class ReviewField(BaseModel):
    """A field under review: `page` from 0, `box` in pixels of the upright page."""

    key: str
    label: str
    kind: str
    required: bool
    state: str
    value: str
    confidence: int = Field(description="percent")
    page: int | None
    box: list[int] | None
    choices: list[str]
    proposals: list[str]
    findings: list[FindingTold]


class ReviewTold(BaseModel):
    """A record under review; `revision` goes with every act on it. `last`: approving ends the review."""

    record: str
    title: str
    type: str
    revision: int
    stage: str
    last: bool
    doubtful: int
    blocking: int
    fields: list[ReviewField]
    absent: list[ReviewField]
    findings: list[FindingTold]


class Decision(BaseModel):
    """What a person says of one field: `value` with `act` value; `revision` is the one that was looked at."""

    model_config = ConfigDict(extra="forbid")

    act: Literal["confirm", "value", "as_written", "unreadable", "empty"]
    value: Text = ""
    reason: Text = ""
    revision: int = Field(ge=0, lt=2**31)


class Closing(BaseModel):
    """Why a finding is closed."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason


class Approval(BaseModel):
    """The revision that was looked at."""

    model_config = ConfigDict(extra="forbid")

    revision: int = Field(ge=0, lt=2**31)


class Stands(BaseModel):
    """How a record stands after an act. No values: they are asked for."""

    record: str
    state: str
    revision: int
    doubtful: int
    blocking: int
