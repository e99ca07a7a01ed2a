"""Which fields of a reminder can be combined, and the cadence that they make."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coach.plan.model import AsPrescribed, AtIntervals, AtTimes, TimesPerDay

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.document import Fields
    from coach.fields.findings import Findings
    from coach.plan.model import Cadence, Reminder

_WHEN = ("every", "at", "times")
CADENCE_FIELDS = frozenset({*_WHEN, "between"})
"""The fields of a reminder that make its cadence."""
_WEEK = 7


def check_when(fields: Fields, findings: Findings) -> None:
    """Note an error if a reminder says twice when it is due, or not at all, or lacks its time range."""
    said = [name for name in fields.fields if name in _WHEN]
    for surplus in said[1:]:
        message = f"'{said[0]}' and '{surplus}' both say when"
        findings.error(fields.names[surplus], "conflict", message, "keep one of them")
    if not said:
        hint = "write 'every: 90 min', 'at: \"10:30\"' or 'times: 3'"
        findings.error(fields, "missing-field", "this reminder does not say when it is due", hint)
    elif len(said) == 1:
        _check_window(said[0], fields, findings)
    if "counting" in fields.fields and "every" not in said:
        message = "'counting' goes with 'every' only"
        findings.error(
            fields.names["counting"], "conflict", message, "leave it out, or write 'every: 45 min'"
        )


def check_routines(read: Mapping[str, Any], fields: Fields, findings: Findings) -> None:
    """Note an error if a field goes only with several routines, or only with one."""
    is_one = len(set(read.get("routine", ()))) == 1
    if is_one and "choose" in fields.fields:
        message = "'choose' goes with several routines only"
        findings.error(fields.names["choose"], "conflict", message, "write 'routine: [first, second]'")
    if not is_one and read.get("times") == "dose":
        message = "'times: dose' goes with a single routine"
        findings.error(fields.names["times"], "conflict", message, "write 'times: 3', or one routine")


def check_call(read: Mapping[str, Any], fields: Fields, findings: Findings) -> None:
    """Note an error if a reminder that says nothing is to begin at once."""
    how = read.get("how", "voice")
    if how != "voice" and read.get("begin") == "now":
        message = f"'begin: now' does not go with 'how: {how}', which waits for you to begin"
        findings.error(fields.names["begin"], "conflict", message, "leave one of them out")


def _check_window(said: str, fields: Fields, findings: Findings) -> None:
    has_window = "between" in fields.fields
    if said == "at" and has_window:
        hint = "leave it out, or write 'every' or 'times' instead of 'at'"
        message = "'between' does not go with 'at'"
        findings.error(fields.names["between"], "conflict", message, hint)
    elif said != "at" and not has_window:
        message = f"'{said}' needs a time range"
        findings.error(fields, "missing-field", message, "write 'between: \"09:00-17:30\"'")


def check_days(read: Mapping[str, Any], fields: Fields, findings: Findings) -> None:
    """Note an error if no day lies between a reminder's dates."""
    if "from" in read and "until" in read and read["until"] < read["from"]:
        message = "'until' cannot be earlier than 'from'"
        findings.error(fields.fields["until"], "conflict", message, "check both dates")


def check_due(reminder: Reminder, fields: Fields, findings: Findings) -> None:
    """Warn of a reminder that is never due."""
    first, last = reminder.first_day, reminder.last_day
    if first is None or last is None or (last - first).days >= _WEEK - 1:
        return
    days = ((first + timedelta(days=step)).weekday() for step in range((last - first).days + 1))
    if not any(day in reminder.on for day in days):
        message = "this reminder is never due: 'from' and 'until' leave none of its days"
        findings.warning(fields.names["until"], "never-due", message, "check 'on', 'from' and 'until'")


def cadence_of(read: Mapping[str, Any]) -> Cadence:
    """The cadence in fields that `check_when` accepted."""
    if "at" in read:
        return AtTimes(tuple(sorted(set(read["at"]))))
    if "every" in read:
        return AtIntervals(read["every"], read["between"])
    if read["times"] == "dose":
        return AsPrescribed(read["between"])
    return TimesPerDay(read["times"], read["between"])
