"""The whole list of signs to stop for: acknowledged once, with a key, and shown by `coach safety`."""

from __future__ import annotations

import os
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from coach.commands.printing import has_terminal, terminal_size
from coach.home import find_home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.clock import Clock
    from coach.journal.events import JSON
    from coach.journal.store import Journal
    from coach.timeline.words import SafetyTexts

WIDEST = 72
"""Characters of a line: longer ones are hard to read."""
BULLET = "  - "
LONGEST_KEY = 32
"""Bytes that one key may send."""
END_OF_INPUT = b"\x04"
"""Ctrl-D."""


@click.command(name="safety")
def command() -> None:
    """Show the signs to stop for: the list that is shown once before your first routine.

    It is in the language of your plan.
    """
    from coach.commands.options import language_for
    from coach.spoken_text.languages import FIRST_LANGUAGE
    from coach.timeline.words import words_for

    safety = words_for(language_for(find_home(), None) or FIRST_LANGUAGE).safety
    width = min(terminal_size()[0], WIDEST)
    click.echo("\n".join(safety_list_lines(safety, width)[:-1]))


COMMANDS = {"safety": command}


def acknowledge_safety_list(journal: Journal, clock: Clock, language: str) -> bool:
    """Show the list, wait for a key, and record it; once for each wording of the list.

    Gives whether the person has acknowledged it, now or before: False where there is no terminal for it.
    Raises `click.Abort` on Ctrl-C, and `JournalError`.
    """
    from coach.journal.events import new_event
    from coach.journal.statistics import notice_given
    from coach.timeline.notices import SAFETY_LIST, safety_list_version
    from coach.timeline.words import words_for

    safety = words_for(language).safety
    version = safety_list_version(safety)
    if notice_given(journal, SAFETY_LIST, version):
        return True
    if not has_terminal():
        return False
    _show(safety)
    data: dict[str, JSON] = {"notice": SAFETY_LIST, "version": version, "heard": False, "acknowledged": True}
    journal.append(new_event("notice-given", clock, session="", routine="", digest="", data=data))
    return True


def _show(safety: SafetyTexts) -> None:
    """The list, as many lines at a time as the terminal has, each time until a key is pressed."""
    columns, rows = terminal_size()
    width = max(1, columns - 1)  # in the last column some terminals begin a new line
    prompts = [textwrap.wrap(prompt, width) for prompt in (safety.list_more, safety.list_key)]
    room = max(1, rows - max(map(len, prompts)) - 1)
    lines = safety_list_lines(safety, min(width, WIDEST))
    for first in range(0, len(lines), room):
        click.echo("\n".join(lines[first : first + room]))
        wait_for_key(prompts[first + room >= len(lines)])


def wait_for_key(prompt: list[str]) -> None:
    """Show the lines, and wait for a key; raises `click.Abort` on Ctrl-C and at the end of the input."""
    try:
        read_key("\n".join(prompt))
    except (KeyboardInterrupt, EOFError):
        raise click.Abort from None


def read_key(prompt: str) -> str:
    """Show the prompt, if any, wait for a key, and return it; several if more were pressed meanwhile.

    `click.getchar` discards what was pressed before it listens, so the terminal is made ready first. Raises
    `EOFError` at the end of the input.
    """
    if sys.platform == "win32":
        _show_prompt(prompt)
        return click.getchar()
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        _show_prompt(prompt)
        pressed = os.read(descriptor, LONGEST_KEY)
        if pressed in (b"", END_OF_INPUT):
            raise EOFError
        return pressed.decode(errors="replace")
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _show_prompt(prompt: str) -> None:
    if prompt:
        click.echo(prompt)


def safety_list_lines(safety: SafetyTexts, width: int) -> list[str]:
    """The list wrapped to that many columns: every word of it is there, however few they are."""
    return [line for text, bullet in _paragraphs(safety) for line in _wrapped(text, bullet, width)]


def _paragraphs(safety: SafetyTexts) -> Iterator[tuple[str, str]]:
    """Each text with its prefix; an empty one is a line of its own."""
    yield safety.list_title, ""
    yield "", ""
    yield safety.list_lead, ""
    yield from ((sign, BULLET) for sign in safety.list_signs)
    for sentence in safety.list_after:
        yield "", ""
        yield sentence, ""
    yield "", ""


def _wrapped(text: str, bullet: str, width: int) -> list[str]:
    if len(bullet) * 3 > width:
        bullet = ""
    return textwrap.wrap(
        text, width, initial_indent=bullet, subsequent_indent=" " * len(bullet), break_on_hyphens=False
    ) or [""]
