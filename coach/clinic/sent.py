"""What of an event is sent to a clinic: the fields named here, each only with a value of its kind.

Nothing is free text. Names of routines and reminders are sent too, as those who wrote the files chose them.
Titles, names of steps, sentences, an author's own questions, voices, processes and the machine are not on
the list, so they stay here; so does every kind of event and every field that a later version adds until it
is put here.
"""

from __future__ import annotations

import json
import math
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from coach.journal.chain import content_digest
from coach.journal.events import EPOCH, MICROSECOND, WITHDRAWS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from coach.journal.events import JSON, Row

    Check = Callable[[Any], bool]

NAME = re.compile(r"[^\W_][\w.-]{0,79}", re.ASCII)
"""The name of a routine, a reminder or a fact: one word, which no path and no sentence is."""
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}", re.ASCII)
_ID = re.compile(r"[0-9a-f]{32}")
_VERSION = re.compile(r"[0-9a-f]{1,64}", re.ASCII)
_MOST = 1e9


def _one_of(*values: str) -> Check:
    return lambda value: isinstance(value, str) and value in values


def _matches(pattern: re.Pattern[str]) -> Check:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_number(value: object) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and abs(value) <= _MOST
    )


def _is_number_or_none(value: object) -> bool:
    return value is None or _is_number(value)


def _is_yes_or_no(value: object) -> bool:
    return isinstance(value, bool)


def _is_instant(value: object) -> bool:
    """Whether it is an instant with its offset, in the form in which the journal writes it."""
    if not isinstance(value, str):
        return False
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return False
    return instant.tzinfo is not None and instant.isoformat() == value


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _is_places(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(place, list) and len(place) == 2 and _code(place[0]) and place[1] in ("left", "right", "")  # noqa: PLR2004 — area and side
        for place in value
    )


def _is_facts(value: object) -> bool:
    return isinstance(value, dict) and all(
        _code(fact) and _is_number_or_none(amount) for fact, amount in value.items()
    )


def _is_managed(value: object) -> bool:
    numbers = {"set", "rep", "reps", "seconds"}
    return isinstance(value, list) and all(
        isinstance(turn, dict)
        and all(
            (field in numbers and _is_number(amount))
            or (field == "side" and isinstance(amount, str) and amount in ("left", "right", "both"))
            for field, amount in turn.items()
        )
        for turn in value
    )


_code, is_name = _matches(_CODE), _matches(NAME)
_step: dict[str, Check] = {"step": _is_number}
_answer: dict[str, Check] = {
    **_step, "question": _one_of("pain"), "pain": _is_number_or_none, "hurts": _is_yes_or_no,
}  # fmt: skip
_led: dict[str, Check] = {
    "begun": _one_of("person", "coach", "unattended"), "rehearsal": _is_yes_or_no,
    "locked": _is_yes_or_no, "away": _is_yes_or_no,
}  # fmt: skip
_heard = _one_of("yes", "no", "unknown")
_about: dict[str, Check] = {"event": _is_id}

FIELDS: Mapping[str, Mapping[str, Check]] = {
    "session-started": {
        **_led, "language": _code, "steps": _is_number, "detail": _code, "wording": _is_number,
        "week": _is_number, "level": is_name, "time_of_day": _code, "said": _is_yes_or_no,
    },
    "step-started": _step,
    "step-done": {**_step, "managed": _is_managed},
    "step-skipped": {**_step, "by_rule": _is_yes_or_no},
    "paused": _step,
    "resumed": _step,
    "asked": _answer,
    "answered": _answer,
    "notice-given": {
        "notice": _code, "version": _matches(_VERSION), "heard": _is_yes_or_no, "acknowledged": _is_yes_or_no,
    },
    "session-ended": {
        **_led, "outcome": _code, "steps_done": _is_number, "seconds": _is_number, "heard": _heard,
    },
    "confirmed": {"done": _is_instant, "reminder": is_name, "due": _is_instant, WITHDRAWS: _is_id},
    "reminder": {
        "reminder": is_name, "due": _is_instant, "ruling": _code, "reason": _code, "until": _is_instant,
        "through": _is_instant, "waited": _is_number, "how": _code, "heard": _heard, "begun": _code,
    },
    "break": {"from": _is_instant, "until": _is_instant},
    "note": {"began": _is_instant, "facts": _is_facts, "places": _is_places, "episode": _is_id},
    "note-withdrawn": _about,
    "flag": {
        "rule": is_name, "level": _code, "form": _code, "version": _is_number, "note": _is_id,
        "episode": _is_id,
    },
    "flag-acknowledged": _about,
}  # fmt: skip
"""The fields of each kind of event that are sent, with what each value must be; any other stays here."""

SUBJECTS: Mapping[str, AbstractSet[str]] = {
    "notes": frozenset({"note", "note-withdrawn", "flag", "flag-acknowledged"}),
    "reminders": frozenset({"reminder", "break"}),
}
SUBJECTS = {**SUBJECTS, "sessions": FIELDS.keys() - SUBJECTS["notes"] - SUBJECTS["reminders"]}
"""The kinds of events of each subject that a person can choose."""


def sent_event(row: Row, content: bytes) -> dict[str, JSON] | None:
    """What is sent of that row, by the columns there; None if it is not as it was written.

    `content`: the digest that the journal has of it. Its kind must be one of `FIELDS`.
    """
    name, kind, at, offset, session, routine, _, text = row
    if content_digest(row) != content or not _is_id(name):
        return None
    try:
        instant = EPOCH + at * MICROSECOND
        local = (instant + timedelta(minutes=offset)).replace(tzinfo=None)
        data = json.loads(text)
    except (ValueError, OverflowError, RecursionError):
        return None
    return {
        "id": name,
        "kind": kind,
        "at": instant.isoformat(),
        "local": local.isoformat(),
        "session": session if _is_id(session) else None,
        "routine": routine if is_name(routine) else "",
        "content": content.hex(),
        "data": sent_data(kind, data),
    }


def sent_data(kind: str, data: JSON) -> dict[str, JSON]:
    """Those fields of an event's data that are sent."""
    checks = FIELDS[kind]
    if not isinstance(data, dict):
        return {}
    return {name: value for name, value in data.items() if name in checks and checks[name](value)}
