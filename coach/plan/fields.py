"""The fields of a plan file: which there are, what each holds, and how one level of them is read.

A plan is flat and small, so that a table says all there is to say about it, and `coach next` does
without pydantic: importing that takes longer than everything else that the command does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from coach.clock_times import parse_clock, parse_date, parse_weekdays, parse_window
from coach.document import Fields, Items, Text
from coach.plan import values
from coach.plan.local_time import parse_zone
from coach.routine.values import format_number, language, truth
from coach.units import Misread, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.document import Node
    from coach.routine.findings import Findings


Thing = Literal["a plan", "the voice", "a reminder"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a field holds: one value, or from one to `most` of them in brackets."""

    parse: Callable[[str], Any]
    code: str
    example: str
    most: int = 1


PLAN = {
    "format": Kind(format_number, "format", "format: 1"),
    "zone": Kind(parse_zone, "zone", "zone: Europe/Berlin"),
    "quiet": Kind(parse_window, "window", 'quiet: ["12:30-13:15", "22:00-07:00"]', 24),
    "spacing": Kind(values.lasting(1.0, 4 * values.HOUR), "duration", "spacing: 5 min"),
}
VOICE = {
    "language": Kind(language, "language", "language: en"),
    "rate": Kind(values.words_a_minute, "number", "rate: 150"),
    "volume": Kind(values.volume, "number", "volume: 0.8"),
    "detail": Kind(
        values.one_of("detail", "full", "always-full", "brief", "tones"), "unknown-word", "detail: brief"
    ),
    "breath_holds": Kind(truth, "truth", "breath_holds: no"),
}
REMINDER = {
    "routine": Kind(values.routine_id, "routine", "routine: sip-water"),
    "every": Kind(values.lasting(values.MINUTE, 24 * values.HOUR), "duration", "every: 90 min"),
    "at": Kind(parse_clock, "clock", 'at: ["10:30", "15:00"]', values.MOST_TIMES),
    "times": Kind(values.times, "number", "times: 3"),
    "between": Kind(parse_window, "window", 'between: "09:00-17:30"'),
    "on": Kind(parse_weekdays, "weekday", "on: weekdays", 7),
    "from": Kind(parse_date, "date", "from: 2026-11-01"),
    "until": Kind(parse_date, "date", "until: 2026-12-31"),
    "missed": Kind(values.one_of("missed", "skip", "once"), "unknown-word", "missed: once"),
    "begin": Kind(values.one_of("begin", "now", "ask"), "unknown-word", "begin: ask"),
    "jitter": Kind(values.lasting(1.0, 2 * values.HOUR), "duration", "jitter: 5 min"),
}
PARTS = ("voice", "reminders")
"""What a plan has besides the fields of `PLAN`."""
_HOMES = {"a plan": (*PLAN, *PARTS), "the voice": tuple(VOICE), "a reminder": tuple(REMINDER)}

_MEANT = {
    "timezone": "zone", "time_zone": "zone", "tz": "zone", "quiet_hours": "quiet", "silent": "quiet",
    "gap": "spacing", "distance": "spacing", "reminder": "reminders", "schedule": "reminders",
    "exercise": "routine", "do": "routine", "what": "routine", "id": "routine",
    "interval": "every", "repeat": "every", "time": "at", "clock": "at", "per_day": "times",
    "count": "times", "window": "between", "hours": "between", "days": "on", "day": "on",
    "weekdays": "on", "start": "from", "since": "from", "begins": "from", "end": "until", "to": "until",
    "catch_up": "missed", "random": "jitter", "speed": "rate", "loudness": "volume", "holds": "breath_holds",
}  # fmt: skip
"""What people write instead of a field's name."""


def under_right_names(fields: Fields, thing: Thing, findings: Findings) -> Fields:
    """The fields under the names that were meant; each that is not one of that thing is noted."""
    allowed = _HOMES[thing]
    if all(name in allowed for name in fields.fields):
        return fields
    from coach.routine.explain import put_right  # noqa: PLC0415 — imports pydantic

    right: dict[str, Node] = {}
    names = dict(fields.names)
    for name, node in fields.fields.items():
        meant = _meant(name, allowed)
        hint = f"did you mean '{meant}'?" if meant in allowed else _elsewhere(name)
        if name in allowed or not hint:
            right.setdefault(name, node)  # what is not known here is left to the slips that routines know
            continue
        message = f"'{name[:40]}' is not a field of {thing}"
        findings.error(fields.names[name], "unknown-field", message, hint)
        if meant in allowed and meant not in fields.fields:
            right.setdefault(meant, node)
            names[meant] = fields.names[name]
    return put_right(fields._replace(fields=right, names=names), thing, allowed, findings)


def read_fields(fields: Fields, kinds: Mapping[str, Kind], findings: Findings) -> dict[str, Any]:
    """The values of those of the fields that are well formed; what is wrong with the others is noted.

    A field that may hold several values has a tuple. Fields that `kinds` lacks are passed over.
    """
    read: dict[str, Any] = {}
    for name, node in fields.fields.items():
        if name in kinds:
            found = _read(name, kinds[name], node, findings)
            if found is not None:
                read[name] = found if kinds[name].most > 1 else found[0]
    return read


def nearest_id(id_: str, known: frozenset[str]) -> str:
    """What to write instead of the id of a routine that there is not."""
    near = nearest(id_, sorted(known))
    return f"did you mean '{near}'?" if near else "`coach routines` lists those there are"


def _meant(name: str, allowed: tuple[str, ...]) -> str:
    """The field that people mean by that name, if it is one of those allowed."""
    written = name.strip(" :").lower().replace("-", "_").replace(" ", "_")
    return written if written in allowed else _MEANT.get(written, "")


def _elsewhere(name: str) -> str:
    """Where else in a plan that field stands."""
    home = next((thing for thing, names in _HOMES.items() if name in names), None)
    return f"it is a field of {home}" if home else ""


def _read(name: str, kind: Kind, node: Node, findings: Findings) -> tuple[Any, ...] | None:
    several = isinstance(node, Items) and kind.most > 1
    nodes = node.items if isinstance(node, Items) and several else [node]
    if not nodes:
        findings.error(node, "empty", f"'{name}' is empty", f"write '{kind.example}'")
        return None
    if len(nodes) > kind.most:
        findings.error(node, "too-many", f"'{name}' has more than {kind.most} entries", "leave some out")
        return None
    found = [_value(name, kind, one, findings) for one in nodes]
    return None if None in found else tuple(found)


def _value(name: str, kind: Kind, node: Node, findings: Findings) -> Any:  # noqa: ANN401 — whatever it holds
    """None where it is not well formed."""
    if not isinstance(node, Text):
        findings.error(node, "wrong-shape", f"'{name}' cannot be read", f"write '{kind.example}'")
        return None
    text = node.text.strip()
    if not text:
        findings.error(node, "empty", f"'{name}' is empty", f"write '{kind.example}'")
        return None
    try:
        return kind.parse(text)
    except Misread as error:
        findings.error(node, kind.code, error.what, error.hint)
        return None
