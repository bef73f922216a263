"""One user of the desk in its benchmark: logs in, takes a record in hand, then lists, searches, opens and saves.

Speaks HTTP as a browser does, with session, token of the page and redirects; fetches no pictures, styles or scripts.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import httpx

TOKEN = re.compile(r'(?:data-csrf|name="csrf" value)="([0-9a-f]{64})"')
FIELD = "child_full_name"
PATIENCE = 120.0


@dataclass(frozen=True)
class Work:
    """What one user does: types `searches` and `misread` in turn, opens `records`, alone reviews `held`."""

    login: str
    searches: list[str]
    misread: list[str]
    records: list[str]
    held: str
    names: list[str]


@dataclass
class User:
    """A logged-in user; `spent` has the milliseconds of every act by its kind."""

    work: Work
    client: httpx.Client
    spent: dict[str, list[float]] = field(default_factory=dict)
    _token: str = ""
    _revision: int = 0

    def begin(self, password: str) -> None:
        """Through the login page; then the record in hand. Raises RuntimeError when the desk refuses."""
        self._read(self._get("/login"))
        self._post("/login", login=self.work.login, password=password)
        self._read(self._get("/account"))
        self._post(f"/review/{self.work.held}/lease")
        found = re.search(r'data-revision="(\d+)"', self._get(f"/review/{self.work.held}").text)
        self._revision = int(found[1]) if found else 0

    def go_round(self, times: int, pause: float, chance: Random) -> None:
        """Every act `times` times, with about `pause` seconds of thinking between two acts."""
        for number in range(times):
            for kind in self._acts(number):
                time.sleep(pause * chance.uniform(0.5, 1.5))
                start = time.perf_counter()
                self._do(kind, number)
                self.spent.setdefault(kind, []).append((time.perf_counter() - start) * 1000)

    def _acts(self, number: int) -> Iterator[str]:
        """In an order of its own for each user, so that they do not walk in step."""
        first = (number + len(self.work.login) + sum(self.work.login.encode())) % len(KINDS)
        yield from (*KINDS[first:], *KINDS[:first])

    def _do(self, kind: str, number: int) -> None:
        work = self.work
        match kind:
            case "list: review queue":
                self._get("/review")
            case "list: archive, one type":
                self._get("/search", type="construction_permit")
            case "search":
                self._get("/search", q=work.searches[number % len(work.searches)])
            case "search, one OCR error":
                self._get("/search", q=work.misread[number % len(work.misread)])
            case "open record":
                self._open(work.records[number % len(work.records)])
            case "save field":
                self._save(work.names[number % len(work.names)])

    def _open(self, record: str) -> None:
        """With a purpose, and the page that follows."""
        answer = self._post(f"/records/{record}/open", purpose="request", dossier="")
        self._get(answer.headers["location"])

    def _save(self, value: str) -> None:
        sent = {"key": FIELD, "act": "value", "value": value, "reason": "đối chiếu bản gốc"}
        address = f"/review/{self.work.held}/field"
        self._revision = self._post(address, **sent, revision=str(self._revision)).json()["revision"]

    def _get(self, address: str, **asked: str) -> httpx.Response:
        return _sure(self.client.get(address, params=asked or None))

    def _post(self, address: str, **form: str) -> httpx.Response:
        return _sure(self.client.post(address, data={"csrf": self._token, **form}))

    def _read(self, answer: httpx.Response) -> None:
        found = TOKEN.search(answer.text)
        self._token = found[1] if found else self._token


KINDS = (
    "list: review queue",
    "list: archive, one type",
    "search",
    "search, one OCR error",
    "open record",
    "save field",
)


def user(work: Work, address: str) -> User:
    """A browser of its own for the work."""
    return User(work, httpx.Client(base_url=address, follow_redirects=False, timeout=PATIENCE))


def _sentence(page: str) -> str:
    """What a refusal says: the text of the page's body."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2] or page).split())[:500]


def _sure(answer: httpx.Response) -> httpx.Response:
    if answer.status_code not in {200, 303}:
        asked = answer.request
        raise RuntimeError(f"{asked.method} {asked.url.path}: {answer.status_code}\n{_sentence(answer.text)}")
    return answer
