"""What is said of a plan with mistakes: every one of them at its place, with what to write."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.plan.reading import examine_plan, read_plan
from strategies import examples
from work import calls_of

HANGS = 30.0
"""Seconds of the processor after which reading is taken to hang."""


def pairs(text):
    """From lines, and what belongs to each indented below it, to pairs; a line break is written as n."""
    blocks = re.findall(r"^(\S.*)\n((?: {4}.*\n)+)", text, re.MULTILINE)
    return [(first.replace(r"\n", "\n"), " ".join(below.split())) for first, below in blocks]


MISTAKES_IN_A_REMINDER = r"""
every: 90, between: 09:00-17:30
    '90' has no unit; write '90 s' for seconds or '90 min' for minutes
every: 30 s, between: 09:00-17:30
    '30 s' is too short; write from '1 min' to '24 h'
every: 2 days, between: 09:00-17:30
    '2 days': 'days' is not a unit of time; write '48 h'
every: 1 h
    'every' needs a time range; write 'between: "09:00-17:30"'
times: 3
    'times' needs a time range; write 'between: "09:00-17:30"'
times: 3, between: 9-17
    '9-17' is not a time range; write '09:00-17:00'
times: 100, between: 09:00-17:30
    '100' is too many times a day; write from 1 to 48, or 'every'
times: 0, between: 09:00-17:30
    '0' is not a whole number from 1 up; write a whole number, such as 8
times: dosis, between: 09:00-17:30
    'dosis' is not a number of times a day; did you mean 'dose'?
times: thrice, between: 09:00-17:30
    'thrice' is not a number of times a day; write a whole number, such as 3, or 'dose'
at: 10.30
    '10.30' is not a time of day; write '10:30'
at: [10:30, 25:00]
    '25:00' is not a time of day; write hours and minutes, such as 09:00 or 17:30
at: []
    'at' is empty; write 'at: ["10:30", "15:00"]'
at: {a: b}
    'at' must be a time of day, or several in brackets; write 'at: ["10:30", "15:00"]'
at: 10:00, between: 09:00-17:30
    'between' does not go with 'at'; leave it out, or write 'every' or 'times' instead of 'at'
at: 10:00, every: 1 h
    'at' and 'every' both say when; keep one of them
on: daily
    this reminder does not say when it is due; write 'every: 90 min', 'at: "10:30"' or 'times: 3'
at: 10:00, on: wekdays
    'wekdays' is not a day of the week; did you mean 'weekdays'?
at: 10:00, on: mon-wed
    'mon-wed' is more than one day; write [mon, tue, wed]
at: 10:00, on: [mon, tus]
    'tus' is not a day of the week; did you mean 'tue'?
at: 10:00, from: 1.11.2026
    '1.11.2026' is not a date; write 2026-11-01
at: 10:00, from: 2026-11-02, until: 2026-11-01
    'until' cannot be earlier than 'from'; check both dates
at: 10:00, missed: twice
    'missed' cannot be 'twice'; write skip or once
at: 10:00, begin: nwo
    'begin' cannot be 'nwo'; did you mean 'now'?
at: 10:00, begin: [now]
    'begin' must be one of now, ask; write 'begin: ask'
at: 10:00, jitter: 3 h
    '3 h' is too long; write from '1 s' to '2 h'
jitter: , at: 10:00
    'jitter' is empty; write 'jitter: 5 min'
at: 10:00, mised: once
    'mised' is not a field of a reminder; did you mean 'missed'?
time: 10:00
    'time' is not a field of a reminder; did you mean 'at'?
at: 10:00, Days: daily
    'Days' is not a field of a reminder; did you mean 'on'?
at: 10:00, rate: 150
    'rate' is not a field of a reminder; it is a field of the voice
at: 10:00, title: x
    'title' is not a field of a reminder; its fields are routine, choose, every, at, times, between, on,
    from, until, except, missed, begin, how, volume, sound, notice, put_off, counting,
    jitter, level, course_began
