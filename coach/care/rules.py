"""What the list answers to a note: which rows, with which of their texts, how urgent, and whether spoken.

docs/safety-signs.md has the ten rules by which rows may fire. Nothing is weighed, and no
sentence is made here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coach.care.conditions import mentioned, supporters
from coach.care.model import LEVELS, Flag
from coach.plan.quiet_hours import quiet_until

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from coach.care.model import Again, Condition, Firing, Level, Note, Profile, Rule, SignRules

NOTHING_ON_THE_LIST, IN_THE_PAST, BY_MISTAKE, NOT_HEARD = "S3", "S4", "S7", "S9"
"""The rows with the texts that the program shows by itself."""
HAS_FLUID_LIMIT = "S6"
"""The row for a person with a limit for drinks, who is never reminded to drink."""
_NUMBER = "{emergency_number}"
_AGAIN: dict[Level, Again] = {"emergency": "always", "same-day": "episode", "book": "days", "help": "episode"}


def flags_for(
    rules: SignRules,
    history: Iterable[Note],
    note: Note,
    *,
    profile: Profile,
    now: datetime,
    earlier: Sequence[Firing] = (),
) -> tuple[Flag, ...]:
    """What is shown for that note, the most urgent first; at most one text is spoken.

    `history`: the person's notes, with or without this one. `now`: aware, in the person's own zone.
    `earlier`: what fired before.
    """
    notes = sorted({each.id: each for each in (*history, note)}.values(), key=lambda each: each.began)
    notes = _with_places(notes)
    case = _Case(rules, notes, note, profile, now, earlier)
    found = [flag for rule in rules.rules if (flag := case.flag(rule)) is not None]
    fired = {flag.rule for flag in found if flag.fired}
    found = [flag for flag in found if rules.rule(flag.rule).unless not in fired]
    found.sort(key=lambda flag: LEVELS.index(flag.level))
    aloud = next((flag for flag in found if flag.spoken), None)
    return tuple(replace(flag, spoken=flag is aloud) for flag in found)


def cautions_for(rules: SignRules, signs: Iterable[str]) -> tuple[str, ...]:
    """The cautions of all rows that ask for one of these signs: the printed list, for what is chosen."""
    chosen = frozenset(signs)
    return tuple(
        rule.caution for rule in rules.rules if rule.fires is not None and mentioned(rule.fires) & chosen
    )


def spoken_text(flag: Flag, profile: Profile) -> str:
    """The words to speak: the text, and behind an emergency text the number, digit by digit."""
    number = profile.emergency_number
    if flag.level != "emergency" or not number:
        return flag.text
    return f"{flag.text} {' '.join(number)}."


@dataclass(frozen=True, slots=True)
class _Case:
    """One note among the others, asked about by each rule."""

    rules: SignRules
    notes: Sequence[Note]
    note: Note
    profile: Profile
    now: datetime
    earlier: Sequence[Firing]

    def flag(self, rule: Rule) -> Flag | None:
        """What that rule shows for the note, if anything."""
        began = None if rule.fires is None else self._began(rule.fires)
        if began is None:
            return self._only_caution(rule)
        if not self._is_due(rule):
            return None
        flag = self._at_night(self._shown(rule, began))
        return flag if flag.form != "order" else self._ordered(flag)

    def _began(self, condition: Condition) -> datetime | None:
        """When the latest of the notes that make it true began; None if this note does not make it true.

        Each note since this one began is taken in turn as the one at which everything else must have been
        there: what is typed in later may complete what was noted before.
        """
        for place in range(len(self.notes) - 1, -1, -1):
            anchor = self.notes[place]
            if anchor.began < self.note.began:
                return None
            found = supporters(condition, self.notes[: place + 1], anchor.began, self.profile)
            if found and {self.note.id, anchor.id} <= found:
                return anchor.began
        return None

    def _only_caution(self, rule: Rule) -> Flag | None:
        if rule.caution_when is None or self._began(rule.caution_when) is None:
            return None
        return Flag(
            rule=rule.id,
            level=rule.level,
            form="caution",
            text=self._text_for_profile(rule, rule.caution),
            version=self.rules.version,
            fired=False,
        )

    def _is_due(self, rule: Rule) -> bool:
        """Whether a rule that has fired before is shown again."""
        before = [each for each in self.earlier if each.rule == rule.id]
        again = rule.again or _AGAIN[self._level(rule)]
        if again == "always" or not before:
            return True
        if again == "episode":
            return all(each.episode != self.note.in_episode for each in before)
        latest = max(max(each.at, each.acknowledged or each.at) for each in before)
        return again == "days" and self.now - latest >= self.rules.again_after

    def _shown(self, rule: Rule, began: datetime) -> Flag:
        flag = Flag(
            rule=rule.id,
            level=self._level(rule),
            form="caution",
            text=self._text_for_profile(rule, rule.caution),
            version=self.rules.version,
        )
        if not rule.confirmed:
            return flag
        if self.note.source == "person" and self.now - began <= self.rules.just_now:
            return replace(flag, form="order", text=self._text_for_profile(rule, rule.order))
        if flag.level != "emergency":
            return flag
        past = self.rules.rule(IN_THE_PAST)
        is_recent = self.now - began <= self.rules.long_ago
        return replace(flag, form="past", text=past.caution if is_recent else past.long_ago)

    def _at_night(self, flag: Flag) -> Flag:
        """The flag as it is shown at that time of day: at night a visit waits, and help has its line."""
        if not is_night(self.rules, self.now):
            return flag
        added = (self.rules.night_line,) if flag.level == "same-day" else flag.added
        return replace(flag, waits=flag.level == "book", added=added)

    def _ordered(self, flag: Flag) -> Flag:
        """The flag with what is shown below its order, and how it reaches the person."""
        is_emergency = flag.level == "emergency"
        may_speak = not self.profile.private_voice or (is_emergency and self.profile.emergency_aloud)
        added = flag.added
        if is_emergency:
            number = self.profile.emergency_number or self.rules.unknown_number
            added = (self.rules.rule(BY_MISTAKE).caution.replace(_NUMBER, number),)
        return replace(
            flag,
            added=added,
            spoken=may_speak and not flag.waits and flag.level != "help",
            ends_session=is_emergency,
        )

    def _level(self, rule: Rule) -> Level:
        return self.rules.rule(rule.stands_for).level if rule.stands_for else rule.level

    def _text_for_profile(self, rule: Rule, text: str) -> str:
        return (rule.with_fluid_limit or text) if self.profile.may_have_fluid_limit else text


def is_night(rules: SignRules, at: datetime) -> bool:
    """Whether it is night at that instant, aware, in its own zone."""
    assert at.tzinfo is not None
    return quiet_until((rules.night,), at, at.tzinfo) is not None


def _with_places(notes: Sequence[Note]) -> list[Note]:
    """The notes, with those of an episode that name no place where the episode was."""
    places = {note.in_episode: note.places for note in reversed(notes) if note.places}
    return [note if note.places else replace(note, places=places.get(note.in_episode, ())) for note in notes]
