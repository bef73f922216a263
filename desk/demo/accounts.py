"""Accounts for the demonstration's desk: one for each of the people who work there, all with one password a run."""

from __future__ import annotations

from pipeline.accounts import account as accounts
from pipeline.accounts import units
from pipeline.accounts.account import NewAccount
from pipeline.accounts.rights import Grant, Role
from pipeline.actors import Act
from pipeline.wiring import Services

# Login, invented name, roles.
PEOPLE = (
    ("quet", "Phạm Văn Quét", (Role.SCANNER,)),
    ("kiem", "Đỗ Thị Kiểm", (Role.REVIEWER,)),
    ("mot-cua", "Lê Thị Cửa", (Role.CLERK,)),
    ("lanh-dao", "Trần Văn Ký", (Role.OFFICIAL,)),
    ("luu-tru", "Hồ Thị Kho", (Role.ARCHIVIST, Role.AUDITOR)),
    ("quan-tri", "Võ Quản Trị", (Role.ADMIN,)),
)


def open_accounts(services: Services, act: Act, language: str, password: str) -> list[str]:
    """Make the accounts, or give those that are there the new `password`; returns their logins."""
    with services.ledger.writing(act) as connection:
        unit = units.register(connection, act, act.by.unit)
        there = {one.login for one in accounts.all_accounts(connection, act.at.date())}
        for login, name, roles in PEOPLE:
            if login in there:
                accounts.set_password(connection, act, login, password, must_change=False)
            else:
                wanted = NewAccount(login, name, unit.code, language, demo=True)
                accounts.create(connection, act, wanted, password, must_change=False)
            for role in roles:
                accounts.grant(connection, act, login, Grant(role, unit.code))
    return [login for login, _name, _roles in PEOPLE]
