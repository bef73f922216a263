"""Homes of practice: one for each practice, with a ledger, a store and a workspace of its own under `practice/`.

That is the whole guard: a practice record lies in no table and no store of the office, so no export, signature,
search, figure or package can reach it. The folder goes when the practice is judged. Knows no page.
"""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

from desk.demo import samples
from desk.demo.samples import KnownRecord
from desk.web.runs import Runner, Runs
from pipeline.actors import Act
from pipeline.docket import Docket
from pipeline.intake import Request, receive
from pipeline.record_type import record_types
from pipeline.settings import PREFIX, Settings, load, names
from pipeline.wiring import Services, open_services

FOLDER = "practice"
# What practice has in common with the office: how papers are read and judged. Nothing of where things lie or who signs.
SHARED = (
    "lang", "unit", "engine", "workers", "page_seconds", "max_page_pixels", "max_file_bytes", "max_pages",
    "accept_high", "accept_medium", "accept_low", "record_types", "lease_minutes", "tools_dir", "double_keying",
)  # fmt: skip
# Nobody plays a second person against a newcomer: one reviews, and whoever types blind is the first of two.
ALONE = {"SOHOA_REVIEW_PRESETS": ""}


@dataclass(frozen=True)
class Papers:
    """Pages of invented people with what stands on them, by file name: one document each."""

    known: Mapping[str, tuple[Path, KnownRecord]]

    def some(self, count: int, chance: Random) -> list[str]:
        """The names of `count` of them, or of all when there are fewer."""
        return sorted(chance.sample(sorted(self.known), min(count, len(self.known))))

    def blind(self, names: Sequence[str], risks: frozenset[str]) -> str:
        """The type whose papers among `names` are typed blind: the rarest with a known field of those risk classes.

        Empty when no type has one, or when nothing else would be left to review in the usual way.
        """
        told = [self.known[name][1] for name in names]
        count = Counter(one.type for one in told)
        risky = {one.type for one in told if risks & {_risk(one.type, key) for key in one.fields}}
        rarest = min(sorted(risky), key=lambda type: count[type], default="")
        return rarest if len(count) > 1 else ""


def _risk(type: str, key: str) -> str:
    spec = record_types()[type].spec(key)
    return spec.risk if spec else ""


def sample_papers() -> Papers:
    """The product's samples that are one page with one document of a known type. Raises Missing without them."""
    told, types = samples.load(), record_types()
    found = {
        name: (told.pages / name, known[0])
        for name, known in told.known.items()
        if len(known) == 1 and known[0].pages == {1} and known[0].type in types and name.endswith(".jpg")
        if known[0].fields
    }
    return Papers(found)


@dataclass(frozen=True)
class Practice:
    """One practice's home, opened, and what runs in it."""

    services: Services
    runs: Runs


@dataclass
class PracticeHomes:
    """Holds the opened homes of practice; `papers` are found when the first practice begins."""

    settings: Settings
    runner: Runner
    papers: Callable[[], Papers] = sample_papers
    _open: dict[str, Practice] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, run: str) -> Practice:
        """The home of a practice, made when it is not there."""
        with self._lock:
            if run not in self._open:
                environ = self._environ(run)
                services = open_services(load(environ))
                self._open[run] = Practice(services, Runs(services, Runner(environ, self.runner.program)))
            return self._open[run]

    def receive(self, run: str, act: Act) -> str:
        """Take papers in as a batch and begin to read them; returns the batch. Safe to repeat."""
        practice, papers = self.of(run), self.papers()
        files: Sequence[Path] = [papers.known[name][0] for name in self._chosen(run, papers)]
        services = practice.services
        asked = Request(docket=Docket.model_validate({"archival_file": "Luyện tập"}))
        batch = receive(services.ledger, services.workspace, files, asked, act, str(uuid4())).batch
        practice.runs.digitize(batch, act.by)
        return batch

    def drop(self, run: str) -> None:
        """Close and remove the home of a practice that is judged. Safe to repeat."""
        with self._lock:
            practice = self._open.pop(run, None)
        if practice is not None:
            practice.services.ledger.engine.dispose()
        shutil.rmtree(self._folder(run), ignore_errors=True)

    def _folder(self, run: str) -> Path:
        return self.settings.home / FOLDER / str(UUID(run))

    def _chosen(self, run: str, papers: Papers) -> list[str]:
        return papers.some(self.settings.practice_records, Random(UUID(run).int))

    def _environ(self, run: str) -> dict[str, str]:
        papers, risks = self.papers(), frozenset(names(self.settings.double_keying))
        blind = {f"{PREFIX}DOUBLE_KEYING_TYPES": papers.blind(self._chosen(run, papers), risks)}
        outside = {name: told for name, told in self.runner.environ.items() if not name.startswith(PREFIX)}
        shared = {
            f"{PREFIX}{name.upper()}": str(told)
            for name in SHARED
            if (told := getattr(self.settings, name)) is not None
        }
        return {**outside, **shared, **ALONE, **blind, "SOHOA_HOME": str(self._folder(run))}
