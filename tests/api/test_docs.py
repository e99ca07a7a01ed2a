"""The page about the API: it lists what there is."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from coach.api.connections import MOST_CONNECTIONS
from coach.api.guard import Code
from coach.api.operations import OPERATIONS, SESSION_COMMANDS

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def test_every_route_is_shown_by_example():
    """With curl, as the page shows it."""
    assert [operation.path for operation in OPERATIONS if f"$url{operation.path}" not in PAGE] == []


def test_every_code_and_command_is_explained():
    """Every error that can be returned is in the table."""
    words = (*get_args(Code), *SESSION_COMMANDS)
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_the_bound_is_the_one_that_holds():
    """The figure that a program must keep to."""
    assert f"At most {MOST_CONNECTIONS} connections" in PAGE
