"""`coach stats`: the weeks in counts, as text, as JSON and as a chart."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import partial
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from coach.commands import stats as stats_module
from coach.commands.group import coach
from coach.home import find_home
from coach.journal.counted_days import counts_file
from coach.journal.events import new_event
from coach.journal.period_summary import habit_strength
from coach.journal.store import Journal
from coach.testing import FakeClock

NOON = datetime(2026, 11, 4, 12, tzinfo=UTC)
FIELDS = [
    "since", "until", "days", "sessions", "routines", "reminders", "episodes", "pain", "water_ml",
    "caffeine_mg",
]  # fmt: skip


@pytest.fixture
def clock(monkeypatch):
    """A Wednesday at noon, and a plan in UTC."""
    found = FakeClock(NOON)
    monkeypatch.setattr(stats_module, "SystemClock", lambda: found)
    home = find_home()
    home.plan.parent.mkdir(parents=True, exist_ok=True)
    home.plan.write_text("zone: UTC\nreminders:\n  eyes: {routine: eyes-far, at: '10:00'}\n")
    return found


def run(*arguments):
    """That command."""
    return CliRunner().invoke(coach, ["stats", *arguments])


def stats(*arguments):
    """What `coach stats --json` prints."""
    result = run("--json", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def record(*events):
    """These events in the journal: kind, time, session, routine and data of each."""
    with Journal.open(find_home().journal, FakeClock(NOON)) as journal:
        for kind, at, session, routine, data in events:
            clock = FakeClock(at)
            journal.append(new_event(kind, clock, session=session, routine=routine, digest="", data=data))


def session(name, at, *answers, **end):
    """The events of a session that the person began."""
    yield "session-started", at, name, "desk-neck", {"begun": "person", "steps": 2}
    for answer in answers:
        yield "answered", at, name, "desk-neck", {"question": "pain", "pain": answer, "step": 0}
    done = {"outcome": "completed", "steps_done": 2, "seconds": 120.0, **end}
    yield "session-ended", at + timedelta(minutes=2), name, "desk-neck", done


def reminder(at, ruling, **data):
    """An entry about the eyes at that time."""
    return (
        "reminder",
        at,
        "",
        "eyes-far",
        {"reminder": "eyes", "due": at.isoformat(), "ruling": ruling, **data},
    )


def note(at, *places, **facts):
    """A note of these facts."""
    return (
        "note",
        at,
        "",
        "",
        {"began": at.isoformat(), "facts": facts, "places": [[*each] for each in places]},
    )


@pytest.fixture
def lived(clock):  # noqa: ARG001 — first the plan
    """Two days with something of everything."""
    ago = {days: NOON - timedelta(days=days) for days in (0, 1, 2, 30)}
    record(
        *session("old", ago[30], 6, 4),
        *session("a", ago[2], 4, 1),
        reminder(ago[2], "speak"),
        reminder(ago[2], "skipped", reason="no-time"),
        note(ago[2], ("calf", "left"), cramp=2, heat=None, helped_stretching=None),
        note(ago[2], drink=250),
        *session("b", ago[1], 2, 2),
        reminder(ago[1], "skip", reason="off"),
        reminder(ago[0], "speak"),
        reminder(ago[0], "done"),
        note(ago[0], caffeine_taken=90),
    )


@pytest.mark.usefixtures("lived")
def test_programs_get_the_promised_document():
    """`--json` has exactly the documented fields."""
    tree = stats("--since", "2026-11-01")
    assert list(tree) == FIELDS
    assert tree == {
        "since": "2026-11-01",
        "until": "2026-11-04",
        "days": 3,
        "sessions": {"confirmed": 3, "led": 2, "part": 0, "rehearsals": 0},
        "routines": [
            {"routine": "desk-neck", "title": "Desk neck and shoulders", "prescribed": 0, "confirmed": 2},
            {"routine": "eyes-far", "title": "Eyes into the distance", "prescribed": 2, "confirmed": 1},
        ],
        "reminders": {"confirmed": 1, "left-out": 1, "skipped": 1},
        "episodes": {
            "count": 1,
            "by_kind": {"cramp": 1},
            "by_area": {"calf": 1},
            "by_hour": {"12": 1},
            "before": {"heat": 1},
            "helped": {"stretching": 1},
        },
        "pain": {"desk-neck": {"title": "Desk neck and shoulders", "before": 3, "after": 1.5}},
        "water_ml": 250,
        "caffeine_mg": 90,
    }


@pytest.mark.usefixtures("lived")
def test_people_get_the_weeks():
    """The text has each section; nothing in it says that something was missed, or draws a conclusion."""
    text = run("--since", "7d").stdout
    for line in (
        "2026-10-29 to 2026-11-04",
        "3 of 7 days have entries.",
        "3 done, 2 led to the end, 0 rehearsals, 4 minutes.",
        "  left out 1: off 1",
        "  Desk neck and shoulders  3  1.5",
        "Noted: cramp 1. Counts are not causes.",
        "  What went before: heat 1",
        "Noted: 0.25 l to drink, 90 mg of caffeine.",
        "  days with entries       1      3",
    ):
        assert line in text.splitlines()
    assert not {"missed", "failed", "only", "better", "worse", "streak"} & set(text.lower().split())


@pytest.mark.usefixtures("lived")
def test_one_routine():
    """`--routine` leaves only its own sessions, reminders and pain; what matches nothing is code 1."""
    tree = stats("--routine", "eyes-far")
    assert (tree["sessions"], tree["pain"]) == ({"confirmed": 1, "led": 0, "part": 0, "rehearsals": 0}, {})
    assert [each["routine"] for each in tree["routines"]] == ["eyes-far"]
    result = run("--routine", "nothing-such")
    assert (result.exit_code, "Nothing matches nothing-such." in result.stderr) == (1, True)


@pytest.mark.usefixtures("clock")
def test_without_a_journal_there_is_nothing_to_count():
    """The document is there anyway, with zeros; it covers twelve weeks, from a Monday."""
    tree = stats()
    assert (tree["since"], tree["until"], tree["days"]) == ("2026-08-17", "2026-11-04", 0)
    assert run().exit_code == 0


@pytest.mark.usefixtures("lived")
def test_a_chart_is_saved(tmp_path):
    """`--plot` writes an SVG file that stands alone, or a PNG, and refuses any other name."""
    file = tmp_path / "weeks.svg"
    assert run("--plot", str(file)).exit_code == 0
    root = ET.fromstring(file.read_text("utf-8"))  # noqa: S314 — our own file
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "week of 2026-11-02: 3 done of 2, 1 noted" in "".join(root.itertext())
    assert run("--plot", str(tmp_path / "weeks.png")).exit_code == 0
    assert (tmp_path / "weeks.png").read_bytes().startswith(b"\x89PNG")
    assert run("--plot", str(tmp_path / "weeks.jpg")).exit_code == 3


@pytest.mark.usefixtures("lived")
def test_what_is_kept_is_private_and_does_not_change_the_answer():
    """The second time gives the same; the file is the person's own."""
    first = stats()
    assert stats() == first
    assert counts_file(find_home()).stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("term", ["dumb", "xterm"])
