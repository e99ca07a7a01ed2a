"""The screen of a session, run without a terminal."""

from __future__ import annotations

import asyncio
import inspect
import sys
from contextlib import nullcontext

import pytest
from textual.app import App, SuspendNotSupported

from coach.routine.model import Ask, Hold, Move, Phase, Routine, Say
from coach.session.interface import AFTER_HELP, CRAMP_NOTED, Command, NoteKeys, ScreenLook
from coach.session.large_text import large_words
from coach.session.screen import PATIENCE, Pane, SessionScreen
from coach.session.screen_content import HELP
from coach.session.screen_content import PATIENCE as FOR_A_NOUGHT
from coach.session.terminal import terminal_driver
from coach.testing import FakeClock, FakeSession
from coach.timeline.compose import compose, utterances
from coach.timeline.model import Delivery
from library_insides import private, relied_on

ROUTINE = Routine(
    id="neck",
    title="Neck",
    steps=(
        Say(text="Sit tall."),
        Hold(name="Side bend", cue="{side} ear down.", seconds=20.0, side="each", rest=5.0),
        Move(name="Rolls", reps=3, tempo=(Phase("back", 2.0), Phase("forward", 2.0))),
        Ask(question="pain"),
    ),
)


def timeline(routine=ROUTINE, notices=frozenset()):
    """The routine's timeline, in which every text lasts half a second."""
    delivery = Delivery(notices=notices)
    return compose(routine, delivery, dict.fromkeys(utterances(routine, delivery), 0.5))


def within(laid_out, kind):
    """The instant three seconds into the first cue of that kind."""
    return next(cue.at for cue in laid_out.cues if cue.kind == kind) + 3.0


SIDE_BEND = large_words("Side bend, LEFT", 78, 3)
"""The name and side in large letters, as they are from 15 lines on."""
QUESTION = large_words("How much pain is there, from zero to ten?", 78, 18)


class Session:
    """The screen of a performance on a stopped clock; `look` is what its timer does."""

    def __init__(self, laid_out=None, at=0.0, size=(80, 24), title="Neck", **named):
        self.clock = FakeClock()
        self.live = FakeSession(laid_out or timeline(), self.clock.monotonic)
        self.interruptions = []
        self.screen = SessionScreen(
            self.live,
            title,
            lambda: self.interruptions.append(list(self.commands)),
            self.clock.monotonic,
            **named,
        )
        self.clock.advance(at)
        self._size = size

    def run(self, script):
        """Run the screen, and that coroutine function over the session and its pilot."""

        async def running():
            async with self.screen.run_test(size=self._size) as pilot:
                await pilot.pause()
                self.screen.show_now()
                await script(self, pilot)

        asyncio.run(running())

    def look(self, after=0.0):
        """Let time pass, and look again."""
        self.clock.advance(after)
        self.screen.show_now()

    def text(self, name):
        """What one part of the screen says."""
        return self.screen.query_one(f"#{name}", Pane).render().plain

    @property
    def commands(self):
        return self.live.commands


def test_each_key_sends_its_command():
    """Each key sends one command without asking further, and capital letters do the same."""
    session = Session()
    session.live.command = session.live.commands.append  # it listens, and stays where it is
    keys = ["space", "n", "N", "right", "p", "left", "r", "+", "e", "h"]

    async def script(session, pilot):
        await pilot.press(*keys)
        named = [
            "pause",
            "next",
            "next",
            "next",
            "previous",
            "previous",
            "repeat",
            "extend",
            "extend",
            "hurts",
        ]
        assert session.commands == [Command(name) for name in named]

    session.run(script)


@pytest.mark.parametrize("key", ["s", "q", "ctrl+c", "ctrl+q"])
def test_stopping_is_one_key(key):
    """Each of the keys that stop sends just that, asks nothing, and the screen goes with the performance.

    Only Ctrl-C is an interruption, which is told before the performance can end.
    """

    async def script(session, pilot):
        await pilot.press(key)
        session.look()
        await pilot.pause()
        assert session.commands == [Command("stop")]
        assert session.interruptions == ([[]] if key == "ctrl+c" else [])
        assert session.screen.return_code == 0

    Session().run(script)


def test_other_keys_send_nothing():
    """Digits without a question, Enter without a notice, other letters and Tab are ignored."""

    async def script(session, pilot):
        await pilot.press("5", "0", "enter", "x", "tab", "escape", "up", "ctrl+p")
        assert session.commands == []
        assert session.screen.return_code is None

    Session().run(script)


def test_a_hold_is_on_the_screen():
    """Exercise, side, a large countdown, what comes next, what is done and what remains have their places."""
    laid_out = timeline()
    session = Session(laid_out, within(laid_out, "hold"), (80, 25))

    async def script(session, _pilot):
        shown = {
            name: session.text(name) for name in ("head", "name", "caption", "words", "coming", "remarks")
        }
        assert shown == {
            "head": "Neck" + " " * 63 + "Step 2 of 4",
            "name": SIDE_BEND,
            "caption": "Hold",
            "words": large_words("Left ear down.", 78, 6),
            "coming": "Next  Side bend, right",
            "remarks": "",
        }
        assert session.text("progress").startswith("0 of 2 done  ━")
        assert len(session.text("stage").splitlines()) == 10
        assert "space pause" in session.text("keys")

    session.run(script)


