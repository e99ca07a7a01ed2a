"""What the screen shows in every size of terminal: texts, the page of keys, and only what has changed."""

from __future__ import annotations

import asyncio

import pytest

from coach.routine.model import Hold, Routine
from coach.session.interface import Command
from coach.session.large_text import large_words
from coach.session.screen import Pane
from coach.session.screen_content import HELP
from session.screen_session import QUESTION, SIDE_BEND, Session, timeline, within


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 15), (30, 8), (10, 3), (1, 1)])
def test_every_size_of_terminal_will_do(size):
    """The screen works at any size while holding, paused, asking and showing help."""
    laid_out = timeline()
    session = Session(laid_out, within(laid_out, "hold"), size)
    session.live.remarks = ("No audio device was found.",)

    async def script(session, pilot):
        for key in ("space", "space", "h", "1", "question_mark", "question_mark"):
            await pilot.press(key)
            session.look()
        session.screen.export_screenshot()
        assert session.screen.return_code is None

    session.run(script)


def test_the_colours_are_the_terminals_own():
    """The background is never painted: which colour it has is for the terminal to say."""

    async def script(session, _pilot):
        assert session.screen.screen.styles.background.ansi == -1
        assert {pane.styles.background.a for pane in session.screen.query(Pane)} == {0}

    Session().run(script)


def test_a_small_terminal_still_shows_what_matters():
    """At 40 columns and 15 lines the countdown is still drawn large, over the exercise's name and side."""
    laid_out = timeline()
    session = Session(laid_out, within(laid_out, "hold"), (40, 15))

    async def script(session, _pilot):
        assert session.text("stage").splitlines()[0] == " ▄██    ██████"
        assert session.text("name") == large_words("Side bend, LEFT", 38, 3)
        names = ("head", "name", "stage", "caption", "left", "words", "coming", "progress", "keys")
        panes = [session.screen.query_one(f"#{name}", Pane) for name in names]
        assert [name for name, pane in zip(names, panes, strict=True) if pane.region.bottom > 15] == []
        assert sum(pane.region.height for pane in panes) == 15

    session.run(script)


def test_texts_are_shown_as_written():
    """What looks like markup, a style or a control sequence in a file is shown as text or left out."""
    steps = (
        Hold(
            name="[red]Bend[/] [@click=app.quit]\x1b[31mhere\x1b[0m", cue="\x1b[2J[b]Slowly[/b]", seconds=20.0
        ),
    )
    laid_out = timeline(Routine(id="x", title="T", steps=steps))
    session = Session(laid_out, within(laid_out, "hold"), (100, 30), title="[blink]T[/blink]\x07")

    async def script(session, _pilot):
        assert session.text("name") == "[red]Bend[/] [@click=app.quit]here"
        assert session.text("words") == "[b]Slowly[/b]"
        assert session.text("head").startswith("[blink]T[/blink]   ")
        picture = session.screen.export_screenshot()
        assert "[red]Bend[/]&#160;[@click=app.quit]here" in picture

    session.run(script)


def test_the_keys_are_shown_on_demand():
    """The question mark shows all keys while the session goes on, and hides them again."""
    laid_out = timeline()
    session = Session(laid_out, within(laid_out, "hold"))

    async def script(session, pilot):
        help_pane, make_performance = (session.screen.query_one(name) for name in ("#help", "#stage"))
        await pilot.press("question_mark")
        await pilot.pause()
        assert (help_pane.display, make_performance.display) == (True, False)
        await pilot.press("space")
        assert session.commands == [Command("pause")]
        await pilot.press("question_mark")
        await pilot.pause()
        assert (help_pane.display, make_performance.display) == (False, True)

    session.run(script)


def test_a_question_is_never_hidden_by_the_keys():
    """Each new question hides the page of keys, which can be opened again during it."""
    laid_out = timeline()
    session = Session(laid_out, within(laid_out, "hold"))

    async def script(session, pilot):
        help_pane, make_performance = (session.screen.query_one(name) for name in ("#help", "#stage"))
        for digit in ("1", "2"):
            await pilot.press("question_mark", "h")
            session.look()
            await pilot.pause()
            assert (help_pane.display, make_performance.display) == (False, True)
            assert session.text("stage") == QUESTION
            await pilot.press("question_mark")
            session.look()
            await pilot.pause()
            assert (help_pane.display, make_performance.display) == (True, False)
            await pilot.press("escape", digit, "enter")
            session.look()

    session.run(script)


def test_escape_closes_the_page_of_keys():
    """Escape shows the exercise again and sends nothing; pressed again it does nothing."""
    laid_out = timeline()
    session = Session(laid_out, within(laid_out, "hold"))

    async def script(session, pilot):
        help_pane, make_performance = (session.screen.query_one(name) for name in ("#help", "#stage"))
        await pilot.press("question_mark", "escape")
        await pilot.pause()
        assert (help_pane.display, make_performance.display) == (False, True)
        await pilot.press("escape")
        await pilot.pause()
        assert (help_pane.display, make_performance.display) == (False, True)
        assert session.commands == []

    session.run(script)


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (40, 12), (22, 6)])
def test_the_page_of_keys_begins_with_stop_and_pause(size):
    """Even in the smallest terminal these two are whole, and no line is wrapped or cut off below."""
    laid_out = timeline()
    session = Session(laid_out, within(laid_out, "hold"), size)

    async def script(session, pilot):
        await pilot.press("question_mark")
        await pilot.pause()
        session.look()
        page, room = session.text("help").splitlines(), session.screen.query_one("#help", Pane).region
        assert page[0].split() == ["s", "or", "q", "stop,", "at", "once"]
        assert page[1].split()[:2] == ["space", "pause,"]
        assert max(map(len, page)) <= room.width
        assert len(page) == min(len(HELP), room.height)
        assert room.bottom <= size[1]

    session.run(script)


def test_remarks_take_their_line_only_when_there_are_some():
    """A remark appears on a line of its own, which is not there without one."""
    session = Session()

    async def script(session, pilot):
        pane = session.screen.query_one("#remarks", Pane)
        assert not pane.display
        session.live.remarks = ("No audio device was found: follow the screen.",)
        session.look()
        await pilot.pause()
        assert pane.display
        assert session.text("remarks") == "! No audio device was found: follow the screen."

    session.run(script)


def test_only_what_changed_is_painted_again():
    """Looking again at the same instant repaints nothing."""
    laid_out = timeline()
    session = Session(laid_out, within(laid_out, "hold"))

    async def script(session, _pilot):
        panes = list(session.screen.query(Pane))
        before = [pane.render() for pane in panes]
        session.look()
        assert [id(pane.render()) for pane in panes] == [id(content) for content in before]

    session.run(script)


def test_a_look_after_the_end_touches_nothing():
    """A last tick of the timer after the screen was taken down is no fault."""
    session = Session()

    async def script(session, _pilot):
        session.screen.exit()

    session.run(script)
    session.look(after=1.0)
    assert session.screen.fault is None


def test_the_first_picture_needs_no_tick():
    """The exercise is shown as soon as the screen is."""
    laid_out = timeline()
    session = Session(laid_out, within(laid_out, "hold"))

    async def showing():
        async with session.screen.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert session.text("name") == SIDE_BEND

    asyncio.run(showing())
