"""Safety notices that no voice can say."""

from __future__ import annotations

import io
import sys

import pytest

from coach.clock import SystemClock
from coach.commands import safety_list, unspoken_notices
from coach.commands.unspoken_notices import NOT_PLAYED, acknowledge_notices
from coach.home import find_home
from coach.journal.store import open_journal
from coach.routine.model import Routine, Say
from coach.session.prepare import notices_due
from coach.timeline.languages import words_for
from coach.timeline.model import Delivery

ROUTINE = Routine(
    id="nacken",
    title="Nacken",
    language="de",
    kind="stretch",
    steps=(Say(text="Sitzen."),),
    cautions=("Sanft.",),
)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


@pytest.mark.parametrize("is_terminal", [True, False])
def test_they_are_shown_with_a_chime_until_a_key_is_pressed(monkeypatch, is_terminal):
    """What was acknowledged is not due again; without a terminal the session shows it itself."""
    shown = Terminal() if is_terminal else io.StringIO()
    heard = []
    monkeypatch.setattr(safety_list, "read_key", lambda prompt: shown.write(f"{prompt}\n"))
    monkeypatch.setattr(unspoken_notices, "_chime", lambda *sounds: heard.append(sounds))
    delivery = Delivery(language="de", notices=frozenset({"stop-rules", "routine"}))
    with open_journal(find_home(), SystemClock()) as journal, monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", shown)
        patch.setattr(sys, "stdout", shown)
        left = acknowledge_notices(journal, SystemClock(), ROUTINE, delivery, ("home", "settings"))
        due = notices_due(ROUTINE, journal, "de")
    assert (left.notices, due) == (
        (frozenset(), frozenset()) if is_terminal else (delivery.notices, delivery.notices)
    )
    assert heard == ([("home", "settings")] if is_terminal else [])
    said = " ".join(shown.getvalue().split())
    assert said == (
        f"{NOT_PLAYED} {words_for('de').safety.general.replace('{limit}', 'sechs')} Sanft. "
        f"{words_for('de').safety.list_key}"
        if is_terminal
        else ""
    )
