"""The screen of a session, run without a terminal."""

from __future__ import annotations

import inspect
import sys

import pytest
from textual.app import App

from coach.session.interface import Command
from coach.session.large_text import large_words
from coach.session.screen import PATIENCE, SessionScreen
from coach.session.terminal import terminal_driver
from library_insides import private, relied_on
from session.screen_session import SIDE_BEND, Session, timeline, within


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
    """Textual's driver writes to `_file`, from a thread too, and asks `_get_terminal_size`."""
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
