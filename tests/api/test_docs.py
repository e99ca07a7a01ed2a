"""The page about the API: it lists what there is."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from coach.api.connections import MOST_CONNECTIONS
from coach.api.guard import Code
from coach.api.operations import OPERATIONS, SESSION_COMMANDS

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def test_every_route_is_shown_by_example():
    """The page shows a curl example of every route."""
    assert [operation.path for operation in OPERATIONS if f"$url{operation.path}" not in PAGE] == []


def test_every_code_and_command_is_explained():
    """Every error code and command is in the page's tables."""
    words = (*get_args(Code), *SESSION_COMMANDS)
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_the_bound_is_the_one_that_holds():
    """The largest body that the page names is the one that holds."""
    assert f"At most {MOST_CONNECTIONS} connections" in PAGE
