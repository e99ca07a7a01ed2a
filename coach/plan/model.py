"""A plan: reminders, quiet hours and settings as frozen values, explained in docs/plan-format.md.

Times of day are local; instants are aware and in UTC; durations are seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import time
from typing import TYPE_CHECKING, Literal

from coach.clock_times import EVERY_DAY
from coach.problems import TextPosition
from coach.routine.model import Dose
from coach.situation import AWAY_SECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, tzinfo
    from zoneinfo import ZoneInfo

    from coach.clock_times import DateRange, Window
    from coach.timeline.model import ToneSet

    BusyHours = tuple[tuple[datetime, datetime], ...]
    """From when until when the person is busy: instants in UTC, sorted, none overlapping another."""

Missed = Literal["skip", "once"]
Begin = Literal["now", "ask"]
Counting = Literal["clock", "use"]
How = Literal["voice", "chime", "notify"]
Choose = Literal["in turn", "least done"]
Chime = Literal["bell", "bowl", "doorbell"]
Media = Literal["pause", "duck", "leave"]
DetailSetting = Literal["full", "always-full", "brief", "tones"]


@dataclass(frozen=True, slots=True)
class AtIntervals:
    """From the window's start, in steps of so many real seconds; both ends of the window count."""

    seconds: float
    between: Window


@dataclass(frozen=True, slots=True)
class AtTimes:
    """At these times of day, sorted."""

    times: tuple[time, ...]


@dataclass(frozen=True, slots=True)
class TimesPerDay:
    """So many times, spread evenly from the window's start to its end.

    `at_least_apart`: seconds; where the window is too short for it, the last ones are left out.
    """

    number: int
    between: Window
    at_least_apart: float = 0.0


@dataclass(frozen=True, slots=True)
class AsPrescribed:
    """As often as the routine's own dose says, spread over the window."""

    between: Window


