"""What the keys of the screen do: commands, answers, notices, the list of signs and a cramp."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from textual.app import SuspendNotSupported

from coach.routine.model import Hold, Routine
from coach.session.interface import AFTER_HELP, CRAMP_NOTED, Command, NoteKeys, ScreenLook
from coach.session.large_text import large_words
from coach.session.plain import TYPED
from coach.session.screen import SessionScreen
from coach.session.screen_content import HELP
from coach.session.screen_content import PATIENCE as FOR_A_NOUGHT
from session.screen_session import QUESTION, SIDE_BEND, Session, timeline, within


def test_the_help_names_every_key():
    """Every key of the screen is in its help, and every letter for a command can also be typed on a line."""
    named = set(" ".join(keys for keys, _ in HELP).lower().split())
    names = {"plus": "+", "exclamation_mark": "!", "question_mark": "?", "escape": "esc"}
    bound = {
        (names.get(key, key.lower()), each.action)
        for each in SessionScreen.BINDINGS
        for key in each.key.split(",")
        if not key.startswith("ctrl+") and not key.isdigit() and key.lower() != "y"
    }
    assert {key for key, _ in bound} - named == set()
    sent = {key for key, action in bound if action.startswith("send") and len(key) == 1}
    assert sent - set(TYPED) == set()


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

    Only Ctrl-C is an interruption, which is reported before the performance can end.
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
