"""The tables of a plan file's fields."""

from __future__ import annotations

from typing import Any, get_args

from coach.clock_times import parse_clock
from coach.fields.scalar_types import (
    LANGUAGE,
    Choices,
    Duration,
    FormatNumber,
    ParsedText,
    WholeNumber,
    YesOrNo,
)
from coach.fields.structured_types import ListOf, Nested, PlainText, ReadElsewhere
from coach.fields.table import Field, Table, vocabulary_of
from coach.fields.vocabulary import Synonym
from coach.plan.model import AudioSettings, DetailSetting, Media, PutOff, VoiceSettings
from coach.plan.reminder_table import DAYS_OFF, HOW, NOTICE, PUT_OFF, REMINDER, SOUND, VOLUME, WINDOW
from coach.plan.time_zones import parse_zone
from coach.plan.values import parse_address, parse_calendar, parse_latency
from coach.scales import PACES
from coach.situation import BUSY_SIGNS
from coach.timeline.model import ToneSet
from coach.units import format_duration

MOST_REMINDERS = 100
_MINUTE, _HOUR = 60.0, 3600.0


def _voice(*, pace: str | None = None, rate: int | None = None, **fields: Any) -> VoiceSettings:
    """The settings of the voice; a written rate overrides a pace."""
    return VoiceSettings(rate=PACES[pace] if pace and rate is None else rate, **fields)


VOICE = Table(
    "the voice",
    (
        Field(
            "language",
            LANGUAGE,
            "The language in which bundled routines are spoken, where they are translated.",
            "en",
        ),
        Field(
            "name",
            PlainText(),
            "The voice, by its name or id; `coach voices` lists them.",
            "en_US-joe-medium",
        ),
        Field("rate", WholeNumber(80, 400, unit="words a minute"), "How fast the voice speaks.", "150"),
        Field(
            "pace",
            Choices(tuple(PACES)),
            "How fast the voice speaks: 125, 150 or 175 words a minute; a `rate` overrides it.",
            "calm",
            without="`normal`",
        ),
        Field("volume", VOLUME, "How loud the coach is: voice, tones and chimes.", "0.8"),
        Field(
            "tones",
            Choices(get_args(ToneSet)),
            "Which tones: `soft`; `clear`, higher; or `wooden`, short as if struck.",
            "clear",
            without="`soft`",
        ),
        Field(
            "detail",
            Choices(get_args(DetailSetting)),
            "How much is explained; `full` explains less once you know a routine.",
            "brief",
        ),
        Field(
            "breath_holds",
            YesOrNo(),
            "`no`: breathing without holding the breath, where the routine has such a pattern.",
            "no",
        ),
    ),
)
"""eSpeak NG speaks no slower than 80 words a minute, and faster than 400 cannot be understood."""

AUDIO = Table(
    "the audio",
    (
        Field(
            "latency",
            ParsedText(parse_latency, "duration", "a time from 10 ms to 2 s"),
            "How long your device delays the sound; `coach doctor --sound` shows it.",
            "120 ms",
            without="as the sound system reports",
        ),
        Field(
            "wake",
            Duration(0.1, 5.0),
            "How long an inaudible noise is played before the first word, for devices that"
            " swallow the beginning, as many Bluetooth ones do.",
            "1 s",
            without="not at all",
        ),
    ),
)

BUSY = Table(
    "the busy signs",
    tuple(
        Field(sign.field, Choices(("quiet", "speak")), sign.setting, "speak", default="quiet")
        for sign in BUSY_SIGNS
    ),
)


def _ignored_signs(**chosen: str) -> tuple[str, ...]:
    """The signs for which `speak` was chosen."""
    return tuple(field for field, choice in chosen.items() if choice == "speak")


