"""The `coach` group: commands found by name and imported only when they are called."""

from __future__ import annotations

import importlib
import mmap
import os
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from coach import __version__
from coach.commands.printing import wants_plain_lines, warn
from coach.commands.usage import explained, no_such_command
from coach.errors import MORE_MEMORY, CoachError, is_out_of_memory
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

SECTIONS: Final = {
    "Be led": {
        "do": "Be led through a routine by voice.",
        "routines": "List the routines, or show one.",
        "card": "Save a short routine as a sheet for the bedside.",
        "safety": "Show the signs to stop for.",
        "learn": "Read or hear short texts about cramps and twitches.",
    },
    "All day": {
        "start": "Run the reminders until stopped.",
        "stop": "Stop the running coach.",
        "restart": "Stop the coach and start it in the background.",
        "status": "Show the coach's status.",
        "today": "Show what became of your day.",
        "tray": "Show an icon with the coach's state.",
        "next": "Show the next reminders.",
        "plan": "Show the reminders of one day.",
        "begin": "Begin the announced routine.",
        "later": "Postpone the announced routine.",
        "skip": "Skip the announced routine.",
        "done": "Mark a reminder or a routine as done.",
        "did": "Record a routine that you did by yourself, or part of it.",
        "session": "Pause, repeat, extend or stop the routine under way.",
        "pause": "Silence the reminders for a while.",
        "resume": "End a pause.",
        "off": "Take days off.",
        "on": "End the days off.",
        "reload": "Reload the plan and the routines.",
    },
    "Note down": {
        "cramp": "Note a cramp in one line.",
        "spasm": "Note a spasm in one line.",
        "twitch": "Note a twitch in one line.",
        "episode": "Note a cramp or twitch by answering a few questions.",
        "helped": "Note what helped.",
        "sign": "Choose a sign on the list, and see what it says.",
        "drink": "Note a drink.",
        "caffeine": "Note caffeine.",
        "stress": "Note your stress.",
        "sleep": "Note how long you slept.",
        "meal": "Note a meal.",
        "undo": "Take back what you noted last.",
    },
    "Look back": {
        "flags": "Show what the list of signs said about your notes.",
        "log": "Show your past sessions.",
        "stats": "Show how the weeks went, in counts.",
        "report": "Save a page for an appointment.",
        "export": "Write the journal for other programs.",
        "journal": "Look after the journal, or send it to your clinic.",
    },
    "For authors": {
        "new": "Start a new routine file.",
        "check": "Check routine files and say what to fix.",
        "preview": "Show what a routine will say, and when.",
        "diff": "Show the differences between two routines.",
        "render": "Save a routine as an audio file.",
        "simulate": "Simulate some days of a plan.",
        "schema": "Print the JSON Schema of a routine or a plan.",
    },
    "Set up": {
        "init": "Set up a plan of reminders.",
        "profile": "Show or change what the coach takes into account for you.",
        "autostart": "Start the reminders at every login.",
        "voices": "List, try, add and remove voices.",
        "say": "Speak a line.",
        "doctor": "Check that everything works on this machine.",
    },
}
"""The commands with their short help, in the order of `coach --help`."""
COMMANDS: Final = {name: text for section in SECTIONS.values() for name, text in section.items()}

UNLISTED: Final = frozenset({"announce", "press"})
"""Commands that the daemon starts; they are listed nowhere."""

_MODULES: Final = {
    **dict.fromkeys(("begin", "later", "reload", "session", "skip", "stop"), "daemon_control"),
    **dict.fromkeys(("off", "on", "pause", "resume"), "pause"),
    **dict.fromkeys(("next", "plan"), "upcoming"),
    **dict.fromkeys(("announce", "restart", "start"), "start"),
    **dict.fromkeys(("caffeine", "drink", "meal", "sleep", "stress"), "intake"),
    **dict.fromkeys(("cramp", "helped", "sign", "spasm", "twitch", "undo"), "note"),
    **dict.fromkeys(("did", "done"), "done"),
    "safety": "safety_list",
}
"""The modules that hold several commands, in a dictionary `COMMANDS`; any other holds one `command`."""

_WITH_NUMPY: Final = frozenset({"announce", "do", "doctor", "render", "say", "voices"})
_NUMPY_BYTES: Final = 96 * 1024 * 1024
"""What these need until numpy is loaded: where that is refused, OpenBLAS ends the process with words of its
own, so it is tried before."""

