"""`coach schema`."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from coach.commands.schema import KINDS, command, schema_of


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_is_one_document(kind):
    """The schema is printed as one JSON document that an editor can read."""
    done = CliRunner().invoke(command, [kind])
    assert (done.exit_code, json.loads(done.stdout)) == (0, schema_of(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_the_header_names_the_schema_beside_the_file(kind):
    """`--header` prints the comment by which editors find the schema beside the file."""
    done = CliRunner().invoke(command, [kind, "--header"])
    assert (done.exit_code, done.stdout) == (0, f"# yaml-language-server: $schema=./{kind}.schema.json\n")


def test_any_other_kind_is_wrong_usage():
    """Any other kind is wrong usage, and the message names the two that exist."""
    done = CliRunner().invoke(command, ["journal"])
    assert done.exit_code == 2
    assert "'routine', 'plan'" in done.stderr