at: 10:00, colour: red
    'colour' is not a field of a reminder; its fields are routine, choose, every, at, times, between, on,
    from, until, except, missed, begin, how, volume, sound, notice, put_off, counting,
    jitter, level, course_began
routine: ./my/knee.yaml, at: 10:00
    './my/knee.yaml' is a file, not the id of a routine; put the file into your own routines
    folder, and write 'knee'
routine: eyes-fra, at: 10:00
    there is no routine called 'eyes-fra'; did you mean 'eyes-far'?
at: 10:00, how: chime, begin: now
    'begin: now' does not go with 'how: chime', which waits for you to begin; leave one of them out
at: 10:00, sound: bel
    'bel' is not a chime; did you mean 'bell'?
at: 10:00, sound: gong
    'gong' is not a chime; write bell, bowl, doorbell, or the path of a sound file
at: 10:00, except: [2026-12-31 to 2026-12-24]
    '2026-12-31 to 2026-12-24' ends before it begins; write '2026-12-24 to 2026-12-31'
routine: zzz, at: 10:00
    there is no routine called 'zzz'; `coach routines` lists them all
routine: , at: 10:00
    'routine' is empty; write 'routine: sip-water'
"""


@pytest.mark.parametrize(("fields", "problem"), pairs(MISTAKES_IN_A_REMINDER))
def test_a_mistake_in_a_reminder_is_reported_with_what_to_write(problems_in, fields, problem):
    """A mistake is one problem with what to write, and nothing that follows from it is reported."""
    routine = "" if "routine" in fields else "routine: eyes-far, "
    problems = problems_in(f"reminders:\n  it: {{{routine}{fields}}}\n", ["eyes-far", "sip-water"])
    assert [re.sub(r"^\d+:\d+: error\[[a-z-]+\]: ", "", each) for each in problems] == [problem]


MISTAKES_OUTSIDE = r"""
format: 2
    1:9: error[format]: this coach reads format 1, not '2'; write 'format: 1'
zone: Europ/Berlin
    1:7: error[zone]: there is no time zone 'Europ/Berlin'; did you mean 'Europe/Berlin'?
zone: [a]
    1:7: error[wrong-shape]: 'zone' must be the name of a time zone; write 'zone: Europe/Berlin'
quiet: 12:30
    1:8: error[window]: '12:30' is not a time range; write from when to when, such as
    09:00-17:30
spacing: 5
    1:10: error[duration]: '5' has no unit; write '5 s' for seconds or '5 min' for minutes
spaceing: 5 min
    1:1: error[unknown-field]: 'spaceing' is not a field of a plan; did you mean 'spacing'?
timezone: UTC
    1:1: error[unknown-field]: 'timezone' is not a field of a plan; did you mean 'zone'?
rate: 150
    1:1: error[unknown-field]: 'rate' is not a field of a plan; it is a field of the voice
voice: loud
    1:8: error[wrong-shape]: 'voice' has fields of its own; write 'voice: {rate: 150, volume: 0.8}'
voice: {rate: 20}
    1:15: error[number]: '20' is too low; write from 80 to 400 words a minute
voice: {rate: 900}
    1:15: error[number]: '900' is too high; write from 80 to 400 words a minute
voice: {volume: 80%}
    1:17: error[number]: '80%' is too loud: volume goes from 0 to 1; write 0.8
voice: {volume: 8}
    1:17: error[number]: '8' is too loud: volume goes from 0 to 1; write a number such as 0.8
voice: {volume: nan}
    1:17: error[number]: 'nan' is not a volume; write a number from 0 to 1, such as 0.8
voice: {detail: ful}
    1:17: error[unknown-word]: 'detail' cannot be 'ful'; did you mean 'full'?
voice: {language: english}
    1:19: error[language]: 'english' is not a language; write its short name, such as en, de or pt-BR
voice: {breath_holds: maybe}
    1:23: error[truth]: 'maybe' is neither yes nor no; write yes or no
voice: {speed: 150}
    1:9: error[unknown-field]: 'speed' is not a field of the voice; did you mean 'rate'?
