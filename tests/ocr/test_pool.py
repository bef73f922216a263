"""A page never takes the batch with it, and no worker outlives its parent."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import breaking
import psutil
import pytest
from breaking import (
    BREAK,
    DIE,
    DIE_ONCE,
    DISK_FULL,
    GRAB,
    GROW,
    HALF_ANSWER,
    HANG,
    HANG_ONCE,
    LEFT_OVER,
    READ,
    SPIN,
    page_asking,
)
from drawn import drawn_page, saved
from PIL import Image
from time_limits import joined

from ocr import faults
from ocr.engine import EngineChoice
from ocr.faults import EngineFailed, ToolMissing
from ocr.limits import Limits
from ocr.page import Box
from ocr.pool import AgainOutcome, AgainRequest, PageOutcome, PageRequest, ReaderPool
from ocr.second_reading import agreed
from ocr.worker_messages import GROWN_BYTES

HERE = str(Path(breaking.__file__).parent)


@pytest.fixture(autouse=True)
def workers_find_the_test_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", HERE)


@pytest.fixture(autouse=True)
def none_is_left() -> Iterator[None]:
    """After whatever befell them, no worker of the test lives on; other tests may hold some of their own."""
    before = _workers()
    yield
    assert _workers() - before == set()


def _workers() -> set[int]:
    found = set()
    for child in psutil.Process().children():
        # One that is ending has no command line any more.
        with suppress(psutil.Error):
            if "ocr.worker" in child.cmdline():
                found.add(child.pid)
    return found


def choice(tmp_path: Path) -> EngineChoice:
    return EngineChoice("breaking:open_engine", (("marker", str(tmp_path / "marker")),))


def requests(tmp_path: Path, wishes: list[int]) -> list[PageRequest]:
    found = []
    for at, wish in enumerate(wishes):
        path = tmp_path / f"{at}.png"
        saved(page_asking(wish), path)
        found.append(PageRequest(str(at), path, 1))
    return found


def codes(outcomes: Sequence[PageOutcome | AgainOutcome]) -> list[str]:
    return [outcome.fault.code if outcome.fault else "read" for outcome in outcomes]


def reads_on(pool: ReaderPool, tmp_path: Path) -> bool:
    """Whether the pool still reads; on a busy machine a sound page too may be out of a short time now and then."""
    return any(codes(list(pool.read(requests(tmp_path, [READ])))) == ["read"] for _ in range(20))


def test_outcomes_keep_the_order_and_poison_pages_stand_alone(tmp_path: Path) -> None:
    wishes = [READ, DIE, READ, READ, DIE_ONCE, READ, GRAB, READ]
    with ReaderPool(2, Limits(), choice(tmp_path)) as pool:
        outcomes = list(pool.read(requests(tmp_path, wishes)))
    assert [outcome.token for outcome in outcomes] == [str(at) for at in range(len(wishes))]
    assert codes(outcomes) == [
        "read",
        faults.PAGE_KILLED_WORKER,
        *["read"] * 4,
        faults.PAGE_MEMORY,
        "read",
    ]


def test_a_page_that_hangs_is_stopped(tmp_path: Path) -> None:
    with ReaderPool(1, Limits(page_seconds=5), choice(tmp_path)) as pool:
        outcomes = list(pool.read(requests(tmp_path, [HANG, READ])))
        assert reads_on(pool, tmp_path)
    assert [outcome.token for outcome in outcomes] == ["0", "1"]
    assert outcomes[0].fault is not None
    assert outcomes[0].fault.code == faults.PAGE_TIMEOUT
    assert outcomes[0].fault.facts == {"page": "1", "seconds": "5"}


def test_an_engine_that_breaks_twice_is_the_machines_fault(tmp_path: Path) -> None:
    with (
        ReaderPool(1, Limits(), choice(tmp_path)) as pool,
        pytest.raises(EngineFailed, match="broken"),
    ):
        list(pool.read(requests(tmp_path, [READ, BREAK])))


def test_requests_are_taken_only_as_fast_as_pages_are_read(tmp_path: Path) -> None:
    held = requests(tmp_path, [READ])
    taken = 0

    def endless() -> Iterator[PageRequest]:
        nonlocal taken
        while True:
            taken += 1
            yield held[0]

    with ReaderPool(1, Limits(), choice(tmp_path)) as pool:
        outcomes = pool.read(endless())
        for _ in range(5):
            next(outcomes)
        assert taken <= 12
        outcomes.close()
        assert codes(list(pool.read(held))) == ["read"]


def test_the_pool_outlives_the_thread_that_made_it(tmp_path: Path) -> None:
    pools: list[ReaderPool] = []
    maker = threading.Thread(
        target=lambda: pools.append(ReaderPool(1, Limits(), choice(tmp_path))), daemon=True
    )
    maker.start()
    joined(maker)
    time.sleep(1.5)
    with pools[0] as pool:
        assert codes(list(pool.read(requests(tmp_path, [READ])))) == ["read"]


def met(marker: Path) -> psutil.Process:
    """The worker that reads the page asking for trouble, once it is at it."""
    for _ in range(3000):
        if marker.exists() and marker.read_text(encoding="ascii"):
            return psutil.Process(int(marker.read_text(encoding="ascii")))
        time.sleep(0.02)
    raise AssertionError("no worker came to the page")


@pytest.mark.parametrize(
    ("blow", "seconds", "first"),
    [(signal.SIGKILL, 120, "read"), (signal.SIGSTOP, 30, faults.PAGE_TIMEOUT)],
    ids=["killed", "stopped"],
)
def test_a_worker_struck_from_outside_costs_no_other_page(
    tmp_path: Path, blow: signal.Signals, seconds: int, first: str
) -> None:
    """Killed, as when memory runs out, its page is read again; stopped, its page is out of time."""
    struck: list[psutil.Process] = []

    def strike() -> None:
        struck.append(met(tmp_path / "marker"))
        struck[0].send_signal(blow)

    with ReaderPool(2, Limits(page_seconds=seconds), choice(tmp_path)) as pool:
        striker = threading.Thread(target=strike, daemon=True)
        striker.start()
        assert codes(list(pool.read(requests(tmp_path, [HANG_ONCE, READ, READ])))) == [first, "read", "read"]
        joined(striker)
        assert not struck[0].is_running()


def test_a_worker_that_stops_in_the_middle_of_its_answer_is_stopped(tmp_path: Path) -> None:
    with ReaderPool(1, Limits(), choice(tmp_path)) as pool:
        outcomes = list(pool.read(requests(tmp_path, [HALF_ANSWER, READ])))
    assert codes(outcomes) == [faults.PAGE_TIMEOUT, "read"]


def test_a_full_disk_is_the_machines_fault(tmp_path: Path) -> None:
    with ReaderPool(2, Limits(), choice(tmp_path)) as pool:
        with pytest.raises(OSError, match="No space left"):
            list(pool.read(requests(tmp_path, [READ, DISK_FULL, READ])))
        assert codes(list(pool.read(requests(tmp_path, [READ])))) == ["read"]


def test_a_worker_grown_by_a_page_is_replaced_before_the_next(tmp_path: Path) -> None:
    with ReaderPool(1, Limits(), choice(tmp_path)) as pool:
        outcomes = list(pool.read(requests(tmp_path, [READ, GROW, READ, READ])))
        assert pool._workers[0].resident_bytes < GROWN_BYTES
    first, grown, fresh, last = (o.reading.text.words[0].text for o in outcomes if o.reading is not None)
    assert first == grown
    assert fresh == last != grown


def test_a_worker_has_one_thread_only(tmp_path: Path) -> None:
    """A real page, so that the image libraries and the engine have had their chance to start some."""
    path = saved(drawn_page().image, tmp_path / "page.png")
    with ReaderPool(1, Limits(), EngineChoice()) as pool:
        list(pool.read([PageRequest("only", path, 1)]))
        assert psutil.Process(pool._workers[0].process_id).num_threads() == 1


def test_workers_die_with_their_parent(tmp_path: Path) -> None:
    """Killed without a chance to clean up, as by the kernel. One worker is stuck and lets no other thread run, one is
    stopped, one idle."""
    (page,) = requests(tmp_path, [SPIN])
    script = textwrap.dedent(
        f"""
        import os, signal, sys
        from pathlib import Path
        from ocr.engine import EngineChoice
        from ocr.limits import Limits
        from ocr.pool import PageRequest, ReaderPool
        pool = ReaderPool(3, Limits(), EngineChoice("breaking:open_engine", (("marker", sys.argv[1]),)))
        pids = [worker.process_id for worker in pool._workers]
        os.kill(pids[1], signal.SIGSTOP)
        print(*pids, flush=True)
        list(pool.read([PageRequest("0", Path({str(page.path)!r}), 1)]))
        """
    )
    marker = tmp_path / "marker"
    parent = subprocess.Popen([sys.executable, "-c", script, str(marker)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = [psutil.Process(int(found)) for found in parent.stdout.readline().split()]
    assert len(workers) == 3
    assert met(marker) == workers[0]
    # It stops when it has its turn next.
    end = time.monotonic() + 60
    while workers[1].status() != psutil.STATUS_STOPPED:
        assert time.monotonic() < end
        time.sleep(0.02)
    parent.kill()
    parent.wait(60)
    _, alive = psutil.wait_procs(workers, timeout=60)
    assert alive == []


def test_a_missing_language_is_told_by_the_constructor() -> None:
    with pytest.raises(ToolMissing) as caught:
        ReaderPool(1, Limits(), EngineChoice("tesseract", (("languages", "xyz"),)))
    assert "tesseract-ocr-xyz" in caught.value.vi


def test_surveys_run_beside_the_caller(tmp_path: Path) -> None:
    path = saved(drawn_page((300, 200)).image, tmp_path / "page.png")
    with ReaderPool(1, Limits(), choice(tmp_path)) as pool:
        assert pool.survey(path).pages[0].width == 300
        with pytest.raises(OSError, match="gone"):
            pool.survey(tmp_path / "gone.png")


def test_a_real_engine_reads_in_workers_and_names_itself(tmp_path: Path) -> None:
    drawn = drawn_page()
    path = saved(drawn.image, tmp_path / "page.png")
    with ReaderPool(1, Limits(), EngineChoice()) as pool:
        (outcome,) = pool.read([PageRequest("only", path, 1)])
        assert outcome.reading is not None
        assert outcome.reading.text.engine == pool.engine_name
        assert outcome.reading.text.text == "\n".join(sentence for sentence, _ in drawn.lines)


def again(tmp_path: Path, wishes: list[int]) -> list[AgainRequest]:
    """Requests for the lines of each page that tell the engine what to do."""
    return [
        AgainRequest(request.token, request.path, 1, (LEFT_OVER,)) for request in requests(tmp_path, wishes)
    ]


def test_places_that_kill_their_worker_cost_no_other_place(tmp_path: Path) -> None:
    wishes = [READ, DIE, READ, DIE_ONCE, GRAB, READ]
    with ReaderPool(2, Limits(), choice(tmp_path)) as pool:
        outcomes = list(pool.read_again(again(tmp_path, wishes)))
    assert [outcome.token for outcome in outcomes] == [str(at) for at in range(len(wishes))]
    assert codes(outcomes) == ["read", faults.PAGE_KILLED_WORKER, *["read"] * 2, faults.PAGE_MEMORY, "read"]
    assert [outcome.readings is None for outcome in outcomes] == [code != "read" for code in codes(outcomes)]


def test_a_place_that_hangs_is_stopped_and_pages_are_read_on(tmp_path: Path) -> None:
    with ReaderPool(1, Limits(page_seconds=6), choice(tmp_path)) as pool:
        stopped, _other = pool.read_again(again(tmp_path, [HANG, READ]))
        assert codes([stopped]) == [faults.PAGE_TIMEOUT]
        assert any(codes(list(pool.read_again(again(tmp_path, [READ])))) == ["read"] for _ in range(20))
        assert reads_on(pool, tmp_path)


def test_places_are_taken_only_as_fast_as_they_are_read(tmp_path: Path) -> None:
    (held,) = again(tmp_path, [READ])
    taken = 0

    def endless() -> Iterator[AgainRequest]:
        nonlocal taken
        while True:
            taken += 1
            yield held

    with ReaderPool(1, Limits(), choice(tmp_path)) as pool:
        outcomes = pool.read_again(endless())
        next(outcomes)
        assert taken <= 8
        outcomes.close()
        assert codes(list(pool.read_again([held]))) == ["read"]


def test_a_real_engine_reads_places_again(tmp_path: Path) -> None:
    drawn = drawn_page()
    path = saved(drawn.image.rotate(90, expand=True), tmp_path / "page.png")
    text, box = drawn.lines[2]
    on_side = Box(box.y0, 1240 - box.x1, box.y1, 1240 - box.x0)
    places = [
        AgainRequest("text", path, 1, (on_side, Box(9, 9, 9, 9)), 90),
        AgainRequest("digits", path, 1, (on_side,), 90, "0123456789"),
        AgainRequest("gone", tmp_path / "page.png", 7, (on_side,)),
    ]
    with ReaderPool(1, Limits(), EngineChoice()) as pool:
        words, digits, gone = pool.read_again(places)
    assert words.readings is not None
    assert [agreed(readings) for readings in words.readings] == [text, None]
    assert digits.readings is not None
    assert all(set(reading.text) <= set("0123456789 ") for reading in digits.readings[0])
    assert gone.readings is None
    assert gone.fault is not None


@pytest.mark.parametrize(("rotation", "letters"), [(30, None), (90, "")])
def test_a_place_that_cannot_be_meant_is_refused(rotation: int, letters: str | None) -> None:
    with pytest.raises(ValueError, match="quarter turns"):
        AgainRequest("any", Path("page.png"), 1, (), rotation, letters)


def test_a_page_that_claims_the_limit_stays_within_a_workers_memory(tmp_path: Path) -> None:
    """A drawing of 140 million pixels, mostly white, is read; the worker's address space is capped below 1.5 GB."""
    path = tmp_path / "drawing.png"
    Image.new("L", (12_000, 11_600), 255).save(path, compress_level=1)
    with ReaderPool(1, Limits(), EngineChoice()) as pool:
        (outcome,) = pool.read([PageRequest("big", path, 1)])
    assert outcome.fault is None
    assert outcome.reading is not None
    assert outcome.reading.quality.verdict == "blank"
    assert path.stat().st_size < 2_000_000
