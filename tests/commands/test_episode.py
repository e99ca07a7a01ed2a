"""`coach episode`: five questions that can be declined, and the one question a day later."""

from __future__ import annotations

import json
from datetime import UTC, timedelta
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from coach.commands import do, episode, next_day, sign_menu
from coach.commands.group import coach
from coach.commands.next_day import ask_about_the_day_before, ask_about_the_night, ask_after_overview
from coach.commands.note_recording import recorder
from coach.home import find_home
from coach.journal.events import new_event
from coach.journal.notes import read_notes
from coach.journal.store import open_journal
from commands.noting import RULES, facts_noted


@pytest.fixture(autouse=True)
def clock(note_clock, monkeypatch):
    """A Monday at noon, at a terminal."""
    monkeypatch.setattr(next_day, "SystemClock", lambda: note_clock)
    terminal = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr(episode, "sys", SimpleNamespace(stdin=terminal, stdout=terminal))
    monkeypatch.setattr(next_day, "has_terminal", lambda: True)
    return note_clock


def run(*arguments, keys=""):
    """`coach episode` with these options, and what is typed."""
    return CliRunner().invoke(coach, ["episode", *arguments], input=keys)


def test_five_answers_make_one_episode():
    """Five answers make one episode, and what is asked last is a second note of it."""
    result = run(keys="cramp\nleft calf\n7 2min grew\ntight weak\nstress, sleep lost\n")
    assert result.exit_code == 0, result.output
    assert facts_noted() == [
        {"cramp": 2.0, "grew": None, "pain": 7.0, "tight": None, "weak": None},
        {"stress": None, "sleep_lost": None},
    ]
    assert not (find_home().state / "episode.json").exists()


def test_every_question_can_be_declined():
    """Enter at each of the five questions notes only that something happened."""
    assert run(keys="\n" * 5).exit_code == 0
    assert facts_noted() == [{"unsure": None}]


def test_each_answer_is_also_an_option():
    """With all options nothing is asked, and one note holds everything."""
    result = run(
        "--what", "twitch", "--where", "eyelid", "--strength", "1", "--noticed", "", "--before", "caffeine",
        "--at", "8:15", "--json",
    )  # fmt: skip
    document = json.loads(result.stdout)["note"]
    assert document["facts"] == {"twitch": None, "pain": 1.0, "caffeine": None}
    assert document["places"] == [{"area": "eyelid", "side": None}]
    assert document["began"] == "2026-11-02T08:15:00+00:00"


def test_what_helped_is_part_of_the_last_question_and_an_option():
    """What helped is noted with what went before, in the person's own words where no choice has it."""
    assert run(keys="cramp\n\n\n\nheat, helped stretch, other: a warm bath\n").exit_code == 0
    shown = run("--what", "cramp", "--where", "", "--strength", "", "--noticed", "", keys="\n").output
    assert "Nobody reads what follows 'other:'." in shown
    result = run("--what", "cramp", "--helped", "walk, other: a warm bath", "--json")
    document = json.loads(result.stdout)["note"]
    assert facts_noted()[1] == {"heat": None, "helped_stretching": None, "helped_something_else": None}
    assert document["facts"] == {"cramp": None, "helped_walking": None, "helped_something_else": None}
    assert document["own_words"] == "a warm bath"
    assert '"a warm bath"' in CliRunner().invoke(coach, ["log", "--notes"]).stdout


def test_what_is_broken_off_goes_on(clock):
    """Answers that were broken off are kept for a day in a private file, and only the rest is asked."""
    assert run(keys="cramp\nleft calf\n").exit_code != 0
    draft = find_home().state / "episode.json"
    assert draft.stat().st_mode & 0o777 == 0o600
    clock.advance(600)
    result = run(keys="5\n\n\n")
    assert "Going on with what began at 12:00." in result.output
    assert episode.QUESTIONS["where"] not in result.output
    assert facts_noted() == [{"cramp": None, "pain": 5.0}]


