"""One run of the command line: settings, words, terminal, and who acts. Opens the home only when asked to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import typer

from desk.console import Terminal
from desk.words import Words
from pipeline.errors import PipelineError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.actors import Act, Actor
    from pipeline.wiring import Services

# desk.home brings in every part of the house, which costs seconds; help and usage faults need none of it.

DONE, WRONG_USE, BAD_INPUT, MISSING, REFUSED, PARTLY, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130


class BadInput(PipelineError):
    """A file that was named is not there or cannot be used at all."""

    exit_code = BAD_INPUT


@dataclass(frozen=True)
class Session:
    """Handed to every command as `ctx.obj`."""

    settings: Settings
    words: Words
    terminal: Terminal
    environ: Mapping[str, str]

    @cached_property
    def services(self) -> Services:
        """The opened home. Raises Missing when it was never made."""
        from desk import home

        return home.open_known(self.settings)

    @property
    def has_home(self) -> bool:
        """Whether the ledger of these settings exists."""
        from desk import home

        return home.is_made(self.settings)

    def begin(self) -> Actor:
        """Who acts; makes the home if there is none. Only for commands that begin work."""
        from desk import home

        if home.make_if_none(self.settings):
            self.say("init.made", home=self.settings.home)
        return self.actor()

    def actor(self) -> Actor:
        """The person at the terminal."""
        from desk import home

        return home.person_here(self.settings)

    def act(self) -> Act:
        """The person at the terminal, now."""
        return self.act_of(self.actor())

    def act_of(self, actor: Actor) -> Act:
        """`actor`, now."""
        from pipeline.actors import Act

        return Act(actor, self.services.clock())

    def record(self, typed: str) -> str:
        """The id of the record that was named by its id or the beginning of it. Raises NotFound, WrongUse."""
        from pipeline.lookup import resolve

        with self.services.ledger.reading() as connection:
            return resolve(connection, typed)

    def say(self, key: str, style: str = "", **facts: object) -> None:
        """A message from the words, on stderr."""
        self.terminal.say(self.words(key, **facts), style)

    def show_next(self, commands: Sequence[str]) -> None:
        """What may be done next, as commands to copy."""
        self.terminal.show_commands(self.words("next.lead"), commands)

    def fault(self, fault: Exception) -> str:
        """The text of an exception that carries one in both languages."""
        return self.words.either(getattr(fault, "vi", str(fault)), getattr(fault, "en", str(fault)))


def session_of(ctx: typer.Context) -> Session:
    """The session of the running command."""
    found: Any = ctx.obj
    if not isinstance(found, Session):
        raise TypeError("commands run through desk.cli.run, which makes their session")
    return found
