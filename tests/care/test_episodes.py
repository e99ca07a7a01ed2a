"""Notes put together as episodes, compared whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from care.histories import NOW, noted
from coach.care.episodes import Episode, episodes_of
from coach.care.model import Place

CRAMP = Episode(id="n0", began=NOW, kind="cramp")


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ([], ()),
        ([(0, "fever heat")], ()),
        ([(0, "cramp")], (CRAMP,)),
        ([(0, "spasm")], (replace(CRAMP, kind="spasm"),)),
        ([(0, "twitch")], (replace(CRAMP, kind="twitch"),)),
        ([(0, "unsure")], (replace(CRAMP, kind="unsure"),)),
        ([(2, "cramp"), (1, "unsure@n0")], (replace(CRAMP, began=noted((2, "x")).notes[0].began),)),
        (
            [(0, "unsure"), (0, "twitch@n0"), (0, "spasm@n0")],
            (replace(CRAMP, kind="spasm"),),
        ),
        (
            [(0, "cramp pain=7 weak"), (0, "pain=9 helped_heat helped_rest@n0"), (0, "pain=8@n0")],
            (replace(CRAMP, pain=9.0, facts=frozenset({"weak", "helped_heat", "helped_rest"})),),
        ),
        (
            [(0, "cramp=2", "right calf", "neck"), (0, "still_going=12@n0", "left calf", "neck")],
            (
                replace(
                    CRAMP,
                    minutes=12.0,
                    facts=frozenset({"still_going"}),
                    places=(Place("calf", "left"), Place("calf", "right"), Place("neck")),
                ),
            ),
        ),
        ([(0, "cramp=3 spasm=4 dizzy=90")], (replace(CRAMP, kind="spasm", minutes=4.0, facts={"dizzy"}),)),
        ([(0, "cramp pain=0")], (replace(CRAMP, pain=0.0),)),
    ],
)
def test_the_notes_of_an_episode_are_put_together(notes, expected):
    """An episode has the kind named last, the strongest pain, the longest time, and all else as noted."""
    assert episodes_of(noted(*notes).notes) == expected


def test_episodes_come_oldest_first():
    """Whatever the order of the notes, by the time at which a kind was first noted, and then by name."""
    history = noted((1, "twitch"), (5, "fever"), (3, "cramp@n1"), (4, "weak"), (2, "spasm@n1"), (3, "cramp"))
    found = [(each.id, each.kind, NOW - each.began) for each in episodes_of(history.notes)]
    assert [(id_, kind, ago.total_seconds() / 3600) for id_, kind, ago in found] == [
        ("n1", "spasm", 3.0),
        ("n5", "cramp", 3.0),
        ("n0", "twitch", 1.0),
    ]


def test_own_words_are_kept_once():
    """What else helped is kept in the order in which it was noted, and without what was left empty."""
    notes = noted((0, "cramp"), (0, "weak@n0"), (0, "tight@n0"), (0, "heat@n0")).notes
    words = ["tea", "", "a nap", "tea"]
    (episode,) = episodes_of(replace(note, own_words=own) for note, own in zip(notes, words, strict=True))
    assert episode.own_words == ("tea", "a nap")


def test_what_helped_is_named():
    """Only facts that are marked as help are named as what helped."""
    (episode,) = episodes_of(noted((0, "cramp heat helped_heat helped_nothing")).notes)
    assert episode.helped == {"helped_heat", "helped_nothing"}