def test_no_line_is_wider_than_the_terminal(monkeypatch, columns, term):
    """No line is wider than the terminal, in forty columns too, nor with plain letters on a dumb one."""
    from coach.commands.stats_display import Period, lines_of
    from coach.commands.upcoming import titles_of
    from coach.journal.counted_days import CountedDays
    from coach.journal.period_counts import PersonDays
    from coach.plan.model import DAY_ENDS

    monkeypatch.setenv("TERM", term)
    home = find_home()
    with Journal.open_to_read(home.journal, FakeClock(NOON)) as journal:
        days = PersonDays(UTC, DAY_ENDS)
        counted = CountedDays(journal, days, NOON, counts_file(home))
        period = Period(
            counted, days, date(2026, 8, 17), date(2026, 11, 4), None, titles=partial(titles_of, home=home)
        )
        lines = lines_of(period, columns)
    assert max(map(len, lines)) <= columns
    assert term != "dumb" or all(line.isascii() for line in lines)


def test_a_missed_day_dents_a_habit_and_a_day_off_does_not():
    """66 days of doing it all come to 95 %; a day without it costs a twentieth at most."""
    done = {("prescribed", "neck"): 1, ("confirmed", "neck"): 1}
    days = {date(2026, 1, 1) + timedelta(days=number): Counter(done) for number in range(66)}
    strength = habit_strength(days, "neck")
    assert strength == pytest.approx(0.95)
    days[date(2026, 5, 1)] = Counter({("reminder", "neck", "left-out", "off"): 1})
    assert habit_strength(days, "neck") == strength
    days[date(2026, 5, 2)] = Counter({("prescribed", "neck"): 1})
    assert strength > habit_strength(days, "neck") > strength - 0.05
