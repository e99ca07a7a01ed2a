"""The commands that control the running coach: begin, later, skip, session, reload, stop."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final

import click

from coach.api.operations import DAY, SESSION_COMMANDS, SHORTEST, WITH_PAIN
from coach.clock_times import parse_clock
from coach.commands.printing import has_terminal
from coach.commands.usage import Number, as_usage_errors
from coach.errors import DaemonError
from coach.home import find_home
from coach.plan.time_zones import machine_zone, zone_named
from coach.problems import printable
from coach.scales import HIGHEST_ANSWER, HIGHEST_NUMBER, SKIP_REASONS
from coach.units import ParseError, format_duration, parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import time as clock_time
    from datetime import tzinfo

    from coach.api.client import Client
    from coach.journal.events import JSON

LATER_EXAMPLE: Final = "10m, 90s or '1h 30m'"
START_SECONDS = 10.0
"""How long a coach that has begun to start is waited for; a quiet machine needs less than one second."""
STOP_SECONDS = 20.0
"""How long `coach stop` waits for the process to end: a routine under way is ended by itself first."""

_UNTIL = "until"
_MINUTES = re.compile(r"(?<=[0-9\s])m(?![a-z])", re.IGNORECASE)
"""After a number, `m` alone is minutes here; a file has to write `min`, so that nobody reads metres."""


def connect(sleep: Callable[[float], None] = time.sleep) -> Client:
    """A client of the running coach; one that is just starting is waited for.

    Raises `DaemonError` when none is running.
    """
    from coach.api.client import POLL_SECONDS, find_coach, running_coach
    from coach.daemon.lock import lock_holder

    home = find_home()
    for _ in range(round(START_SECONDS / POLL_SECONDS)):
        client = find_coach(home)
        if client is not None:
            return client
        holder = lock_holder(home)
        if holder is None:
            return running_coach(home)
        sleep(POLL_SECONDS)
    raise DaemonError(
        f"The coach (process {holder}) has not finished starting, or stopping.",
        hint="Try again in a moment. If it hangs, end that process.",
    )


def send(name: str, /, **fields: JSON) -> Client:
    """Send that action to the running coach, print its answer, and return the client."""
    client = connect()
    for line in client.act(name, **fields).splitlines():
        click.echo(printable(line))
    return client


@click.command(name="reload")
def reload_now() -> None:
    """Reload the plan and the routines now; changes are noticed within 20 seconds anyway."""
    send("reload")


@click.command(name="begin")
@click.argument("name", default="", metavar="[NAME]")
def begin(*, name: str) -> None:
    """Begin the announced routine: the latest, or that of the reminder NAME, even if it was put off.

    The exit code is 1 when no routine is waiting.
    """
    send("begin", **_meant(name))


@click.command(name="skip")
@click.argument("name", default="", metavar="[NAME]")
@click.option("--because", type=click.Choice(SKIP_REASONS), help="The reason, for the journal.")
def skip(*, name: str, because: str | None) -> None:
    """Skip the announced routine: the latest, or that of the reminder NAME, even if it was put off.

    When you skip a routine for the third time in a row you are asked why, once; Enter gives no answer. The
    exit code is 1 when no routine is waiting.
    """
    client = connect()
    answer = client.answer("skip", **_meant(name), **({"because": because} if because else {}))
    click.echo(printable(answer["sentence"]))
    if "question" not in answer:
        return
    click.echo(printable(answer["question"]))
    if not has_terminal():
        reminder = printable(answer["reminder"])
        click.echo(f"To say it: coach skip {reminder} --because {'|'.join(SKIP_REASONS)}")
        return
    why = click.prompt(", ".join(SKIP_REASONS), default="", show_default=False).strip().lower()
    if why in SKIP_REASONS:
        send("skip", reminder=answer["reminder"], because=why)


@click.command(name="later")
@click.argument("words", nargs=-1, metavar="[NAME] [10m]")
def later(*, words: tuple[str, ...]) -> None:
    """Postpone the announced routine, for as long as you say: 10m, 90s, 1h.

    Without a length it is what your plan's `put_off` says. With a reminder's NAME, that one. The exit
    code is 1 when no routine is waiting.
    """
    name = words[0] if words and words[0].lower() != _UNTIL and not words[0][:1].isdigit() else ""
    length = words[1:] if name else words
    seconds = {"seconds": read_length(length, DAY, LATER_EXAMPLE)} if length else {}
    send("later", **seconds, **_meant(name))


def _meant(name: str) -> dict[str, str]:
    return {"reminder": name} if name else {}


def zone_in(status: Mapping[str, JSON]) -> tzinfo:
    """The time zone of the coach with that status; an older coach does not name it."""
    try:
        return zone_named(str(status["zone"]))
    except (KeyError, ValueError):
        return machine_zone()


@click.command(name="session")
@click.argument("name", metavar="COMMAND", type=click.Choice(SESSION_COMMANDS))
@click.option(
    "--pain",
    type=Number("Pain", 0, HIGHEST_NUMBER),
    help="Your answer for hurts and answer: 0 (no pain) to 10, the number that is asked for, or 1 for yes.",
)
def session(*, name: str, pain: int | None) -> None:
    """Control the routine under way: pause, resume, next, previous, repeat, extend, go, hurts, answer, stop.

    `extend` adds ten seconds. `go` ends a wait: you are ready. `hurts` asks how much unless --pain says it;
    `answer` without --pain means no answer. The exit code is 1 when no routine is under way.
    """
    if pain is None:
        send("session", command=name)
    elif name == "hurts" and pain > HIGHEST_ANSWER:
        raise click.UsageError(f"Pain goes from 0 to {HIGHEST_ANSWER}, not {pain}.")
    elif name in WITH_PAIN:
        send("session", command=name, **{"pain" if pain <= HIGHEST_ANSWER else "number": pain})
    else:
        raise click.UsageError(f"--pain goes with {' and '.join(WITH_PAIN)} only.")


@click.command(name="stop")
def stop() -> None:
    """Stop the running coach, and wait until its process has ended.

    A routine under way is stopped too. The exit code is 6 when the coach is not running.
    """
    stop_and_wait(connect())


def stop_and_wait(client: Client) -> None:
    """Stop that coach, print its answer, and wait until its process has ended; raises `DaemonError`."""
    from coach.api.client import has_gone

    click.echo(printable(client.act("stop")))
    if not has_gone(client.address, STOP_SECONDS):
        raise DaemonError(
            f"The coach is stopping, but process {client.address.owner.pid} is still running.",
            hint="Try again, or end that process.",
        )


COMMANDS: Final = {str(command.name): command for command in (begin, later, reload_now, session, skip, stop)}
"""The commands of this module by name."""


def read_length(words: Sequence[str], most: float, example: str) -> float:
    """The seconds in `30m`, `1h 30m` or `90 s`, up to `most`; raises `UsageError` with the example."""
    text = " ".join(words)
    try:
        seconds = parse_duration(_MINUTES.sub("min", text))
    except ParseError as error:
        raise click.UsageError(f"{error.what}; write, for example, {example}") from None
    if not SHORTEST <= seconds <= most:
        limits = f"from {format_duration(SHORTEST)} to {format_duration(most)}"
        raise click.UsageError(f"Choose {limits}, not {format_duration(seconds)}.")
    return seconds


def read_clock(text: str) -> clock_time:
    """The time of day in that text; raises `UsageError`."""
    with as_usage_errors():
        return parse_clock(text)
