"""Everything that could stop a signature, looked at for all documents before a PIN is asked for. Changes nothing.

What is looked at: the lease, the rule and the mandate, initials and number, the file's bytes against those approved,
the document itself (form fields, JavaScript, broken earlier signatures), the certificate, whether the level can be
reached, and what the appearance needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.actors import Act
from pipeline.errors import MoveRefused
from pipeline.issuing.cases import Case
from pipeline.issuing.claims import Refusal, held_file
from pipeline.issuing.dress import appearance_of
from pipeline.issuing.policy import Policy, on_day, policy
from pipeline.issuing.sign_queue import cases_for, refusal
from pipeline.issuing.signing_step import FIELDS, sound_file
from pipeline.signatures import evidence, timestamper
from pipeline.wiring import Services
from signing.appearance import lines_of
from signing.blocking import run
from signing.eligibility import check
from signing.errors import SigningError
from signing.identity import SigningIdentity
from signing.pades import SignOptions, admit, wanted_level
from signing.token import fingerprint

LACKING = {
    "initials": ("người trình chưa ký nháy", "the initials of whoever prepared it"),
    "number": ("chưa lấy số", "a number from the register"),
}
Reason = tuple[str, str, str]


@dataclass(frozen=True)
class Preflight:
    """`fine` may be signed now; `refused` are told with every reason found, and nobody need type a PIN for them."""

    fine: tuple[str, ...]
    refused: tuple[Refusal, ...]


def preflight(
    services: Services, act: Act, ids: Sequence[str], identity: SigningIdentity | None = None
) -> Preflight:
    """Look at these claimed records. `identity` may be one whose key is elsewhere (signing's Absentee); without
    it nothing is said of the certificate. Raises NotFound, OSError."""
    table = policy(services.settings)
    by_certificate = _certificate(services, act, identity) if identity else None
    fine, refused = list[str](), list[Refusal]()
    for case in cases_for(services, act, ids):
        reasons = list(_reasons(services, act, case, table, identity))
        if by_certificate is not None:
            reasons.append(by_certificate)
        refused += [Refusal(case.record, *reason) for reason in reasons]
        fine += [] if reasons else [case.record]
    return Preflight(tuple(fine), tuple(refused))


def _reasons(
    services: Services, act: Act, case: Case, table: Policy, identity: SigningIdentity | None
) -> Iterator[Reason]:
    may = refusal(table, act, case) or held_file(act, case)
    if may is not None:
        yield may
        return
    if case.lacking:
        vi, en = (", ".join(LACKING[one][language] for one in case.lacking) for language in (0, 1))
        yield ("LACKING", f"Chưa ký được {case.record[:8]}: {vi}.", f"Record {case.record[:8]} lacks {en}.")
    if identity is not None:
        yield from _mandated(act, case, table, identity)
    yield from _document(services, act, case)
    yield from _look(services, act, case, table)


def _mandated(act: Act, case: Case, table: Policy, identity: SigningIdentity) -> Iterator[Reason]:
    need = (case.row.unit, case.turn.capacity if case.turn else "", case.record_class)
    mandate = table.held(act.by.id, need, on_day(act.at))
    if mandate and mandate.certificate and mandate.certificate != fingerprint(identity.certificate):
        yield (
            "OTHER-CERTIFICATE",
            f"Phân công ký {case.record[:8]} gắn với chứng thư khác chứng thư “{identity.name}”. Dùng đúng thiết bị.",
            f"The mandate for {case.record[:8]} names another certificate than “{identity.name}”. Use that token.",
        )


def _document(services: Services, act: Act, case: Case) -> Iterator[Reason]:
    try:
        content = sound_file(services, case).read_bytes()
    except MoveRefused as changed:
        yield ("CHANGED", changed.vi, changed.en)
        return
    field = FIELDS[case.turn.capacity] if case.turn else ""
    options = SignOptions(field_name=field, level=case.goal)
    try:
        wanted_level(options, timestamper(services.settings))
        admit(content, options, evidence(services.settings).trust, act.at)
    except SigningError as refused:
        yield ("DOCUMENT", refused.vi, refused.en)


def _look(services: Services, act: Act, case: Case, table: Policy) -> Iterator[Reason]:
    try:
        appearance = appearance_of(services, act, case, table)
        if appearance is None:
            return
        lines_of(appearance, act.at)
    except SigningError as refused:
        yield ("APPEARANCE", refused.vi, refused.en)
        return
    if appearance.profile.picture and (appearance.picture is None or not appearance.picture.is_file()):
        yield (
            "APPEARANCE",
            "Mẫu chữ ký cần hình PNG; khai `picture` trong phân công của người ký.",
            "The signature shows a picture; name it as `picture` in the signer's mandate.",
        )
    if appearance.profile.place in ("given", "left-third") and appearance.box is None:
        yield (
            "APPEARANCE",
            f"Chưa chỉ chỗ đặt chữ ký trên {case.record[:8]}. Chỉ ra: sohoa issue open {case.record[:8]} --place ...",
            f"Nobody said where the signature stands on {case.record[:8]}: sohoa issue open {case.record[:8]} --place",
        )


def _certificate(services: Services, act: Act, identity: SigningIdentity) -> Reason | None:
    try:
        run(lambda: check(identity, evidence(services.settings), act.at))
    except SigningError as refused:
        return ("CERTIFICATE", refused.vi, refused.en)
    return None
