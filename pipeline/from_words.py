"""A date whose figures could not be read, from the same date in words beside them. Accepts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalize.date_words import read_date_words
from pipeline.record import Field, FieldState

_WORDS, _WHOLE_DAY = "_words", 10


def with_dates_from_words(fields: Sequence[Field]) -> tuple[Field, ...]:
    """The fields; dates without a value have the day that their words say, for a person to start from. What was read in
    figures stays as written, and the confidence as it is, since words can be no second witness of themselves.
    """
    said = {field.key.removesuffix(_WORDS): _day(field) for field in fields if field.key.endswith(_WORDS)}
    return tuple(
        replace(field, value=said[field.key])
        if field.value is None and field.state is FieldState.NEEDS_REVIEW and said.get(field.key)
        else field
        for field in fields
    )


def _day(words: Field) -> str | None:
    day = read_date_words(words.value or "")
    return day if isinstance(day, str) and len(day) == _WHOLE_DAY else None
