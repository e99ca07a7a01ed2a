"""Notifications: shown where a desktop shows them, silent and known where none does."""

from __future__ import annotations

import asyncio
import sys
import threading

import pytest

from coach.activity.source import LATE
from coach.daemon import desktop_notifier, notifications, notifier_process
from coach.daemon.desktop_notifier import (
    WITH_BUTTONS,
    WITHOUT_BUTTONS,
    LibraryDesktop,
    notifications_here,
    open_desktop,
)
from coach.daemon.notifications import (
    INSTALL,
    NO_LIBRARY,
    READ,
    Notifications,
    NotificationStatus,
    NotificationsUnavailable,
    one_line,
)
from coach.daemon.notifier_process import NotifierProcess

DONE = ("done", "Done")
BUTTONS = [("begin", "Begin"), ("later", "Later"), ("skip", "Skip")]


class FakeDesktop:
    """A desktop that keeps what it shows; `press` is the person, `failing` what it raises."""

    def __init__(self):
        self.shown = {}
        self.removed = []
        self.opened = self.closed = self.ends = 0
        self.failing = None
        self.hangs = False
        self.slow = None
        self._on_press = {}

    async def open(self):
        """Be found, or not."""
        self.opened += 1
        if isinstance(self.failing, NotificationsUnavailable):
            raise self.failing
        return self

    async def show(self, title, message, buttons, on_press):
        """Keep it under a number."""
        if self.hangs:
            await asyncio.Event().wait()
        if self.slow is not None:
            await self.slow.wait()
        if self.failing is not None:
            raise self.failing
        name = f"n{len(self._on_press) + 1}"
        self.shown[name] = (title, message, list(buttons))
        self._on_press[name] = on_press
        return name

    async def remove(self, shown):
        """Show it no more."""
        if self.failing is not None:
            raise self.failing
        self.removed.append(shown)
        del self.shown[shown]

    def close(self):
        """Be left alone."""
        self.closed += 1

    async def ended(self):
        """At once, and noted: one that hangs would be killed by then."""
        self.ends += 1

    def press(self, name, choice):
        """Press that button, from a thread of the desktop's own."""
        thread = threading.Thread(target=self._on_press[name], args=(choice,))
        thread.start()
        thread.join()


@pytest.fixture
def desktop(monkeypatch):
    """A desktop, and the library taken for installed."""
    monkeypatch.setattr(notifications, "is_installed", lambda: True)
    return FakeDesktop()


def chosen(queue):
    """All that was chosen so far."""
    return [queue.get_nowait() for _ in range(queue.qsize())]


def with_(desktop, story):
    """Run that story in an event loop, with notifications on that desktop and their queue."""

    async def run():
        queue = asyncio.Queue()
        await story(Notifications(queue, desktop.open), queue)

    asyncio.run(run())


def test_an_announcement_with_its_buttons_and_a_press(desktop):
    """An announcement is shown once with its buttons; only the first press counts."""

    async def story(shows, queue):
        assert (shows.status(), desktop.opened) == (NotificationStatus(None, "none has been shown yet"), 0)
        assert await shows.announce("neck", "Desk neck and shoulders", "Six minutes", BUTTONS)
        assert await shows.announce("water", "Water", "A few sips", BUTTONS)
        assert desktop.shown == {
            "n1": ("Desk neck and shoulders", "Six minutes", BUTTONS),
            "n2": ("Water", "A few sips", BUTTONS),
        }
        assert (shows.status(), desktop.opened) == (NotificationStatus(True, "shown"), 1)
        desktop.press("n2", "later")
        desktop.press("n1", "begin")
        desktop.press("n1", "skip")
        await asyncio.sleep(0)
        assert chosen(queue) == [("water", "later"), ("neck", "begin")]

    with_(desktop, story)


