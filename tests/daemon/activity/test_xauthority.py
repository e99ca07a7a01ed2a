"""The file of X11's keys."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from coach.daemon.activity.xauthority import COOKIE, Key, key_for, keys

FIELD = st.binary(max_size=300)
KEYS = st.lists(st.builds(Key, FIELD, FIELD, FIELD, FIELD), max_size=5).map(tuple)


def written(found, family=256):
    """Such a file, as xauth writes it."""
    return b"".join(
        struct.pack(">H", family)
        + b"".join(
            struct.pack(">H", len(field)) + field for field in (key.address, key.display, key.kind, key.data)
        )
        for key in found
    )


@given(KEYS, st.integers(0, 65_535))
def test_what_is_written_is_read_back(found, family):
    """Whatever is in the fields."""
    assert keys(written(found, family)) == found


@given(KEYS, st.data())
def test_a_file_that_is_cut_off_gives_its_whole_entries(found, data):
    """Somebody is writing it right now: no error, no half key."""
    content = written(found)
    cut = content[: data.draw(st.integers(0, len(content)))]
    assert keys(cut) == found[: len(keys(cut))]


def test_the_key_for_a_display():
    """This host's before another's, the right number, the kind that we can use."""
    here, there = Key(b"desk", b"0", COOKIE, b"1"), Key(b"lamp", b"0", COOKIE, b"2")
    other, odd, every = (
        Key(b"desk", b"10", COOKIE, b"3"),
        Key(b"desk", b"0", b"XDM", b"4"),
        Key(b"", b"", COOKIE, b"5"),
    )
    assert key_for((odd, there, here, other), 0, b"desk") == here
    assert key_for((there, other), 0, b"desk") == there
    assert key_for((odd, other), 0, b"desk") is None
    assert key_for((other, every), 7, b"desk") == every
