"""Notes something down for the person, and shows what the list of signs answers to it."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from coach.care.episodes import EPISODE_KINDS
from coach.care.model import Fact, Note, Place
from coach.clock import SystemClock
from coach.commands import options
from coach.commands.flag_display import FlagDisplay, end_led_session, wait_until_acknowledged
from coach.commands.flag_speech import FlagSpeech
from coach.commands.usage import as_usage_errors
from coach.errors import CoachError, JournalError
from coach.home import find_home
from coach.problems import printable
from coach.scales import HIGHEST_ANSWER
from coach.timeline.words import words_for
from coach.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime, tzinfo

    from coach.care.model import SignRules
    from coach.commands.flag_display import Where
    from coach.home import Home
    from coach.journal.notes import Notes, RecordedFlag
    from coach.journal.store import Journal

KINDS = frozenset(EPISODE_KINDS)
"""The facts that make an episode."""
HISTORY = timedelta(days=400)
"""How far rules look back at most."""
HELPED_CHOICES = "stretching, heat, cold, walking, massage, drinking, rest, nothing, or other: your own words"
_SESSIONS = timedelta(days=3)
"""How far back it matters to them which routine was begun."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """What noting something needs: where the journal is, the list, the zone of the person's days, and now."""

    home: Home
    rules: SignRules
    zone: tzinfo
    now: datetime
    speech: FlagSpeech

    def began(self, text: str | None) -> datetime:
        """The instant that a person means, in their zone; now without a text. Raises `BadParameter`."""
        from coach.plan.past_times import parse_past

        if text is None:
            return self.now
        with as_usage_errors("--at"):
            return parse_past(text, self.now, self.zone).astimezone(self.zone)

    def note(
        self,
        facts: Iterable[Fact],
        places: Iterable[Place] = (),
        *,
        began: datetime,
        as_json: bool,
        episode: str = "",
        own_words: str = "",
        show: Callable[[str], None] | None = None,
    ) -> Note:
        """Write a note down and show the flags that it fires: an emergency one before anything else.

        `episode`: the one that it belongs to, if that is known. `own_words`: what else helped.
        `show`: receives the texts instead of the terminal, for a person who reads them elsewhere. Gives the
        note as it was written. Raises `JournalError`, after the flags of what is noted now were shown
        anyway.
        """
        from coach.journal.notes import read_notes
        from coach.journal.store import open_journal

        note = Note(
            id=uuid4().hex,
            began=began,
            facts=tuple(facts),
            places=tuple(places),
            episode=episode,
            own_words=own_words,
        )
        where: Where = "nowhere" if show is not None else "stderr" if as_json else "stdout"
        with ExitStack() as stack:
            try:
                journal = stack.enter_context(open_journal(self.home, SystemClock()))
                recorded = read_notes(journal, self.zone, self.now - HISTORY)
                history = (*recorded.notes, *self._sessions(journal))
            except JournalError:
                display = self._show(note, (note,), (), where=where)
                if show is not None:
                    show(self._texts(display))
                display.finish()
                raise
            note = self._in_episode(note, recorded.notes)
            display = self._show(note, history, recorded.flags, where=where)
            return self._record(journal, note, display, as_json=as_json, show=show)

    def has_fired_emergency(self, note: Note) -> bool:
        """Whether that note of just now was answered by an emergency text."""
        from coach.journal.store import open_journal

        with open_journal(self.home, SystemClock()) as journal:
            return any(flag["level"] == "emergency" for flag in self._fired(journal, note))

    def withdraw(self, note: Note) -> None:
        """Take that note back. Raises `JournalError`."""
        from coach.journal.notes import withdraw_note
        from coach.journal.store import open_journal

        with open_journal(self.home, SystemClock()) as journal:
            withdraw_note(journal, note.id, SystemClock())

    def acknowledge(self, note: str) -> None:
        """Record that the person has read what answered the note with that id. Raises `JournalError`."""
        from coach.journal.notes import acknowledge_flags, flags_of
        from coach.journal.store import open_journal

        with open_journal(self.home, SystemClock()) as journal:
            acknowledge_flags(journal, flags_of(journal, note), SystemClock())

    def pressed_already(self, kind: str) -> Note | None:
        """The note of that kind, without a detail, of the last minute: one more press is the same."""
        return self.pressed_within(self.rules.one_episode, kind)

    def pressed_within(self, time: timedelta, kind: str = "cramp") -> Note | None:
        """The latest note of that kind, within that time, about which nothing more was said."""
        notes = self._notes()
        detailed = {note.in_episode for note in notes if not is_bare(note, kind)}
        return next(
            (
                note
                for note in reversed(notes)
                if note.began >= self.now - time and is_bare(note, kind) and note.in_episode not in detailed
            ),
            None,
        )

    def latest_episode(self, time: timedelta) -> Note | None:
        """The latest note of a cramp, spasm or twitch that began within that time."""
        found = (note for note in reversed(self._notes()) if KINDS & note.names)
        return next((note for note in found if note.began >= self.now - time), None)

    def _notes(self) -> tuple[Note, ...]:
        from coach.journal.notes import read_notes
        from coach.journal.store import read_journal

        with read_journal(self.home, SystemClock()) as journal:
            return () if journal is None else read_notes(journal, self.zone, self.now - HISTORY).notes

    def _record(
        self,
        journal: Journal,
        note: Note,
        display: FlagDisplay,
        *,
        as_json: bool,
        show: Callable[[str], None] | None,
    ) -> Note:
        from coach.journal.notes import flag_event, note_event

        try:
            journal.append(note_event(note, SystemClock()))
            for flag in display.flags:
                if flag.fired:
                    journal.append(flag_event(flag, note, SystemClock()))
        except JournalError:
            display.finish()
            raise
        if show is not None:
            show(self._texts(display))
        elif as_json:
            click.echo(
                json.dumps({"note": note_to_dict(note), "flags": self._fired(journal, note)}, indent=2)
            )
        else:
            click.echo(
                f"Noted: {said(self.rules, note)}, {note.began:%Y-%m-%d %H:%M}. `coach undo` takes it back."
            )
        display.finish()
        if display.is_to_acknowledge and not as_json and show is None:
            wait_until_acknowledged(journal, note, display)
        return note

    def _texts(self, display: FlagDisplay) -> str:
        """What answers the note; without an answer, that it was noted."""
        texts = [text for flag in display.flags for text in (flag.text, *flag.added)]
        return " ".join(texts) or words_for(self.rules.language).calls.noted

    def _show(
        self, note: Note, history: Sequence[Note], flags: Sequence[RecordedFlag], *, where: Where
    ) -> FlagDisplay:
        from coach.care.rules import cautions_for, flags_for

        profile = options.profile_of(self.home)
        fired = flags_for(
            self.rules,
            history,
            note,
            profile=profile,
            now=self.now,
            earlier=[flag.firing for flag in flags],
        )
        signs = {sign.id for sign in self.rules.signs} & note.names
        cautions = () if fired else cautions_for(self.rules, sorted(signs))
        display = FlagDisplay(
            self.rules,
            fired,
            cautions,
            speech=self.speech,
            profile=profile,
            end_session=end_led_session,
            where=where,
        )
        display.begin()
        return display

    def _in_episode(self, note: Note, notes: Sequence[Note]) -> Note:
        """The note as part of the episode that the same kind of note began within the last minute."""
        for other in () if note.episode else reversed(notes):
            near = abs(note.began - other.began) <= self.rules.one_episode
            if near and KINDS & note.names & other.names:
                return replace(note, episode=other.in_episode)
        return note

    def _sessions(self, journal: Journal) -> list[Note]:
        """The routines that were begun recently, as notes: the list asks where in the body they were."""
        from coach.care.words import area_of
        from coach.journal.notes import routines_begun
        from coach.routine.library import find_routine
        from coach.routine.reading import read_routine

        found = []
        for at, name in routines_begun(journal, self.now - _SESSIONS):
            try:
                routine = read_routine(find_routine(name, self.home))
            except CoachError:  # it was removed since, or never was in the library
                continue
            areas = filter(None, (area_of(self.rules, area) for area in routine.areas))
            facts = [Fact("routine_begun")]
            if routine.kind == "breathing":
                facts.append(Fact("breathing_routine"))
            places = tuple(Place(area) for area in areas)
            began = at.astimezone(self.zone)
            found.append(
                Note(
                    id=f"{name}-{at.isoformat()}",
                    began=began,
                    facts=tuple(facts),
                    places=places,
                    source="session",
                )
            )
        return found

    def _fired(self, journal: Journal, note: Note) -> list[dict[str, Any]]:
        from coach.journal.notes import read_notes

        recorded: Notes = read_notes(journal, self.zone, self.now - timedelta(minutes=1))
        return [flag.to_dict() for flag in recorded.flags if flag.note == note.id]