def test_what_was_broken_off_a_day_ago_begins_again(clock):
    """Answers that were broken off more than a day ago are discarded."""
    assert run(keys="cramp\n").exit_code != 0
    clock.advance(25 * 3600)
    assert run(keys="twitch\n\n\n\n\n").exit_code == 0
    assert facts_noted() == [{"twitch": None}]


def test_a_sign_is_answered_before_the_last_question():
    """A digit shows the signs of a line; an emergency text comes before what went before is asked."""
    result = run(keys="cramp\ncalf\n\n1\nchest pressure\n\n")
    shown = " ".join(result.output.split())
    assert RULES.signs[0].label in shown
    assert shown.index(RULES.rule("E2").order) < shown.index(episode.QUESTIONS["before"])


def test_what_is_not_understood_is_asked_again():
    """The message shows the likely word, and the question stays."""
    result = run(keys="crampp\ncramp\n\n\n0\n\n")
    assert "'crampp' is not known here; did you mean 'cramp'?" in result.output
    assert facts_noted() == [{"cramp": None}]


def test_without_a_terminal_nothing_is_asked(monkeypatch):
    """Without a terminal nothing is asked, as a script answers by options."""
    monkeypatch.setattr(episode.sys.stdin, "isatty", lambda: False)
    result = run()
    assert (result.exit_code, "--what cramp" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("hours", "typed", "expected"),
    [
        (17, [], None),
        (20, ["5 weak"], {"asked_next_day": None, "pain_next_day": 5.0, "weak_next_day": None}),
        (24, ["nonsense", "stiff"], {"asked_next_day": None, "stiff_next_day": None}),
        (24, [""], {"asked_next_day": None}),
        (72, ["2"], {"asked_next_day": None, "pain_after_three_days": 2.0}),
        (97, [], None),
    ],
)
def test_a_day_later_it_is_asked_once_whether_pain_stayed(clock, monkeypatch, hours, typed, expected):
    """The answer belongs to the cramp of the day before; asked once, it is not asked again."""
    assert run("--what", "cramp", "--where", "left calf", "--json").exit_code == 0
    clock.advance(hours * 3600)
    answers = iter(typed)
    monkeypatch.setattr(next_day.click, "prompt", lambda *_, **__: next(answers))
    for _ in range(2):
        ask_about_the_day_before(recorder())
    assert list(answers) == []
    assert facts_noted()[1:] == ([] if expected is None else [expected])


def test_weakness_that_stayed_is_answered_by_the_list(clock, monkeypatch, capsys):
    """Weakness that stayed until the next day fires its row of the list."""
    assert run("--what", "cramp", "--where", "left calf", "--json").exit_code == 0
    clock.advance(24 * 3600)
    monkeypatch.setattr(next_day.click, "prompt", lambda *_, **__: "weak")
    ask_about_the_day_before(recorder())
    assert RULES.rule("B7").order in capsys.readouterr().out


def test_a_visit_that_was_suggested_at_night_is_shown_in_the_morning(clock, capsys):
    """A visit suggested at night is shown from the morning on, until it is acknowledged."""

    def overview() -> str:
        ask_after_overview(find_home())
        return capsys.readouterr().out

    clock.advance(11 * 3600)
    noted_at_night = CliRunner().invoke(coach, ["sign", "worries_me"]).stdout
    assert RULES.rule("B19").order not in noted_at_night
    assert overview() == ""
    clock.advance(9 * 3600)
    assert overview().startswith(RULES.rule("B19").order)
    assert CliRunner().invoke(coach, ["flags", "--acknowledge"]).exit_code == 0
    assert overview() == ""


def test_whether_it_was_night_depends_on_the_persons_zone(clock, capsys):
    """At 23:00 in Tokyo it is afternoon in UTC, and what waited is shown in the morning anyway."""
    find_home().plan.write_text("zone: Asia/Tokyo\nreminders:\n  water: {routine: sip-water, at: '10:00'}\n")
    clock.advance(2 * 3600)
    assert RULES.rule("B19").order not in CliRunner().invoke(coach, ["sign", "worries_me"]).stdout
    clock.advance(9 * 3600)
    ask_after_overview(find_home())
    assert capsys.readouterr().out.startswith(RULES.rule("B19").order)


