"""The `coach` group: commands found by name and imported only when they are called."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from coach import __version__
from coach.errors import CoachError
from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

UNLISTED = frozenset({"announce"})
"""Commands for processes of our own, in no list."""

COMMANDS = {
    "autostart": "Begin the day's reminders at every login.",
    "begin": "Begin the routine that is announced.",
    "check": "Check routine files and say what to mend.",
    "do": "Be led through a routine by voice.",
    "doctor": "See whether voice, sound, journal and folders work here.",
    "done": "Note that you did what is announced by yourself.",
    "init": "Write a plan to begin with.",
    "later": "Put off the routine that is announced.",
    "log": "Show the sessions that were done.",
    "next": "Show what comes next.",
    "pause": "Have the coach say nothing for a while.",
    "plan": "Show a day of your plan.",
    "preview": "Show what a routine will say, and when.",
    "reload": "Have the plan and the routines read anew, now.",
    "render": "Save a routine as an audio file.",
    "resume": "End a pause.",
    "routines": "List the routines there are.",
    "session": "Pause, repeat, extend or stop the routine that is being led.",
    "simulate": "Live through days of your plan in virtual time.",
    "skip": "Leave out the routine that is announced.",
    "start": "Keep the day: call for what the plan says, until stopped.",
    "status": "Show how the coach that runs all day stands.",
    "stop": "End the coach that runs all day.",
    "voices": "List the voices there are, by language.",
}
"""Name and short help of every command; the command lives in the module of that name."""

INTERRUPTED = 130


class LazyGroup(click.Group):
    """A group that knows its commands' names and help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 — click's signature
        """The commands' names."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS and cmd_name not in UNLISTED:
            return None
        module = importlib.import_module(f"coach.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The commands and their short help, from the table: nothing is imported for `--help`."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """What a shell may offer here: commands from the table, and the group's own options."""
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
        """Run a command; a person reads a sentence, never a traceback (but with `--debug`)."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        stdout = sys.stdout
        try:
            result = super().main(args, prog_name or "coach", complete_var, standalone_mode=False, **extra)
            code = result if isinstance(result, int) else 0
        except click.ClickException as error:
            error.show()
            code = error.exit_code
        except (click.Abort, KeyboardInterrupt):
            code = INTERRUPTED
        except SystemExit:
            # Whoever reads us has left (`coach log | head`): click puts a stream that is silent in place
            # of stdout and ends with 1, which would mean that the answer is no.
            if sys.stdout is not stdout:
                sys.exit(0)
            raise
        except Exception as error:
            if wants_debug(args):
                raise
            code = tell(error)
        return leave(code)


def tell(error: Exception) -> int:
    """Say what went wrong on stderr, and give the exit code."""
    if isinstance(error, CoachError):
        for line in str(error).splitlines():
            click.echo(printable(line), err=True)
        return error.exit_code
    click.echo(
        f"coach: something we did not foresee: {type(error).__name__}: {printable(str(error))}", err=True
    )
    click.echo("This is our fault. `coach --debug …` shows where it happened.", err=True)
    return 1


def wants_debug(args: Sequence[str] | None) -> bool:
    """Whether `--debug` was asked for, wherever it stands."""
    return "--debug" in (sys.argv[1:] if args is None else args)


def leave(code: int) -> NoReturn:
    """Exit, with what was printed flushed first."""
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(code)


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option("--debug", is_flag=True, help="Show the traceback when something fails.")
@click.version_option(__version__, prog_name="coach")
def coach(*, debug: bool) -> None:
    """A coach that speaks: it leads you through stretches and breathing with exact timing, eyes closed.

    Not a medical device: it neither diagnoses nor treats. Stop whenever something hurts.
    """