def recorder(*, may_speak: bool = False) -> Recorder:
    """The recorder for the person whose home this is; `may_speak`: get ready to speak a text."""
    from coach.care.reading import sign_rules
    from coach.care.sign_orders import in_language
    from coach.plan.time_zones import machine_zone, zone_of
    from coach.spoken_text.languages import FIRST_LANGUAGE

    speech = FlagSpeech()
    if may_speak:
        speech.start()
    home = find_home()
    plan = options.planned(home, "the time zone is this machine's, and signs are answered in English")
    zone = machine_zone() if plan is None else zone_of(plan)
    language = None if plan is None else plan.voice.language
    rules = in_language(sign_rules(), language or FIRST_LANGUAGE)
    return Recorder(home, rules, zone, SystemClock().now().astimezone(zone), speech)


def is_bare(note: Note, kind: str) -> bool:
    """Whether the note says only that there was one of that kind."""
    return note.facts == (Fact(kind),) and not note.places


def note_to_dict(note: Note) -> dict[str, Any]:
    """A note as documented for `--json`."""
    return {
        "id": note.id,
        "began": note.began.isoformat(),
        "facts": {fact.name: fact.amount for fact in note.facts},
        "places": [{"area": place.area, "side": place.side or None} for place in note.places],
        "episode": note.in_episode,
        "own_words": note.own_words or None,
    }


def said(rules: SignRules, note: Note) -> str:
    """The note in a few words, such as "Cramp (2 min), pain 7 of 10, left calf"."""
    options = {option.id: option for option in (*rules.signs, *rules.facts)}
    parts: list[str] = []
    for fact in note.facts:
        option = options.get(fact.name)
        label = option.label if option else fact.name
        text = label.removesuffix(", 0 to 10") if option and option.measured == "strength" else label
        text = text[:1].lower() + text[1:] if parts and text[1:2].islower() else text
        parts.append(text + _amount(option.measured if option else None, fact.amount))
    if note.own_words:
        parts.append(f'"{printable(note.own_words)}"')
    return ", ".join([*parts, *map(str, note.places)])


def _amount(measured: str | None, amount: float | None) -> str:
    if amount is None:
        return ""
    if measured == "minutes":
        return f" ({format_duration(amount * 60)})"
    if measured == "strength":
        return f" {amount:g} of {HIGHEST_ANSWER}"
    return f": {amount:g}" + {"millilitres": " ml", "milligrams": " mg"}.get(measured or "", "")
