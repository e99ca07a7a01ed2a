"""Wrong usage: exit code 2, and a message in plain words with what was probably meant."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from coach.commands.group import coach


def said(arguments: str) -> str:
    """The message for that command line."""
    result = CliRunner().invoke(coach, arguments.split())
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr.splitlines()[-1].removeprefix("Error: ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("stretch", "There is no command 'stretch'."),
        ("stat", "There is no command 'stat'. Did you mean status or stats?"),
        ("sta", "There is no command 'sta'. Did you mean start or status or stats?"),
        ("rotines", "There is no command 'rotines'. Did you mean routines?"),
        ("routines shw", "There is no command 'shw'. Did you mean show?"),
        ("--verison", "There is no option --verison. Did you mean --version?"),
        ("--hepl", "There is no option --hepl. Did you mean --help?"),
        ("do desk-neck --fats", "There is no option --fats. Did you mean --fast?"),
        ("do desk-neck --vol 1", "There is no option --vol. Did you mean --volume?"),
        ("do desk-neck --loudly", "There is no option --loudly."),
        ("do", "ROUTINE is missing. `coach routines` lists them."),
        ("check", "FILE|DIR… is missing."),
        (
            "session",
            "COMMAND is missing: pause, resume, next, previous, repeat, extend, go, hurts, answer, stop.",
        ),
        ("render desk-neck", "--output is required."),
        ("do desk-neck 3", "Too many arguments: 3."),
        ("begin with me", "Too many arguments: me."),
        ("log --since", "--since needs a value."),
        ("next --json=3", "--json takes no value."),
        ("autostart maybe", "'maybe' is not one of 'on', 'off', 'status'."),
        (
            "do desk-neck --detail all",
            "--detail: 'all' is not one of 'full', 'always-full', 'brief', 'tones'.",
        ),
        (
            "plan --date 2026-11-31",
            "--date: there is no '2026-11-31' in the calendar; check the month and the day.",
        ),
        ("do desk-neck --volume 80", "Volume goes from 0 to 1; write 0.8."),
        ("do desk-neck --volume 1.5", "Volume goes from 0 to 1, not 1.5."),
        ("do desk-neck --volume 800", "Volume goes from 0 to 1, not 800."),
        ("do desk-neck --volume -1", "Volume goes from 0 to 1, not -1."),
        ("do desk-neck --volume nan", "Volume goes from 0 to 1, not nan."),
        ("do desk-neck --volume loud", "Volume is a number from 0 to 1, not 'loud'."),
        ("do desk-neck --rate 500", "Rate goes from 80 to 400 words a minute, not 500."),
        ("do desk-neck --rate 99.5", "Rate is a whole number from 80 to 400 words a minute, not '99.5'."),
        ("do desk-neck --from 0", "--from goes from 1 up, not 0."),
        ("session answer --pain 100", "Pain goes from 0 to 99, not 100."),
        ("session hurts --pain 11", "Pain goes from 0 to 10, not 11."),
        (f"next -n {'9' * 60}", "-n goes from 1 to 1000, not 999999999999999999999999999999999999999…."),
    ],
)
def test_a_message_says_what_to_write(arguments: str, message: str) -> None:
    """A message about wrong usage says what to write, without technical terms."""
    assert said(arguments) == message


def test_what_was_typed_cannot_act_on_a_terminal() -> None:
    """Control sequences in what was typed are escaped, and long input is cut."""
    result = CliRunner().invoke(coach, ["\x1b[2J" + "x" * 500])
    assert result.stderr.splitlines()[-1] == f"Error: There is no command '\\x1b[2J{'x' * 35}…'."
