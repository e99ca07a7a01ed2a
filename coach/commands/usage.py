"""Wrong usage in plain words: click's errors about arguments and options, reworded."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from coach.problems import LONGEST_QUOTE, printable, quoted, shortened
from coach.units import ParseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_EXTRA = re.compile(r"Got unexpected extra arguments? \((?P<words>.*)\)", re.DOTALL)
_NO_COMMAND = re.compile(r"No such command '(?P<name>.*)'\.", re.DOTALL)
_SIMILAR = 0.7
"""How much of a word must be the same (as difflib measures it) for it to be taken for a misspelling."""
_SMALLEST_PERCENTAGE, _PERCENT = 10, 100
"""A volume of 80 is meant as a percentage; 1.5 or 5 may mean anything."""


class Number(click.ParamType):  # type: ignore[type-arg]  # no generic class before click 8.4
    """A number within limits, both included; `what` begins the message, `unit` follows the limits.

    Written as a percentage by mistake, a number whose limits are 0 and 1 is suggested as a fraction.
    """

    name = "number"

    def __init__(
        self, what: str, least: float, most: float | None = None, unit: str = "", *, is_whole: bool = True
    ) -> None:
        self._what = what
        self._least, self._most = least, most
        self._limits = f"from {least:g} up" if most is None else f"from {least:g} to {most:g}"
        self._unit = f" {unit}" if unit else ""
        self._is_whole = is_whole

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401, ARG002 — click's signature
        """The number; raises `UsageError` if it is not a number, or outside its limits."""
        try:
            number = int(value) if self._is_whole else float(value)
        except ValueError:
            kind = "a whole number" if self._is_whole else "a number"
            message = f"{self._what} is {kind} {self._limits}{self._unit}, not {quoted(str(value))}."
            raise click.UsageError(message, ctx) from None
        # Written so that "not a number" (nan) is refused as well.
        if self._least <= number and (self._most is None or number <= self._most):
            return number
        raise click.UsageError(
            f"{self._what} goes {self._limits}{self._unit}{self._instead(number, str(value))}", ctx
        )

    def _instead(self, number: float, typed: str) -> str:
        if (self._least, self._most) == (0, 1) and _SMALLEST_PERCENTAGE <= number <= _PERCENT:
            return f"; write {number / _PERCENT:g}."
        return f", not {shortened(typed, LONGEST_QUOTE)}."


@contextmanager
def as_usage_errors(option: str | None = None) -> Iterator[None]:
    """Raise a `ParseError` in the block as wrong usage; `option`: of the value that was read."""
    try:
        yield
    except ParseError as error:
        message = str(error) if error.hint.endswith("?") else f"{error}."
        if option is None:
            raise click.UsageError(message) from None
        raise click.BadParameter(message, param_hint=option) from None


def explained(error: click.UsageError) -> click.UsageError:
    """The same error with a message in plain words."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error
    return click.UsageError(printable(_message(error)), error.ctx)


def _message(error: click.UsageError) -> str:
    message = error.message
    if isinstance(error, click.MissingParameter):
        return _missing(error)
    if isinstance(error, click.BadParameter):
        name = _named(error.param_hint, error.param, error.ctx)
        # What an argument may be is in its message; its name says no more.
        return message if not name or isinstance(error.param, click.Argument) else f"{name}: {message}"
    if isinstance(error, click.NoSuchOption):
        return _no_such_option(error)
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} {'takes no' if 'does not take' in message else 'needs a'} value."
    return _other(error)


def _other(error: click.UsageError) -> str:
    """The message for an error that click raises as a plain `UsageError`, known by its text alone."""
    message = error.message
    if extra := _EXTRA.fullmatch(message):
        return f"Too many arguments: {shortened(extra['words'], LONGEST_QUOTE)}."
    command = _NO_COMMAND.match(message)
    if command and error.ctx is not None and isinstance(error.cmd, click.Group):
        return no_such_command(command["name"], error.cmd.list_commands(error.ctx))
    return message


def _no_such_option(error: click.NoSuchOption) -> str:
    options = error.ctx.command.get_params(error.ctx) if error.ctx is not None else []
    names = [name for option in options for name in (*option.opts, *option.secondary_opts)]
    written = shortened(error.option_name, LONGEST_QUOTE)
    return f"There is no option {written}.{_suggestion(error.option_name, names)}"


def no_such_command(name: str, known: Iterable[str]) -> str:
    """The message for an unknown command, with the likely one."""
    return f"There is no command '{shortened(name, LONGEST_QUOTE)}'.{_suggestion(name, known)}"


def _missing(error: click.MissingParameter) -> str:
    name = _named(error.param_hint, error.param, error.ctx)
    if isinstance(error.param, click.Option):
        return f"{name} is required."
    if error.param is not None and isinstance(error.param.type, click.Choice):
        return f"{name} is missing: {', '.join(map(str, error.param.type.choices))}."
    hint = " `coach routines` lists them." if name == "ROUTINE" else ""
    return f"{name} is missing.{hint}"


def _named(hint: object, param: click.Parameter | None, context: click.Context | None) -> str:
    """An option by its longest flag; an argument as in the usage line."""
    if isinstance(hint, str):
        return hint
    if param is None:
        return ""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.make_metavar(context) if context is not None else str(param.name)


def _suggestion(word: str, names: Iterable[str]) -> str:
    """` Did you mean x or y?` with the names that begin with the word, else with similar ones."""
    from difflib import get_close_matches

    bare = {name.lstrip("-"): name for name in names}
    typed = word.lstrip("-")[:LONGEST_QUOTE]
    close = [name for name in bare if typed and name.startswith(typed)]
    close = close or get_close_matches(typed, bare, cutoff=_SIMILAR)
    return f" Did you mean {' or '.join(bare[name] for name in close)}?" if close else ""
