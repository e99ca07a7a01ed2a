"""Makes renderings: short routines of words, and sentences, each once until its words or voice change.

A routine is rendered if nobody steers it: words and short rests, no exercise and no question, up to a
minute. Its events are those of a whole session that is performed flat out, so that both say the same.
"""

from __future__ import annotations

import errno
import hashlib
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coach import __version__
from coach.atomic_write import write_private_file
from coach.child_process import answer_question
from coach.clock import SystemClock
from coach.disk_room import leaves_room
from coach.errors import CoachError
from coach.home import find_home, private_folder
from coach.journal.store import read_journal
from coach.routine.model import Rest, Say
from coach.routine.reading import read_routine
from coach.routine.unroll import unrolled
from coach.routine.variants import wordings
from coach.scales import SAMPLE_RATE
from coach.session.announcement import timeline_of
from coach.session.performance import Performance
from coach.session.player import aside_samples
from coach.session.prepare import KNOWN_AFTER, delivery_for, prepare
from coach.session.rendering_file import RENDERING_SUFFIX, RenderedEvent, RenderedStep, Rendering
from coach.session.timeline_events import frame
from coach.sound.mixer import Mixer
from coach.spoken_text.languages import regional
from coach.timeline.words import words_for
from coach.voice.open import open_preferred_voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from coach.clock import Clock
    from coach.home import Home
    from coach.journal.events import JSON, EventKind
    from coach.plan.model import DetailSetting
    from coach.routine.model import Routine
    from coach.session.prepare import PreparedRoutine
    from coach.spoken_text.lexicon import Entries
    from coach.timeline.model import Detail, Timeline, ToneSet
    from coach.voice.fallback import FallbackVoice
    from coach.voice.voice import Clip

