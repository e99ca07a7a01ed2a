"""Courses: which stage a person is at, what a file says for each, and what is wrong with what it says."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.files import SourceText
from coach.routine.course import Course, CoursePlace, Stage, Weeks, parse_level, parse_weeks, time_of_day_at
from coach.routine.model import Hold, Move
from coach.routine.parsing import parse_routine, parse_stages
from coach.units import ParseError

STEPS = """
steps:
  - move: 15 reps
    name: Heel drop
    tempo: 3 s down, 1 s up
    sets: 3
  - hold: 20 s
    name: Calf stretch
    only_in: weeks 3-4
"""
HEAD = "format: 2\ntitle: Heel\n"


def stages_of(text):
    """The routine at each stage of a correct file."""
    stages, problems = parse_stages(SourceText("r.yaml", text), "r")
    assert problems == ()
    return stages


def problems_in(text):
    """The problems of a file without its name, a line each."""
    return [
        str(problem).removeprefix("r.yaml:") for problem in parse_stages(SourceText("r.yaml", text), "r")[1]
    ]


def loads(stages):
    """The load of the first step, and the number of steps, by stage."""
    return [(str(each.stage), each.steps[0].load, each.steps[0].sets, len(each.steps)) for each in stages]


def test_what_a_week_changes_lasts_until_a_later_one():
    """Weeks build on those before, and are cut wherever a step comes or goes."""
    course = (
        "course:\n  weeks 1-3:\n  weeks 4-8:\n    heel  drop: {load: 5 kg, sets: 4}\n"
        "  week 9 on: {Heel drop: {load: 10 kg}}\n"
    )
    assert loads(stages_of(HEAD + course + STEPS)) == [
        ("weeks 1-2", "", 3, 1),
        ("week 3", "", 3, 2),
        ("week 4", "5 kg", 4, 2),
        ("weeks 5-8", "5 kg", 4, 1),
        ("week 9 on", "10 kg", 4, 1),
    ]


def test_a_step_alone_can_say_its_weeks():
    """Without `course` the weeks go on after those that a step names."""
    assert loads(stages_of(HEAD + STEPS)) == [
        ("weeks 1-2", "", 3, 1),
        ("weeks 3-4", "", 3, 2),
        ("week 5 on", "", 3, 1),
    ]


def test_levels_and_times_of_day():
    """A level builds on the one before; a time of day changes what the level says."""
    text = (
        "levels: {A: , B: {Heel drop: {load: 5 kg}}, level C: {Heel drop: {sets: 4}}}\n"
        "time_of_day:\n  evening: {Heel drop: {move: 5 reps}, dose: {per_day: 1}}\n"
    )
    stages = stages_of(
        HEAD + "dose: {per_day: 3, weeks: 6}\n" + text + STEPS.replace("weeks 3-4", "[level B, C]")
    )
    said = [
        (str(each.stage), each.steps[0].load, each.steps[0].reps, each.dose.per_day, len(each.steps))
        for each in stages
    ]
    assert said == [
        ("level A", "", 15, 3, 1), ("level A, evening", "", 5, 1, 1),
        ("level B", "5 kg", 15, 3, 2), ("level B, evening", "5 kg", 5, 1, 2),
        ("level C", "5 kg", 15, 3, 2), ("level C, evening", "5 kg", 5, 1, 2),
    ]  # fmt: skip
    assert {each.dose.weeks for each in stages} == {6}


def test_a_change_of_the_pace_replaces_the_tempo():
    """Of two fields that exclude each other the one that is changed to counts; a default can change too."""
    text = "course:\n  week 1:\n  week 2: {Heel drop: {pace: own}, defaults: {rest: 9 s}}\n"
    first, second = stages_of(HEAD + text + STEPS.replace("    only_in: weeks 3-4\n", ""))
    assert isinstance(second.steps[0], Move)
    assert (first.steps[0].pace, second.steps[0].pace, second.steps[0].tempo) == (None, "own", ())
    assert isinstance(second.steps[1], Hold)
    assert (first.steps[1].rest, second.steps[1].rest) == (0.0, 9.0)


def test_a_round_that_is_empty_in_some_weeks_is_left_out():
    """A round without steps in a week is left out, and so are rounds within, at any depth."""
    text = (
        HEAD
        + "steps:\n  - say: Begin.\n  - repeat: 2\n    steps:\n      - rest: 5 s\n        only_in: week 1\n"
    )
    assert [len(each.steps) for each in stages_of(text)] == [2, 1]


def test_without_a_course_there_is_one_stage():
    """A routine without a course has one stage without a name: the routine itself."""
    text = "title: T\nsteps: [say: Hello.]\n"
    (only,) = stages_of(text)
    assert (only, only.course, only.stage) == (parse_routine(SourceText("r.yaml", text), "r")[0], None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "course:\n  weeks 1-2:\n  weeks 2-4:\n",
            ("5:3: error[course]: 'weeks 1-2' and 'weeks 2-4' overlap; begin with week 3"),
        ),
        (
            "course:\n  week 1 on:\n  weeks 2-4:\n",
            ("5:3: error[course]: 'week 1 on' and 'weeks 2-4' overlap; write when 'week 1 on' ends"),
        ),
        (
            "course:\n  weeks 1-2:\n  weeks 5-6:\n",
            (
                "5:3: error[course]: weeks 3-4 of the course are missing; "
                "write 'weeks 1-4' if nothing changes in between"
            ),
        ),
        (
            "course:\n  week two:\n",
            (
                "4:3: error[course]: 'week two' does not say which weeks; "
                "write 'weeks 1-2', 'week 3' or 'week 5 on'"
            ),
        ),
        (
            "course:\n  weeks 4-2:\n",
            (
                "4:3: error[course]: 'weeks 4-2' does not name weeks; write the first week first, "
                "from 1 to 104"
            ),
        ),
        (
            "course:\n  week 1: {Heel dorp: {sets: 2}}\n",
            ("4:12: error[unknown-step]: no step has the name 'Heel dorp'; did you mean 'Heel drop'?"),
        ),
        (
            "course:\n  week 1: {load: 5 kg}\n",
            (
                "4:12: error[unknown-step]: no step has the name 'load'; "
                "write the exercise's name before it, such as 'Heel drop: {load: …}'"
            ),
        ),
        (
            "course:\n  week 1: {leave_out: [Heel drop]}\n",
            (
                "4:12: error[unknown-step]: no step has the name 'leave_out'; "
                "write the exercise under 'steps', with 'only_in: weeks 3-4'"
            ),
        ),
        (
            "course:\n  week 1: {Heel drop: 5 kg}\n",
            (
                "4:23: error[wrong-shape]: 'Heel drop' needs the fields that change; "
                "write what changes, such as 'Heel drop: {load: …}'"
            ),
        ),
        (
            "course:\n  week 1: {Heel drop: {stes: 2}}\n",
            ("4:24: error[unknown-field]: 'stes' is not a field of a move step; did you mean 'sets'?"),
        ),
        (
            "course:\n  week 1: {Heel drop: {sets: many}}\n",
            ("4:30: error[number]: 'many' is not a whole number from 1 up; write a whole number, such as 8"),
        ),
        (
            "course:\n  - weeks: 1-2\n",
            (
                "4:3: error[wrong-shape]: 'course' has parts, each with its changes; "
                "write 'weeks 1-2:' on a line below it, and below that what changes"
            ),
        ),
        (
            "time_of_day: {noon: }\n",
            ("3:15: error[course]: 'noon' is not a time of day; write one of morning, afternoon, evening"),
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_is_written(text, expected):
    """A mistake in a course is reported with its line, and what to write instead."""
    assert problems_in(HEAD + text + STEPS.replace("    only_in: weeks 3-4\n", "")) == [expected]


def test_steps_that_cannot_be_distinguished():
    """Two steps of one name can only be changed if each says when it is done."""
    double = STEPS.replace("Calf stretch", "Heel drop")
    text = HEAD + "course:\n  week 1: {Heel drop: {sets: 2}}\n"
    assert problems_in(text + double) == [
        "4:12: error[unknown-step]: 2 steps have the name 'Heel drop'; give each a name of its own"
    ]


def test_an_unknown_part_in_only_in():
    """The parts that can be written, and the levels that there are, are named."""
    text = HEAD + "levels: [A, B]\n" + STEPS.replace("weeks 3-4", "level D")
    expected = (
        "12:14: error[course]: 'level D' is not part of a course; "
        "write 'weeks 3-4', 'level B' or 'morning'; the levels are A, B"
    )
    assert problems_in(text) == [expected]


def test_a_problem_of_a_later_stage_names_it():
    """A question that leads nowhere in some weeks is an error, though it leads somewhere in others."""
    text = (
        "format: 2\ntitle: T\nsteps:\n  - ask: pain\n    if: {at_least: 5, skip_to: Easy}\n"
        "  - hold: 20 s\n    name: Easy\n    only_in: weeks 1-2\n  - say: Done.\n"
    )
    (problem,) = problems_in(text)
    assert problem.startswith(
        "4:5: error[skip-to]: no step after this question has the name 'Easy' (week 3 on)"
    )


def test_a_course_needs_the_second_format():
    """A file of the first says what to write."""
    found = problems_in(
        "title: T\ncourse: {week 1: }\nlevels: [A]\nsteps: [{say: Hello., only_in: week 1}]\n"
    )
    assert [problem.split(";")[1] for problem in found] == [" write 'format: 2' at the top"] * 3


def test_too_many_stages():
    """Everything together stays within what can be checked."""
    levels = ", ".join(f"L{number}" for number in range(60))
    (problem,) = problems_in(
        HEAD
        + f"levels: [{levels}]\ntime_of_day: {{evening: }}\n"
        + STEPS.replace("    only_in: weeks 3-4\n", "")
    )
    assert "120 stages" in problem


COURSE = Course(weeks=(Weeks(1, 2), Weeks(3, 4), Weeks(5, 12)), levels=("A", "B"), times_of_day=("morning",))


@pytest.mark.parametrize(
    ("place", "stage", "is_over"),
    [
        (CoursePlace(), Stage(weeks=Weeks(1, 2), level="A"), False),
        (
            CoursePlace(week=4, level="b", time_of_day="morning"),
            Stage(weeks=Weeks(3, 4), level="B", time_of_day="morning"),
            False,
        ),
        (CoursePlace(week=13, time_of_day="evening"), Stage(weeks=Weeks(5, 12), level="A"), True),
    ],
)  # fmt: skip
def test_the_stage_of_a_person(place, stage, is_over):
    """Weeks count from the first; after the last they stay, and a time of day without changes is none."""
    assert (COURSE.stage_at(place), COURSE.is_over(place)) == (stage, is_over)


def test_a_level_that_is_not_there():
    """A level that is not there is refused, and never taken for another one."""
    with pytest.raises(KeyError):
        COURSE.stage_at(CoursePlace(level="C"))


@given(st.integers(1, 200), st.sampled_from(["", "A", "B"]), st.sampled_from([None, "morning", "evening"]))
def test_everybody_is_at_one_of_the_stages(week, level, time):
    """Whatever the week, there is a stage for it among those that were read."""
    assert COURSE.stage_at(CoursePlace(week=week, level=level, time_of_day=time)) in COURSE.stages()


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("weeks 1-2", Weeks(1, 2)), ("Weeks 3 \u2013 4", Weeks(3, 4)), ("week 5", Weeks(5, 5)),
        ("7", Weeks(7, 7)),
        ("week 9 on", Weeks(9)), ("from week 9", Weeks(9)), ("weeks 9+", Weeks(9)),
        ("weeks 2 to 3", Weeks(2, 3)),
    ],
)  # fmt: skip
def test_weeks_as_they_are_written(text, weeks):
    """Weeks are read as sheets have them, with either dash."""
    assert parse_weeks(text) == weeks


def test_names_of_levels():
    """`level B` is `B`; nothing, and a sentence, are none."""
    assert (parse_level("level B"), parse_level(" easy ")) == ("B", "easy")
    for text in ("", "x" * 21):
        with pytest.raises(ParseError):
            parse_level(text)


def test_times_of_day():
    """Morning begins at four, afternoon at twelve, evening at five."""
    assert [time_of_day_at(hour) for hour in (3, 4, 11, 12, 16, 17, 23)] == [
        "evening", "morning", "morning", "afternoon", "afternoon", "evening", "evening",
    ]  # fmt: skip


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "sets": st.integers(1, 9).map(str),
        "load": st.sampled_from(["2 kg", "5 kg"]),
        "rest": st.sampled_from(["5 s", "9 s"]),
    },
)


@given(st.lists(st.tuples(st.sampled_from(["Bridge", "Curl", "Squat"]), CHANGES), min_size=1, max_size=4))
def test_a_change_leaves_everything_else_as_it_is(changes):
    """Whatever the weeks change, other steps and other fields are those of the file without a course."""
    steps = "steps:\n" + "".join(
        f"  - hold: 20 s\n    name: {name}\n" for name in ("Bridge", "Curl", "Squat")
    )
    plain, _ = parse_routine(SourceText("r.yaml", HEAD + steps), "r")
    course = "".join(
        f"  week {number}:\n    {name}: {json.dumps(change)}\n"
        for number, (name, change) in enumerate(changes, start=2)
    )
    stages, _ = parse_stages(SourceText("r.yaml", f"{HEAD}course:\n{course}{steps}"), "r")
    assert stages[0].steps == plain.steps
    for number in range(1, len(stages)):
        changed = {name for name, change in changes[:number] if change}
        for before, after in zip(plain.steps, stages[number].steps, strict=True):
            said = {field for name, change in changes[:number] if name == before.name for field in change}
            different = {
                name for name in ("seconds", "name", "sets", "load", "rest", "cue", "side", "reps")
                if getattr(before, name) != getattr(after, name)
            }  # fmt: skip
            assert different <= said
            assert before.name in changed or before == after