def test_each_has_its_own_buttons(desktop):
    """What is shown has the buttons that were asked for, and no others."""

    async def story(shows, queue):
        await shows.announce("water", "Water", "A few sips", [DONE])
        await shows.announce("eyes", "Eyes", "Look far away", [DONE, *BUTTONS])
        assert [list(dict(buttons)) for _, _, buttons in desktop.shown.values()] == [
            ["done"],
            ["done", "begin", "later", "skip"],
        ]
        desktop.press("n1", "done")
        await asyncio.sleep(0)
        assert chosen(queue) == [("water", "done")]

    with_(desktop, story)


def test_the_connection_is_given_up_soon_after_the_last_button(desktop, monkeypatch):
    """The connection is closed when no button can be pressed any more, and opened again when needed."""
    monkeypatch.setattr(notifications, "LINGERS", 0.0)

    async def story(shows, _):
        await shows.announce("neck", "Desk neck", "Six minutes", BUTTONS)
        await shows.announce("water", "Water", "A few sips", BUTTONS)
        await shows.withdraw("neck")
        await asyncio.sleep(0)
        assert desktop.closed == 0
        await shows.withdraw("water")
        for _ in range(3):  # a timer takes more than one turn of the loop
            await asyncio.sleep(0)
        assert (desktop.closed, desktop.opened) == (1, 1)
        await shows.notify("A", "B")
        await shows.end()
        assert (desktop.closed, desktop.opened) == (2, 2)

    with_(desktop, story)


def test_announced_again_it_is_shown_once(desktop):
    """A repeated announcement replaces the first one, whose buttons then do nothing."""

    async def story(shows, queue):
        await shows.announce("neck", "Desk neck", "Six minutes", BUTTONS)
        await shows.announce("neck", "Desk neck", "Six minutes", BUTTONS)
        assert (list(desktop.shown), desktop.removed) == (["n2"], ["n1"])
        desktop.press("n2", "begin")
        await asyncio.sleep(0)
        assert chosen(queue) == [("neck", "begin")]

    with_(desktop, story)


def test_what_was_withdrawn_is_heard_of_no_more(desktop):
    """A press on a notification that was withdrawn has no effect."""

    async def story(shows, queue):
        await shows.announce("neck", "Desk neck", "Six minutes", BUTTONS)
        await shows.withdraw("neck")
        await shows.withdraw("neck")
        await shows.withdraw("unknown")
        desktop.press("n1", "begin")
        await asyncio.sleep(0)
        assert (chosen(queue), desktop.shown, desktop.removed) == ([], {}, ["n1"])

    with_(desktop, story)


def test_what_is_withdrawn_while_a_slow_desktop_shows_it_goes_after_that(desktop):
    """A notification withdrawn while a slow desktop shows it is closed right after that."""

    async def story(shows, queue):
        desktop.slow = asyncio.Event()
        showing = asyncio.create_task(shows.announce("neck", "Desk neck", "Six minutes", BUTTONS))
        await asyncio.sleep(0)
        removing = asyncio.create_task(shows.withdraw("neck"))
        await asyncio.sleep(0)
        desktop.slow.set()
        assert await showing
        await removing
        assert (chosen(queue), desktop.shown, desktop.removed) == ([], {}, ["n1"])

    with_(desktop, story)


def test_a_sentence_has_no_buttons(desktop):
    """A message, such as for a plan that cannot be read, has no buttons."""

    async def story(shows, _):
        assert await shows.notify("The plan has a mistake", "The last good one stays in use.")
        assert desktop.shown == {"n1": ("The plan has a mistake", "The last good one stays in use.", [])}

    with_(desktop, story)


@pytest.mark.parametrize(
    "error", [NotificationsUnavailable("nobody shows any", "Log in."), OSError("gone"), RuntimeError("odd")]
)
def test_a_desktop_that_fails_is_silent_and_known_and_tried_again(desktop, error):
    """If the desktop fails, nothing is raised, the reason is kept, and it is tried again."""

    async def story(shows, queue):
        desktop.failing = error
        assert not await shows.announce("neck", "Desk neck", "Six minutes", BUTTONS)
        assert not await shows.notify("A", "B")
        assert shows.status() == NotificationStatus(False, str(error), getattr(error, "todo", ""))
        desktop.failing = None
        assert await shows.announce("neck", "Desk neck", "Six minutes", BUTTONS)
        assert (shows.status().works, desktop.opened) == (True, 3)
        desktop.failing = error
        await shows.withdraw("neck")
        assert shows.status() == NotificationStatus(False, str(error), getattr(error, "todo", ""))
        assert chosen(queue) == []

    with_(desktop, story)