def test_help_now_leads_at_once_and_notes_the_time(monkeypatch):
    """Nothing is asked: the routine is led, and the cramp is noted beside it; a rehearsal notes nothing."""
    led, noted = [], []
    monkeypatch.setattr(
        do,
        "_do",
        lambda _home, routine, _output, _settings, chosen: led.append((routine.id, chosen["rehearse"])) or 0,
    )
    monkeypatch.setattr(sign_menu, "note_cramp_now", lambda: noted.append("cramp"))
    for option in (["--now"], ["--now", "--rehearse"]):
        assert CliRunner().invoke(coach, ["episode", *option]).exit_code == 0
    assert (led, noted) == ([("cramp-now", False), ("cramp-now", True)], ["cramp"])


@pytest.mark.parametrize(
    ("answer", "facts"), [("", [["cramp"]]), ("calf left 7", [["cramp"], ["cramp", "pain"]])]
)
def test_the_morning_asks_once_about_the_night(clock, monkeypatch, answer, facts):
    """A cramp of which only the time is known is asked about once; Enter is no answer, and notes nothing."""
    asked = []
    monkeypatch.setattr(next_day.click, "prompt", lambda *_, **__: asked.append("night") or answer)
    clock.advance(15 * 3600)
    CliRunner().invoke(coach, ["cramp", "--press"])
    ask_about_the_night(recorder())
    assert asked == []
    clock.advance(5 * 3600)
    ask_about_the_night(recorder())
    ask_about_the_night(recorder())
    assert asked == ["night"]
    with open_journal(find_home(), clock) as journal:
        notes = read_notes(journal, UTC, clock.now() - timedelta(days=1)).notes
    assert [sorted(note.names) for note in notes] == facts
    assert len({note.in_episode for note in notes}) == 1


def led_at(clock, routine="cramp-now", **data):
    """A session of that routine begins now."""
    with open_journal(find_home(), clock) as journal:
        data = {"title": routine, "steps": 1, "begun": "person"} | data
        event = new_event("session-started", clock, session="s", routine=routine, digest="", data=data)
        journal.append(event)


@pytest.mark.parametrize(
    "case",
    [
        ("cramp-now", {}, False, True),
        ("cramp-now", {"rehearsal": True}, False, False),
        ("cramp-now", {}, True, False),
        ("calves-before-bed", {}, False, False),
    ],
)
def test_the_morning_asks_about_help_that_was_led_without_a_note(clock, monkeypatch, case):
    """`coach do cramp-now` at three is a cramp of which nothing is known; a rehearsal is none."""
    routine, data, is_noted, is_asked = case
    asked = []
    monkeypatch.setattr(next_day, "SystemClock", lambda: clock)
    monkeypatch.setattr(next_day.click, "prompt", lambda *_, **__: asked.append("night") or "calf left 7")
    clock.advance(15 * 3600)
    began = clock.now()
    led_at(clock, routine, **data)
    if is_noted:
        CliRunner().invoke(coach, ["cramp", "calf"])
    clock.advance(5 * 3600)
    for _ in range(2):
        ask_about_the_night(recorder())
    assert asked == (["night"] if is_asked else [])
    with open_journal(find_home(), clock) as journal:
        notes = read_notes(journal, UTC, clock.now() - timedelta(days=1)).notes
    if is_asked:
        assert [(note.began, sorted(note.names), note.episode) for note in notes] == [
            (began, ["cramp", "pain"], "")
        ]


def test_after_the_overview_the_night_is_asked_about(clock, monkeypatch):
    """`coach` asks by itself, also where only the help was led."""
    asked = []
    monkeypatch.setattr(next_day, "SystemClock", lambda: clock)
    monkeypatch.setattr(next_day.click, "prompt", lambda *_, **__: asked.append("night") or "")
    clock.advance(15 * 3600)
    led_at(clock)
    clock.advance(5 * 3600)
    ask_after_overview(find_home())
    ask_after_overview(find_home())
    assert asked == ["night"]
