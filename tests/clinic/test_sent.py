"""What of an event goes to a clinic: fields of a list, and no free text."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clinic.sent import FIELDS, SUBJECTS, sent_data, sent_event
from coach.journal.chain import content_digest
from coach.journal.events import Event, to_row

AT = datetime(2026, 11, 2, 9, 30, 0, 5, tzinfo=UTC)
FREE = "my Knee at Dr. Weber's, Käthe"
DUE = "2026-11-02T10:30:00+01:00"
ID = "0123456789abcdef" * 2


def row_of(kind: str, data: dict, **more: str) -> tuple:
    """An event's row and its digest."""
    values = {"session": "", "routine": "", "digest": "d" * 64} | more
    event = Event(id=ID, kind=kind, at=AT, offset_minutes=60, data=data, **values)
    row = to_row(event)
    return row, content_digest(row)


def test_an_event_as_it_goes():
    """The whole of it: the file's digest, process and title stay here."""
    data = {
        "title": "Desk neck", "language": "en", "voice": "espeak/en@150", "steps": 6, "detail": "full",
        "begun": "person", "pid": 7, "process_started": 5, "boot": "b", "wording": 2, "new": "field",
    }  # fmt: skip
    row, content = row_of("session-started", data, session=ID, routine="desk-neck")
    assert sent_event(row, content) == {
        "id": ID, "kind": "session-started", "at": "2026-11-02T09:30:00.000005+00:00",
        "local": "2026-11-02T10:30:00.000005", "session": ID, "routine": "desk-neck",
        "content": content.hex(),
        "data": {"language": "en", "steps": 6, "detail": "full", "begun": "person", "wording": 2},
    }  # fmt: skip


TURN = {"set": 1, "side": "left", "reps": 8}
ABOUT = {"note": ID, "episode": ID}
REMINDER = {"reminder": "neck", "due": DUE}


@pytest.mark.parametrize(
    ("kind", "goes", "stays"),
    [
        ("step-done", {"step": 2, "managed": [TURN]}, {"name": FREE}),
        ("step-done", {"step": 2}, {"managed": [{**TURN, "words": FREE}]}),
        ("answered", {"question": "pain", "step": 1, "pain": None}, {"answer": FREE}),
        ("answered", {"step": 1, "pain": 4}, {"question": FREE}),
        (
            "note",
            {"began": DUE, "facts": {"cramp": 7, "heat": None}, "places": [["calf", ""]]},
            {"text": FREE},
        ),
        (
            "session-started",
            {"week": 2, "level": "1", "time_of_day": "morning", "said": True},
            {"boot": FREE},
        ),
        (
            "note",
            {"began": DUE, "episode": ID},
            {"own_words": FREE, "facts": {FREE: 7}, "places": [[FREE, "left"]]},
        ),
        (
            "flag",
            {"rule": "E1", "level": "emergency", "form": "order", "version": 4, **ABOUT},
            {"text": FREE},
        ),
        ("reminder", {**REMINDER, "ruling": "skip", "reason": "quiet"}, {"sentence": FREE}),
        ("reminder", {"ruling": "skip"}, {"reminder": "/home/anna/plan", "due": "soon", "reason": FREE}),
        ("confirmed", {"done": DUE, **REMINDER}, {"words": FREE}),
        ("break", {"from": DUE, "until": DUE}, {}),
        ("note-withdrawn", {"event": ID}, {}),
        ("note-withdrawn", {}, {"event": "another"}),
        ("notice-given", {"notice": "stop-rules", "version": "0af3", "heard": True}, {"text": FREE}),
        (
            "session-ended",
            {"outcome": "partial", "steps_done": 3, "seconds": 1.5, "heard": "no"},
            {"voice": FREE},
        ),
    ],
)
def test_the_fields_that_go(kind, goes, stays):
    """Every field of the list is sent, and none with a value of another kind."""
    assert sent_data(kind, goes | stays) == goes


@pytest.mark.parametrize(
    "name", [FREE, "../plan", "/home/anna/neck.yaml", "C:\\neck", "two words", "", "-x", "n" * 81]
)
def test_a_name_of_more_than_a_word_stays_here(name):
    """A path or a sentence in place of a routine's name does not go."""
    row, content = row_of("paused", {"step": 1}, routine=name)
    found = sent_event(row, content)
    assert found is not None
    assert found["routine"] == ""


def test_what_was_changed_is_left_out():
    """An event that is not as it was written, or has no id of ours, is not sent."""
    row, content = row_of("paused", {"step": 1})
    assert sent_event(row, content) is not None
    assert sent_event((*row[:7], '{"step":2}'), content) is None
    other = ("x", *row[1:])
    assert sent_event(other, content_digest(other)) is None
    broken = (*row[:7], "{")
    assert sent_event(broken, content_digest(broken)) is None
    late = (*row[:2], 2**62, *row[3:])
    assert sent_event(late, content_digest(late)) is None


def test_every_kind_belongs_to_one_subject():
    """A person chooses by subjects, and nothing else is sent."""
    assert sorted(kind for kinds in SUBJECTS.values() for kind in kinds) == sorted(FIELDS)
    assert not {"consent", "journal-repaired", "erased"} & FIELDS.keys()


VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(),
        st.sampled_from([FREE, DUE, ID, "quiet", "pain", "person", "left", "/etc/passwd", "a b", "neck\n"]),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from([*"ab", FREE, "side", "reps", "calf", "cramp"]), inner, max_size=3
    ),
    max_leaves=6,
)  # fmt: skip
NAMES = sorted(
    {name for fields in FIELDS.values() for name in fields} | {"title", "sentence", "name", "text", "pid"}
)


def words_in(value):
    """Every text in a value, also the names of fields."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from words_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words_in(inner)
    elif isinstance(value, str):
        yield value


@given(
    st.sampled_from(sorted(FIELDS)),
    st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8),
    st.one_of(st.text(), st.sampled_from(["desk-neck", FREE, "/home/x"])),
)
def test_no_history_lets_free_text_out(kind, data, routine):
    """Of any event only fields of its kind go, and every text is one word or an instant."""
    row, content = row_of(kind, data, routine=routine)
    found = sent_event(row, content)
    assert found is not None
    assert found["data"].keys() <= FIELDS[kind].keys() & data.keys()
    for text in words_in({**found, "at": "", "local": ""}):
        assert len(text) <= 80
        assert text == "" or all(
            letter.isascii() and (letter.isalnum() or letter in "-_.:+") for letter in text
        )
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_a_truth_is_not_a_number():
    """`true` in place of a step, or a number without end, does not go."""
    assert sent_data("paused", {"step": True}) == {}
    assert sent_data("paused", {"step": 1e300}) == {}
    assert sent_data("paused", []) == {}
