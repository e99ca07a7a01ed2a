"""What was recorded as one flat table for a spreadsheet: docs/journal.md describes its columns."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, TextIO

from coach.problems import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from coach.care.model import Note, SignRules
    from coach.export.records import Records, RoutineNames

COLUMNS = (
    "record", "id", "began", "ended", "routine", "title", "outcome", "steps_done", "steps", "minutes", "pain",
    "heard", "confirmed", "reminder", "reason", "episode", "fact", "amount", "unit", "places", "text",
)  # fmt: skip
FORMULA = tuple("=+-@＝＋－＠")  # noqa: RUF001 — a spreadsheet takes the wide signs for the narrow ones
"""A cell that begins so is a formula to a spreadsheet, and could run what a file's title says."""
_UNITS = {"minutes": "min", "strength": "0-10", "millilitres": "ml", "milligrams": "mg"}
_Row = dict[str, Any]


def safe_cell(value: Any) -> Any:  # noqa: ANN401 — whatever a table can hold
    """A value that is safe in a spreadsheet: text never becomes a formula or a control sequence."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def write_csv(records: Records, rules: SignRules, names: RoutineNames, target: TextIO) -> int:
    """Write the table, and return how many rows it has below its headings."""
    writer = csv.DictWriter(target, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    count = 0
    for count, row in enumerate(_rows(records, rules, names), 1):  # noqa: B007 — it is returned
        writer.writerow({name: safe_cell(value) for name, value in row.items()})
    return count


def _rows(records: Records, rules: SignRules, names: RoutineNames) -> Iterator[_Row]:
    yield from _session_rows(records, names)
    for claim in records.claims:
        routine, title = names.of(claim.routine)
        yield {
            "record": "done",
            "id": claim.id,
            "began": claim.done.isoformat(),
            "routine": routine,
            "title": title,
            "confirmed": "yes",
        }
    for reminder in records.reminders:
        yield {
            "record": "reminder",
            "began": reminder.due.isoformat(),
            "routine": names.of(reminder.routine)[0],
            "reminder": "" if names.redacted else reminder.reminder,
            "outcome": reminder.result,
            "confirmed": _confirmed(reminder.confirmed is not None),
            "reason": reminder.reason,
        }
    for note in records.notes:
        yield from _note_rows(note, rules, "" if names.redacted else note.own_words)
    for flag in records.flags:
        yield {
            "record": "flag",
            "id": flag.id,
            "began": flag.at.isoformat(),
            "outcome": flag.level,
            "confirmed": _confirmed(flag.acknowledged is not None),
            "episode": flag.episode,
            "fact": flag.rule,
            "text": flag.text,
        }


def _session_rows(records: Records, names: RoutineNames) -> Iterator[_Row]:
    for session in records.sessions:
        routine, title = names.of(session.routine, session.title)
        yield {
            "record": "session",
            "id": session.id,
            "began": session.started.isoformat(),
            "ended": _time_text(session.ended),
            "routine": routine,
            "title": title,
            "outcome": session.outcome,
            "steps_done": session.steps_done,
            "steps": session.steps,
            "minutes": round(session.seconds / 60, 2),
            "pain": " ".join("none" if answer is None else str(answer) for answer in session.pain),
            "heard": session.heard,
            "confirmed": "" if session.confirmed is None else _confirmed(session.confirmed),
        }


def _note_rows(note: Note, rules: SignRules, own_words: str) -> Iterator[_Row]:
    """A row for each fact of the note, and one for what was written beside them."""
    measures = {option.id: option.measured for option in (*rules.signs, *rules.facts)}
    places = ", ".join(map(str, note.places))
    for fact in note.facts:
        yield {
            "record": "note",
            "id": note.id,
            "began": note.began.isoformat(),
            "episode": note.in_episode,
            "fact": fact.name,
            "amount": "" if fact.amount is None else f"{fact.amount:g}",
            "unit": "" if fact.amount is None else _UNITS.get(measures.get(fact.name) or "", ""),
            "places": places,
        }
    if own_words:
        yield {
            "record": "note",
            "id": note.id,
            "began": note.began.isoformat(),
            "episode": note.in_episode,
            "places": places,
            "text": own_words,
        }


def _confirmed(is_confirmed: bool) -> str:  # noqa: FBT001 — one fact in words
    return "yes" if is_confirmed else "no"


def _time_text(instant: datetime | None) -> str:
    return "" if instant is None else instant.isoformat()
