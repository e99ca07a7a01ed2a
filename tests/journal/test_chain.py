"""The hash chain and the check of a whole journal: what they find in any journal."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock import VirtualClock
from coach.journal.chain import (
    ERASED,
    ChainEnd,
    ChainFault,
    ChainRecord,
    content_digest,
    end_at,
    find_faults,
    link_hash,
    next_link,
)
from coach.journal.events import new_event
from coach.journal.store import Journal
from coach.journal.verify import VerificationReport, verify

CONTENTS = st.lists(
    st.tuples(st.text(max_size=5), st.sampled_from(["paused", "asked"]), st.integers(), st.text(max_size=9)),
    min_size=2,
    max_size=12,
)


def chained(contents: list[tuple[Any, ...]], writer: str = "w") -> list[ChainRecord]:
    """These contents as one chain."""
    end, records = ChainEnd(), []
    for seq, content in enumerate(contents, 1):
        link = next_link(writer, end, content)
        records.append(ChainRecord(seq, link, content))
        end = end_at(link)
    return records


def faults(records: list[ChainRecord], ends: dict[str, ChainEnd] | None = None) -> list[ChainFault]:
    """What is wrong with these links, in the order of their numbers."""
    ordered = sorted(records, key=lambda record: record.link[:2])
    return list(find_faults(ordered, {} if ends is None else ends))


@given(CONTENTS)
def test_a_chain_that_nobody_touched_holds(contents: list[tuple[Any, ...]]) -> None:
    """A chain holds whatever its events and rows are, and its end is the hash of its last link."""
    records = chained(contents)
    moved = [record._replace(seq=100 - record.seq) for record in records]
    ends: dict[str, ChainEnd] = {}
    assert faults(moved, ends) == []
    assert ends == {"w": ChainEnd(len(records), link_hash(records[-1].link))}


@given(st.tuples(*[st.text(max_size=4) | st.integers() | st.binary(max_size=2) | st.none()] * 8))
def test_the_digest_is_that_of_the_columns_as_json(content: tuple[Any, ...]) -> None:
    """The digest is that of the columns for every character, and for types made by damage."""
    text = json.dumps(list(content), separators=(",", ":"), default=repr)
    assert content_digest(content) == hashlib.sha256(text.encode()).digest()


@given(CONTENTS, st.data())
def test_any_change_of_a_content_is_found(contents: list[tuple[Any, ...]], data: st.DataObject) -> None:
    """A changed content is found in the event that was changed, and in no other."""
    records = chained(contents)
    index = data.draw(st.integers(0, len(records) - 1))
    changed = (*records[index].content[:3], records[index].content[3] + "x")
    records[index] = records[index]._replace(content=changed)
    assert faults(records) == [ChainFault("changed", "w", index + 1, index + 1, index + 1)]


@given(CONTENTS, st.data())
def test_any_change_of_a_link_is_found(contents: list[tuple[Any, ...]], data: st.DataObject) -> None:
    """A link's writer, number, digest and the hash before it are checked, also in the last link."""
    records = chained(contents)
    index = data.draw(st.integers(0, len(records) - 1))
    change = data.draw(
        st.sampled_from([{"writer": "x"}, {"number": 99}, {"previous": b"x" * 32}, {"content": b"x" * 32}])
    )
    records[index] = records[index]._replace(link=records[index].link._replace(**change))
    assert faults(records) != []


@given(CONTENTS, st.data())
def test_any_removal_is_found(contents: list[tuple[Any, ...]], data: st.DataObject) -> None:
    """A gap shows it, and for the last events the end that was stored elsewhere."""
    records = chained(contents)
    index = data.draw(st.integers(0, len(records) - 1))
    ends: dict[str, ChainEnd] = {}
    found = faults(records[:index] + records[index + 1 :], ends)
    if index == len(records) - 1:
        assert (found, ends["w"].number) == ([], index)
    else:
        assert found == [ChainFault("missing", "w", index + 1, index + 1, index + 2)]


