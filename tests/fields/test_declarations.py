"""The declarations of all files and requests: what each of them must hold for every field."""

from __future__ import annotations

from dataclasses import fields

import pytest

from coach.api.operations import OPERATIONS
from coach.document import parse
from coach.fields.findings import Findings
from coach.fields.json_schema import plain_value
from coach.fields.reading import is_read_by_type
from coach.files import SourceText
from coach.plan.model import Plan, Reminder, VoiceSettings
from coach.plan.reminder_table import REMINDER
from coach.plan.tables import PLAN, PLAN_VOCABULARY, VOICE
from coach.routine.exercise_fields import BREATH, BY_SIDE
from coach.routine.model import (
    Ask,
    Breathe,
    BreathPattern,
    Dose,
    Hold,
    Move,
    Repeat,
    Rest,
    Routine,
    Say,
    Wait,
)
from coach.routine.step_tables import DEFAULTS, STEPS
from coach.routine.tables import DOSE, ROUTINE, ROUTINE_VOCABULARY

OF_ROUTINES = (ROUTINE, DOSE, DEFAULTS, BREATH, BY_SIDE, *STEPS.values())
OF_PLANS = (PLAN, VOICE, REMINDER)
OF_REQUESTS = tuple(operation.table for operation in OPERATIONS if operation.table.fields)
EVERY = [(table, field) for table in (*OF_ROUTINES, *OF_PLANS, *OF_REQUESTS) for field in table.fields]
IN_FILES = [
    (table, field)
    for table in (*OF_ROUTINES, *OF_PLANS)
    for field in table.fields
    if is_read_by_type(field.type)
]
VALUES = {
    "a routine": Routine, "a dose": Dose, "a breath": BreathPattern, "a say step": Say, "a hold step": Hold,
    "a breathe step": Breathe, "a rest step": Rest, "an ask step": Ask, "a repeat step": Repeat,
    "a wait step": Wait,
    "a plan": Plan, "the voice": VoiceSettings, "a reminder": Reminder, "a move step": Move,
}  # fmt: skip
READ_AWAY = {"format", "defaults", "move", "hold", "wait", "sets", "every", "at", "times", "between"}
READ_AWAY |= {"only_in", "levels", "time_of_day", "pace"}
"""Fields that are no attribute of the value: they are checked, or several of them make one."""


def name(param):
    """A test's name: the thing and the field."""
    return getattr(param, "thing", getattr(param, "name", "")).replace(" ", "-")


def read(field, written):
    """What a field makes of a text, and the problems with it."""
    source = SourceText("f.yaml", f"{field.name}: {written}")
    vocabulary = ROUTINE_VOCABULARY._replace(homes={**ROUTINE_VOCABULARY.homes, **PLAN_VOCABULARY.homes})
    findings = Findings(source, vocabulary)
    return field.type.read(parse(source).root.fields[field.name], field, findings), findings.problems


@pytest.mark.parametrize(("table", "field"), EVERY, ids=name)
def test_every_field_is_described_in_one_sentence(table, field):
    """Every field has one sentence that ends with a full stop, what it must be, and a schema."""
    assert field.description.endswith("."), table.thing
    assert ". " not in field.description
    assert field.type.wanted
    assert field.type.json_schema()


@pytest.mark.parametrize(("table", "field"), IN_FILES, ids=name)
def test_every_example_can_be_written(table, field):
    """Every example can be copied into a file without causing a problem."""
    value, problems = read(field, field.example)
    assert problems == [], table.thing
    assert value is not None


@pytest.mark.parametrize("table", OF_REQUESTS, ids=name)
def test_every_example_of_a_request_is_accepted(table):
    """Every example of a request is accepted as JSON."""
    for field in table.fields:
        example = parse(SourceText("f.yaml", f"it: {field.example}")).root.fields["it"]
        assert field.type.accept(plain_value(example)) is not None


@pytest.mark.parametrize(
    ("table", "field"), [each for each in IN_FILES if each[1].default and each[0].thing in VALUES], ids=name
)
def test_every_default_is_that_of_the_value(table, field):
    """Every documented default is the one that the value has."""
    if field.name in READ_AWAY:
        return
    attribute = next(
        each for each in fields(VALUES[table.thing]) if each.name == (field.attribute or field.name)
    )
    value, problems = read(field, field.default)
    expected = (attribute.default,) if field.name == "on" else attribute.default
    assert (value, problems) == (expected, [])


@pytest.mark.parametrize(
    "table", [table for table in (*OF_ROUTINES, *OF_PLANS) if table.thing in VALUES], ids=name
)
def test_every_field_has_its_attribute(table):
    """Each field's value arrives in the attribute of the same name."""
    attributes = {each.name for each in fields(VALUES[table.thing])}
    named = {field.attribute or field.name for field in table.fields if field.name not in READ_AWAY}
    assert named <= attributes