def test_the_countdown_goes_on():
    """A second later the figures have changed, and the side has not."""
    laid_out = timeline()
    session = Session(laid_out, within(laid_out, "hold"))

    async def script(session, _pilot):
        before = session.text("stage")
        session.look(after=1.0)
        assert session.text("stage") != before
        assert session.text("name") == SIDE_BEND

    session.run(script)


def test_space_pauses_and_goes_on():
    """The same key does both, and the screen says whether the session is paused."""
    laid_out = timeline()
    session = Session(laid_out, within(laid_out, "hold"))

    async def script(session, pilot):
        await pilot.press("space")
        session.look(after=5.0)
        assert session.text("caption") == "Paused · space to resume"
        await pilot.press("space")
        session.look()
        assert session.commands == [Command("pause"), Command("resume")]
        assert session.text("caption") == "Hold"

    session.run(script)


def test_a_digit_answers_at_once():
    """While a question is asked, one digit answers it, and the question disappears."""
    laid_out = timeline()
    session = Session(laid_out, within(laid_out, "hold"))

    async def script(session, pilot):
        await pilot.press("h")
        session.look(after=4.0)
        assert session.text("stage") == QUESTION
        assert session.text("caption") == "Press a number, 0 to 10 · 11 s left"
        await pilot.press("4")
        session.look()
        assert session.commands == [Command("hurts"), Command("answer", 4)]
        assert session.text("name") == SIDE_BEND

    session.run(script)


def test_a_one_waits_for_a_nought():
    """A `1` is shown at once, but sent as an answer only when the time for a `0` is over."""
    session = Session()

    async def script(session, pilot):
        await pilot.press("h", "1")
        session.look(after=FOR_A_NOUGHT - 0.1)
        assert session.commands == [Command("hurts")]
        assert session.text("caption").startswith("Press 0 for 10")
        session.look(after=0.1)
        assert session.commands == [Command("hurts"), Command("answer", 1)]

    session.run(script)


def test_one_and_nought_are_ten():
    """A `1` and then a `0` are sent as one answer of ten."""

    async def script(session, pilot):
        await pilot.press("h", "1", "0")
        session.look(after=5.0)
        assert session.commands == [Command("hurts"), Command("answer", 10)]

    Session().run(script)


def test_enter_gives_a_one_at_once():
    """Enter sends the `1` without waiting for a `0`."""

    async def script(session, pilot):
        await pilot.press("h", "1", "enter")
        assert session.commands == [Command("hurts"), Command("answer", 1)]

    Session().run(script)


def test_a_one_does_not_outlive_its_question():
    """A `1` typed for one question never answers the next."""

    async def script(session, pilot):
        await pilot.press("h", "1")
        session.live.command(Command("answer", 2))
        session.look(after=0.1)
        await pilot.press("h")
        session.look(after=FOR_A_NOUGHT)
        assert session.commands == [Command("hurts"), Command("answer", 2), Command("hurts")]

    Session().run(script)


def test_a_question_of_the_routine_is_asked_on_the_screen():
    """An `ask` step shows its question and takes a digit."""
    laid_out = timeline()
    session = Session(laid_out, within(laid_out, "ask"))

    async def script(session, pilot):
        assert session.text("caption") == "Press a number, 0 to 10 · 12 s left"
        await pilot.press("0")
        assert session.commands == [Command("answer", 0)]

    session.run(script)


def test_enter_skips_a_notice_and_nothing_else():
    """Enter goes to the first step while a notice is spoken; within a step it does nothing."""
    session = Session(timeline(notices=frozenset({"stop-rules"})))

    async def script(session, pilot):
        assert session.text("name") == large_words("When to stop", 78, 3)
        await pilot.press("enter")
        session.look()
        await pilot.press("enter")
        session.look(after=0.4)
        assert session.commands == [Command("next")]
        assert session.text("stage") == large_words("Sit tall.", 78, 18)

    session.run(script)


def test_enter_ends_the_wait_for_a_position():
    """While the person lies down, the screen offers Enter, and it goes on to the exercise."""
    lying = Hold(name="Bridge", seconds=5.0, position="lying")
    laid_out = timeline(Routine(id="x", title="X", position="standing", steps=(lying,)))
    session = Session(laid_out, at=within(laid_out, "wait"))

    async def script(session, pilot):
        assert session.text("caption") == "Enter when you are ready"
        await pilot.press("enter")
        assert session.commands == [Command("go")]

    session.run(script)


def test_the_end_leaves_the_screen():
    """The screen closes by itself when the performance has ended."""
    laid_out = timeline()
    session = Session(laid_out, laid_out.seconds - 1.0)

    async def script(session, pilot):
        assert session.screen.return_code is None
        session.look(after=1.1)
        await pilot.pause()
        assert session.screen.return_code == 0

    session.run(script)