PLAN = Table(
    "a plan",
    (
        Field("format", FormatNumber(), "The version of this format.", "1", default="1"),
        Field(
            "zone",
            ParsedText(parse_zone, "zone", "the name of a time zone"),
            "The time zone of your days.",
            "Europe/Berlin",
            without="the time zone of the machine",
        ),
        Field("voice", Nested(VOICE, _voice), "How the coach speaks.", "{rate: 150, volume: 0.8}"),
        Field(
            "how",
            HOW,
            "How reminders call you: `voice`; `chime`, a sound and a notification; `notify`, a notification"
            " alone.",
            "notify",
            default="voice",
        ),
        Field("sound", SOUND, "What sounds with `how: chime`.", "bowl", default="bell"),
        Field("audio", Nested(AUDIO, AudioSettings), "What your sound device needs.", "{wake: 1 s}"),
        Field(
            "quiet",
            ListOf(WINDOW, most=24, least=1, meaning="a time range, or several in brackets"),
            "When the coach is quiet.",
            '["12:30-13:15", "22:00-07:00"]',
            without="never quiet",
        ),
        Field(
            "except",
            DAYS_OFF,
            "Days off: no reminder on these.",
            "[2026-12-24, 2026-12-31]",
            attribute="days_off",
            without="none",
        ),
        Field(
            "at_most",
            WholeNumber(1, 100),
            "How often the coach calls you in a day.",
            "12",
            without="as often as something is due",
        ),
        Field(
            "busy",
            Nested(BUSY, _ignored_signs),
            "Whether the coach is quiet while you are busy; each sign for itself.",
            "{full_screen: speak}",
            attribute="ignored_signs",
            without="quiet for each",
        ),
        Field(
            "calendar",
            ListOf(
                ParsedText(parse_calendar, "calendar", "a calendar's file or folder"),
                most=16,
                least=1,
                meaning="a calendar's file or folder, or several in brackets",
            ),
            "Calendars whose events keep the coach quiet: `.ics` files, or folders of them.",
            "[work.ics]",
            attribute="calendars",
            without="none",
        ),
        Field(
            "address",
            ListOf(
                ParsedText(parse_address, "address", "an e-mail address"),
                most=16,
                least=1,
                meaning="an e-mail address, or several in brackets",
            ),
            "Your own e-mail address in invitations: what you declined does not keep the coach quiet.",
            "me@example.org",
            attribute="addresses",
            without="that in the calendar's name, if it has one",
        ),
        Field(
            "media",
            Choices(get_args(Media)),
            "What happens to music and films while you are led: `pause` pauses them until afterwards (Linux:"
            " MPRIS), `duck` asks the sound server to lower them.",
            "leave",
            default="pause",
        ),
        Field(
            "break_after",
            Duration(2 * _MINUTE, 2 * _HOUR),
            "How long without a key or mouse counts as a break of your own.",
            "5 min",
            default="5 min",
        ),
        Field(
            "wait",
            Duration(1.0, 30 * _MINUTE),
            "How long the coach waits for a pause in your work before it speaks: ten seconds without a key or"
            " mouse, or the end of a call.",
            "3 min",
            default="3 min",
        ),
        Field(
            "spacing",
            Duration(1.0, 4 * _HOUR),
            "The least time between two reminders; a routine that is led counts to its end.",
            "5 min",
            default="5 min",
        ),
        Field(
            "notice",
            NOTICE,
            "How long beforehand a chime gives notice of a routine that begins by itself; with `volume: 0`,"
            " or where nothing can be heard, a notification.",
            "30 s",
            without="no notice",
        ),
        Field(
            "put_off",
            Nested(PUT_OFF, PutOff),
            "How `later` puts off what was announced.",
            "{for: 5 min, at_most: 3}",
            without=f"for {format_duration(PutOff().seconds)}, as often as you like",
        ),
        Field(
            "day_ends",
            ParsedText(parse_clock, "clock", "a time of day"),
            "When your day ends: until then what was missed is made up for, and what was announced waits.",
            '"03:00"',
            default='"03:00"',
        ),
        Field(
            "reminders",
            ReadElsewhere(
                f"reminders by their names: letters, digits and hyphens; at most {MOST_REMINDERS}",
                {
                    "type": "object",
                    "minProperties": 1,
                    "maxProperties": MOST_REMINDERS,
                    "additionalProperties": {"$ref": "#/definitions/reminder"},
                },
            ),
            "What you are reminded of, and when.",
            '{water: {routine: sip-water, at: "10:00"}}',
            is_required=True,
        ),
    ),
)

_SYNONYMS = {
    "timezone": "zone", "time_zone": "zone", "tz": "zone", "quiet_hours": "quiet", "silent": "quiet",
    "holidays": "except", "days_off": "except", "maximum": "at_most", "budget": "at_most",
    "gap": "spacing", "distance": "spacing", "reminder": "reminders", "schedule": "reminders",
    "exercise": "routine", "do": "routine", "what": "routine", "id": "routine",
    "interval": "every", "repeat": "every", "time": "at", "clock": "at", "per_day": "times",
    "count": "times", "window": "between", "hours": "between", "days": "on", "day": "on",
    "weekdays": "on", "start": "from", "since": "from", "begins": "from", "end": "until", "to": "until",
    "catch_up": "missed", "random": "jitter", "speed": "rate", "loudness": "volume", "holds": "breath_holds",
    "fullscreen": "full_screen", "presentation": "full_screen", "dnd": "do_not_disturb", "webcam": "camera",
    "screen_sharing": "sharing", "mic": "microphone", "calendars": "calendar", "ics": "calendar",
}  # fmt: skip
"""What people write instead of a field's name."""

PLAN_VOCABULARY = vocabulary_of(
    (PLAN, VOICE, AUDIO, BUSY, PUT_OFF, REMINDER),
    {written: Synonym(meant) for written, meant in _SYNONYMS.items()},
)
"""The words of a plan file."""
