"""Whose a label is that several persons of a form have: the person whose section a label or a heading opened before.

Where that is not certain the values carry a doubt; they are never quietly given away. Reads no rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.find import Find
from pipeline.extract.labels import Hit
from pipeline.extract.targets import Target, Vocabulary
from pipeline.record_type import Form, RecordType


class Owners:
    """Holds the open section of a form while its labels go by; `finds` are those of the walk, which grow meanwhile.
    `guessed`: whose section it is follows from the usual order of the form alone.
    """

    def __init__(
        self, record_type: RecordType, words: Vocabulary, form: Form | None, finds: Sequence[Find]
    ) -> None:
        self._type = record_type
        self._words = words
        self._finds = finds
        self._form = form.id if form else None
        self._order = form.order if form else tuple(s.name for s in record_type.sections)
        self._section: str | None = ""
        self.guessed = False
        self._opened: set[str] = set()
        self._named: set[str] = set()
        # Sections that a label opened which other persons have as well.
        self._supposed: set[str] = set()

    def meant(self, hit: Hit, sections: frozenset[str], *, unsure: bool) -> Target | None:
        """The meaning of a label here, among those in `sections` if there are any; opens sections on the way.

        `unsure`: words that nobody knows belong to the label, so that it may be another person's.
        """
        targets = [t for t in self._words.of(hit.phrase) if self._may_stand_here(t)]
        if sections:
            targets = [t for t in targets if t.section in sections]
        # "Người chứng kiến: La Thị Xuyến" says itself whose name it is: a head of the section is a label, too.
        own = any(t.is_head for t in targets)
        if not targets or (
            len({t.section for t in targets}) == 1 and not own and self._of_somebody_else(targets[0])
        ):
            return None
        here = [t for t in targets if t.section == self._section]
        free = [t for t in (*here, *targets) if t.section in {self._section, ""} and not self._taken(t)]
        if len({t.section for t in targets}) == 1 and not self._taken(targets[0]):
            chosen: Target | None = targets[0]
        elif free:
            chosen = free[0]
        else:
            chosen = self._next_person(targets, named=self._section is not None)
        if chosen and chosen.opens:
            if chosen.is_head:
                self._head_after_its_labels(chosen.section)
            same = self.guessed and chosen.section == self._section
            self._enter_section(chosen.section, guessed=unsure or same)
        return chosen

    def begin_column(self) -> None:
        """A column says anew whose it is."""
        self._section, self.guessed = None, False

    def leave(self) -> None:
        """Nobody is spoken of until a label or a head says who: heads of two persons stand in one row."""
        self._section = None

    def settle(self) -> None:
        """Doubts that only the whole page shows: a person's section that never opened."""
        optional = {section.name for section in self._type.sections if section.optional}
        for rivals in self._type.rivals:
            must = {name for name in rivals if name not in self._opened and name not in optional}
            if self._opened & set(rivals) and (must or not self._opened & set(rivals) <= self._named):
                for find in self._finds:
                    if find.target.section in rivals and find.shared:
                        find.doubts.add("section")

    def _head_after_its_labels(self, section: str) -> None:
        """Doubts what shared labels gave to a person whose head comes only now: another person's head was lost above,
        as that of the witness in front of the violator.
        """
        for find in self._finds if section in self._supposed else ():
            if find.target.section == section:
                find.doubts.add("section")

    def _of_somebody_else(self, target: Target) -> bool:
        """Whether the label belongs to another person, who did not come yet, than the one the form speaks of here:
        what a witness does for a living is nothing of the violator's.
        """
        come = target.opens or target.section in {self._section, *self._opened}
        return not come and any(
            {self._section, target.section} <= set(rivals) for rivals in self._type.rivals
        )

    def _may_stand_here(self, target: Target) -> bool:
        """Whether a sentence is one of this form and, where that is asked, of the section that is open."""
        sentence = target.sentence
        if sentence is None:
            return True
        on_form = not sentence.forms or self._form in sentence.forms
        return on_form and (not sentence.inside or target.section == self._section)

    def _taken(self, target: Target) -> bool:
        return not target.is_head and any(
            set(find.filled) & set(target.keys)
            and (find.tokens or find.target == target)
            and not (target.section == self._section and find.of_another(target))
            and not find.of_a_stamp
            for find in self._finds
        )

    def _enter_section(self, section: str, *, guessed: bool) -> None:
        self.guessed = guessed
        self._section = section
        self._opened.add(section)
        if not guessed:
            self._named.add(section)

    def _next_person(self, targets: Sequence[Target], *, named: bool) -> Target | None:
        """The next person of the form's usual order; a guess unless the label itself starts a person."""
        sections = {t.section for t in targets}
        if len(sections) < 2:
            # A person's own label after a shared one had given that person's values: whose are those?
            for find in self._finds if targets[0].opens else ():
                if find.shared and find.target.section in sections:
                    find.doubts.add("section")
            return None
        for name in self._order:
            found = next((t for t in targets if t.section == name and name not in self._opened), None)
            if found:
                self._enter_section(name, guessed=not (named and found.opens))
                self._supposed.add(name)
                return found
        for find in self._finds:
            if any(find.target.keys == t.keys for t in targets if t.section == self._section and t.keys):
                find.doubts.add("twice")
        return None
