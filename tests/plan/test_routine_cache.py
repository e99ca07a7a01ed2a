"""What a plan knows of its routines, which is read once."""

from __future__ import annotations

import json
import os
import stat

import pytest

from coach.home import bundled_routines, find_home
from coach.plan.routine_cache import NAME, RoutineSummary, dose_problems, read_summaries
from coach.routine.model import Dose

SIP = RoutineSummary("A few sips of water", 7.5, Dose(every=5400.0))
OWN = 'title: "My knee"\ndose: {per_day: 2, days: [mon, thu], weeks: 4}\nsteps: [{say: Stand up.}]\n'
BUNDLED = {path.stem for path in (bundled_routines() / "en").glob("*.yaml")}
KNEE = RoutineSummary("My knee", 7.5, Dose(per_day=2, days=("mon", "thu"), weeks=4))


class Estimate:
    """Estimates seven and a half seconds for everything, and keeps what it was asked for."""

    def __init__(self):
        self.asked = []

    def __call__(self, routine):
        self.asked.append(routine.id)
        return 7.5

    @property
    def own(self):
        """The routines of the person, in order."""
        return [id_ for id_ in self.asked if id_ not in BUNDLED]


@pytest.fixture
def home():
    """A home with a routine of the person's own."""
    found = find_home()
    found.routines.mkdir(parents=True)
    (found.routines / "knee.yaml").write_text(OWN, encoding="utf-8")
    return found


def test_routines_are_read_once(home):
    """The second time nothing is estimated, and the result is the same."""
    first, second = Estimate(), Estimate()
    expected = {"sip-water": SIP, "knee": KNEE}
    assert read_summaries(["sip-water", "knee", "knee"], home, first) == (expected, ())
    assert read_summaries(["knee", "sip-water"], home, second) == (expected, ())
    assert sorted(first.asked) == sorted({*BUNDLED, "knee"})
    assert second.asked == []
    assert stat.S_IMODE((home.state / NAME).stat().st_mode) == 0o600 or os.name != "posix"


def test_an_edited_routine_is_read_again(home):
    """Only the edited one is read again."""
    read_summaries(["sip-water", "knee"], home, Estimate())
    (home.routines / "knee.yaml").write_text(OWN.replace("My knee", "My hip"), encoding="utf-8")
    estimate = Estimate()
    cards, _ = read_summaries(["sip-water", "knee"], home, estimate)
    assert (cards["knee"].title, estimate.asked) == ("My hip", ["knee"])


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "no JSON",
        "[]",
        "null",
        '{"version": "0.0.1", "entries": {}}',
        '{"version": 1}',
        '{"entries": 3}',
        '{"version": "0.1.0", "entries": {"a": {"title": "x"}}}',
        '{"version": "0.1.0", "entries": {"a": {"title": "", "seconds": 1, "dose": {"odd": 1}}}}',
        "\udcff",
    ],
)
def test_what_was_kept_may_be_anything(home, kept):
    """A damaged or foreign file costs only the time to read again, and is replaced."""
    home.state.mkdir(parents=True)
    (home.state / NAME).write_bytes(kept.encode("utf-8", "surrogateescape"))
    assert read_summaries(["knee"], home, Estimate())[0] == {"knee": KNEE}
    titles = {card["title"] for card in kept_cards(home)}
    assert len(titles) == len(BUNDLED) + 1
    assert {"My knee", "A few sips of water"} <= titles


def test_nothing_can_be_kept_and_nothing_is_lost(home):
    """With a file in the place of the folder, everything is read each time."""
    home.state.write_text("in the way", encoding="utf-8")
    for _ in range(2):
        estimate = Estimate()
        assert read_summaries(["knee"], home, estimate) == ({"knee": KNEE}, ())
        assert estimate.own == ["knee"]