"""


@pytest.mark.parametrize(("line", "problem"), pairs(MISTAKES_OUTSIDE))
def test_a_mistake_outside_the_reminders_is_reported_at_its_place(problems_in, line, problem):
    """With line and column, and what to write."""
    assert problems_in(f'{line}\nreminders: {{a: {{routine: eyes-far, at: "10:00"}}}}\n') == [problem]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("format: 1", "1:1: error[missing-field]: 'reminders' is missing; "),
        ("reminders:", "1:11: error[wrong-shape]: 'reminders' has no reminder in it; "),
        ("reminders: [a]", "1:12: error[wrong-shape]: 'reminders' has no reminder in it; "),
    ],
)
def test_a_plan_without_reminders_is_reported(problems_in, text, problem):
    """A plan without reminders is reported with an example of one."""
    example = "write 'reminders:', and below it 'water: {routine: sip-water, at: \"10:00\"}'"
    assert problems_in(text) == [problem + example]


NO_REMINDERS = r"""
a b: {routine: x, at: 1:00}
    2:3: error[id]: 'a b' cannot be the name of a reminder; write 'a-b'
"!": {routine: x, at: 1:00}
    2:3: error[id]: '!' cannot be the name of a reminder; write 'water'
a: sip-water
    2:6: error[wrong-shape]: a reminder has fields of its own; write 'a: {routine: sip-water, every:
    90 min, between: "09:00-17:30"}'
a: {at: 1:00}
    2:6: error[missing-field]: 'routine' is missing; write 'routine: sip-water'
a: {routine: x, at: 1:00}\n  a: {routine: y, at: 2:00}
    3:3: error[duplicate-field]: 'a' is written twice, first on line 2; keep one of them
"""


@pytest.mark.parametrize(("text", "problem"), pairs(NO_REMINDERS))
def test_a_reminder_that_is_none_is_reported(problems_in, text, problem):
    """A bad name, shape or routine of a reminder is reported, and a name that comes twice."""
    assert problems_in(f"reminders:\n  {text}\n") == [problem]


def test_everything_is_reported_at_once_in_the_order_of_the_file(problems_in):
    """One bad reminder hides nothing of the next, nor of what is above it."""
    problems = problems_in("""\
spacing: 5
voice: {rate: 20, volum: 80%}
reminders:
  a: {routine: eyes-far, at: 10.30, missed: never}
  b: [x]
  c: {routin: eyes-far, every: 90, between: "09:00-17:30"}
""")
    assert [each.split(": error")[0] for each in problems] == [
        "1:10", "2:15", "2:19", "4:30", "4:45", "5:6", "6:7", "6:32",
    ]  # fmt: skip


def test_what_is_meant_by_a_misspelt_field_is_checked_too(problems_in):
    """The mistake itself, and what it holds."""
    assert [
        each.split("]")[0] for each in problems_in("reminders:\n  a: {routine: eyes-far, At: 10.30}\n")
    ] == [
        "2:26: error[unknown-field",
        "2:30: error[clock",
    ]


def test_a_reminder_that_no_day_has_is_a_warning(examined):
    """A reminder that no day has is a warning, and the plan is read."""
    came = examined("reminders:\n  a: {routine: x, at: 1:00, on: mon, from: 2026-11-03, until: 2026-11-08}\n")
    (problem,) = came.problems
    assert (problem.line, problem.column, problem.severity, problem.code) == (2, 56, "warning", "never-due")
    assert problem.message == "this reminder is never due: 'from' and 'until' leave none of its days"
    assert came.plan is not None
    week = "reminders:\n  a: {routine: x, at: 1:00, on: mon, from: 2026-11-03, until: 2026-11-09}\n"
    assert examined(week).problems == ()


def test_lines_that_yaml_cannot_read_do_not_hide_what_follows(problems_in):
    """A line at the wrong place is read as it was meant, and the rest is checked."""
    problems = problems_in("""\
reminders:
  a:
    routine: eyes-far
     at: "10:00"
    missed: never
