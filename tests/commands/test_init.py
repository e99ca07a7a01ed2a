"""`coach init`: a plan to begin with, never in place of one that is there."""

from __future__ import annotations

import os
import stat
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from functools import cache
from io import FileIO
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from coach.clock_times import parse_window
from coach.commands.group import coach
from coach.commands.upcoming import load_resolved_plan
from coach.daemon.call_texts import announcement, length_of
from coach.day.announcement import asks_first
from coach.day.simulation import simulate
from coach.home import bundled_routines, find_home
from coach.plan.model import TimesPerDay
from coach.plan.reading import read_plan
from coach.plan.starter_plan import MOST_CALLS, PlanAnswers, first_plan
from coach.routine.model import Say
from coach.routine.reading import read_routine
from coach.routine.variants import in_one_wording


@pytest.fixture(autouse=True)
def _in_kathmandu(monkeypatch):
    """Somewhere with a zone of its own."""
    monkeypatch.setenv("TZ", "Asia/Kathmandu")


@pytest.fixture(autouse=True)
def offers(monkeypatch):
    """What was wanted of the offers at the end; none is carried out."""
    found = []
    entry = SimpleNamespace(on=lambda: found.append("on") or "the entry")
    monkeypatch.setattr("coach.commands.sample.give", lambda how: found.append(how) or ())
    monkeypatch.setattr("coach.autostart.select.this_system", lambda: entry)
    monkeypatch.setattr("coach.commands.start.start_in_background", lambda: found.append("start"))
    return found


def run(*arguments, answers=""):
    """`coach init` with these arguments, and these lines typed."""
    return CliRunner().invoke(coach, ["init", *arguments], input=answers)


def test_the_defaults_are_written_without_a_question():
    """`--defaults` writes a private plan without a question and shows what comes next."""
    home = find_home()
    result = run("--defaults")
    assert (result.exit_code, result.stderr) == (0, "")
    first, _, heading, *coming = result.stdout.splitlines()
    assert first == f"Your plan is {home.plan}. Change it as you like."
    assert (heading, len(coming)) == ("Next reminders:", 5)
    assert home.plan.read_text(encoding="utf-8") == first_plan(PlanAnswers())

    assert stat.S_IMODE(home.plan.stat().st_mode) == 0o600 or os.name != "posix"


@pytest.mark.parametrize(("language", "title"), [("de", "Anders sitzen"), ("fr", "Quelques gorgées d'eau")])
def test_the_plan_is_in_the_language_that_was_asked_for(monkeypatch, language, title):
    """The questions stay English; what the coach will say, and the list of when to stop, do not."""
    shown = []
    monkeypatch.setattr("coach.commands.init._show_safety_list", lambda _home, asked: shown.append(asked))
    result = run("--language", language, answers="\n" * 9)
    assert result.exit_code == 0
    assert (read_plan(find_home().plan).voice.language, shown) == (language, [language])
    assert title in result.output


def test_the_answers_make_the_plan():
    """Answers written in another form are shown as understood, and the first day before it is written."""
    result = run(answers="1\n9-5\nmon-fri\n12-1\nnone\nyes\n3\n3\n\n\n")
    assert result.exit_code == 0
    for understood in ("09:00-17:00", "weekdays", "12:00-13:00", "Silent: 12:00-13:00."):
        assert f"{understood}\n" in result.output
    plan = read_plan(find_home().plan)
    assert plan.quiet == (parse_window("12:00-13:00"),)
    assert (plan.voice.breath_holds, plan.how, plan.voice.rate) == (False, "notify", 175)
    assert {reminder.on for reminder in plan.reminders} == {(0, 1, 2, 3, 4)}
    assert (
        f"  {plan.reminder('breathing').cadence.times[0]:%H:%M}  Breathing with pursed lips" in result.output
    )


@pytest.mark.parametrize(
    ("purposes", "typed", "rate"), [("1", "", 150), ("2", "", 125), ("1 2", "2", 150), ("1", "1", 125)]
)
def test_the_pace_is_asked_for(purposes, typed, rate):
    """Calm is proposed to those who choose the legs before bed, and everybody reads why they may want it."""
    desk = "\n\n\n" if "1" in purposes else ""
    result = run(answers=f"{purposes}\n{desk}\n\n\n{typed}\n\n")
    assert "1  calmly: fast speech is harder to follow in later life" in result.output
    assert read_plan(find_home().plan).voice.rate == rate


def test_back_goes_one_question_back():
    """`back` returns to the question before, and offers the answer given there as the default."""
    result = run(answers="2\n\nback\nback\n1\n8-16\nback\n9-17\n\n\n\n\n\n\n\n")
    assert result.exit_code == 0
    assert "When are you at your desk? [08:00-16:00]: " in result.output
    assert read_plan(find_home().plan).reminder("posture").cadence.times[0] >= time(9)


def test_no_asks_everything_again():
    """Answering no to the plan asks everything again, with the answers as defaults."""
    result = run(answers="1\n8-16\n\n\n\n\n\n\nno\n\n7-15\n\n\n\n\n\n\n\n\n")
    assert result.exit_code == 0
    assert result.output.count("When are you at your desk? [08:00-16:00]: ") == 1
    assert read_plan(find_home().plan).reminder("posture").cadence.times[0] < time(8)


