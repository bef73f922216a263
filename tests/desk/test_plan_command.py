"""`sohoa plan` on a home without any measurement."""

from __future__ import annotations

from counter import Desk


def test_a_plan_names_what_ends_last_and_what_was_assumed(desk: Desk) -> None:
    desk("init")
    ran = desk("plan", "--pages", "100000", "--scanners", "2", "--reviewers", "10")
    assert ran.code == 0
    assert "Ends last: Scanning" in ran.out
    assert ran.out.count("assumed, not measured yet") == 5
    told = desk("plan", "--pages", "100000", "--scanners", "9", "--reviewers", "1", "--json").document
    assert told["last"] == "keying"
    assert [stage["amount"] for stage in told["stages"]] == [100_000, 100_000, 50_000, 50_000]
    assert {stage["measured"] for stage in told["stages"]} == {0}
    assert desk("plan", "--scanners", "0").code == 1


def test_nothing_to_do_is_done_today(desk: Desk) -> None:
    assert desk("plan").code == 3
    desk("init")
    told = desk("plan", "--json").document
    assert {stage["days"] for stage in told["stages"]} == {0}