INTERRUPTED: Final = 130
_DAY_SECONDS: Final = 24 * 60 * 60


class LazyGroup(click.Group):
    """A group that knows its commands' names and help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 — click's signature
        """The commands' names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command with that name, imported now."""
        if cmd_name not in COMMANDS and cmd_name not in UNLISTED:
            return None
        if cmd_name in _WITH_NUMPY:
            mmap.mmap(-1, _NUMPY_BYTES).close()
        module = importlib.import_module(f"coach.commands.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.COMMANDS[cmd_name] if cmd_name in _MODULES else module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named by the first argument; raises `UsageError` with the likely name."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None and not ctx.resilient_parsing:
            raise click.UsageError(no_such_command(name, COMMANDS), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The commands and their short help, from the table: nothing is imported for `--help`."""
        width = max(map(len, COMMANDS))
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(f"{name:<{width}}", text) for name, text in commands.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The completions for a shell: commands from the table, and the group's own options."""
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(name, help=short)
            for name, short in sorted(COMMANDS.items())
            if name.startswith(incomplete)
        ]
        return names + click.Command.shell_complete(self, ctx, incomplete)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 — click's signature
        **extra: Any,
    ) -> Any:  # noqa: ANN401 — click's signature
        """Run a command; errors become a sentence, and a traceback only with `--debug`."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        stdout = sys.stdout
        try:
            result = super().main(args, prog_name or "coach", complete_var, standalone_mode=False, **extra)
            code = result if isinstance(result, int) else 0
        except click.UsageError as error:
            explained(error).show()
            code = error.exit_code
        except click.ClickException as error:
            error.show()
            code = error.exit_code
        except (click.Abort, KeyboardInterrupt):
            code = INTERRUPTED
        except SystemExit:
            # The reader of our output has left (`coach log | head`): click puts a stream that is silent in
            # place of stdout and ends with 1, which would mean that the answer is no.
            if sys.stdout is not stdout:
                sys.exit(0)
            raise
        except Exception as error:
            if wants_debug(args):
                raise
            code = report(error)
        return leave(code)


def report(error: Exception) -> int:
    """Print an error on stderr, and return the exit code."""
    if isinstance(error, CoachError):
        warn(error)
        return error.exit_code
    if is_out_of_memory(error):
        import logging

        logging.disable()  # what asyncio says of its remains at the end is a traceback
        warn("There is not enough memory for this command.")
        warn(MORE_MEMORY)
        return 1
    warn(f"coach: unexpected error: {type(error).__name__}: {printable(str(error))}")
    warn("This is a bug in the coach. `coach --debug …` shows where it happened.")
    return 1


def wants_debug(args: Sequence[str] | None) -> bool:
    """Whether `--debug` was given, before or after the command."""
    return "--debug" in (sys.argv[1:] if args is None else args)


def leave(code: int) -> NoReturn:
    """Flush the output and exit."""
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except OSError:  # the reader has left, or the terminal has ended
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(code)


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--debug", is_flag=True, help="Show the traceback when something fails.")
@click.version_option(__version__, prog_name="coach", help="Show the version.")
@click.pass_context
def coach(context: click.Context, *, debug: bool) -> None:  # noqa: ARG001 — `wants_debug` reads it
    """Coach leads you by voice through stretches and breathing: exact timing, eyes closed.

    Without a command it sets itself up the first time, and later shows your day.

    Not a medical device: it neither diagnoses nor treats. Stop whenever something hurts.
    """
    if abs(time.localtime().tm_gmtoff) >= _DAY_SECONDS:  # such as TZ=UTC+99: there is no local time
        from coach.plan.time_zones import machine_zone

        machine_zone()
    from coach.home import find_home

    with suppress(CoachError):  # the command itself says what is wrong with the home
        if wants_plain_lines(find_home().profile):
            os.environ["TERM"] = "dumb"  # no screen is drawn, nothing overwritten, no bar made of blocks
    if context.invoked_subcommand is not None:
        return

    has_plan = os.path.lexists(find_home().plan)
    if not has_plan and not sys.stdin.isatty():
        click.echo(context.get_help())
        return
    command = context.command.get_command(context, "next" if has_plan else "init")  # type: ignore[attr-defined]
    context.invoke(command)
    if has_plan:
        from coach.commands.next_day import ask_after_overview

        ask_after_overview(find_home())
