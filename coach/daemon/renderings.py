"""Which renderings there are for the plan: made in a process of their own, and looked up when due.

Where they are is saved beside them: after a start, or an edit of something else, they are used at once.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coach import __version__
from coach.atomic_write import write_private_file
from coach.child_process import ChildFailed, ask_child, function_command
from coach.daemon.call_texts import announcements, private_announcement
from coach.errors import JournalError
from coach.journal.statistics import last_wording, led_count
from coach.json_lines import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.daemon.call_texts import Sentence
    from coach.home import Home
    from coach.journal.store import Journal
    from coach.plan.model import ResolvedPlan, VoiceSettings

RENDERING_SECONDS: Final = 300.0
"""In which all of them are made; with a slow voice, the clips take most of it."""
DELAY_SECONDS: Final = 20.0
"""What is due now comes first."""
FILE_NAME: Final = "renderings.json"
MOST_SENTENCES: Final = 50
"""Of those that came up by chance, such as the titles of merged reminders."""

_log = logging.getLogger(__name__)


RENDERED_SECONDS = 90.0
"""Longer routines, by the estimate of their length, are not worth a look whether they can be rendered."""


def what_to_render(plan: ResolvedPlan) -> tuple[list[str], list[Sentence]]:
    """The routines of that plan that may be short enough to be rendered, and the sentences it needs."""
    if plan.plan.private_voice:
        return [], list(dict.fromkeys(map(private_announcement, plan.routines.values())))
    short = [id_ for id_, routine in plan.routines.items() if routine.seconds <= RENDERED_SECONDS]
    announced = {
        id_
        for one in plan.plan.reminders
        if plan.plan.call(one.id).how == "voice"
        for id_ in one.all_routines
        if id_ not in short or one.begin == "ask"
    }
    said = (announcements(routine) for id_, routine in plan.routines.items() if id_ in announced)
    return short, [one for each in said for one in each]


class Renderings:
    """The renderings of routines and sentences; None wherever there is none, or it is not certain."""

    def __init__(self, home: Home, journal: Journal) -> None:
        self._home = home
        self._journal = journal
        self._settings: dict[str, Any] = {}
        self._routines: dict[str, Path] = {}
        self._sentences: dict[Sentence, None] = {}
        self._found: Mapping[str, Any] = {}
        self._said: Mapping[str, str] = {}
        self._asking: asyncio.Task[None] | None = None
        self._is_stale = False

    def use_plan(
        self, routines: Mapping[str, Path], sentences: Iterable[Sentence], voice: VoiceSettings
    ) -> None:
        """Render these routines, by id, and these sentences with that voice, in the background."""
        self._settings = {name: value for name, value in asdict(voice).items() if value is not None}
        self._routines = dict(routines)
        self._sentences = dict.fromkeys(sentences)
        self._found, self._said = self._saved()
        self._is_stale = True
        self.catch_up()

    def catch_up(self) -> None:
        """Render what was missing when it was due, unless that is under way."""
        is_asking = self._asking is not None and not self._asking.done()
        if self._is_stale and not is_asking and (self._routines or self._sentences):
            self._asking = asyncio.create_task(self._request_renderings())

    async def close(self) -> None:
        """Render nothing more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait([self._asking])

    def of_routine(self, id_: str) -> Path | None:
        """The rendering of the next session of that routine; None if there is none."""
        found = self._found.get(str(self._routines.get(id_)))
        if found is None:
            return None
        files = found["files"]
        if not files:  # its safety notices were due
            self._is_stale = True
            return None
        try:
            led = led_count(self._journal, id_)
            last = last_wording(self._journal, id_) if found["varies"] else None
        except JournalError:
            return None
        full_until = found["full_until"]
        detail = "brief" if full_until is not None and led >= full_until else found["detail"]
        wording = 0 if last is None else last + 1
        if found["varies"] and f"{detail}/{wording + 1}" not in files:
            self._is_stale = True  # so that there are more before these are used up
        return self._path(files.get(f"{detail}/{wording}"))

    def of_sentence(self, said: Sentence) -> Path | None:
        """The rendering of that sentence; None if there is none, and then it is made."""
        if said not in self._sentences and len(self._sentences) < MOST_SENTENCES:
            self._sentences[said] = None
        return self._path(self._said.get(_name(said.text)))

    def _path(self, name: object) -> Path | None:
        path = self._home.clips / name if isinstance(name, str) else None
        if path is not None and path.is_file():
            return path
        self._is_stale = True  # it was deleted to make room, or has never come up before
        return None

    def _saved(self) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        """What was rendered with this voice, without the routines that have changed since."""
        with suppress(OSError, *MALFORMED):
            saved = json.loads((self._home.clips / FILE_NAME).read_text(encoding="utf-8"))
            if (saved["version"], saved["settings"], saved["lexicon"]) == (
                __version__,
                self._settings,
                _digest(self._home.lexicon),
            ):
                found, digests = saved["routines"], saved["digests"]
                return {path: each for path, each in found.items() if digests[path] == _digest(path)}, saved[
                    "sentences"
                ]
        return {}, {}

    def _save(self, digests: Mapping[str, str], lexicon: str) -> None:
        saved = {
            "version": __version__, "settings": self._settings, "digests": digests, "lexicon": lexicon,
            "routines": self._found, "sentences": self._said,
        }  # fmt: skip
        with suppress(OSError):
            write_private_file(self._home.clips / FILE_NAME, json.dumps(saved), durable=False)

    async def _request_renderings(self) -> None:
        await asyncio.sleep(DELAY_SECONDS)
        self._is_stale = False
        digests = {str(path): _digest(path) for path in self._routines.values()}
        lexicon = _digest(self._home.lexicon)
        question = {
            "version": __version__,
            "settings": self._settings,
            "routines": [str(path) for path in self._routines.values()],
            "sentences": {said.text: said.language for said in self._sentences},
        }
        command = function_command("coach.session.rendering", "answer")
        try:
            reply = await ask_child(command, question, self._home.logs / "rendering.log", RENDERING_SECONDS)
        except (OSError, ChildFailed) as problem:
            _log.warning("Nothing could be rendered: %s", problem)
            reply = {}
        if reply.get("version") == __version__ and not self._is_stale:
            self._found = reply["routines"]
            self._said = {_name(text): file for text, file in reply["sentences"].items()}
            self._save(digests, lexicon)


def _name(text: str) -> str:
    """The name of a sentence in the saved file, which gives its words away to nobody."""
    return hashlib.sha256(text.encode()).hexdigest()


def _digest(path: str | Path) -> str:
    """The digest of that file; of nothing where it cannot be read."""
    content = b""
    with suppress(OSError):
        content = Path(path).read_bytes()
    return hashlib.sha256(content).hexdigest()
