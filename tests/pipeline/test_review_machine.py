"""Review under random acts of three people, under two processes at once, and on a ledger of the first version."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import databases
import postgresql_server
import pytest
from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from reviewing import BY_HAND, HOA, LAN, MACHINE, MINH, act, put_batch, put_record
from sqlalchemy import select, text
from time_limits import joined

from archive import schema as archive_schema
from pipeline import database
from pipeline.actors import Actor, remember
from pipeline.errors import PipelineError
from pipeline.ledger import Ledger
from pipeline.lookup import view
from pipeline.record import FieldState
from pipeline.review import approval, keying, lease, stages, undo
from pipeline.review.adjudication import Choice, adjudicate, differences
from pipeline.review.decisions import Correction, correct
from pipeline.review.presets import ANY, Rules
from pipeline.review.tables import leases, parts

PEOPLE = (LAN, MINH, HOA)
PERSON, NAME = st.sampled_from(PEOPLE), st.sampled_from(["LÊ NHƯ PHỤNG", "LÊ NHƯ PHƯỢNG"])
KEEP = 15.0


class Reviewers(RuleBasedStateMachine):
    """Three people do anything in any order to one handwritten record with the office's four steps behind keying."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.ledger = Ledger(database.open_engine(databases.new_url(Path(self.folder.name))))
        self.record = put_record(self.ledger, put_batch(self.ledger), Rules({ANY: "office"}), found=BY_HAND)
        self.minute = 0.0
        self.decided: dict[str, str | None] = {}
        self.before: list[tuple[Actor, dict[str, str | None]]] = []
        self.holder: tuple[Actor, float] | None = None

    def teardown(self) -> None:
        self.ledger.engine.dispose()
        self.folder.cleanup()

    def tried(self, by: Actor, what: Any) -> bool:
        """Do it in a transaction of its own; False when it was refused, which must leave nothing behind."""
        self.minute += 1
        when = act(by, self.minute)
        try:
            with self.ledger.writing(when) as connection:
                what(connection, when)
        except PipelineError:
            return False
        assert self.holder is None or self.holder[0] == by or self.holder[1] <= self.minute
        return True

    def kept(self, by: Actor) -> None:
        """What the record says is from now on what the model expects."""
        self.before.append((by, dict(self.decided)))
        with self.ledger.reading() as connection:
            found = view(connection, self.record)
        self.decided = {field.key: field.value for field in found.fields if field.state.by_person}

    @rule(by=PERSON, over=st.booleans())
    def take(self, by: Actor, over: bool) -> None:
        held, why = self.holder, "thử"
        self.holder = None
        if self.tried(by, lambda c, a: lease.take(c, a, self.record, minutes=KEEP, over=over, why=why)):
            assert held is None or over or held[0] == by or held[1] <= self.minute
            self.holder = (by, self.minute + KEEP)
        else:
            self.holder = held

    @rule(by=PERSON)
    def release(self, by: Actor) -> None:
        held, self.holder = self.holder, None
        self.tried(by, lambda c, a: lease.release(c, a, self.record))
        self.holder = None if held and held[0] == by else held

    @rule(by=PERSON, name=NAME, done=st.booleans())
    def key(self, by: Actor, name: str, done: bool) -> None:
        def typing(connection: Any, when: Any) -> None:
            told = keying.form(connection, when, self.record)
            assert {one.mine.value for one in told.fields if one.mine} <= {
                name,
                "LÊ NHƯ PHỤNG",
                "LÊ NHƯ PHƯỢNG",
                None,
            }
            ways = [
                Correction("child_full_name", FieldState.CORRECTED, name)
                if one.spec.key == "child_full_name"
                else Correction(one.spec.key, FieldState.CONFIRMED_EMPTY)
                for one in told.fields
            ]
            keying.enter(connection, when, self.record, ways)
            if done:
                keying.finish(connection, when, self.record)

        if self.tried(by, typing) and done:
            self.holder = None
            self.kept(by)
            self.before.clear()

    @rule(by=PERSON, side=st.sampled_from(["first", "second"]))
    def adjudicate(self, by: Actor, side: str) -> None:
        def third(connection: Any, when: Any) -> None:
            waiting = differences(connection, when, self.record)
            adjudicate(connection, when, self.record, [Choice(one.spec.key, side) for one in waiting])

        if self.tried(by, third):
            self.holder = None
            self.kept(by)

    @rule(by=PERSON, name=NAME)
    def correct(self, by: Actor, name: str) -> None:
        way = Correction("registration_place", FieldState.CORRECTED, name)
        if self.tried(by, lambda c, a: correct(c, a, self.record, [way], reason="xem ảnh")):
            self.kept(by)

    @rule(by=PERSON)
    def stage(self, by: Actor) -> None:
        if self.tried(by, lambda c, a: approval.finish_stage(c, a, self.record)):
            self.holder = None
            self.kept(by)

    @rule(by=PERSON)
    def undo(self, by: Actor) -> None:
        if self.tried(by, lambda c, a: undo.undo(c, a, self.record)):
            author, self.decided = self.before.pop()
            assert author == by

    @invariant()
    def nothing_decided_is_lost(self) -> None:
        with self.ledger.reading() as connection:
            found = view(connection, self.record)
        assert {f.key: f.value for f in found.fields if f.state.by_person} == self.decided

    @invariant()
    def nobody_plays_two_parts(self) -> None:
        with self.ledger.reading() as connection:
            item = stages.item_of(connection, self.record, "birth")
            rows = connection.execute(select(parts).where(parts.c.acted_at.is_not(None))).all()
        group = {stage.name: stage.group for stage in item.stages}
        played: dict[tuple[str, str, int], set[str]] = defaultdict(set)
        for row in rows:
            played[row.actor, group[row.stage], row.round].add(row.stage)
        assert all(len(names) == 1 for names in played.values())