def test_another_bundled_routine_costs_nothing_more(home):
    """All bundled routines are read at once; one of the person's own is read when it is needed."""
    (home.routines / "hip.yaml").write_text(OWN.replace("My knee", "My hip"), encoding="utf-8")
    read_summaries(["knee"], home, Estimate())
    estimate = Estimate()
    cards, _ = read_summaries(["sip-water", "knee", "desk-neck"], home, estimate)
    assert (cards["sip-water"], sorted(cards), estimate.asked) == (
        SIP,
        ["desk-neck", "knee", "sip-water"],
        [],
    )
    read_summaries(["hip"], home, estimate)
    assert estimate.asked == ["hip"]


def test_a_bundled_routine_that_nobody_wants_may_be_bad(home, tmp_path, monkeypatch):
    """A bad routine that the plan does not name is not reported, and the others are read."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "broken.yaml").write_text("steps: 3\n", encoding="utf-8")
    monkeypatch.setattr("coach.routine.library.bundled_routines", lambda: tmp_path)
    assert read_summaries(["knee"], home, Estimate()) == ({"knee": KNEE}, ())
    assert [card["title"] for card in kept_cards(home)] == ["My knee"]


def test_what_no_plan_asks_for_any_more_is_kept_for_a_while(home, monkeypatch):
    """A routine that comes back into the plan is not read again; the oldest are deleted first."""
    most = len(BUNDLED) + 5
    monkeypatch.setattr("coach.plan.routine_cache.MOST_CACHED", most)
    knee = home.routines / "knee.yaml"
    read_summaries(["knee"], home, Estimate())
    for number in range(most - len(BUNDLED) - 1):
        (home.routines / f"r{number}.yaml").write_text(f"title: R {number}\nsteps: [{{say: x}}]\n", "utf-8")
        read_summaries([f"r{number}"], home, Estimate())
    estimate = Estimate()
    read_summaries(["knee"], home, estimate)
    assert (estimate.asked, len(kept_cards(home))) == ([], most)
    knee.write_text(OWN.replace("My knee", "My hip"), encoding="utf-8")
    read_summaries(["knee"], home, estimate)
    assert (estimate.asked, len(kept_cards(home))) == (["knee"], most)
    assert "My hip" in {card["title"] for card in kept_cards(home)}


def kept_cards(home):
    """The routines in the cache, oldest first."""
    return list(json.loads((home.state / NAME).read_text(encoding="utf-8"))["entries"].values())


def test_a_routine_that_does_not_read_is_reported_and_left_out(home):
    """A bad routine is reported with its problems, and an id without a routine is left out too."""
    (home.routines / "bad.yaml").write_text("title: x\nstep: 1\n", encoding="utf-8")
    cards, problems = read_summaries(["bad", "knee", "unknown"], home, Estimate())
    assert cards == {"knee": KNEE}
    assert [problem.exit_code for problem in problems] == [3]
    assert "bad.yaml:2:1: error[unknown-field]" in str(problems[0])


def test_odd_prescriptions_are_warned_of(examined):
    """The warning is for `times: dose` of a routine without a dose, or with one for when it is needed."""
    plan = examined("""\
reminders:
  a: {routine: none, times: dose, between: "08:00-20:00"}
  b: {routine: needed, times: dose, between: "08:00-20:00"}
  c: {routine: daily, times: dose, between: "08:00-20:00"}
  d: {routine: none, at: "10:00"}
  e: {routine: unread, times: dose, between: "08:00-20:00"}
""").plan
    cards = {
        "none": RoutineSummary("", 1.0, Dose()),
        "needed": RoutineSummary("", 1.0, Dose(as_needed=True)),
        "daily": RoutineSummary("", 1.0, Dose(per_day=1)),
    }
    assert [(each.line, each.column, each.severity, each.message) for each in dose_problems(plan, cards)] == [
        (2, 3, "warning", "'times: dose' of a: none prescribes nothing; it is due once a day"),
        (3, 3, "warning", "'times: dose' of b: needed is done as needed, so it is never due"),
    ]
