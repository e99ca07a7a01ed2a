"""What the list of signs answers: each row fires at its facts, and its neighbours stay silent.

Changes to the code that these tests let pass decide nothing. Notes are looked through the newest first,
so that one look too many finds nothing new, and one note too many only whether dark pee was noted since
(D16, where E8 then fires). No row with `same_area` asks for the profile, and an area of which nothing is
true names no note. Days moved by a whole day are as many. A note of exactly a week before may belong to
both weeks.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.firing_histories import FIRING
from care.histories import DAY, NOW, History, noted
from care.silent_histories import NEIGHBOURS
from coach.care.model import Fact, Firing, Flag, Note, Place, Profile
from coach.care.reading import sign_rules
from coach.care.rules import cautions_for, flags_for, spoken_text

RULES = sign_rules()
CONFIRMED = [rule.id for rule in RULES.rules if rule.confirmed and rule.fires is not None]
UNCONFIRMED = [rule.id for rule in RULES.rules if not rule.confirmed]
SHOWN_BY_PROGRAM = ["S3", "S4", "S7", "S9"]


def answered(history: History, *, now=NOW, earlier=(), **profile) -> tuple[Flag, ...]:
    """The flags of the last note."""
    *_, last = history.notes
    entered = Profile(entries=history.profile, **profile)
    return flags_for(RULES, history.notes, last, profile=entered, now=now, earlier=earlier)


def fired(history: History, name: str, **given_) -> Flag | None:
    """The flag of that rule, if it fired."""
    return next((flag for flag in answered(history, **given_) if flag.rule == name and flag.fired), None)


def cases(histories: dict[str, tuple[History, ...]], names=None):
    """Each history beside its rule's id."""
    return [
        pytest.param(name, history, id=f"{name}-{number}")
        for name, several in histories.items()
        if names is None or name in names
        for number, history in enumerate(several)
    ]


def test_every_row_has_its_histories():
    """No row of the list is left out: each that can fire has a firing history and a silent one."""
    firing = {rule.id for rule in RULES.rules if rule.fires is not None}
    assert set(FIRING) == set(NEIGHBOURS) == firing
    assert sorted({rule.id for rule in RULES.rules} - firing) == SHOWN_BY_PROGRAM


def test_every_case_of_the_list_has_a_history():
    """Each case that the list names as one in which a row must stay silent is among the silent histories."""
    named = {rule.id: rule.neighbours.count(";") + 1 for rule in RULES.rules if rule.fires is not None}
    missing = [name for name, count in named.items() if len(NEIGHBOURS[name]) < count]
    assert missing == ["E3"], "E3 names one case in two halves"


@pytest.mark.parametrize(("name", "history"), cases(FIRING, CONFIRMED))
def test_a_confirmed_row_fires_with_its_order(name, history):
    """A row with a public source behind it answers what began just now with the order first."""
    rule = RULES.rule(name)
    flag = fired(history, name)
    assert flag is not None
    limited = rule.with_fluid_limit if "fluid_limit" in history.profile else ""
    assert (flag.form, flag.text, flag.version) == ("order", limited or rule.order, RULES.version)
    assert flag.ends_session is (flag.level == "emergency")


@pytest.mark.parametrize(("name", "history"), cases(FIRING, UNCONFIRMED))
def test_an_unconfirmed_row_is_only_shown(name, history):
    """A row that rests on no public source shows its caution, is never spoken, and ends nothing."""
    rule = RULES.rule(name)
    assert fired(history, name) == Flag(
        rule=name, level=rule.level, form="caution", text=rule.caution, version=RULES.version
    )


@pytest.mark.parametrize(("name", "history"), cases(NEIGHBOURS))
def test_a_neighbouring_history_is_silent(name, history):
    """A case that only resembles a row does not fire it, at none of its notes."""
    profile = Profile(entries=history.profile)
    shown = [
        flag
        for number, note in enumerate(history.notes)
        for flag in flags_for(RULES, history.notes[:number], note, profile=profile, now=note.began)
    ]
    assert [flag for flag in shown if flag.rule == name and flag.fired] == []


