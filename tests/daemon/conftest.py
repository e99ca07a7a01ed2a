"""What tests of the daemon on virtual time share."""

from __future__ import annotations

from functools import partial

import pytest

from daemon_harness import DaemonHarness


@pytest.fixture
def harness_of(monkeypatch):
    """Makes everything around a daemon with these reminders and settings of the plan."""
    return partial(DaemonHarness, monkeypatch)