def test_a_desktop_that_hangs_is_left_behind(desktop, monkeypatch):
    """A desktop that hangs is given up after a deadline, and the day goes on."""
    monkeypatch.setattr(notifications, "DEADLINE", 0.01)

    async def story(shows, _):
        desktop.hangs = True
        assert not await shows.announce("neck", "Desk neck", "Six minutes", BUTTONS)
        assert shows.status() == NotificationStatus(False, "the desktop did not answer", LATE)
        await shows.end()
        assert (desktop.closed, desktop.ends) == (1, 1)  # its process is not left behind

    with_(desktop, story)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Neck <b>now</b> & then", "Neck \u2039b\u203anow\u2039/b\u203a & then"),
        ("a\x1b[31mred\nline\u202e", r"a\x1b[31mred\nline\u202e"),
        ("x" * 500, "x" * 299 + "…"),
        ("Schultern größer — 日本", "Schultern größer — 日本"),
    ],
)
def test_a_text_is_data(text, shown):
    """A text is shown without markup or control characters, and no longer than a desktop shows."""
    assert one_line(text) == shown


def test_without_the_library_the_voice_alone(monkeypatch, tmp_path):
    """Without its library nothing is raised or started, and the reason names how to install it."""
    for module in (notifications, desktop_notifier, notifier_process):
        monkeypatch.setattr(module, "is_installed", lambda: False)
    monkeypatch.setitem(sys.modules, "desktop_notifier", None)

    async def story():
        shows = Notifications(asyncio.Queue(), lambda: NotifierProcess.open(tmp_path / "log"))
        expected = NotificationStatus(False, NO_LIBRARY, INSTALL)
        assert shows.status() == expected
        assert not await shows.announce("neck", "Desk neck", "Six minutes", BUTTONS)
        assert shows.status() == expected
        with pytest.raises(NotificationsUnavailable, match="not installed"):
            await open_desktop()
        assert await notifications_here() == expected

    asyncio.run(story())


@pytest.mark.parametrize(("buttons", "detail"), [(True, WITH_BUTTONS), (False, WITHOUT_BUTTONS)])
def test_what_the_doctor_says_of_a_desktop(desktop, monkeypatch, buttons, detail):
    """The doctor says whether the desktop has buttons, without showing a notification."""
    desktop.has_buttons = buttons
    monkeypatch.setattr(desktop_notifier, "open_desktop", desktop.open)
    assert asyncio.run(notifications_here()) == NotificationStatus(True, detail)
    assert desktop.shown == {}


@pytest.mark.parametrize(("platform", "offered"), [("linux", BUTTONS), ("win32", BUTTONS), ("darwin", [])])
def test_where_a_press_would_not_be_heard_no_button_is_offered(platform, offered):
    """On macOS, where a press would not reach the daemon, no button is offered."""
    library = pytest.importorskip("desktop_notifier", exc_type=ImportError)
    sent = []

    class Notifier:
        """The library's."""

        async def send_notification(self, notification):
            """Keep it."""
            sent.append(notification)

        async def get_current_notifications(self):
            """All of them."""
            return [notification.identifier for notification in sent]

    desktop = LibraryDesktop(Notifier(), frozenset(library.Capability), platform)
    asyncio.run(desktop.show("Neck", "Six minutes", BUTTONS, print))
    assert [(button.identifier, button.title) for button in sent[0].buttons] == offered
    assert desktop.has_buttons is bool(offered)
    asyncio.run(desktop.show("Neck", "Stop if it hurts.", [(READ, "Gelesen")], print))
    assert [(each.urgency.value, each.timeout) for each in sent] == [("normal", 180), ("critical", 0)]