""")
    assert [each.split(":")[0] for each in problems] == ["4", "5"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("- a", "not-fields"),
        ("[" * 60_000, "too-deep"),
        ("reminders: &a\n  b: {routine: x, at: 1:00}", "anchor"),
        ("reminders: !!python/object:os.system {}", "tag"),
        ("reminders:\n\ta: {routine: x, at: 1:00}", "tab"),
        ('reminders:\n  "a\\e[31m": {routine: x, at: 1:00}', "control-character"),
        ("reminders:\n  a\u202e: {routine: x, at: 1:00}", "control-character"),
        ("reminders:\n" + "".join(f"  a{number}: {{}}\n" for number in range(20_000)), "too-many"),
        ("reminders:\n  a: {" + "".join(f"x{number}: 1, " for number in range(20_000)) + "}", "too-many"),
        ("reminders:\n  a: {routine: x, at: [" + "1, " * 80_000 + "]}", "too-many"),
        ("reminders:\n  a: {routine: x, at: [" + "1:00, " * 60 + "]}", "too-many"),
        ("zone: " + "../" * 80_000 + "etc/passwd\nreminders: {a: {routine: x, at: 1:00}}", "zone"),
        ("zone: ../../../etc/passwd\nreminders: {a: {routine: x, at: 1:00}}", "zone"),
        ("reminders:\n  a: {routine: x, at: 1:00, jitter: " + "9" * 100_000 + " s}", "duration"),
        ("reminders:\n  a: {routine: " + "x" * 200_000 + ", at: 1:00}", "unknown-routine"),
    ],
)
def test_a_hostile_text_gets_one_clear_problem(examined, text, code):
    """Without hanging on it, and the message is no longer than a person reads."""
    begun = process_time()
    came = examined(text, ["x"])
    assert process_time() - begun < HANGS
    assert came.plan is None
    assert [problem.code for problem in came.problems] == [code]
    assert all(len(str(problem)) < 300 for problem in came.problems)


def test_the_work_for_a_mistake_does_not_grow_with_their_number(examined):
    """With every field of a forty reminders misspelt, it is what it is with those of ten."""
    names = [f"rotine{number}" for number in range(38)]

    def text(reminders):
        return "reminders:\n" + "".join(
            f"  a{number}: {{" + ", ".join(f"{name}x{number}: 1" for name in names) + "}\n"
            for number in range(reminders)
        )

    assert len(examined(text(40)).problems) > 1200
    assert calls_of(lambda: examined(text(40))) < 4.5 * calls_of(lambda: examined(text(10)))


@given(st.text(st.sampled_from("arst:{}[],-\"' \n&*0123456789%#"), max_size=80))
@examples(150)
def test_no_text_raises(text):
    """Whatever is in the file, it is a plan or a list of problems."""
    from coach.files import SourceText
    from coach.plan.reading import examine_text

    came = examine_text(SourceText("plan.yaml", "reminders:\n  a: {routine: eyes-far, " + text), ["eyes-far"])
    assert (came.plan is None) == any(problem.severity == "error" for problem in came.problems)


@pytest.mark.parametrize(
    ("voice", "rate"), [("pace: calm", 125), ("pace: brisk, rate: 160", 160), ("tones: wooden", None)]
)
def test_a_pace_is_a_rate_unless_one_is_written(voice, rate, tmp_path):
    """The pace says roughly what `rate` says exactly."""
    path = tmp_path / "plan.yaml"
    path.write_text(f'voice: {{{voice}}}\nreminders: {{water: {{routine: sip-water, at: "10:00"}}}}\n')
    assert read_plan(path).voice.rate == rate


def test_a_language_without_words_is_warned_of(tmp_path):
    """The coach would otherwise speak English without saying so."""
    path = tmp_path / "plan.yaml"
    path.write_text('voice: {language: qq}\nreminders: {water: {routine: sip-water, at: "10:00"}}\n')
    examined = examine_plan(path)
    assert examined.plan is not None
    assert [str(problem).removeprefix(f"{path}:") for problem in examined.problems] == [
        (
            "1:19: warning[unknown-language]: the coach has no words of its own in 'qq'; it speaks English; "
            "they exist in en, de, es, fr"
        )
    ]