def test_exercises_of_a_clinic_are_copied(tmp_path):
    """A clinic's file is copied to the own routines at the end; how often is asked if it has no dose."""
    file = tmp_path / "knee.yaml"
    file.write_text("title: Knee\nsteps:\n  - hold: 20 s\n    name: Stretch\n", encoding="utf-8")
    result = run(answers=f"3\n\n/nowhere.yaml\n{file}\n3\nno\n\n\n\n")
    assert result.exit_code == 0
    assert "Error: /nowhere.yaml: file not found; write where the file is, or back" in result.output
    assert (find_home().routines / "knee.yaml").read_bytes() == file.read_bytes()
    assert read_plan(find_home().plan).reminder("knee").cadence == TimesPerDay(3, parse_window("08:00-21:00"))


def test_another_routine_of_that_name_is_not_replaced(tmp_path):
    """A routine of the same name is not replaced: the exit code is 1, and no plan is written."""
    file = tmp_path / "knee.yaml"
    file.write_text("title: Knee\nsteps:\n  - hold: 20 s\n    name: Stretch\n", encoding="utf-8")
    own = find_home().routines / "knee.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("title: Mine\nsteps:\n  - rest: 20 s\n", encoding="utf-8")
    result = run(answers=f"3\n\n{file}\n3\nno\n\n\n\n")
    assert (result.exit_code, find_home().plan.exists()) == (1, False)
    assert "You already have another routine" in result.stderr
    assert "Mine" in own.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("4\n", "Error: '4' is not one of the three; write 1, 2 or 3"),
        ("\nquarter past nine\n", "Error: 'quarter past nine' is not a time range"),
        ("\n\n,\n", "Error: ',' is not a day of the week"),
        ("\n\n\nlunch\n", "Error: 'lunch' is not a time range"),
        ("\n\n\n8-18\n", "Error: these breaks leave no time for a reminder at your desk"),
        ("\n\n\n\n8:00-18:00\n", "Error: these hours leave no time for a reminder at your desk"),
        ("\n\n\n\n\n\nvoice\n", "Error: 'voice' is not one of the three; write 1, 2 or 3"),
        ("\n\n\n\n\nmaybe\n", "Error: 'maybe' is neither yes nor no"),
    ],
)
def test_an_answer_that_makes_no_sense_is_reported(answers, said):
    """A nonsensical answer is reported and asked for again; without a better one nothing is written."""
    result = run(answers=answers)
    assert said in result.output
    assert result.exit_code == 2
    assert not find_home().plan.exists()


@pytest.mark.parametrize(
    ("wanted", "done"),
    [("y\ny\ny\n", ["voice", "on", "start"]), ("n\nn\nn\n", []), ("", [])],
    ids=["yes", "no", "end of input"],
)
def test_it_is_offered_to_start(offers, wanted, done):
    """At the end a spoken sample, the start at login and the start now are each offered."""
    result = run(answers=f"2\n\n\n\n\n\n{wanted}")
    assert (result.exit_code, offers) == (0, done)


TWENTY = [
    "1\n\n\n\n\n\n",  # a usual day
    "1\n9-17\nmon-fri\n12:00-12:30\n23-7\nno\n",
    "1\n9am-5pm\nMonday to Friday\nnoon-1pm\n11pm-7am\nyes\n",
    "1\n22:00-06:00\nmon-fri\n02:00-02:45\n08:00-15:00\nno\n",  # nights
    "1\n22-6\n\n\n\n\n",
    "1\n9-12\n\nnone\n\n\n",  # three hours
    "1\n9-10\n\nnone\n\n\n",
    "1\n10-16\nweekends\n\n\n\n",
    "1\n8:30-18:30\ndaily\n10:00-10:15, 12:30-13:30, 15:30-15:45\n22-6\n\n",
    "1\n0:00-24:00\ndaily\nnone\nnone\n\n",
    "1\n6-14\nMo-Fr\n9:30-10:00\n21-5\n\n",
    "1\n14-22\nMontag bis Samstag\n18-18:30\n23:30-8\n\n",
    "1 2\n\n\n\n\n\n",
    "1 2\n22-6\ndaily\nnone\n7:30-15:00\n\n",
    "2\n\n\n",
    "2\n1-9\n\n",
    "1\nfrom 9 to 5\nwed\n1-2\n10-6\n\n",
    "1\n12-20\n\n16:00-16:20\n2-10\n\n",
    "1\n9:00-17:30\n\n9:00-12:00 and 13:00-16:30\n\n\n",
    "1\n\n\n\n\n\n3",  # notifications alone
    "1 2\n9-10\ndaily\nnone\n\n\n2",  # an hour, by chimes
    "1\nquarter past nine\n9:15-17:45\nsun, mon, tue\n\n\nn\n",
]


