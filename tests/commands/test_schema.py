"""`coach schema`."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from coach.commands.schema import KINDS, command, schema_of


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_is_one_document(kind):
    """That an editor can read as it comes."""
    done = CliRunner().invoke(command, [kind])
    assert (done.exit_code, json.loads(done.stdout)) == (0, schema_of(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_the_header_names_the_schema_beside_the_file(kind):
    """As the YAML support of editors wants it: a path from the file, in a comment."""
    done = CliRunner().invoke(command, [kind, "--header"])
    assert (done.exit_code, done.stdout) == (0, f"# yaml-language-server: $schema=./{kind}.schema.json\n")


def test_any_other_kind_is_wrong_usage():
    """With those there are."""
    done = CliRunner().invoke(command, ["journal"])
    assert done.exit_code == 2
    assert "'routine', 'plan'" in done.stderr
