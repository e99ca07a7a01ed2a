"""The page about the API: it lists what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

from jsonschema_rs import Draft202012Validator

from coach.api.connections import MOST_CONNECTIONS
from coach.api.guard import Code
from coach.api.operations import OPERATIONS, SESSION_COMMANDS
from coach.fields.json_schema import body_schema

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def test_every_route_is_shown_by_example():
    """The page shows a curl example of every route."""
    assert [operation.path for operation in OPERATIONS if f"$url{operation.path}" not in PAGE] == []


def test_every_example_is_accepted():
    """The body of each example has only fields of its route, with values that are allowed there."""
    examples = re.findall(r"""ask "\$url(/[a-z]+)" -d '(.*?)'""", PAGE)
    assert len(examples) == 9
    for path, body in examples:
        operation = next(each for each in OPERATIONS if each.path == path)
        Draft202012Validator(dict(body_schema(operation.fields))).validate(json.loads(body))


def test_every_code_and_command_is_explained():
    """Every error code and command is in the page's tables."""
    words = (*get_args(Code), *SESSION_COMMANDS)
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_the_bound_is_the_one_that_holds():
    """The largest body that the page names is the one that holds."""
    assert f"At most {MOST_CONNECTIONS} connections" in PAGE