Cadence = AtIntervals | AtTimes | TimesPerDay | AsPrescribed


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff:
    """How `later` puts off what was announced: by so many seconds unless the person says otherwise.

    `at_most`: how often; None: as often as they like.
    """

    seconds: float = 600.0
    at_most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """The plan's entry that calls for a routine. `mark`: its place in the file.

    `on`: weekdays, 0 is Monday. `first_day` and `last_day` (`from` and `until` in the file) both
    count. `jitter`: each day's occurrences come up to so many seconds later than they would.
    """

    id: str
    routine: str
    """The first, of several."""
    cadence: Cadence
    routines: tuple[str, ...] = ()
    """Where it has several, all of them; each occurrence calls for one, as `choose` says."""
    choose: Choose = "in turn"
    on: tuple[int, ...] = EVERY_DAY
    first_day: date | None = None
    last_day: date | None = None
    days_off: tuple[DateRange, ...] = ()
    """Days on which it is not due (`except` in the file)."""
    missed: Missed = "skip"
    begin: Begin | None = None
    """None: a short routine is simply spoken, any other is asked for first."""
    jitter: float = 0.0
    how: How | None = None
    volume: float | None = None
    sound: str | None = None
    notice: float | None = None
    put_off: PutOff | None = None
    """What was not written is as the plan says."""
    counting: Counting = "clock"
    """`use`: only the minutes at the machine count for the interval, and a break starts it again."""
    level: str = ""
    course_began: date | None = None
    """Where the person is in the course of the routine; what was not written follows from the sessions."""
    mark: TextPosition = field(default_factory=TextPosition, compare=False)

    @property
    def all_routines(self) -> tuple[str, ...]:
        """The one routine that it calls for, or the several."""
        return self.routines or (self.routine,)

    def done_at(self, done: Mapping[str, datetime]) -> datetime | None:
        """When one of its routines was done last, of those instants by the id of the routine."""
        return max((done[id_] for id_ in self.all_routines if id_ in done), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSettings:
    """How the coach speaks; what was not written is None, and some other default holds."""

    language: str | None = None
    name: str | None = None
    """Of a voice, or its id; texts of another language than its own have the best voice of theirs."""
    rate: int | None = None
    """Words a minute."""
    volume: float | None = None
    """From 0 to 1."""
    detail: DetailSetting | None = None
    breath_holds: bool | None = None
    tones: ToneSet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioSettings:
    """What the sound device needs, in seconds; what was not written is None.

    `latency`: from handing a sample over to hearing it; None: the device is asked. `wake`: how long it is
    woken with a noise that nobody hears before the first sound of a session.
    """

    latency: float | None = None
    wake: float | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """How a reminder calls the person, and how loud: from 0 to 1, None: as loud as the coach usually is.

    `sound`: of a chime, as in `Plan.sound`.
    """

    how: How = "voice"
    volume: float | None = None
    sound: str = "bell"


DAY_ENDS = time(3)
"""When a person's day ends unless the plan says otherwise: late enough for the evening before."""
SPACING = 300.0
"""Seconds that two reminders are apart unless the plan says otherwise (docs/plan-format.md)."""

WAIT = 180.0
"""Seconds that are waited for a pause in the person's work (docs/plan-format.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A person's reminders in their file's order. `zone` None: the machine's.

    `spacing`: two reminders never come closer than so many seconds. `file` is the plan's name for
    messages, `digest` the SHA-256 of its bytes in hex.
    """

    reminders: tuple[Reminder, ...]
    quiet: tuple[Window, ...] = ()
    days_off: tuple[DateRange, ...] = ()
    """Days without any reminder (`except` in the file)."""
    at_most: int | None = None
    """Calls in a day."""
    calendars: tuple[str, ...] = ()
    """Calendar files and folders as they are written, from the folder of the plan's file."""
    addresses: tuple[str, ...] = ()
    """The person's own e-mail addresses in these calendars, in lower case."""
    spacing: float = SPACING
    how: How = "voice"
    sound: str = "bell"
    """What sounds with `how: chime`: a `Chime`, or the path of a sound file."""
    media: Media = "pause"
    """What happens to a film or music that plays while a routine is led."""
    break_after: float = AWAY_SECONDS
    """Seconds without a key or mouse after which the person is on a break of their own."""
    wait: float = WAIT
    """Seconds for which a pause in the person's work is waited for, at most."""
    notice: float | None = None
    """Seconds before what is led without being asked at which a notice of it is given; None: none is."""
    put_off: PutOff = field(default_factory=PutOff)
    ignored_signs: tuple[str, ...] = ()
    """The signs of being busy (`BUSY_SIGNS`, by field) that do not keep the coach quiet."""
    day_ends: time = DAY_ENDS
    """Until then what was missed is made up for, and an announcement waits."""
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    audio: AudioSettings = field(default_factory=AudioSettings)
    private_voice: bool = False
    """By the profile: what is said aloud names neither routine, symptom nor part of the body."""
    shown_as_text: bool = False
    """By the profile: the person does not hear what is spoken."""
    zone: ZoneInfo | None = None
    file: str = field(default="", compare=False)
    digest: str = field(default="", compare=False)
    gives_notice: bool = field(init=False, compare=False, repr=False)
    """Whether there may be a notice of any reminder."""
    _by_id: Mapping[str, Reminder] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Keep what a simulation asks for a million times."""
        notices = (self.notice, *(each.notice for each in self.reminders))
        object.__setattr__(self, "gives_notice", any(each is not None for each in notices))
        object.__setattr__(self, "_by_id", {each.id: each for each in self.reminders})

    def reminder(self, id_: str) -> Reminder | None:
        """The reminder with that id, if there is one."""
        return self._by_id.get(id_)

    def notice_before(self, id_: str) -> float | None:
        """How many seconds before that reminder's routine notice is given; None: none is."""
        reminder = self.reminder(id_)
        return self.notice if reminder is None or reminder.notice is None else reminder.notice

    def putting_off(self, id_: str) -> PutOff:
        """How that reminder is put off."""
        reminder = self.reminder(id_)
        return (reminder and reminder.put_off) or self.put_off

    def call(self, id_: str) -> Call:
        """How that reminder calls the person; one that is not in the plan, as the plan says."""
        reminder = self.reminder(id_)
        how, volume, sound = (
            (None,) * 3 if reminder is None else (reminder.how, reminder.volume, reminder.sound)
        )
        return Call(how or self.how, self.voice.volume if volume is None else volume, sound or self.sound)


@dataclass(frozen=True, slots=True)
class Prescription:
    """A routine's dose, and the day from which its weeks count if the reminder has no `from`.

    `begun`: the local day of the first session in the journal; None: there was none yet, and its weeks have
    not begun.
    """

    dose: Dose
    begun: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One instant (aware, in UTC) at which a reminder is due; `reminder` and `routine` are ids."""

    at: datetime
    reminder: str
    routine: str


@dataclass(frozen=True, slots=True)
class RoutineSummary:
    """A routine as a plan sees it; `seconds` is how long it takes, estimated.

    `language`: of its title; empty: several.
    """

    title: str
    seconds: float
    dose: Dose = field(default_factory=Dose)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why no reminder calls for a routine, by the profile. `until`: the last such day; None: no such day."""

    code: str
    sentence: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """How often a routine was done recently, and when last."""

    times: int
    last: datetime


@dataclass(frozen=True, slots=True)
class ResolvedPlan:
    """A plan with summaries of its routines, by the id of the routine.

    `zone`: of the plan's days, its own or the machine's. `routines` holds those that could be read. `done`:
    when the person last did a routine unprompted, by its id: intervals begin again then. `busy_hours`: by the
    plan's calendars, as far ahead as they were read.
    """

    plan: Plan
    zone: tzinfo
    routines: Mapping[str, RoutineSummary]
    prescriptions: Mapping[str, Prescription]
    busy_hours: BusyHours = ()
    done: Mapping[str, datetime] = field(default_factory=dict)
    history: Mapping[str, Done] = field(default_factory=dict)
    """What was done of the routines of which a reminder has several, by id, until `history_at`."""
    history_at: datetime | None = None
    left_out: Mapping[str, tuple[LeftOut, ...]] = field(default_factory=dict)
    """By the id of a routine: why it is left out."""

    def summary(self, occurrence: Occurrence) -> RoutineSummary:
        """The summary of its routine; one that cannot be read is called by its id."""
        return self.routines.get(occurrence.routine) or RoutineSummary(occurrence.routine, 0.0)

    def current(self, occurrence: Occurrence) -> Occurrence | None:
        """The occurrence with the routine that its reminder has now; None if the reminder was deleted."""
        reminder = self.plan.reminder(occurrence.reminder)
        if reminder is None or occurrence.routine in reminder.all_routines:
            return None if reminder is None else occurrence
        return replace(occurrence, routine=reminder.routine)
