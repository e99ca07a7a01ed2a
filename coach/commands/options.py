"""Options that several commands share, and the voice settings from them and the plan."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coach.commands.printing import warn
from coach.commands.usage import Number
from coach.errors import FileError
from coach.home import find_home
from coach.problems import quoted
from coach.scales import PACES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo

    from coach.care.model import Profile
    from coach.home import Home
    from coach.plan.model import DetailSetting, Plan
    from coach.routine.model import Routine
    from coach.timeline.model import Delivery, ToneSet

SLOWEST, FASTEST, DEFAULT_RATE = 80, 400, 150
"""Words a minute: eSpeak NG's own lower limit, the fastest that is still understood, and the default."""
DEFAULT_VOLUME = 0.8
"""From 0 to 1."""
MOST_LATENCY, MOST_WAKE = 2.0, 5.0
"""Seconds: far more than any useful device delays, or takes to wake."""

routine = click.argument("routine", metavar="ROUTINE")


def file(*names: str, metavar: str, help: str, required: bool = False) -> Callable[[Any], Any]:  # noqa: A002 — click's own name
    """An option that names a file."""
    path = click.Path(dir_okay=False, path_type=Path)
    return click.option(*names, type=path, metavar=metavar, help=help, required=required)


def paper(*papers: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option for the paper of a PDF, A4 unless given; a browser asks when it prints."""
    choice = click.Choice(papers, case_sensitive=False)
    return click.option("--paper", type=choice, default="A4", help="The paper of a PDF; A4 unless given.")


# None if nothing was asked for: then the plan decides, else the default (see `settings_for`).
rate = click.option(
    "--rate",
    type=Number("Rate", SLOWEST, FASTEST, "words a minute"),
    help=f"Words a minute, {SLOWEST} to {FASTEST}; else the plan's, else {DEFAULT_RATE}.",
)
pace = click.option(
    "--pace", type=click.Choice([*PACES]), help="How fast the voice speaks; --rate says it exactly."
)
tones = click.option(
    "--tones",
    type=click.Choice(["soft", "clear", "wooden"]),
    help="The set of tones; else the plan's, else soft.",
)
voice = click.option(
    "--voice",
    metavar="NAME",
    help="A voice by its name or id, else the plan's, else the best; see `coach voices`.",
)
volume = click.option(
    "--volume",
    type=Number("Volume", 0, 1, is_whole=False),
    help=f"Volume, 0 to 1; else the plan's, else {DEFAULT_VOLUME}.",
)
language = click.option(
    "--language",
    metavar="LANG",
    help="Language of a bundled routine, if it has been translated; else the plan's, else English.",
)
breath_holds = click.option(
    "--holds/--no-holds",
    "breath_holds",
    default=None,
    help="Breathing patterns with or without breath holds; else as the plan says, else with.",
)
detail = click.option(
    "--detail",
    type=click.Choice(["full", "always-full", "brief", "tones"]),
    help="How much is explained; 'full' explains less once you completed a routine five times. Else as the"
    " plan says, else full.",
)
wording = click.option(
    "--wording",
    type=Number("--wording", 1),
    default=1,
    metavar="NUMBER",
    help="Which of the variants to say, where the author wrote several texts; else the first.",
)
as_known = click.option(
    "--as",
    "known",
    type=click.Choice(["first", "known"]),
    default="first",
    help="As it is heard the first time, or once it is known: without explanations and safety notices.",
)
latency = click.option(
    "--latency",
    type=Number("Latency", 0.01, MOST_LATENCY, "seconds", is_whole=False),
    hidden=True,
    help="How much the device delays the sound; else the plan's, else what the device reports.",
)
wake = click.option(
    "--wake",
    type=Number("Wake", 0.1, MOST_WAKE, "seconds", is_whole=False),
    hidden=True,
    help="How long an inaudible noise wakes the device before the first sound; else the plan's, else none.",
)
# Both are how the running coach hands on the plan's `audio:` block; people write it into the plan.
no_plan = click.option("--no-plan", is_flag=True, help="Ignore the plan's voice settings.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def how_it_is_heard(function: Any) -> Any:  # noqa: ANN401 — any command, as click's own decorators take it
    """The options of a command that plays or saves a routine."""
    for option in (breath_holds, language, voice, volume, tones, pace, rate):
        function = option(function)
    return function


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of voice and sound.

    `language`: of bundled routines; None: English. `voice`: a name or id; None: the best one.
    `rate`: words a minute. `volume`: 0 to 1.
    `latency`, `wake`: seconds, as in the plan's `audio:` block. `private_voice`: no words are spoken while
    the person is led, and `digit_wait`: seconds; both by the profile.
    """

    language: str | None = None
    voice: str | None = None
    rate: int = DEFAULT_RATE
    volume: float = DEFAULT_VOLUME
    detail: DetailSetting = "full"
    breath_holds: bool = True
    tones: ToneSet = "soft"
    latency: float | None = None
    wake: float = 0.0
    private_voice: bool = False
    shown_as_text: bool = False
    digit_wait: float | None = None


def settings_for(home: Home, chosen: Mapping[str, Any]) -> Settings:
    """The settings from a command's options, else the plan's `voice:` and `audio:` blocks, else defaults.

    A plan with mistakes stops nothing: its settings are ignored, with a warning. With `no_plan` it is not
    read at all (the daemon has read it already, and keeps the last good one).
    """
    plan = None if chosen.get("no_plan") else planned(home, "its voice settings are ignored")
    profile = profile_of(home)
    written = {} if plan is None else asdict(plan.voice) | asdict(plan.audio) | {"voice": plan.voice.name}
    _check_language(chosen)
    if chosen.get("pace") and chosen.get("rate") is None:
        chosen = {**chosen, "rate": PACES[chosen["pace"]]}
    values = {
        name: written.get(name) if chosen.get(name) is None else chosen[name] for name in Settings.__slots__
    }
    if not profile.breath_holds:
        if chosen.get("breath_holds"):
            warn("Your profile says no breath holds: the pattern without them is used.")
        values["breath_holds"] = False
    for name in ("private_voice", "shown_as_text", "digit_wait"):
        values[name] = getattr(profile, name)
    return Settings(**{name: value for name, value in values.items() if value is not None})


def profile_of(home: Home) -> Profile:
    """The person's profile; what can be read of one with mistakes counts, and they go to stderr."""
    from coach.care.model import Profile

    if not home.profile.exists():
        return Profile()
    from coach.care.profile import examine_profile
    from coach.care.reading import sign_rules

    profile, problems = examine_profile(home.profile, sign_rules())
    for problem in problems:
        warn(problem)
    if problems:
        warn(
            "Your profile has mistakes; the rest of it is used, and the careful side of what cannot be read."
        )
    return profile


def language_for(home: Home, chosen: str | None) -> str | None:
    """The language in which bundled routines are wanted: the option's, else the plan's."""
    _check_language({"language": chosen})
    if chosen is not None:
        return chosen
    plan = planned(home, "its language is ignored") if home.plan.exists() else None
    return None if plan is None else plan.voice.language


def _check_language(chosen: Mapping[str, Any]) -> None:
    """Raise `UsageError` for a --language in which the coach has no words.

    One that the running coach hands on from a plan, with --no-plan, means English instead.
    """
    from coach.spoken_text.languages import LANGUAGES
    from coach.voice.choose import primary_language

    language = chosen.get("language")
    if language is None or chosen.get("no_plan") or primary_language(language) in LANGUAGES:
        return
    spoken = ", ".join(LANGUAGES)
    raise click.UsageError(f"{quoted(language)} is no language of the coach's; it speaks: {spoken}.")


def full_delivery(routine: Routine, settings: Settings, wording: int, known: str = "first") -> Delivery:
    """The delivery of a preview or a recording: everything explained, with all safety notices.

    `wording`: which of the routine's variants, counted from 1. `known`: with "known", as it is delivered
    once it is known.
    """
    from coach.timeline.model import Delivery
    from coach.timeline.notices import notice_texts

    return Delivery(
        language=routine.language,
        detail="full" if known == "first" else "brief",
        notices=frozenset(notice_texts(routine, routine.language)) if known == "first" else frozenset(),
        breath_holds=settings.breath_holds,
        wording=wording - 1,
        tones=settings.tones,
    )


def wording_of(routine: Routine, wording: int) -> str:
    """The stage of a course, and which of several wordings, as ", week 3, wording 2 of 8"; else nothing."""
    from coach.routine.variants import wordings

    number = wordings(routine)
    stage = str(routine.stage or "")
    return (f", {stage}" if stage else "") + (f", wording {wording} of {number}" if number > 1 else "")


def zone_of_days() -> tzinfo:
    """The time zone of the plan's days; without a plan that can be read, this machine's."""
    from coach.plan.time_zones import machine_zone, zone_of

    plan = planned(find_home(), "the time zone is this machine's")
    return machine_zone() if plan is None else zone_of(plan)


def planned(home: Home, consequence: str) -> Plan | None:
    """The plan; None if there is none that can be read, with a warning that names the consequence."""
    if not lexists(home.plan):
        return None
    from coach.plan.reading import examine_plan

    try:
        plan = examine_plan(home.plan).plan
    except FileError as error:
        if lexists(home.plan):  # else it was deleted meanwhile
            warn(f"{error.message} {consequence[:1].upper()}{consequence[1:]}.")
        return None
    if plan is None:
        warn(f"Your plan has mistakes, so {consequence}; `coach plan` shows them.")
        return None
    return plan
