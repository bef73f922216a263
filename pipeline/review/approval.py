"""How a review ends: the stage is done, the record is approved, rejected, or sent back from signing."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from pipeline.actors import Act, ActorKind
from pipeline.approval_policy import ApprovalPolicy
from pipeline.errors import MoveRefused, VersionConflict, WrongUse
from pipeline.issuing.clearing import OF_THE_FINAL, clear
from pipeline.ledger import move_record, touch_record
from pipeline.lookup import RecordView, view
from pipeline.record import FieldState, RecordState
from pipeline.record_type import record_types
from pipeline.review import lease
from pipeline.review.decisions import Correction, correct, decide, open_for_change
from pipeline.review.stages import Item, advance, item_of, play, reopen
from pipeline.review.undo import remembered


def finish_stage(connection: Connection, act: Act, record: str, *, revision: int | None = None) -> Item:
    """Hand the record on to the next stage, which another person plays; the last stage ends with `approve`.

    Raises MoveRefused while a field is open, when the stage is one of keying, or when it is the last one.
    """
    found, item = open_for_change(connection, act, record, revision)
    stage = item.stage
    if stage.keying or item.last:
        verb = "key" if stage.does == "key" else "adjudicate" if stage.keying else "approve"
        raise MoveRefused(
            f"Bước '{stage.vi}' của tài liệu {record} không kết thúc ở đây [sohoa record {verb} {record[:8]}].",
            f"The step '{stage.en}' of record {record} does not end here [sohoa record {verb} {record[:8]}].",
        )
    if found.doubtful:
        raise MoveRefused(_obstacles(found, "vi"), _obstacles(found, "en"))
    play(connection, act, item, stage)
    with remembered(connection, act, record, "stage"):
        moved = advance(connection, act, item, stage)
        decide(connection, act, record, "stage", new={"stage": stage.name, "next": moved.stage.name})
        touch_record(connection, act, record, {})
    lease.release(connection, act, record)
    return moved


def approve(
    connection: Connection,
    act: Act,
    record: str,
    *,
    confirm: bool = False,
    policy: ApprovalPolicy | None = None,
    revision: int | None = None,
) -> None:
    """Approve a record in the name of a person (or of a unit's written policy, see `auto_approve`).

    With `confirm` the person says to have looked at every doubtful field and takes it as read. Raises
    MoveRefused while a field or an error finding is open, while a stage before the last one is not done, or when
    the actor is a bare service; VersionConflict when the record changed since the person saw it.
    """
    _refuse_machine(act, policy)
    found = _seen(connection, act, record, revision)
    item = item_of(connection, record, found.row.type)
    _refuse_before_last(item)
    if policy is None:
        play(connection, act, item, item.stage)
    if confirm:
        found = _confirmed(connection, act, found)
    _refuse_open(found)
    with remembered(connection, act, record, "approve"):
        advance(connection, act, item, item.stage, to=item.at)
        move_record(connection, act, record, RecordState.APPROVED)
        written = policy.model_dump(mode="json") if policy else None
        decide(connection, act, record, "approve", new={"policy": written} if written else None)
    lease.release(connection, act, record)


def _seen(connection: Connection, act: Act, record: str, revision: int | None) -> RecordView:
    stands_on = lease.guard(connection, act, record, revision)
    found = view(connection, record)
    if stands_on != found.row.revision:
        raise VersionConflict(
            f"Tài liệu {record} vừa được người khác sửa. Mở lại rồi duyệt.",
            f"Record {record} was changed by someone else meanwhile. Open it again.",
        )
    return found


def _refuse_machine(act: Act, policy: ApprovalPolicy | None) -> None:
    if act.by.kind is ActorKind.SERVICE and policy is None:
        raise MoveRefused(
            "Duyệt tài liệu phải do một người có tên thực hiện.",
            "A record is approved by a named person only.",
        )


def _confirmed(connection: Connection, act: Act, found: RecordView) -> RecordView:
    if not found.doubtful:
        return found
    confirmed = [Correction(field.key, FieldState.CONFIRMED) for field in found.doubtful]
    return correct(connection, act, found.id, confirmed)


def _refuse_before_last(item: Item) -> None:
    if not item.last:
        raise MoveRefused(
            f"Tài liệu {item.record} còn ở bước '{item.stage.vi}', chưa tới bước duyệt "
            f"[sohoa record take {item.record[:8]}].",
            f"Record {item.record} is still at the step '{item.stage.en}', before approval "
            f"[sohoa record take {item.record[:8]}].",
        )


def _refuse_open(found: RecordView) -> None:
    if not found.quick:
        raise MoveRefused(_obstacles(found, "vi"), _obstacles(found, "en"))


def _obstacles(found: RecordView, language: str) -> str:
    kind = record_types()[found.row.type]
    doubtful = ", ".join(kind.called(field.key, language) for field in found.doubtful)
    blocking = " ".join(kept.finding.text(language) for kept in found.blocking)
    if language == "en":
        return f"Record {found.id} cannot be approved yet. Fields to look at: {doubtful or 'none'}. {blocking}".strip()
    return f"Chưa duyệt được tài liệu {found.id}. Trường cần xem: {doubtful or 'không'}. {blocking}".strip()


def reject(connection: Connection, act: Act, record: str, reason: str) -> None:
    """Take a record out of review because its scan is of no use. Single pages are rescanned by rescan.py."""
    _needs_reason(reason)
    lease.guard(connection, act, record, None)
    with remembered(connection, act, record, "reject"):
        move_record(connection, act, record, RecordState.REJECTED)
        decide(connection, act, record, "reject", reason=reason)
    lease.release(connection, act, record)


def send_back(connection: Connection, act: Act, record: str, reason: str) -> None:
    """The official refuses to sign: the record returns to review with the reason, and its stages begin again."""
    _needs_reason(reason)
    lease.refuse_unseen(connection, act, record)
    clear(connection, act, record)
    gone = dict.fromkeys(OF_THE_FINAL)
    move_record(connection, act, record, RecordState.IN_REVIEW, gone)
    decide(connection, act, record, "send_back", reason=reason)
    reopen(connection, act, record)


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise WrongUse(
            'Trả lại tài liệu phải ghi lý do: --reason "...".',
            'Sending a record back needs a reason: --reason "...".',
        )


def auto_approve(
    connection: Connection, act: Act, record: str, policies: Mapping[str, ApprovalPolicy]
) -> bool:
    """Approve a quick record whose type a unit's written policy covers; the policy goes into the decision.

    A policy stands in for one person, so it never serves a review of several stages.
    """
    found = view(connection, record)
    policy = policies.get(found.row.type)
    if policy is None or not found.quick or found.state is not RecordState.IN_REVIEW:
        return False
    if not item_of(connection, record, found.row.type).single:
        return False
    approve(connection, act, record, policy=policy)
    return True
