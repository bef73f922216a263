"""Logging in at a provider on loopback: who gets in, who does not, and every way of lying about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from counter_desk import NO_AUTHORITY, PASSWORD, UNIT, Client, DeskHouse, make_house, served
from login_provider import (
    CLIENT,
    SECRET,
    LoginProvider,
    providing,
    same,
    signed_by_another,
    signed_with_the_public_key,
    unsigned,
)
from sqlalchemy import select, update

from archive.tables import outbox
from desk.web.id_token import TokenRefused
from desk.web.oidc_fetch import ProviderFailed
from desk.web.oidc_options import local_of, oidc_of
from desk.web.oidc_provider import Provider
from desk.web.oidc_try import begin
from pipeline.accounts import account as accounts
from pipeline.accounts import links, sessions, totp
from pipeline.accounts.account import NewAccount
from pipeline.accounts.outside_login import Door, let_in
from pipeline.accounts.rights import Grant, Role
from pipeline.accounts.secrets_box import open_box
from pipeline.accounts.tables import accounts as account_table
from pipeline.accounts.tables import sessions as session_table
from pipeline.actors import timestamp
from pipeline.errors import WrongUse
from pipeline.settings import load


@pytest.fixture(scope="module")
def standing() -> Iterator[LoginProvider]:
    with providing() as made:
        yield made


@pytest.fixture(scope="module")
def office(standing: LoginProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskHouse]:
    """A desk where everybody but the emergency administrator logs in at the provider."""
    folder = tmp_path_factory.mktemp("oidc")
    secret = folder / "secret"
    secret.write_text(SECRET + "\n", encoding="utf-8")
    told = {"SOHOA_OIDC_ISSUER": standing.url, "SOHOA_OIDC_CLIENT_ID": CLIENT}
    told |= {"SOHOA_OIDC_SECRET_FILE": str(secret), "SOHOA_OIDC_FACTOR": "amr:mfa"}
    house = make_house(folder / "home", "official", SOHOA_LOCAL_LOGINS="quantri", **told)
    with served(house) as running:
        yield running


@pytest.fixture
def provider(standing: LoginProvider) -> Iterator[LoginProvider]:
    """The provider as it ought to be, whatever the test before did."""
    yield standing
    fresh = LoginProvider()
    for name in ("who", "twist", "sign", "describe", "reuse", "bodies"):
        setattr(standing, name, getattr(fresh, name))


def linked(house: DeskHouse, login: str, name: str, role: Role = Role.SCANNER) -> str:
    """An account that the administrator made for somebody outside."""
    act, issuer = house.act("quantri"), house.services.settings.oidc_issuer
    with house.services.ledger.writing(act) as connection:
        unit = accounts.create(connection, act, NewAccount(login, "Người Nối", UNIT), None).unit
        accounts.grant(connection, act, login, Grant(role, unit))
        links.link(connection, act, login, issuer, name)
    return login


def through(client: Client, address: str = "/login/oidc") -> httpx.Response:
    """There and back; the answer of the desk."""
    there = client.get(address)
    assert there.status_code == 303, there.text
    back = at_the_provider(there.headers["location"])
    return client.get(back)


def at_the_provider(address: str) -> str:
    """The person logs in there; where the browser is sent back to."""
    return httpx.get(address, verify=NO_AUTHORITY).headers["location"]


def told(house: DeskHouse, kind: str) -> list[Any]:
    with house.services.ledger.reading() as connection:
        rows = connection.execute(select(outbox).where(outbox.c.type == kind).order_by(outbox.c.id))
        return list(rows)


def reasons(house: DeskHouse) -> list[str]:
    return [json.loads(row.detail)["reason"] for row in told(house, "account.login_refused")]


def test_somebody_linked_gets_in_and_where_they_wanted(office: DeskHouse, provider: LoginProvider) -> None:
    linked(office, "ngoai-mot", "sub-1")
    provider.who = {"sub": "sub-1"}
    client = office.client()
    assert 'href="/login/oidc?next=/batches"' in client.page("/login?next=/batches")
    answer = through(client, "/login/oidc?next=/batches")
    assert (answer.status_code, answer.headers["location"]) == (303, "/batches")
    assert "Người Nối" in client.page("/batches")
    last = told(office, "account.login")[-1]
    assert (last.actor, json.loads(last.detail)) == ("person:ngoai-mot", {"way": "oidc"})
    asked = provider.asked[-1]
    assert len(asked["nonce"]) > 40
    assert "max_age" not in asked
    assert "không giữ mật khẩu" in client.page("/account")
    left = client.submit("/logout").headers["location"]
    assert "/login/oidc/leave" in client.page(left)
    assert client.get("/login/oidc/leave").headers["location"] == f"{provider.url}/leave"
    assert client.get("/batches").headers["location"].startswith("/login")


def test_elliptic_keys_and_new_keys_are_taken(office: DeskHouse) -> None:
    with providing() as provider:
        judge = Provider(replace(office_options(office), issuer=provider.url))
        provider.new_key("EC")
        assert claims_by(judge, office, provider)["sub"] == provider.who["sub"]
        provider.new_key()
        assert claims_by(judge, office, provider, minutes=2)["sub"] == provider.who["sub"]


def office_options(house: DeskHouse) -> Any:
    found = oidc_of(house.services.settings)
    assert found is not None
    return found


def claims_by(judge: Provider, house: DeskHouse, provider: LoginProvider, minutes: int = 0) -> Any:
    """What the provider says, at a moment of our choosing."""
    at = house.services.clock() + timedelta(minutes=minutes)
    begun, answer = begin("/", at, fresh=False), f"{house.url}/login/oidc/answer"
    back = at_the_provider(judge.leading(begun, answer, "vi"))
    provider.twist = lambda claims: {**claims, "exp": claims["exp"] + 60 * minutes}
    code = httpx.URL(back).params["code"]
    return judge.claims(begun, code, answer, at)


LIES: dict[str, tuple[str, Callable[[LoginProvider], None]]] = {}


def lie(reason: str, name: str, tell: Callable[[LoginProvider], None]) -> None:
    LIES[name] = (reason, tell)


def saying(**more: Any) -> Callable[[LoginProvider], None]:
    def tell(provider: LoginProvider) -> None:
        provider.twist = lambda claims: {
            key: value for key, value in {**claims, **more}.items() if value is not None
        }

    return tell


def signing(way: Any) -> Callable[[LoginProvider], None]:
    return lambda provider: setattr(provider, "sign", way)


lie("issuer", "another issuer", saying(iss="https://evil.example"))
lie("audience", "for another client", saying(aud="another"))
lie("audience", "for two clients, not said for which", saying(aud=[CLIENT, "another"]))
lie("expired", "an hour old", saying(exp=1_700_000_000))
lie("claims", "no end", saying(exp=None))
lie("claims", "endless", saying(exp="never"))
lie("claims", "from the future", saying(iat=4_000_000_000, exp=4_000_000_300))
lie("nonce", "of another login", saying(nonce="another"))
lie("nonce", "no nonce", saying(nonce=None))
lie("claims", "nobody", saying(sub=None))
lie("subject", "a number for a name", saying(sub=17))
lie("algorithm", "not signed", signing(unsigned))
lie("algorithm", "signed with what everybody reads", signing(signed_with_the_public_key))
lie("signature", "signed by somebody else", signing(signed_by_another))
lie("signature", "no token at all", signing(lambda _provider, _claims: "x.y.z"))
lie("missing", "a token that is no text", signing(lambda _provider, _claims: 5))
lie("unknown", "a person nobody has linked", saying(sub="nobody-knows"))


@pytest.mark.parametrize("name", LIES)
def test_a_lie_opens_nothing_and_is_noted(office: DeskHouse, provider: LoginProvider, name: str) -> None:
    reason, tell = LIES[name]
    provider.who = {"sub": "sub-lie"}
    with office.services.ledger.reading() as connection:
        known = {one.login for one in accounts.all_accounts(connection, office.services.clock().date())}
    if "ngoai-doi" not in known:
        linked(office, "ngoai-doi", "sub-lie")
    tell(provider)
    client = office.client()
    answer = through(client)
    assert answer.status_code in {403, 502}, name
    assert 'role="alert"' in answer.text
    assert "sohoa_session" not in client.cookies
    assert reasons(office)[-1] == reason


def test_an_answer_counts_once_and_in_its_own_browser(office: DeskHouse, provider: LoginProvider) -> None:
    linked(office, "ngoai-lan", "sub-once")
    provider.who, provider.reuse = {"sub": "sub-once"}, True
    victim, thief = office.client(), office.client()
    there = victim.get("/login/oidc")
    back = at_the_provider(there.headers["location"])
    assert thief.get(back).status_code == 502
    assert reasons(office)[-1] == "state"
    cookie = victim.cookies["sohoa_oidc"]
    assert victim.get(back).status_code == 303
    thief.cookies.set("sohoa_oidc", cookie, domain="127.0.0.1")
    again = thief.get(back)
    assert again.status_code == 403
    assert reasons(office)[-1] == "replayed"
    assert "sohoa_session" not in thief.cookies


def test_what_the_provider_refuses_is_not_repeated(office: DeskHouse, provider: LoginProvider) -> None:
    client = office.client()
    there = client.get("/login/oidc")
    state = httpx.URL(there.headers["location"]).params["state"]
    answer = client.get(f"/login/oidc/answer?state={state}&error=access_denied&error_description=<b>evil</b>")
    assert answer.status_code == 502
    assert "evil" not in answer.text


def test_a_name_that_went_to_somebody_else_opens_nothing(office: DeskHouse, provider: LoginProvider) -> None:
    linked(office, "ngoai-ten", "sub-name")
    act = office.act("quantri")
    issuer = office.services.settings.oidc_issuer
    first = links.Identity(issuer, "the-first", "sub-name")
    with office.services.ledger.writing(act) as connection:
        assert links.recognised(connection, first, act.at.date()).login == "ngoai-ten"
        assert links.recognised(connection, first, act.at.date()).login == "ngoai-ten"
        for wrong in (replace(first, subject="the-second"), replace(first, name="another-name")):
            with pytest.raises(links.NotRecognised):
                links.recognised(connection, wrong, act.at.date())


def test_a_linked_account_has_no_password_and_who_left_is_out(
    office: DeskHouse, provider: LoginProvider
) -> None:
    linked(office, "ngoai-nghi", "sub-gone")
    provider.who = {"sub": "sub-gone"}
    client = office.client()
    client.page("/login")
    assert client.submit("/login", login="ngoai-nghi", password=PASSWORD).status_code == 401
    act = office.act("quantri")
    with pytest.raises(WrongUse), office.services.ledger.writing(act) as connection:
        accounts.set_password(connection, act, "ngoai-nghi", PASSWORD, must_change=False)
    with office.services.ledger.writing(act) as connection:
        where = account_table.c.login == "ngoai-nghi"
        connection.execute(update(account_table).where(where).values(off_at=act.time))
    assert through(client).status_code == 403
    assert reasons(office)[-1] == "off"


def test_passwords_are_for_the_emergency_administrator_only(office: DeskHouse) -> None:
    client = office.client()
    assert "Đăng nhập khẩn cấp" in client.page("/login")
    assert client.submit("/login", login="quet", password=PASSWORD).status_code == 401
    assert reasons(office)[-1] == "outside"
    office.client().log_in("quantri")


def test_a_second_factor_is_the_providers_only_in_words_the_settings_trust(
    office: DeskHouse, provider: LoginProvider
) -> None:
    linked(office, "ngoai-ky", "sub-official", Role.OFFICIAL)
    provider.who = {"sub": "sub-official", "amr": ["pwd"]}
    client = office.client()
    assert through(client).status_code == 303
    assert client.get("/sign").headers["location"] == "/account/factor"
    client.page("/account/factor")
    begun = client.submit("/account/factor/begin")
    assert 'id="secret"' in begun.text
    provider.who = {"sub": "sub-official", "amr": ["pwd", "mfa"]}
    vouched = office.client()
    assert through(vouched).status_code == 303
    assert vouched.get("/sign").status_code == 200


def test_an_account_with_a_factor_of_its_own_is_asked_for_the_code(
    office: DeskHouse, provider: LoginProvider
) -> None:
    linked(office, "ngoai-ma", "sub-code")
    provider.who, secret = {"sub": "sub-code"}, b"q" * 20
    act = office.act("quantri")
    with office.services.ledger.writing(act) as connection:
        where = account_table.c.login == "ngoai-ma"
        sealed = open_box(office.home).sealed(secret)
        connection.execute(update(account_table).where(where).values(totp=sealed))
    client = office.client()
    page = through(client, "/login/oidc?next=/batches")
    assert page.status_code == 200
    assert "sohoa_session" not in client.cookies
    form = {
        name: page.text.partition(f'name="{name}" value="')[2].partition('"')[0]
        for name in ("csrf", "proven")
    }
    wrong = client.post("/login/oidc/code", data=form | {"code": "000000"})
    assert wrong.status_code == 401
    step = int(office.services.clock().timestamp()) // totp.STEP_SECONDS
    stranger = office.client()
    stranger.page("/login")
    moved = stranger.post(
        "/login/oidc/code",
        data={"csrf": stranger.token, "proven": form["proven"], "code": totp.code_at(secret, step)},
    )
    assert moved.headers["location"] == "/login"
    done = client.post("/login/oidc/code", data=form | {"code": totp.code_at(secret, step)})
    assert (done.status_code, done.headers["location"]) == (303, "/batches")


def test_who_wakes_a_session_logs_in_anew_at_the_provider(office: DeskHouse, provider: LoginProvider) -> None:
    linked(office, "ngoai-ngu", "sub-asleep")
    provider.who = {"sub": "sub-asleep"}
    client = office.client()
    through(client)
    page = client.page("/account")
    assert "/login/oidc/returned" in page
    act = office.act("ngoai-ngu")
    with office.services.ledger.writing(act) as connection:
        digest = sessions.digest_of(client.cookies["sohoa_session"])
        long_ago = timestamp(act.at - timedelta(hours=2))
        connection.execute(
            update(session_table).where(session_table.c.digest == digest).values(seen_at=long_ago)
        )
    assert client.get("/session", headers={"Accept": "application/json"}).status_code == 401
    provider.twist = lambda claims: {**claims, "auth_time": claims["auth_time"] - 3600}
    assert through(client, "/login/oidc?next=/login/oidc/returned").status_code == 502
    assert reasons(office)[-1] == "auth-time"
    assert (provider.asked[-1]["prompt"], provider.asked[-1]["max_age"]) == ("login", "0")
    provider.twist = same
    assert through(client, "/login/oidc?next=/login/oidc/returned").status_code == 303
    assert "Làm tiếp" in client.page("/login/oidc/returned")
    assert client.get("/session").json()["login"] == "ngoai-ngu"


DOCUMENTS: dict[str, tuple[str, Callable[[LoginProvider], None]]] = {
    "of another issuer": ("issuer", lambda one: setattr(one, "describe", lambda t: {**t, "issuer": "https://x.example"})),
    "sends us into the network": (
        "host",
        lambda one: setattr(one, "describe", lambda t: {**t, "token_endpoint": "http://169.254.169.254/latest"}),
    ),
    "sends the browser away": (
        "host",
        lambda one: setattr(one, "describe", lambda t: {**t, "authorization_endpoint": "https://evil.example/"}),
    ),
    "names a file": ("host", lambda one: setattr(one, "describe", lambda t: {**t, "jwks_uri": "file:///etc/passwd"})),
    "leads elsewhere": ("redirect", lambda one: one.bodies.update({"/.well-known/openid-configuration": b"elsewhere"})),
    "is endless": (
        "too-large",
        lambda one: one.bodies.update({"/.well-known/openid-configuration": b" " * 300_000}),
    ),
    "is no JSON": ("not-json", lambda one: one.bodies.update({"/.well-known/openid-configuration": b"<html>"})),
    "is nested without end": (
        "not-json",
        lambda one: one.bodies.update({"/.well-known/openid-configuration": b"[" * 200_000}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_discovery_document_that_lies_is_refused(
    office: DeskHouse, provider: LoginProvider, name: str
) -> None:
    code, tell = DOCUMENTS[name]
    tell(provider)
    with pytest.raises(ProviderFailed) as refused:
        Provider(office_options(office)).doors(office.services.clock())
    assert refused.value.code == code


def test_keys_that_are_none_are_refused(office: DeskHouse, provider: LoginProvider) -> None:
    for body in (b'{"keys": []}', b'{"keys": 5}', b'{"keys": [{"kty": "oct", "k": "AAAA"}]}', b"{}"):
        provider.bodies = {"/keys": body}
        with pytest.raises(TokenRefused):
            claims_by(Provider(office_options(office)), office, provider)


def test_without_a_provider_there_is_no_such_door_and_settings_that_leak_are_refused(tmp_path: Path) -> None:
    good = {
        "SOHOA_HOME": str(tmp_path),
        "SOHOA_OIDC_ISSUER": "https://id.example",
        "SOHOA_OIDC_CLIENT_ID": "x",
    }
    found = oidc_of(load(good | {"SOHOA_OIDC_HOSTS": "keys.example"}))
    assert found is not None
    assert found.hosts == {"id.example", "keys.example"}
    for bad in (
        {"SOHOA_OIDC_ISSUER": "http://id.example"},
        {"SOHOA_OIDC_ISSUER": "https://a:b@id.example"},
        {"SOHOA_OIDC_ISSUER": "https://id.example?x=1"},
        {"SOHOA_OIDC_CLIENT_ID": ""},
        {"SOHOA_OIDC_FACTOR": "mfa"},
    ):
        with pytest.raises(WrongUse):
            oidc_of(load(good | bad))
    for nobody in ({"SOHOA_LOCAL_LOGINS": ""}, {"SOHOA_LOCAL_LOGINS": "a", "SOHOA_OIDC_ISSUER": ""}):
        with pytest.raises(WrongUse):
            local_of(load(good | nobody))
    assert local_of(load(good)) is None


def test_an_unknown_person_gets_an_account_without_a_role_where_the_settings_say_so(
    office: DeskHouse, tmp_path: Path
) -> None:
    told = {
        "SOHOA_HOME": str(tmp_path),
        "SOHOA_OIDC_ISSUER": "https://id.example",
        "SOHOA_OIDC_CLIENT_ID": "x",
    }
    made = oidc_of(load(told | {"SOHOA_OIDC_CREATE": "1"}))
    assert made is not None
    services, at = office.services, office.services.clock()
    door = Door(services.ledger, open_box(office.home), UNIT, made.create)
    stranger = links.Identity(made.issuer, "someone@new", "someone@new", "Người\u202e Mới")
    account, wants_code = let_in(door, stranger, at)
    assert (account.actor.name, account.grants, account.has_password) == ("Người Mới", (), False)
    assert not wants_code
    assert let_in(door, stranger, at)[0].id == account.id
    with pytest.raises(links.NotRecognised):
        let_in(replace(door, create=False), replace(stranger, subject="a", name="a"), at)
    with services.ledger.reading() as connection:
        written = "\n".join(row.detail + row.object for row in connection.execute(select(outbox)))
    assert "someone@new" not in written


def test_the_administrator_links_at_the_system_page(office: DeskHouse, provider: LoginProvider) -> None:
    linked(office, "ngoai-trang", "sub-page")
    client = office.client("quantri")
    assert "sub-page" in client.page("/system")
    assert client.submit("/system/accounts/quantri/link", identity="me").status_code == 400
    assert client.submit("/system/accounts/kiem/link", identity="sub-page").status_code == 400
    assert client.submit("/system/accounts/ngoai-trang/link", identity="").status_code == 303
    assert client.submit("/system/accounts/kiem/link", identity="sub-page").status_code == 303
    provider.who = {"sub": "sub-page"}
    person = office.client()
    assert through(person).status_code == 303
    assert "Đỗ Thị Kiểm" in person.page("/account")