@pytest.mark.parametrize(("name", "history"), cases(FIRING))
def test_a_note_about_something_else_fires_nothing(name, history):
    """An old sign does not fire again because of a note that has nothing to do with it."""
    other = Note(id="other", began=NOW, facts=(Fact("tiredness"),))
    assert fired(History((*history.notes, other), history.profile), name) is None


@pytest.mark.parametrize("source", ["merged", "imported", "rehearsal"])
def test_what_the_person_did_not_note_now_never_speaks(source):
    """A merge, an import or a rehearsal shows the text for the past, speaks nothing, and ends nothing."""
    note = replace(noted((0, "chest_pressure")).notes[0], source=source)
    (flag,) = answered(History((note,)))
    assert (flag.form, flag.text) == ("past", RULES.rule("S4").caution)
    assert (flag.spoken, flag.ends_session, flag.added) == (False, False, ())


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (24, ("order", RULES.rule("E2").order)),
        (24.1, ("past", RULES.rule("S4").caution)),
        (30 * DAY, ("past", RULES.rule("S4").caution)),
        (30 * DAY + 1, ("past", RULES.rule("S4").long_ago)),
    ],
)
def test_an_emergency_sign_of_the_past_has_its_own_text(hours, expected):
    """More than 24 hours later nobody is told to call now; after 30 days, to mention it at a visit."""
    (flag,) = answered(noted((hours, "chest_pressure")))
    assert (flag.form, flag.text) == expected
    assert flag.spoken is (flag.form == "order")


def test_other_signs_of_the_past_show_their_caution():
    """A same-day sign that began days ago shows its condition first, and is not spoken."""
    (flag,) = answered(noted((3 * DAY, "felt_pop")))
    assert (flag.rule, flag.form, flag.spoken) == ("D11", "caution", False)


def test_a_missing_part_that_is_typed_in_later_completes_the_row():
    """A wound that is noted after the jaw went stiff fires as if it had been noted in time."""
    jaw = Note(id="jaw", began=NOW, facts=(Fact("jaw_stiff"),))
    wound = Note(id="wound", began=NOW - timedelta(days=5), facts=(Fact("wound"),))
    (flag,) = answered(History((jaw, wound)))
    assert (flag.rule, flag.form) == ("E14", "order")


def test_it_completes_the_row_also_where_something_was_noted_since():
    """What is typed in later fires although a note about something else came last."""
    jaw = Note(id="jaw", began=NOW - timedelta(hours=2), facts=(Fact("jaw_stiff"),))
    other = Note(id="other", began=NOW - timedelta(hours=1), facts=(Fact("tiredness"),))
    wound = Note(id="wound", began=NOW - timedelta(days=5), facts=(Fact("wound"),))
    (flag,) = answered(History((jaw, other, wound)))
    assert (flag.rule, flag.form) == ("E14", "order")


def test_a_plan_for_epilepsy_takes_the_place_of_the_emergency_text():
    """The text for an own plan has the level of the row it replaces: spoken, and the session ends."""
    for history in FIRING["S8"]:
        flag = fired(history, "S8")
        assert (flag.level, flag.spoken, flag.ends_session) == ("emergency", True, True)
        assert fired(history, "E16") is None


def test_a_text_that_sends_nobody_anywhere_is_not_spoken():
    """A helping text is shown with its order, and only shown."""
    flag = fired(FIRING["S1"][0], "S1")
    assert (flag.level, flag.form, flag.spoken, flag.ends_session) == ("help", "order", False, False)


def test_only_the_most_urgent_text_is_spoken():
    """If several rows fire, the first of the highest level is spoken, and the others are only shown."""
    flags = answered(noted((0, "cramp pain=9 chest_pressure face_drops felt_pop", "calf")))
    assert [(flag.rule, flag.spoken) for flag in flags] == [
        ("E2", True),
        ("E3", False),
        ("D11", False),
        ("B5", False),
    ]


def test_an_emergency_text_fires_each_time():
    """Choosing the sign again shows the emergency text again, for the same episode too."""
    history = noted((0, "chest_pressure"))
    before = Firing(rule="E2", episode="n0", at=NOW, acknowledged=NOW)
    assert fired(history, "E2", earlier=(before,)) == fired(history, "E2")


