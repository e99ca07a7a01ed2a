"""A cache of results computed from files, by the digest of each file, for this version of the program.

Losing it costs only the time to compute them again: a cache that is broken, foreign or from another version
counts as empty, and one that cannot be written is skipped.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from coach import __version__
from coach.atomic_write import read_private_file, write_private_file
from coach.json_lines import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

Entry = TypeVar("Entry")


def load_cache(file: Path, entry_of: Callable[[dict[str, Any]], Entry]) -> dict[str, Entry]:
    """The cached entries by digest; `entry_of` makes an entry from its JSON object."""
    try:
        tree = json.loads(read_private_file(file))
        if tree["version"] != __version__:
            return {}
        return {digest: entry_of(entry) for digest, entry in tree["entries"].items()}
    except (OSError, *MALFORMED):
        return {}


def store_cache(file: Path, entries: Mapping[str, Mapping[str, Any]]) -> None:
    """Replace the cache by these entries, JSON objects by digest."""
    tree = {"version": __version__, "entries": entries}
    with suppress(OSError):  # a full or read-only disk: it is worked out again next time
        write_private_file(file, json.dumps(tree), durable=False)
