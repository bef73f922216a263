"""Times for people: stored in UTC, shown and typed in the time of Vietnam."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

from pipeline.errors import WrongUse

# One zone without summer time since 1975; a fixed offset needs no zone database on the machine.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def shown(stored: str | None) -> str:
    """A stored UTC time as `22/11/2026 10:42`; empty stays empty."""
    return datetime.fromisoformat(stored).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M") if stored else ""


def day_shown(stored: str) -> str:
    """A stored day as `22/11/2026`; what is no whole day stays as it is."""
    try:
        return date.fromisoformat(stored).strftime("%d/%m/%Y")
    except ValueError:
        return stored


def moment(typed: str) -> datetime:
    """A typed time in UTC: `2026-11-22T10:42` (Vietnam's time unless it names a zone), or a day, meant to its end.

    Raises WrongUse.
    """
    try:
        if len(typed) == len("YYYY-MM-DD"):
            found = datetime.combine(date.fromisoformat(typed), time(23, 59, 59))
        else:
            found = datetime.fromisoformat(typed)
    except ValueError as problem:
        raise WrongUse(
            f"'{typed}' không phải thời điểm. Viết như 2026-11-22 hoặc 2026-11-22T10:42.",
            f"'{typed}' is not a time. Write it like 2026-11-22 or 2026-11-22T10:42.",
        ) from problem
    return (found if found.tzinfo else found.replace(tzinfo=VIETNAM)).astimezone(UTC)


def partial_date(typed: str | None) -> str | None:
    """A typed `YYYY`, `YYYY-MM` or `YYYY-MM-DD` as it is. Raises WrongUse for anything else."""
    if typed is None:
        return None
    for form in ("%Y", "%Y-%m", "%Y-%m-%d"):
        try:
            if datetime.strptime(typed, form).strftime(form) == typed:
                return typed
        except ValueError:
            continue
    raise WrongUse(
        f"'{typed}' không phải ngày. Viết như 2016, 2016-05 hoặc 2016-05-17.",
        f"'{typed}' is not a date. Write it like 2016, 2016-05 or 2016-05-17.",
    )
