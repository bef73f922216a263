"""`sohoa account link` and `unlink`: whom the office's login provider lets in as which account."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.commands.options import Login
from desk.session import DONE, session_of
from desk.web.oidc_options import oidc_of
from pipeline.accounts import links
from pipeline.errors import WrongUse


def link(
    ctx: typer.Context, login: Login, identity: Annotated[str, typer.Argument(metavar="IDENTITY")]
) -> int:
    """From now on this account comes in through the provider, and has no password here."""
    session = session_of(ctx)
    provider = oidc_of(session.settings)
    if provider is None:
        raise WrongUse(
            "Chưa khai báo nhà cung cấp đăng nhập: SOHOA_OIDC_ISSUER.",
            "No login provider is declared: SOHOA_OIDC_ISSUER.",
        )
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        links.link(connection, act, login, provider.issuer, identity)
    session.say("account.linked", login=login)
    return DONE


def unlink(ctx: typer.Context, login: Login) -> int:
    """Nobody comes in as this account any more until it is linked anew or given a password."""
    session = session_of(ctx)
    act = session.act()
    with session.services.ledger.writing(act) as connection:
        done = links.unlink(connection, act, login)
    session.say("account.unlinked" if done else "account.not_linked", login=login)
    return DONE