def test_nobody_is_locked_in_by_a_performance_that_does_not_end():
    """A second stop at once is not sent; one after two seconds closes the screen."""
    session = Session()
    session.live.command = session.live.commands.append  # it listens, and does nothing

    async def script(session, pilot):
        await pilot.press("q")
        session.look(after=PATIENCE - 0.1)
        await pilot.press("q")
        await pilot.pause()
        assert session.screen.return_code is None
        session.look(after=0.1)
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert session.commands == [Command("stop")]
        assert session.screen.return_code == 0

    session.run(script)


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
    """Escape shows the exercise again and sends nothing; pressed once more it does nothing."""
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


def test_a_fault_ends_the_screen_and_is_handed_on():
    """An error in the timer is kept for the caller of the screen, and nothing of it is printed."""
    session = Session()
    fault = RuntimeError("the performance is gone")

    def broken():
        raise fault

    async def script(session, pilot):
        session.live.snapshot = broken
        await pilot.pause(0.3)

    with pytest.raises(RuntimeError, match="the performance is gone"):
        session.run(script)
    assert session.screen.fault is fault
    assert session.screen._exit_renderables == []


# What is relied on of Textual


def test_this_is_all_of_textuals_insides_that_the_screen_relies_on():
    """A fault passes `_handle_exception`; what is printed at the end is in `_exit_renderables`."""
    assert private(relied_on(SessionScreen, App)) == {"_handle_exception", "_exit_renderables"}
    assert list(inspect.signature(App._handle_exception).parameters) == ["self", "error"]
    assert "for renderable in self._exit_renderables" in inspect.getsource(App._print_error_renderables)


@pytest.mark.skipif(sys.platform == "win32", reason="Textual's own driver is used there")
def test_this_is_all_of_textuals_driver_that_the_terminal_relies_on():
    """It writes to `_file`, from a thread too, and asks `_get_terminal_size` for the size."""
    from textual.drivers import linux_driver

    driver = terminal_driver(lambda: False)
    assert relied_on(driver, linux_driver.LinuxDriver) == {
        "_file",
        "_get_terminal_size",
        "close",
        "resume_application_mode",
    }
    assert list(inspect.signature(linux_driver.LinuxDriver._get_terminal_size).parameters) == ["self"]
    source = inspect.getsource(linux_driver)
    for relied in ("self._file = sys.__stderr__", "WriterThread(self._file)", "self._get_terminal_size()"):
        assert relied in source


def test_the_list_of_signs_takes_the_place_of_the_screen(monkeypatch):
    """The session pauses first, and the screen comes back when the list is closed."""
    opened = []
    session = Session(keys=NoteKeys(lambda: opened.append(list(session.commands)), lambda: None))
    monkeypatch.setattr(SessionScreen, "suspend", lambda _screen: nullcontext())

    async def script(session, pilot):
        await pilot.press("exclamation_mark")
        session.look()
        assert opened == [[Command("pause")]]

    session.run(script)


def test_a_cramp_is_noted_by_a_key():
    """Where the help for it is led already, that goes on, and a sentence says what was noted."""
    noted = []
    session = Session(keys=NoteKeys(lambda: None, lambda: noted.append("cramp")))

    async def script(session, pilot):
        await pilot.press("c")
        assert (noted, session.commands) == (["cramp"], [])
        assert session.live.remarks == (CRAMP_NOTED,)

    session.run(script)


def test_a_cramp_is_helped_at_once_while_the_routine_waits(monkeypatch):
    """The routine pauses first, and a sentence says that it waits when the help is over."""
    led = []
    keys = NoteKeys(lambda: None, lambda: led.append("noted"), lambda: led.append(list(session.commands)))
    session = Session(keys=keys)
    monkeypatch.setattr(SessionScreen, "suspend", lambda _screen: nullcontext())

    async def script(session, pilot):
        await pilot.press("c")
        assert led == [[Command("pause")]]
        assert session.live.remarks == (AFTER_HELP,)

    session.run(script)


def test_where_the_terminal_cannot_be_given_away_a_cramp_is_noted(monkeypatch):
    """The time is written down at least, and the sentence says so."""
    noted = []
    session = Session(keys=NoteKeys(lambda: None, lambda: noted.append("cramp"), lambda: None))

    def refuse(_screen):
        raise SuspendNotSupported

    monkeypatch.setattr(SessionScreen, "suspend", refuse)

    async def script(session, pilot):
        await pilot.press("c")
        assert (noted, session.live.remarks) == (["cramp"], (CRAMP_NOTED,))

    session.run(script)


def test_a_digit_can_wait_longer():
    """The profile's wait for a second digit is used for each answer."""
    session = Session(at=2.0, look=ScreenLook(digit_wait=5.0))

    async def script(session, pilot):
        await pilot.press("h", "1")
        session.look(after=4.0)
        assert session.commands == [Command("hurts")]
        session.look(after=1.1)
        assert session.commands == [Command("hurts"), Command("answer", 1)]

    session.run(script)