WORDINGS: Final = 8
"""Of a routine with variants, so many sessions are rendered at once."""
LONGEST_SECONDS: Final = 75.0
"""A minute of words, and what a slow voice makes of it: 14 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderingSettings:
    """How words are spoken, as the plan says.

    `language`: whose region counts for the voice. `name`: of the voice, None: the best.
    """

    language: str | None = None
    name: str | None = None
    rate: int = 150
    volume: float = 0.8
    detail: DetailSetting = "full"
    breath_holds: bool = True
    tones: ToneSet = "soft"


def is_only_words(routine: Routine) -> bool:
    """Whether it consists of words and rests only, the same at all times."""
    return routine.course is None and all(isinstance(leaf.step, Say | Rest) for leaf in unrolled(routine))


def answer() -> None:
    """The main function of the process that renders what `coach/daemon/renderings.py` asks for."""

    def rendered(question: dict[str, Any]) -> dict[str, JSON]:
        if question.get("version") != __version__:
            return {"version": __version__}
        renderer = Renderer(find_home(), SystemClock(), RenderingSettings(**question["settings"]))
        return {"version": __version__, **renderer.render(question["routines"], question["sentences"])}

    answer_question(rendered)


class Renderer:
    """Renders into the folder of clips with these settings."""

    def __init__(self, home: Home, clock: Clock, settings: RenderingSettings) -> None:
        self._home = home
        self._clock = clock
        self._settings = settings
        self._names: set[str] = set()

    def render(self, routines: Iterable[str], sentences: Mapping[str, str]) -> dict[str, JSON]:
        """Render what the routines in these files say in their next sessions, and these sentences.

        `sentences`: texts with their languages. Returned are `routines`: by file, what `routine` returns,
        without those that are never rendered; and `sentences`: by text, the names. What cannot be rendered
        is left out.
        """
        found: dict[str, JSON] = {}
        for path in routines:
            with suppress(CoachError, OSError):
                if rendered := self.routine(read_routine(Path(path))):
                    found[path] = rendered
        said: dict[str, JSON] = {}
        for text, language in sentences.items():
            with suppress(CoachError, OSError):
                said[text] = self.sentence(text, language)
        self._delete_others()
        return {"routines": found, "sentences": said}

    def routine(self, routine: Routine) -> dict[str, JSON]:
        """The names of what its next sessions say, by detail and wording, as in `full/0`.

        `detail`: that of the next session; `full_until`: the number of sessions from which it is
        brief. `varies`: whether each session has another wording. Empty if the routine is not rendered, and
        without names if it is not rendered yet, as its safety notices are due.
        """
        settings = self._settings
        if not is_only_words(routine):
            return {}
        with read_journal(self._home, self._clock) as journal:
            if journal is None:
                return {"files": {}}
            delivery = delivery_for(
                routine, journal, settings.detail, language=routine.language,
                breath_holds=settings.breath_holds, ask_seconds=0.0, tones=settings.tones,
            )  # fmt: skip
        if delivery.notices:
            return {"files": {}}
        details: tuple[Detail, ...] = (delivery.detail,)
        until = KNOWN_AFTER if delivery.detail == settings.detail == "full" else None
        if until is not None:
            details = ("full", "brief")
        number = wordings(routine)
        files: dict[str, JSON] = {}
        with self._voice(routine.language, routine.say_as) as voice:
            for wording in range(delivery.wording, delivery.wording + (WORDINGS if number > 1 else 1)):
                for detail in details:
                    chosen = replace(delivery, detail=detail, wording=wording)
                    prepared = prepare(routine, chosen, voice, rate=settings.rate)
                    if prepared.missing or prepared.timeline.seconds > LONGEST_SECONDS:
                        return {}
                    words = words_for(delivery.language)
                    name = self._keep(
                        performed(prepared, settings.volume), prepared.timeline, prepared.clips,
                        (words.hurts, words.questions["pain"]),
                    )  # fmt: skip
                    files[f"{detail}/{wording}"] = name
        return {"files": files, "detail": delivery.detail, "full_until": until, "varies": number > 1}

    def sentence(self, text: str, language: str) -> str:
        """The name of the rendering of an announcement in that language."""
        with self._voice(language) as voice:
            clip = voice.clip(text)
        timeline = timeline_of(text, clip, self._settings.tones)
        return self._keep(Rendering(frames=0), timeline, {text: clip})

    def _voice(self, language: str, say_as: Entries = ()) -> closing[FallbackVoice]:
        settings = self._settings
        language = regional(language, settings.language)
        name, rate = settings.name, settings.rate
        return closing(open_preferred_voice(self._home, language, name, rate, say_as=say_as))

    def _keep(
        self,
        rendering: Rendering,
        timeline: Timeline,
        clips: Mapping[str, Clip],
        question: tuple[str, ...] = (),
    ) -> str:
        """The name of its file, which is written unless it is there; raises `OSError` without room."""
        mixer = Mixer(timeline, clips, self._settings.volume)
        asked = aside_samples(question, clips, self._settings.volume)
        samples = mixer.read(0, mixer.frames).tobytes() + asked.tobytes()
        content = replace(rendering, frames=mixer.frames, question=len(asked)).to_line() + samples
        name = hashlib.sha256(content).hexdigest() + RENDERING_SUFFIX
        folder = private_folder(self._home.clips)
        path = folder / name
        if not path.exists():
            if not leaves_room(folder, len(content)):
                raise OSError(errno.ENOSPC, "no room")
            write_private_file(path, content, durable=False)
        self._names.add(name)
        return name

    def _delete_others(self) -> None:
        """Delete renderings that are no longer wanted; one that is being played stays until it is closed."""
        with suppress(OSError):
            for path in self._home.clips.glob(f"*{RENDERING_SUFFIX}"):
                if path.name not in self._names:
                    path.unlink()


def performed(prepared: PreparedRoutine, volume: float = 0.8) -> Rendering:
    """The events of an undisturbed session at that volume, found by performing it; without frames."""
    collector = _EventCollector()
    performance = Performance(prepared, collector.listen, volume=volume)
    collector.position = lambda: frame(performance.player.position)
    performance.begin()
    while performance.snapshot().outcome is None:
        performance.player.pull(SAMPLE_RATE // 100)
        performance.handle_waiting()
    (_, _, started), *events, (_, _, ended) = collector.events
    return Rendering(
        frames=0,
        id=prepared.routine.id,
        digest=prepared.routine.digest,
        steps=tuple(
            RenderedStep(frame(step.at), frame(step.end), step.name) for step in prepared.timeline.steps
        ),
        events=tuple(RenderedEvent(at, kind, data) for at, kind, data in events),
        started=started,
        ended=ended,
    )


class _EventCollector:
    """Collects the events of a performance in place of the journal."""

    def __init__(self) -> None:
        self.session = ""
        self.events: list[tuple[int, str, Mapping[str, JSON]]] = []
        self.position: Callable[[], int] = int

    def listen(self, _on_result: Callable[[Any], None]) -> Any:  # noqa: ANN401 — a `Recorder` by its methods
        return self

    def record(self, kind: EventKind, **data: JSON) -> None:
        known = {key: value for key, value in data.items() if value is not None}
        self.events.append((self.position(), kind, known))

    def flush(self) -> None:
        """Do nothing, as every event is kept at once."""

    def close(self) -> None:
        """Do nothing, as nothing is open."""