@pytest.mark.parametrize(("episode", "expected"), [("n0", None), ("another", "D11")])
def test_a_same_day_text_fires_once_for_an_episode(episode, expected):
    """The same line is not repeated for the same episode, and comes again for another."""
    before = Firing(rule="D11", episode=episode, at=NOW)
    flag = fired(noted((0, "felt_pop")), "D11", earlier=(before,))
    assert (flag.rule if flag else None) == expected


@pytest.mark.parametrize(
    ("days", "acknowledged", "fires"), [(29, None, False), (30, None, True), (40, 29, False), (60, 30, True)]
)
def test_a_visit_is_suggested_once_in_thirty_days(days, acknowledged, fires):
    """A line that suggests a visit is silent for 30 days, and for 30 days after it was acknowledged."""
    before = Firing(
        rule="B19",
        episode="x",
        at=NOW - timedelta(days=days),
        acknowledged=None if acknowledged is None else NOW - timedelta(days=acknowledged),
    )
    assert (fired(noted((0, "worries_me")), "B19", earlier=(before,)) is not None) is fires


def test_leg_cramps_in_pregnancy_are_mentioned_once():
    """The line about leg cramps in pregnancy comes the first time only."""
    before = Firing(rule="B16", episode="x", at=NOW - timedelta(days=200))
    assert fired(FIRING["B16"][0], "B16", earlier=(before,)) is None


@pytest.mark.parametrize(
    ("name", "aloud", "spoken"), [("E2", True, True), ("E2", False, False), ("D11", True, False)]
)
def test_a_private_voice_speaks_in_an_emergency_only(name, aloud, spoken):
    """With a private voice an emergency is spoken unless the person switched that off; the rest is shown."""
    flag = fired(FIRING[name][0], name, private_voice=True, emergency_aloud=aloud)
    assert flag.spoken is spoken


def test_at_night_a_visit_waits_and_a_same_day_text_names_a_helpline():
    """From 22 to 7 a visit is left until the morning; a same-day text has its line for the night."""
    night = NOW.replace(hour=3)
    notes = [Note(id=name, began=night, facts=(Fact(name),)) for name in ("worries_me", "felt_pop")]
    book, same_day = (answered(History((note,)), now=night)[0] for note in notes)
    assert (book.rule, book.waits, book.spoken) == ("B19", True, False)
    assert (same_day.rule, same_day.added, same_day.spoken) == ("D11", (RULES.night_line,), True)


@pytest.mark.parametrize(("zone", "waits"), [("Pacific/Auckland", True), ("Europe/London", False)])
def test_the_night_is_that_of_the_person(zone, waits):
    """The same instant is night for one person and day for another."""
    now = NOW.astimezone(ZoneInfo(zone))  # 3:00 the next day in Auckland
    note = Note(id="n", began=now, facts=(Fact("worries_me"),))
    assert answered(History((note,)), now=now)[0].waits is waits


@pytest.mark.parametrize(
    ("name", "waits", "added"), [("B14", True, ()), ("B21", True, ()), ("D5", False, (RULES.night_line,))]
)
def test_at_night_a_row_that_is_only_shown_does_as_the_others(name, waits, added):
    """A suggestion to book a visit is shown once, in the morning, whatever it rests on."""
    (history,) = FIRING[name]
    moved = tuple(replace(note, began=note.began + timedelta(hours=12)) for note in history.notes)
    flag = fired(History(moved, history.profile), name, now=NOW + timedelta(hours=12))
    assert (flag.form, flag.waits, flag.added, flag.spoken) == ("caution", waits, added, False)


@pytest.mark.parametrize(
    ("number", "below", "spoken"),
    [
        ("112", "Pressed by mistake? Press U. If not: call now. Number: 112.", "1 1 2."),
        ("", "Pressed by mistake? Press U. If not: call now. Number: your local emergency number.", ""),
    ],
)
def test_the_number_is_shown_below_and_is_spoken_digit_by_digit(number, below, spoken):
    """The number of the profile is shown below an emergency text, and spoken after it."""
    flag = fired(FIRING["E2"][0], "E2", emergency_number=number)
    assert flag.added == (below,)
    assert spoken_text(flag, Profile(emergency_number=number)) == f"{flag.text} {spoken}".strip()