@given(CONTENTS, st.data())
def test_any_exchange_of_two_events_is_found(contents: list[tuple[Any, ...]], data: st.DataObject) -> None:
    """Exchanged contents and digests are found; exchanged rows do not matter, as a merge changes them."""
    records = chained([(f"{number}", *content[1:]) for number, content in enumerate(contents)])
    one, other = data.draw(st.lists(st.integers(0, len(records) - 1), min_size=2, max_size=2, unique=True))
    both = data.draw(st.booleans())
    first, second = records[one], records[other]
    records[one] = first._replace(content=second.content)
    records[other] = second._replace(content=first.content)
    if both:
        records[one] = records[one]._replace(link=first.link._replace(content=second.link.content))
        records[other] = records[other]._replace(link=second.link._replace(content=first.link.content))
    assert faults(records) != []


@given(CONTENTS, CONTENTS)
def test_chains_of_several_writers_do_not_disturb_each_other(
    ours: list[tuple[Any, ...]], theirs: list[tuple[Any, ...]]
) -> None:
    """A merged journal holds if each of its chains does."""
    assert faults([*chained(ours, "a"), *chained(theirs, "b")]) == []


def test_a_tombstone_is_not_a_loss() -> None:
    """An erased event leaves its link, by which its neighbours still hold."""
    records = chained([(f"{number}", "asked", number, "") for number in range(3)])
    records[1] = records[1]._replace(content=("", ERASED, 0, ""))
    assert faults(records) == []


@given(
    st.lists(
        st.tuples(st.sampled_from(["paused", "session-started", "answered"]), st.text(max_size=8)), max_size=8
    )
)
def test_whatever_was_appended_verifies(events: list[tuple[Any, str]]) -> None:
    """Any events verify, even if one comes twice or the journal was opened again in between."""
    clock = VirtualClock(datetime(2026, 11, 2, 9, tzinfo=UTC))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite3"
        Journal.open(path, clock).close()
        for number, (kind, text) in enumerate(events):
            event = new_event(kind, clock, session=text, routine=text, digest="d", data={"text": text})
            with Journal.open(path, clock, state=Path(folder) / "state") as journal:
                journal.append(event)
                if number % 2:
                    journal.append(event)
        with closing(sqlite3.connect(path)) as connection:
            report = verify(connection)
        # An event that was there already uses up a row's number.
        assert report == VerificationReport(len(events), 0, min(len(events), 1), report.last_seq, ())


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            "UPDATE events SET data = '{\"pain\":9}' WHERE seq = 2",
            "Event 2 (paused, 2026-11-02 09:00) was changed",
        ),
        (
            "DELETE FROM events WHERE seq = 2",
            "An event is missing before event 3 (paused, 2026-11-02 09:00).",
        ),
        ("DELETE FROM events WHERE seq IN (1, 2)", "2 events are missing before event 3"),
        (
            "UPDATE events SET previous = x'00' WHERE seq = 3",
            "Event 3 (paused, 2026-11-02 09:00) does not follow",
        ),
    ],
)
def test_faults_are_sentences(tmp_path: Path, change: str, found: str) -> None:
    """Each fault is a sentence with the row, what the event was and when."""
    clock = VirtualClock(datetime(2026, 11, 2, 9, tzinfo=UTC))
    path = tmp_path / "journal.sqlite3"
    with Journal.open(path, clock) as journal:
        for _ in range(4):
            event = new_event("paused", clock, session="s", routine="r", digest="d", data={})
            journal.append(replace(event, offset_minutes=0))
    with closing(sqlite3.connect(path, isolation_level=None)) as stranger:
        stranger.execute("DROP TRIGGER events_refuse_update")
        stranger.execute("DROP TRIGGER events_refuse_delete")
        stranger.execute(change)
        said = verify(stranger).faults
    assert said[0] == "The tables, indices or triggers are not the ones of a journal."
    assert said[1].startswith(found)