def test_random_acts_of_three_people() -> None:
    Reviewers.TestCase.settings = settings(
        max_examples=6, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    Reviewers.TestCase("runTest").runTest()


def _grab(url: str, by: Actor, records: list[str], start: Any, won: Any) -> None:
    ledger = Ledger(database.open_engine(url))
    start.wait(60)
    for record in records:
        try:
            with ledger.writing(act(by)) as connection:
                lease.take(connection, act(by), record, minutes=KEEP)
            won.put((record, by.id))
        except PipelineError:
            continue
    won.put(None)


@pytest.mark.parametrize("kind", databases.BOTH)
def test_two_processes_never_get_the_same_lease(kind: str, tmp_path: Path) -> None:
    url = databases.new_url(tmp_path, kind)
    ledger = Ledger(database.open_engine(url))
    batch = put_batch(ledger)
    records = [put_record(ledger, batch) for _ in range(12)]
    ledger.engine.dispose()
    context = multiprocessing.get_context("fork")
    start, won = context.Barrier(2), context.Queue()
    racers = [
        context.Process(target=_grab, args=(url, by, records, start, won), daemon=True) for by in (LAN, MINH)
    ]
    for racer in racers:
        racer.start()
    got: list[tuple[str, str]] = []
    ended = 0
    while ended < 2:
        told = won.get(timeout=120)
        ended += told is None
        got += [told] if told else []
    joined(*racers)
    assert [racer.exitcode for racer in racers] == [0, 0]
    assert sorted(record for record, _by in got) == sorted(records)
    with ledger.reading() as connection:
        rows = {(row.record, row.holder) for row in connection.execute(select(leases))}
    assert rows == set(got)


@pytest.mark.parametrize("kind", databases.BOTH)
def test_a_ledger_of_the_first_version_keeps_its_records(kind: str, tmp_path: Path) -> None:
    fresh = kind == databases.POSTGRESQL and postgresql_server.new_database()
    engine = database.open_engine(fresh or f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["engine"] = engine
    command.upgrade(config, "0001")
    with engine.begin() as connection:
        remember(connection, MACHINE)
        connection.execute(text(
            "INSERT INTO ledger_batches (id, unit, state, source_set, docket, created_at, created_by) "
            "VALUES ('b', 'u', 'closed', 's', '{}', '2026-01-01T00:00:00.000Z', 'service:digitize')"
        ))  # fmt: skip
        connection.execute(text(
            "INSERT INTO ledger_records (id, batch, first_source, first_number, entry, unit, type, score, margin, "
            "state, revision, public_code, created_at, changed_at) VALUES ('r', 'b', 1, 1, 0, 'u', 'birth', 1, 1, "
            "'in_review', 1, 'c', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')"
        ))  # fmt: skip
        connection.execute(text(
            "INSERT INTO ledger_fields (record, key, ordinal, value, written, confidence, state) "
            "VALUES ('r', 'child_full_name', 0, 'A B', 'A B', 0.5, 'needs_review')"
        ))  # fmt: skip
    database.upgrade(engine)
    archive_schema.upgrade(engine)
    ledger = Ledger(engine)
    with ledger.reading() as connection:
        assert view(connection, "r").fields[0].value == "A B"
        assert stages.item_of(connection, "r", "birth").single
    with ledger.writing(act(LAN)) as connection:
        correct(connection, act(LAN), "r", [Correction("child_full_name", FieldState.CONFIRMED)])
        assert undo.undo(connection, act(LAN), "r").fields[0].state is FieldState.NEEDS_REVIEW
