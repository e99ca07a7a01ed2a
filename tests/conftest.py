"""No test ever touches the files of the person who runs it."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _coach_home(tmp_path_factory, monkeypatch):
    """A home of its own for every test."""
    monkeypatch.setenv("COACH_HOME", str(tmp_path_factory.mktemp("home")))