@pytest.mark.parametrize("entered", ["", "fluid_limit"])
def test_a_cramp_in_the_chest_alone_shows_the_caution(entered):
    """A cramp in the chest alone fires no row: nothing is written down, and nothing spoken."""
    assert answered(noted((0, "cramp", "chest"), profile=entered)) == (
        Flag(
            rule="E2",
            level="emergency",
            form="caution",
            text=RULES.rule("E2").caution,
            version=RULES.version,
            fired=False,
        ),
    )


def test_confusion_in_the_heat_leaves_out_the_text_for_a_cramp_in_the_heat():
    """A person who is to call for help is not also told to rest and sip."""
    assert [flag.rule for flag in answered(noted((0, "cramp heat confused", "calf")))] == ["E13"]


def test_a_limit_for_drinks_changes_the_text():
    """A person with a fluid limit is not told to drink."""
    (flag, *_) = answered(noted((0, "cramp heat", "calf"), profile="fluid_limit"))
    assert flag.text == RULES.rule("S1").with_fluid_limit


def test_choosing_a_sign_finds_its_lines():
    """Each sign has at least the caution of the rows that ask for it."""
    assert cautions_for(RULES, ["hard_to_breathe"]) == tuple(
        RULES.rule(name).caution for name in ("E1", "E9", "E18", "E21")
    )
    assert [sign.id for sign in RULES.signs if not cautions_for(RULES, [sign.id])] == []


OPTIONS = [option.id for option in (*RULES.signs, *RULES.facts)]
AREAS = sorted({area for areas in RULES.areas.values() for area in areas})
ANY_NOTE = st.builds(
    Note,
    id=st.uuids().map(str),
    began=st.timedeltas(timedelta(0), timedelta(days=90)).map(lambda ago: NOW - ago),
    facts=st.lists(
        st.builds(Fact, st.sampled_from(OPTIONS), st.none() | st.floats(0, 2000)), min_size=1, max_size=6
    ).map(tuple),
    places=st.lists(
        st.builds(Place, st.sampled_from(AREAS), st.sampled_from(["left", "right", ""])), max_size=3
    ).map(tuple),
    source=st.sampled_from(["person", "person", "merged", "imported", "rehearsal"]),
)
ANY_PROFILE = st.builds(
    Profile,
    entries=st.frozensets(st.sampled_from([entry.id for entry in RULES.profile])),
    private_voice=st.booleans(),
    emergency_aloud=st.booleans(),
    emergency_number=st.sampled_from(["", "112", "000"]),
)
TEXTS = {
    text
    for rule in RULES.rules
    for text in (rule.caution, rule.order, rule.with_fluid_limit, rule.long_ago)
    if text
}
BELOW = {RULES.night_line} | {
    RULES.rule("S7").caution.replace("{emergency_number}", number)
    for number in ("112", "000", RULES.unknown_number)
}


@given(st.lists(ANY_NOTE, min_size=1, max_size=12), ANY_PROFILE, st.integers(0, 23))
def test_no_text_outside_the_list_can_come_out(notes, profile, hour):
    """Whatever is noted, only the list's own sentences are shown, and at most one of them is spoken."""
    flags = flags_for(RULES, notes, notes[0], profile=profile, now=NOW.replace(hour=hour))
    assert {flag.text for flag in flags} <= TEXTS
    assert {text for flag in flags for text in flag.added} <= BELOW
    spoken = [flag for flag in flags if flag.spoken]
    assert len(spoken) <= 1
    assert all(flag.form == "order" and RULES.rule(flag.rule).confirmed for flag in spoken)
    assert all(RULES.rule(flag.rule).confirmed for flag in flags if flag.ends_session)
    assert notes[0].source == "person" or not [flag for flag in flags if flag.form == "order"]
