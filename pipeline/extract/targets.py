"""What a label found on the page can mean: a field, a sentence of several fields, or the head of a section."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pipeline.extract.labels import Hit, Phrase, find_labels, phrases
from pipeline.extract.layout import Row
from pipeline.normalize.spelling import letters
from pipeline.record_type import FieldSpec, RecordType, Sentence


@dataclass(frozen=True)
class Target:
    """One meaning of a label; exactly one of `field` and `sentence` is set, or neither for a section head."""

    section: str
    opens: bool
    lines: int
    field: FieldSpec | None = None
    sentence: Sentence | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Field keys that this label can fill."""
        if self.field:
            return (self.field.key,)
        return self.sentence.keys if self.sentence else ()

    @property
    def is_head(self) -> bool:
        """Only opens a section."""
        return self.field is None and self.sentence is None


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All labels of a record type, ready for searching."""

    phrases: tuple[Phrase, ...]
    meanings: dict[str, tuple[Target, ...]]

    def of(self, phrase: Phrase) -> tuple[Target, ...]:
        """Meanings of a label, sentences first because they say more."""
        return self.meanings[phrase.folded]


@cache
def vocabulary(record_type: RecordType) -> Vocabulary:
    """Labels of a type by their letters."""
    meanings: dict[str, list[Target]] = {}
    labels: dict[str, Phrase] = {}

    def add(label: str, target: Target, inline: bool) -> None:
        key = letters(label)
        held = labels.get(key, Phrase(label, key, strict=True))
        labels[key] = replace(held, inline=held.inline or inline, strict=held.strict and target.is_head)
        meanings.setdefault(key, []).append(target)

    for sentence in record_type.sentences:
        for label in _distinct(sentence.labels):
            target = Target(sentence.section, sentence.opens, sentence.lines, sentence=sentence)
            add(label, target, sentence.inline)
    for spec in record_type.fields:
        for label in _distinct(spec.labels):
            add(label, Target(spec.section, spec.opens, spec.lines, field=spec), spec.inline)
    for section in record_type.sections:
        for label in _distinct(section.heads):
            add(label, Target(section.name, True, 0), False)
    return Vocabulary(phrases(labels.values()), {key: tuple(found) for key, found in meanings.items()})


# Columns, cells and the walk each look for the labels of the same rows; a page has some fifty.
@lru_cache(512)
def labels_in(row: Row, words: Vocabulary) -> tuple[Hit, ...]:
    """Labels of the row, see `find_labels`."""
    return tuple(find_labels(row, words.phrases))


def _distinct(labels: tuple[str, ...]) -> Iterable[str]:
    """Labels that differ by more than their marks and signs."""
    return {letters(label): label for label in reversed(labels)}.values()
