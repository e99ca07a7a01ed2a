"""`coach tray`: a small icon on the desktop's panel, with the coach's state and a few commands.

A process of its own and a client of the local API, by pystray (the extra `tray`). It learns of changes by the
coach's events, and ends with the coach.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, Literal

import click

from coach.api.client import find_coach
from coach.clock import SystemClock
from coach.commands.daemon_control import connect, zone_in
from coach.commands.printing import warn
from coach.errors import CoachError, DaemonError
from coach.home import find_home
from coach.plan.local_time import local_moment
from coach.problems import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.api.client import Client
    from coach.home import Home
    from coach.journal.events import JSON

Kind = Literal["led", "waiting", "paused", "running"]
COLOURS: Final[Mapping[Kind, str]] = {
    "led": "#2f6fde", "waiting": "#e07b00", "paused": "#8a8a8a", "running": "#2e8b57",
}  # fmt: skip
PAUSE_SECONDS: Final = 3600
_SIZE: Final = 64
_AGAIN_SECONDS: Final = 1.0
"""Before the events are asked for again, where the coach has dropped this listener."""
_MISSING: Final = "The icon needs an extra that is not installed."
_INSTALL: Final = "Install it: pip install 'stretch-coach[tray]'"


@click.command(name="tray")
def command() -> None:
    """Show a small icon with the coach's state: begin, later, done, skip, pause.

    It ends when the coach stops. Where the panel offers no menu, as with plain X11, a click begins the
    waiting routine, else pauses for an hour or resumes. It needs the extra `tray`; the exit code is 6 when
    the coach is not running.
    """
    home = find_home()
    client = connect()
    if find_spec("pystray") is None or find_spec("PIL") is None:
        raise CoachError(_MISSING, hint=_INSTALL)
    try:
        import pystray
    except Exception as error:  # noqa: BLE001 — each desktop's library has its own
        raise CoachError(
            f"There is no desktop here to show an icon ({type(error).__name__}: {error}).",
            hint="Run it in the session of your desktop.",
        ) from None
    Tray(home, client, pystray).run()


_LONGEST_TEXT: Final = 100
"""Characters of a line that every desktop shows."""


@dataclass(frozen=True, slots=True)
class TrayState:
    """What the icon shows: its kind by a colour, and a line of text."""

    kind: Kind
    text: str


def state_of(status: Mapping[str, Any], now: datetime) -> TrayState:
    """The state in a status of the local API."""

    def moment(text: JSON) -> str:
        return local_moment(datetime.fromisoformat(str(text)), now, zone_in(status))

    if status.get("session"):
        title = status["session"].get("title")
        if status["session"].get("paused") and status.get("to_read"):
            return TrayState("led", f"{shortened(status['to_read'][0], _LONGEST_TEXT)}, paused")
        return TrayState("led", f"{title}, paused" if status["session"].get("paused") else str(title))
    if status.get("waiting"):
        return TrayState("waiting", f"Waiting: {status['waiting'][0]['title']}")
    if status.get("state") == "paused":
        what = "Paused" if status.get("off_because") is None else "Off"
        until = status.get("paused_until")
        return TrayState("paused", f"{what} until {moment(until)}" if until else f"{what} until you resume")
    problem = "A problem: see `coach status`." if status.get("problems") else ""
    for coming in status.get("next") or []:
        following = f"Next: {moment(coming['at'])} {coming['reminder']}"
        return TrayState("running", ". ".join(filter(None, (following, problem))))
    return TrayState("running", " ".join(filter(None, ("Nothing is due.", problem))))


def on_click(state: TrayState) -> tuple[str, dict[str, JSON]]:
    """The action of a click, where there is no menu."""
    if state.kind == "waiting":
        return "begin", {}
    if state.kind == "led":
        return "session", {"command": "resume" if state.text.endswith(", paused") else "pause"}
    return ("resume", {}) if state.kind == "paused" else ("pause", {"seconds": PAUSE_SECONDS})


def image_of(kind: Kind) -> Any:  # noqa: ANN401 — a Pillow image
    """The icon: a disc in the colour of that kind, with two bars while the coach is paused."""
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (_SIZE, _SIZE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((4, 4, _SIZE - 5, _SIZE - 5), fill=COLOURS[kind])
    shapes: Mapping[Kind, list[tuple[int, int, int, int]]] = {
        "paused": [(22, 20, 28, 44), (36, 20, 42, 44)],
        "waiting": [(29, 14, 35, 38), (29, 43, 35, 49)],
    }
    for box in shapes.get(kind, []):
        draw.rectangle(box, fill="white")
    return image


class Tray:
    """The icon of one coach; `library` is pystray."""

    def __init__(self, home: Home, client: Client, library: Any) -> None:  # noqa: ANN401 — untyped
        self._home = home
        self._client = client
        self._library = library
        self._state = state_of(client.status(), SystemClock().now())
        self._images = {kind: image_of(kind) for kind in COLOURS}
        self._icon = library.Icon("coach", self._images[self._state.kind], self._state.text, self._menu())

    def run(self) -> None:
        """Show the icon until the coach ends, or it is closed."""
        log = logging.getLogger("pystray")
        log.propagate = False
        log.addHandler(_PanelMissing())
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: self._icon.stop())
        self._accept_clicks()
        self._icon.run(setup=lambda _icon: threading.Thread(target=self._follow, daemon=True).start())

    def _accept_clicks(self) -> None:
        """On plain X11 pystray 0.19 handles clicks, but never asks the server for them."""
        window = getattr(self._icon, "_window", None)
        if type(self._icon).__module__.endswith("._xorg") and window is not None:
            from Xlib import X

            window.change_attributes(event_mask=X.ExposureMask | X.StructureNotifyMask | X.ButtonPressMask)

    def _menu(self) -> Any:  # noqa: ANN401 — pystray's
        item, separator = self._library.MenuItem, self._library.Menu.SEPARATOR

        def entry(text: str, kinds: tuple[Kind, ...], name: str, **fields: JSON) -> Any:  # noqa: ANN401
            return item(text, self._acting(name, **fields), visible=lambda _: self._state.kind in kinds)

        return self._library.Menu(
            item(lambda _: self._state.text, self._clicked, default=True),
            separator,
            entry("Begin", ("waiting",), "begin"),
            entry("Later", ("waiting",), "later"),
            entry("Done", ("waiting",), "done"),
            entry("Skip", ("waiting",), "skip"),
            entry("Stop the routine", ("led",), "session", command="stop"),
            entry("Pause for an hour", ("running", "waiting"), "pause", seconds=PAUSE_SECONDS),
            entry("Resume", ("paused",), "resume"),
            separator,
            item("A cramp, now", self._acting("cramp")),
            item("Close this icon", lambda icon: icon.stop()),
        )

    def _acting(self, name: str, **fields: JSON) -> Callable[..., None]:
        def act(*_: object) -> None:
            try:
                self._client.act(name, **fields)
            except CoachError as error:
                warn(error)

        return act

    def _clicked(self, *_: object) -> None:
        name, fields = on_click(self._state)
        self._acting(name, **fields)()

    def _follow(self) -> None:
        """Show each change, until the coach has ended."""
        self._icon.visible = True
        while find_coach(self._home) is not None:
            try:
                for _ in self._client.changes():
                    self._show(state_of(self._client.status(), SystemClock().now()))
            except DaemonError:
                pass  # it ends, or is busy
            except Exception as error:  # noqa: BLE001 — whatever it is, the icon must follow what comes next
                warn(f"The icon could not be updated ({type(error).__name__}: {error}).")
            time.sleep(_AGAIN_SECONDS)
        self._icon.stop()

    def _show(self, state: TrayState) -> None:
        if state == self._state:
            return
        before, self._state = self._state, state
        if before.kind != state.kind:
            self._icon.icon = self._images[state.kind]
        self._icon.title = state.text
        self._icon.update_menu()


class _PanelMissing(logging.Handler):
    """Says once that no panel shows the icon, in place of the library's tracebacks."""

    _is_said = False

    def emit(self, _record: logging.LogRecord) -> None:
        """Say it; the icon appears when there is a panel."""
        if not self._is_said:
            self._is_said = True
            warn("No panel shows icons here; the icon waits for one.")
