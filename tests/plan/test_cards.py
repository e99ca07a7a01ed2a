"""What a plan knows of its routines, read once."""

from __future__ import annotations

import json
import os
import stat

import pytest

from coach.home import find_home
from coach.plan.cards import NAME, Card, dose_problems, read_cards
from coach.routine.model import Dose

SIP = Card("A few sips of water", 7.5, Dose(every=5400.0))
OWN = 'title: "My knee"\ndose: {per_day: 2, days: [mon, thu], weeks: 4}\nsteps: [{say: Stand up.}]\n'
KNEE = Card("My knee", 7.5, Dose(per_day=2, days=("mon", "thu"), weeks=4))


class Estimate:
    """Seven and a half seconds for everything; remembers for what it was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, routine):
        self.asked.append(routine.id)
        return 7.5


@pytest.fixture
def home():
    """A home with a routine of its own."""
    found = find_home()
    found.routines.mkdir(parents=True)
    (found.routines / "knee.yaml").write_text(OWN, encoding="utf-8")
    return found


def test_routines_are_read_once(home):
    """The second time nothing is estimated any more, and the same comes of it."""
    first, second = Estimate(), Estimate()
    expected = {"sip-water": SIP, "knee": KNEE}
    assert read_cards(["sip-water", "knee", "knee"], home, first) == (expected, ())
    assert read_cards(["knee", "sip-water"], home, second) == (expected, ())
    assert (sorted(first.asked), second.asked) == (["knee", "sip-water"], [])
    assert stat.S_IMODE((home.state / NAME).stat().st_mode) == 0o600 or os.name != "posix"


def test_an_edited_routine_is_read_again(home):
    """And only that one."""
    read_cards(["sip-water", "knee"], home, Estimate())
    (home.routines / "knee.yaml").write_text(OWN.replace("My knee", "My hip"), encoding="utf-8")
    estimate = Estimate()
    cards, _ = read_cards(["sip-water", "knee"], home, estimate)
    assert (cards["knee"].title, estimate.asked) == ("My hip", ["knee"])


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "no JSON",
        "[]",
        "null",
        '{"version": "0.0.1", "cards": {}}',
        '{"version": 1}',
        '{"cards": 3}',
        '{"version": "0.1.0", "cards": {"a": {"title": "x"}}}',
        '{"version": "0.1.0", "cards": {"a": {"title": "x", "seconds": 1, "dose": {"days": [], "odd": 1}}}}',
        "\udcff",
    ],
)
def test_what_was_kept_may_be_anything(home, kept):
    """A broken or foreign file costs the time to read again, and is put right."""
    home.state.mkdir(parents=True)
    (home.state / NAME).write_bytes(kept.encode("utf-8", "surrogateescape"))
    assert read_cards(["knee"], home, Estimate())[0] == {"knee": KNEE}
    assert len(json.loads((home.state / NAME).read_text(encoding="utf-8"))["cards"]) == 1


def test_nothing_can_be_kept_and_nothing_is_lost(home):
    """A file in the place of the folder: everything is read each time."""
    home.state.write_text("in the way", encoding="utf-8")
    for _ in range(2):
        estimate = Estimate()
        assert read_cards(["knee"], home, estimate) == ({"knee": KNEE}, ())
        assert estimate.asked == ["knee"]


def test_a_routine_that_does_not_read_is_told_and_left_out(home):
    """With its problems; an id that nothing has is left out too."""
    (home.routines / "bad.yaml").write_text("title: x\nstep: 1\n", encoding="utf-8")
    cards, problems = read_cards(["bad", "knee", "unknown"], home, Estimate())
    assert cards == {"knee": KNEE}
    assert [problem.exit_code for problem in problems] == [3]
    assert "bad.yaml:2:1: error[unknown-field]" in str(problems[0])


def test_odd_prescriptions_are_warned_of(examined):
    """`times: dose` of a routine without a dose, or with one for when it is needed."""
    plan = examined("""\
reminders:
  a: {routine: none, times: dose, between: "08:00-20:00"}
  b: {routine: needed, times: dose, between: "08:00-20:00"}
  c: {routine: daily, times: dose, between: "08:00-20:00"}
  d: {routine: none, at: "10:00"}
  e: {routine: unread, times: dose, between: "08:00-20:00"}
""").plan
    cards = {
        "none": Card("", 1.0, Dose()),
        "needed": Card("", 1.0, Dose(as_needed=True)),
        "daily": Card("", 1.0, Dose(per_day=1)),
    }
    assert [(each.line, each.column, each.severity, each.message) for each in dose_problems(plan, cards)] == [
        (2, 3, "warning", "'times: dose' of a: none prescribes nothing; it is due once a day"),
        (3, 3, "warning", "'times: dose' of b: needed is for when it is needed, and never due"),
    ]
