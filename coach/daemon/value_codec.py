"""Frozen values as JSON and back, for the daemon and the process that reads the plan.

Unlike a pickle it runs no code, and a value that this version of the coach does not know is a `ValueError`.
Text, numbers, booleans and None stand for themselves, and a list for a tuple; everything else is an object
with one key, the name of its type: `{"time": "10:30:00"}`, `{"AtTimes": {"times": […]}}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from coach.errors import CoachError
from coach.plan.time_zones import zone_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from coach.journal.events import JSON

_MAPPING = "mapping"
_FROM_TEXT = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "Path": Path,
    "ZoneInfo": zone_named,
}


def dataclasses_of(modules: Iterable[ModuleType]) -> dict[str, type]:
    """The dataclasses of these modules by name; `from_json` may create no others."""
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and is_dataclass(value)
    }


def to_json(value: object) -> JSON:
    """That value as JSON; raises `TypeError` for a value of a kind that is not named above."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, tuple | list):
        return [to_json(each) for each in value]
    if isinstance(value, Mapping):
        return {_MAPPING: [[to_json(key), to_json(each)] for key, each in value.items()]}
    if is_dataclass(value):
        content: JSON = {
            field.name: to_json(getattr(value, field.name)) for field in fields(value) if field.init
        }
        return {type(value).__name__: content}
    return _as_text(value)


def _as_text(value: object) -> JSON:
    if isinstance(value, datetime | date | time):
        return {type(value).__name__: value.isoformat()}
    if isinstance(value, PurePath):
        return {"Path": str(value)}
    if isinstance(value, ZoneInfo) and value.key is not None:
        return {"ZoneInfo": value.key}
    raise TypeError(f"a value of the type {type(value).__name__} cannot be sent")


def from_json(tree: JSON, classes: Mapping[str, type]) -> Any:  # noqa: ANN401 — whatever was sent
    """The value that `to_json` encoded; raises `ValueError` for anything else."""
    try:
        return _decoded(tree, classes)
    except (KeyError, TypeError, AttributeError, CoachError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _decoded(tree: JSON, classes: Mapping[str, type]) -> Any:  # noqa: ANN401 — as above
    if isinstance(tree, list):
        return tuple(_decoded(each, classes) for each in tree)
    if not isinstance(tree, dict):
        return tree
    [(name, content)] = tree.items()
    if name == _MAPPING:
        return {_decoded(key, classes): _decoded(value, classes) for key, value in _pairs(content)}
    if name in _FROM_TEXT:
        return _FROM_TEXT[name](str(content))
    if not isinstance(content, dict):
        raise TypeError(f"{name} has no fields")
    return classes[name](**{field: _decoded(value, classes) for field, value in content.items()})


def _pairs(content: JSON) -> list[list[JSON]]:
    if not isinstance(content, list):
        raise TypeError("a mapping is not a list of pairs")
    return [list(pair) if isinstance(pair, list) else [] for pair in content]
