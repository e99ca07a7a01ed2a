"""Which renderings the daemon plays, and what it writes down of them."""

from __future__ import annotations

import json

import pytest

from coach.daemon.call_texts import announcements
from coach.journal.store import Journal
from daemon_harness import KNOWN, NINE, DaemonHarness, at


@pytest.fixture
def harness_of(monkeypatch):
    """A harness with these reminders, and renderings of `sip` in two details."""

    def of(*reminders):
        harness = DaemonHarness(monkeypatch, *reminders)
        harness.home.clips.mkdir(parents=True)
        for name in ("full", "brief", "words"):
            (harness.home.clips / name).write_bytes(b"")
        path = str(harness.home.state / "routines" / "sip.yaml")
        files = {"full/0": "full", "brief/0": "brief"}
        harness.rendered["routines"][path] = {
            "files": files, "detail": "full", "full_until": 2, "varies": False,
        }  # fmt: skip
        return harness

    return of


def reports(harness):
    """A process that plays a rendering reports what it does, and not to the journal."""

    async def ends(speaker):
        ended = {"outcome": "completed"}
        for kind, data in (("session-started", {"title": "A sip"}), ("session-ended", ended)):
            speaker.tell(rendered=kind, routine="sip", digest="d", data=data)
        return 0

    harness.ends = ends


def journal(harness):
    """The sessions' events in the journal: session, kind and data."""
    with Journal.open_to_read(harness.home.journal, harness.clock) as opened:
        rows = opened.rows("SELECT session, kind, data FROM events WHERE kind LIKE 'session%' ORDER BY seq")
    return [(session, kind, json.loads(data)) for session, kind, data in rows]


def test_a_short_routine_is_played_as_rendered_and_written_down(harness_of):
    """A short routine is played from its rendering; once it is known, from a shorter one."""
    harness = harness_of(at(9, 10), at(9, 20, id="two"), at(9, 30, id="three"))
    reports(harness)
    ready = []

    async def life(_daemon):
        await harness.until(9, 9, 54)
        ready.append(len(harness.started))
        await harness.until(9, 9, 56)
        ready.append(len(harness.started))
        await harness.until(9, 31)

    harness.live(life)
    assert ready == [0, 1]
    assert [speaker.task.rendering.name for speaker in harness.started] == ["full", "full", "brief"]
    events = journal(harness)
    assert [kind for _, kind, _ in events] == ["session-started", "session-ended"] * 3
    assert len({session for session, _, _ in events}) == 3
    assert events[0][2] == {"title": "A sip", "pid": 0, "process_started": None, "boot": events[0][2]["boot"]}


def test_without_a_rendering_the_whole_coach_speaks(harness_of):
    """If a rendering was deleted, an ordinary session speaks, and it is rendered again."""
    harness = harness_of(at(9, 10), at(9, 20, id="two"))
    (harness.home.clips / "full").unlink()

    async def life(_daemon):
        await harness.until(9, 11)
        (harness.home.clips / "full").write_bytes(b"")
        await harness.until(9, 21)

    harness.live(life)
    assert [speaker.task.rendering for speaker in harness.started] == [None, harness.home.clips / "full"]
    assert len(harness.asked) == 2
    assert harness.asked[0] == harness.asked[1]


def test_after_a_start_earlier_renderings_are_used_at_once(harness_of):
    """After a start earlier renderings are used at once, unless the routine has changed."""
    harness = harness_of(at(9, 5), at(9, 10, id="two"))

    def live_until(*moment):
        async def life(_daemon):
            await harness.until(*moment)

        harness.live(life)

    live_until(9, 4, 50)
    live_until(9, 5, 5)
    asked = len(harness.asked)
    path = harness.home.state / "routines" / "sip.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("title: Another sip\n", encoding="utf-8")
    harness.clock.advance(285.0)
    live_until(9, 10, 5)
    assert [speaker.task.rendering for speaker in harness.started] == [harness.home.clips / "full", None]
    assert (asked, len(harness.asked)) == (1, 1)


def test_after_an_edit_of_the_lexicon_everything_is_rendered_again(harness_of):
    """After an edit of the lexicon all is rendered again, also what was saved before a start."""
    harness = harness_of(at(9, 5), at(9, 10, id="two"))

    async def first(_daemon):
        await harness.until(9, 4, 50)

    async def second(_daemon):
        await harness.until(9, 5, 5)

    harness.live(first)
    harness.home.lexicon.parent.mkdir(parents=True, exist_ok=True)
    harness.home.lexicon.write_text("en: {sip: {respell: zip}}\n", encoding="utf-8")
    harness.live(second)
    assert [speaker.task.rendering for speaker in harness.started] == [None]


def test_an_announcement_is_rendered_too(harness_of):
    """An announcement is rendered when the plan is read."""
    harness = harness_of(at(9, 10, id="neck", routine="neck"))
    harness.rendered["sentences"]["Neck, seven minutes. Press begin, or say later."] = "words"

    async def life(_daemon):
        await harness.until(9, 10, 30)

    harness.live(life)
    assert [question["sentences"] for question in harness.asked] == [
        {said.text: "en" for said in announcements(KNOWN["neck"])}
    ]
    said = [speaker for speaker in harness.started if "text" in speaker.task.request]
    assert [speaker.task.rendering for speaker in said] == [harness.home.clips / "words"]
    saved = (harness.home.clips / "renderings.json").read_text(encoding="utf-8")
    assert ("words" in saved, "Neck" in saved) == (True, False), "the words stand nowhere"


def test_the_next_of_a_batch_is_made_ready_while_one_is_led(harness_of):
    """The next routine of a batch is prepared while one is led, so that there is hardly any silence."""
    harness = harness_of(at(9, 10), at(9, 10, id="sit", routine="sit"))
    begun = []

    async def life(_daemon):
        await harness.until(9, 10, 2)
        begun.append([speaker.what for speaker in harness.started])
        await harness.until(9, 11)

    harness.live(life)
    assert begun == [["sip.yaml", "sit.yaml"]]
    assert [row[:2] for row in harness.happened] == [("begin", "sip.yaml"), ("begin", "sit.yaml")]


def test_the_end_waits_for_no_rendering(harness_of):
    """The end of the coach does not wait for a rendering; the next start makes it."""
    harness = harness_of(at(9, 10))

    async def life(_daemon):
        await harness.until(9, 0, 5)

    harness.live(life)
    assert (harness.clock.now() - NINE).total_seconds() < 6.0
    assert harness.asked == []
