"""What the tables say holds without a field is what the plan then has."""

from dataclasses import replace

import pytest

from coach.plan.reading import read_plan
from coach.plan.reminder_table import PUT_OFF, REMINDER
from coach.plan.tables import BUSY, PLAN, VOICE

REMINDERS = 'reminders:\n  neck: {routine: [desk-neck, hips], every: 2 h, between: "09:00-17:00"'


def plan_texts():
    """A plan with one field written as its table's default, by the name of the field."""
    for field in PLAN.fields:
        if field.default:
            yield field.name, f"{field.name}: {field.default}\n{REMINDERS}}}\n"
    for field in REMINDER.fields:
        if field.default:
            yield f"reminder-{field.name}", f"{REMINDERS}, {field.name}: {field.default}}}\n"
    for block, table in (("put_off", PUT_OFF), ("busy", BUSY), ("voice", VOICE)):
        for field in table.fields:
            if field.default:
                yield f"{block}-{field.name}", f"{block}: {{{field.name}: {field.default}}}\n{REMINDERS}}}\n"


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in plan_texts()])
def test_a_field_written_as_its_default_changes_nothing(text, tmp_path):
    """The plan is the same with the field and without it."""
    with_field, without = tmp_path / "a" / "plan.yaml", tmp_path / "b" / "plan.yaml"
    for path, written in ((with_field, text), (without, f"{REMINDERS}}}\n")):
        path.parent.mkdir()
        path.write_text(written, "utf-8")
    shown, expected = (replace(read_plan(path), file=without, digest="") for path in (with_field, without))
    assert shown == expected