@pytest.mark.parametrize("answers", TWENTY)
def test_four_weeks_of_any_set_up_are_without_a_collision(answers):
    """In four weeks of any set-up no reminder collides or falls into a pause, with at most twelve a day."""
    assert run(answers=f"{answers}\n\n\n").exit_code == 0
    home = find_home()
    plan = load_resolved_plan(home)
    start = datetime(2026, 11, 2, tzinfo=UTC)
    events = list(simulate(plan, start, start + timedelta(days=28)))
    assert {event.ruling for event in events} <= {"speak", "begun", "ended"}
    spoken = [event for event in events if event.ruling == "speak"]
    calls = [event.at.astimezone(plan.zone) for event in spoken]
    assert len(calls) >= 4
    assert not any(starts_in(call, window) for call in calls for window in plan.plan.quiet)
    assert_fresh([(call.date(), event.occurrence) for call, event in zip(calls, spoken, strict=True)], plan)
    by_day = Counter(call.date() for call in calls)
    by_night = Counter((call - timedelta(hours=12)).date() for call in calls)
    assert min(max(by_day.values()), max(by_night.values())) <= MOST_CALLS


def assert_fresh(calls, plan):
    """No text comes twice running, and each day has half as many different texts as calls, or more."""
    before = Counter()
    texts = []
    for _, occurrence in calls:
        texts.append(first_text(occurrence, plan, before))
    assert all(first != second for first, second in pairwise(texts))
    for day in {day for day, _ in calls}:
        said = [text for text, (date, _) in zip(texts, calls, strict=True) if date == day]
        assert len(set(said)) >= len(said) / 2


def first_text(occurrence, plan, before):
    """What is said or shown first: an announcement, a notification, or the routine itself in its wording.

    `before`: how often each was said already.
    """
    summary = plan.summary(occurrence)
    if asks_first((occurrence,), plan):
        before["announced"] += 1
        is_spoken = plan.plan.call(occurrence.reminder).how == "voice"
        words = announcement if is_spoken else length_of
        return summary.title, words(summary, before["announced"] - 1)
    before[occurrence.routine] += 1
    step = in_one_wording(bundled(occurrence.routine), before[occurrence.routine] - 1).steps[0]
    return step.text if isinstance(step, Say) else step.name


@cache
def bundled(routine):
    """That bundled routine."""
    return read_routine(bundled_routines() / "en" / f"{routine}.yaml")


def starts_in(call, window):
    """Whether the call comes in that time range."""
    clock = call.time()
    if window.ends_next_day:
        return clock >= window.start or clock < window.end
    return window.start <= clock < window.end


def test_without_a_terminal_it_says_what_to_use():
    """Without a terminal the message names --defaults, and nothing is written."""
    result = run()
    assert (result.exit_code, "No terminal to ask in; use --defaults." in result.stderr) == (2, True)
    assert not find_home().plan.exists()


@pytest.mark.parametrize("arguments", [(), ("--defaults",)])
def test_a_plan_that_is_there_is_never_touched(arguments):
    """An existing plan is never touched: the exit code is 1, with its path, and nothing is asked."""
    home = find_home()
    home.plan.parent.mkdir(parents=True, exist_ok=True)
    home.plan.write_text("mine", encoding="utf-8")
    result = run(*arguments, answers="\n\n\n\n\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"You already have a plan, {home.plan}. It was not changed." in result.stderr
    assert home.plan.read_text(encoding="utf-8") == "mine"


def test_a_link_that_leads_nowhere_is_not_followed():
    """A plan that is a link to nowhere counts as existing, and nothing is written."""
    home = find_home()
    home.plan.parent.mkdir(parents=True, exist_ok=True)
    home.plan.symlink_to("elsewhere.yaml")
    assert run("--defaults").exit_code == 1
    assert not (home.plan.parent / "elsewhere.yaml").exists()


def test_a_folder_that_cannot_be_made_is_reported(tmp_path, monkeypatch):
    """If the plan's folder cannot be made, the exit code is 5, and the message says what is in the way."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "file" / "home"))
    result = run("--defaults")
    assert result.exit_code == 5
    assert f"{tmp_path / 'file'} is not a folder." in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full")
def test_half_a_plan_is_no_plan(monkeypatch):
    """On a full disk no half-written plan is left behind, and the next try may succeed."""

    def full(descriptor, mode):
        os.close(descriptor)
        return FileIO("/dev/full", mode)

    monkeypatch.setattr("coach.atomic_write.FileIO", full)
    result = run("--defaults")
    assert result.exit_code == 3
    assert "No space left on device." in result.stderr
    assert [path.name for path in find_home().config.iterdir()] == ["state"]


@pytest.mark.parametrize("typed", ["none", "No", "n"])
def test_an_emergency_number_can_be_declined(monkeypatch, typed):
    """No is an answer, and no number is kept."""
    monkeypatch.setattr("coach.commands.printing.has_terminal", lambda: True)
    monkeypatch.setattr("coach.commands.init._show_safety_list", lambda *_: None)
    result = run(answers=f"2\n\n\n\n\n\n{typed}\n")
    assert (result.exit_code, "Error" in result.output) == (0, False)
    assert not find_home().profile.exists()
