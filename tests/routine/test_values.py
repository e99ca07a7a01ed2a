"""Which values a single field accepts."""

from __future__ import annotations

import pytest

from coach.routine import values
from coach.routine.model import Phase
from coach.routine.values import MoveAmount
from coach.units import ParseError


def hint(parse, text):
    """What to write in place of a value that cannot be read."""
    with pytest.raises(ParseError) as caught:
        parse(text)
    return caught.value.hint


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("8 reps", MoveAmount(reps=8)),
        ("1 repetition", MoveAmount(reps=1)),
        ("200 reps", MoveAmount(reps=200)),
        ("60 s", MoveAmount(seconds=60.0)),
        ("1 min 30 s", MoveAmount(seconds=90.0)),
    ],
)
def test_a_movement_goes_by_number_or_by_time(text, amount):
    """The field `move` accepts either."""
    assert values.parse_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("8", "write '8 reps', or '8 s' by time"),
        ("30-60 s", "write one of the two, such as '30 s' or '60 s'"),
        ("3 x 10", "write '10 reps' here, and 'sets: 3' beside it"),
        ("3 x 30 s", "write '30 s' here, and 'sets: 3' beside it"),
        ("8 repps", "write '8 reps'"),
        ("8 times", "write '8 reps'"),
        ("2 sce", "did you mean '2 sec'?"),
        ('20"', "write '20 s'"),
        ("1:30", "write '1 min 30 s' or '1 h 30 min'"),
        ("201 reps", "write from 1 to 200"),
        ("0.1 s", "write from '0.5 s' to '30 min'"),
    ],
)
def test_an_amount_that_is_neither_is_answered_with_the_right_form(text, right):
    """A near miss gets what was probably meant."""
    assert hint(values.parse_amount, text) == right


@pytest.mark.parametrize(
    ("text", "phases"),
    [
        ("2 s up, 1 s pause, 3 s down", (Phase("up", 2.0), Phase("pause", 1.0), Phase("down", 3.0))),
        ("2s back,2s  slowly   forward", (Phase("back", 2.0), Phase("slowly forward", 2.0))),
        ("1 min 30 s walk", (Phase("walk", 90.0),)),
    ],
)
def test_a_tempo_is_its_phases(text, phases):
    """A tempo has any phases, each with its time and its word."""
    assert values.parse_tempo(text) == phases


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("3-1-2-0", "write the phases out, such as '3 s down, 1 s pause, 2 s up'"),
        ("3-1-2-1", "write the phases out, such as '3 s down, 1 s pause, 2 s up, 1 s pause'"),
        ("2-2", "write the phases out, such as '2 s up, 2 s down'"),
        ("3010", "write the phases out, such as '3 s down, 1 s up'"),
        ("3:1:2", "write the phases out, such as '3 s down, 1 s pause, 2 s up'"),
        ("2 up, 2 down", "write '2 s up'"),
        ("up 2 s, down 2 s", "write the time first: '2 s up'"),
        ("1,5 s up, 2 s down", "write '1.5 s up, 2 s down'"),
        ("2 sek up", "did you mean '2 sec'?"),
        (
            "2 s",
            "name the phase, such as '2 s up'; for the time of a whole repetition write 'pace: 2 s'",
        ),
        ("slowly", "write each phase with its time, such as '2 s up, 1 s pause, 3 s down'"),
        ("2 s up,, 2 s down", "write each phase with its time, such as '2 s up, 1 s pause, 3 s down'"),
        ("2 s up; 2 s down", "write each phase with its time, such as '2 s up, 1 s pause, 3 s down'"),
        ("2 s {side}", "write each phase with its time, such as '2 s up, 1 s pause, 3 s down'"),
        (", ".join(["1 s x"] * 21), "write each phase with its time, such as '2 s up, 1 s pause, 3 s down'"),
    ],
)
def test_a_tempo_that_cannot_be_read_is_answered_with_the_right_form(text, right):
    """Figures alone, exchanged parts and missing units are written out."""
    assert hint(values.parse_tempo, text) == right


def test_a_pace_is_a_time_or_the_persons_own():
    """The word `own` may be misspelt."""
    assert [values.parse_pace(text) for text in ("2 s", "own")] == [2.0, "own"]
    assert hint(values.parse_pace, "Owm") == "did you mean 'own'?"
    assert hint(values.parse_pace, "2") == "write '2 s' for seconds or '2 min' for minutes"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("8-12 reps", values.MoveAmount(reps=8, most_reps=12)),
        ("8 – 12 repetitions", values.MoveAmount(reps=8, most_reps=12)),  # noqa: RUF001 — as it is typed
        ("8 to 12 reps", values.MoveAmount(reps=8, most_reps=12)),
        ("8 reps", values.MoveAmount(reps=8)),
    ],
)
def test_repetitions_may_be_a_range(text, amount):
    """A range of repetitions is written with either dash, or "to"."""
    assert values.parse_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("20 s", values.HoldAmount(20.0)),
        ("up to 10 s", values.HoldAmount(10.0, as_able=True)),
        ("5 breaths", values.HoldAmount(30.0, breaths=5)),
        ("1 breath", values.HoldAmount(6.0, breaths=1)),
    ],
)
def test_a_hold_may_be_as_able_or_in_breaths(text, amount):
    """A hold may be as long as the person can, or in breaths of six seconds."""
    assert values.parse_hold(text) == amount


@pytest.mark.parametrize(("text", "amount"), [("3", (3, None)), ("2-3", (3, 2)), ("2 to 3", (3, 2))])
def test_sets_may_be_a_range(text, amount):
    """The least of them is prescribed."""
    assert values.parse_sets(text) == amount


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (values.parse_amount, "12-8 reps"),
        (values.parse_amount, "0-8 reps"),
        (values.parse_sets, "3-3"),
        (values.parse_hold, "0 breaths"),
        (values.parse_hold, "up to 0 s"),
        (values.parse_hold, "up to breathless"),
    ],
)
def test_a_range_the_wrong_way_round_is_refused(parse, text):
    """What can mean two things is not guessed."""
    with pytest.raises(ParseError):
        parse(text)


def test_a_routine_says_how_its_words_are_said(examined):
    """A routine's own pronunciations are under `say_as`, from format 2 on."""
    text = "title: T\nsay_as: {soleus: {respell: soh-lee-us, ipa: sohliəs}, the psoas: {respell: soh-ass}}\n"
    assert examined(f"format: 2\n{text}steps: [{{say: A}}]").routine.say_as == (
        ("soleus", ("soh-lee-us", "sohliəs")),
        ("the psoas", ("soh-ass", "")),
    )
    assert [problem.code for problem in examined(f"{text}steps: [{{say: A}}]").problems] == ["format"]
