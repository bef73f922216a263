"""Alarms on reading: somebody opens, searches or is refused far more often than work explains. Stops nobody.

An alarm is an event of the trail, once an hour for each account and rule. People judge it; the rules only count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from sqlalchemy import Connection, distinct, func, select

from archive import instant
from archive.tables import ALARM, outbox
from pipeline.actors import Act
from pipeline.ledger import note
from pipeline.premis import VIEWED

WINDOW = timedelta(hours=1)


@dataclass(frozen=True)
class Rule:
    """`most` different objects of events of these types within an hour; more is an alarm named `name`."""

    name: str
    types: tuple[str, ...]
    most: int


def rules(opened_an_hour: int) -> Mapping[str, Rule]:
    """The rules by the type of event that makes one ask; lists and searches may be five times as many as openings."""
    reading = Rule("bulk_reading", ("record.opened", "record.downloaded", VIEWED), opened_an_hour)
    listing = Rule("bulk_searching", ("records.listed",), opened_an_hour * 5)
    refused = Rule("many_refusals", ("access.refused",), opened_an_hour)
    return MappingProxyType({kind: rule for rule in (reading, listing, refused) for kind in rule.types})


def watch(connection: Connection, act: Act, kind: str, opened_an_hour: int) -> bool:
    """After an event of type `kind` by `act.by`: raise the alarm when it was one too many; True when raised now.

    `opened_an_hour` 0 watches nothing.
    """
    rule = rules(opened_an_hour).get(kind) if opened_an_hour else None
    if rule is None:
        return False
    # An index answers this: the trail of an archive has millions of lines, and every search asks while others wait.
    since = (outbox.c.actor == act.by.id) & (outbox.c.at >= instant.as_text(act.at - WINDOW))
    count = select(func.count(distinct(outbox.c.object))).where(since, outbox.c.type.in_(rule.types))
    found = connection.scalar(count) or 0
    if found <= rule.most:
        return False
    name = f"{ALARM}{rule.name}"
    if connection.scalar(select(outbox.c.id).where(since, outbox.c.type == name).limit(1)) is not None:
        return False
    note(connection, act, name, act.by.id, {"count": found, "most": rule.most, "minutes": 60})
    return True
