"""Lines of JSON, in which our processes speak with one another, and what malformed JSON raises."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MALFORMED: Final = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)
"""What reading raises where there is no JSON, is nested too deeply, or has another shape than expected."""


def json_line(tree: Mapping[str, Any]) -> bytes:
    """The object as one line of JSON, in ASCII."""
    return json.dumps(tree).encode("ascii") + b"\n"


def read_json_line(line: bytes | str) -> dict[str, Any] | None:
    """The object in that line of JSON; None if there is none."""
    try:
        tree = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return tree if isinstance(tree, dict) else None
