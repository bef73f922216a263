"""Arguments and options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Id = Annotated[str, typer.Argument(metavar="ID")]
Login = Annotated[str, typer.Argument(metavar="LOGIN")]
Json = Annotated[bool, typer.Option("--json")]
Pairs = list[str]
Type = Annotated[str | None, typer.Option("--type", metavar="TYPE")]
Batch = Annotated[str | None, typer.Option("--batch", metavar="ID")]
Pass = Annotated[str | None, typer.Option("--pass", metavar="PASS")]
StageName = Annotated[str | None, typer.Option("--stage", metavar="STAGE")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT")]
MustReason = Annotated[str, typer.Option("--reason", metavar="TEXT")]
Revision = Annotated[int | None, typer.Option("--revision", metavar="N")]
Values = Annotated[Pairs | None, typer.Argument(metavar="KEY=VALUE...")]
AsWritten = Annotated[Pairs | None, typer.Option("--as-written", metavar="KEY=VALUE")]
Unreadable = Annotated[Pairs | None, typer.Option("--unreadable", metavar="KEY")]
Empty = Annotated[Pairs | None, typer.Option("--empty", metavar="KEY")]
Why = Annotated[str | None, typer.Option("--purpose", metavar="PURPOSE")]
ForDossier = Annotated[str | None, typer.Option("--for", metavar="CODE")]
