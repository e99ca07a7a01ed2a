"""The coach's own words in German.

Said to a person as "Sie", as physiotherapists and their patients do; what is counted or breathed is one word.
No clinician has reviewed them yet (docs/translations.md).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.spoken_text.numbers import number_in_words
from coach.timeline.german_safety import GERMAN_SAFETY
from coach.timeline.words import (
    WEIGHT,
    CallWords,
    CoachWords,
    PositionWords,
    capitalized,
    minutes_and_seconds,
)

if TYPE_CHECKING:
    from coach.routine.model import Consequence

_WEIGHTS = {"kg": "Kilogramm", "lb": "Pfund", "lbs": "Pfund", "g": "Gramm"}


def number(value: int) -> str:
    """The number in words."""
    return number_in_words(value, "de")


def duration(seconds: float) -> str:
    """A duration in words: "20 Sekunden", "eine Minute 30 Sekunden"."""
    return minutes_and_seconds(seconds, "Minute", "Sekunde", _counted)


def _counted(amount: float, unit: str) -> str:
    return f"eine {unit}" if amount == 1 else f"{amount:g} {unit}n".replace(".", ",")


def _times(value: int) -> str:
    """The number before a feminine noun."""
    return "eine" if value == 1 else number(value)


def listing(items: tuple[str, ...]) -> str:
    """The items as one phrase: "a, b oder c"."""
    before = ", ".join(items[:-1])
    return f"{before} oder {items[-1]}" if before else items[-1]


def this_week(sessions: int) -> str:
    """What is said after a session, which is the last of so many this week."""
    return f"Das war das {number_in_words(sessions, 'de', 'ordinal')} Mal in dieser Woche."


def own_pace(reps: int | None) -> str:
    """The words before a movement at the person's own pace."""
    if reps is None:
        return "In Ihrem Tempo."
    return f"In Ihrem Tempo, {_times(reps)} {'Wiederholung' if reps == 1 else 'Wiederholungen'}."


def breaths(amount: int) -> str:
    """The length of a hold in breaths."""
    return "Einen Atemzug lang." if amount == 1 else f"{capitalized(number(amount))} Atemzüge lang."


def load(text: str) -> str:
    """A weight with "mit"; what else is named stands alone, as its ending would change: "Rotes Band."."""
    if text.casefold().rstrip(".") in ("körpergewicht", "eigenes körpergewicht", "body weight"):
        return "Mit Ihrem Körpergewicht."
    if WEIGHT.match(text):
        spoken = WEIGHT.sub(lambda found: f"{found[1]} {_WEIGHTS[found[2].lower()]}", text)
        return f"Mit {spoken.rstrip('.')}."
    return f"{capitalized(text.rstrip('.'))}."


def rule(then: Consequence) -> str:
    """What follows from an answer: "Bei fünf oder mehr: Hören Sie hier auf."."""
    if then.yes is not None:
        condition = "Wenn ja" if then.yes else "Wenn nein"
    elif then.at_least is not None:
        condition = f"Bei {number(then.at_least)} oder mehr"
    else:
        condition = f"Bei {number(then.at_most)} oder weniger" if then.at_most else "Bei null"
    if then.say:
        return f"{condition}: {then.say}"
    return f"{condition}: Hören Sie hier auf." if then.stop else f"{condition}: weiter mit {then.skip_to}."


_LYING = {
    "lying": "auf den Rücken", "prone": "auf den Bauch", "side-lying": "auf die Seite",
    "left": "auf die linke Seite", "right": "auf die rechte Seite",
}  # fmt: skip
_ON_THE_FLOOR = {
    "all-fours": "auf Hände und Knie",
    "kneeling": "auf beide Knie",
    "half-kneeling": "auf ein Knie, den anderen Fuß nach vorn gestellt",
}
_LONG_SITTING = {"long-sitting": "Setzen Sie sich jetzt mit ausgestreckten Beinen hin."}
_POSITIONS = PositionWords(
    lie_down={key: f"Legen Sie sich jetzt {where}." for key, where in _LYING.items()},
    turn={key: f"Drehen Sie sich jetzt {where}." for key, where in _LYING.items()},
    down={key: f"Gehen Sie jetzt {where}." for key, where in _ON_THE_FLOOR.items()} | _LONG_SITTING,
    up={key: f"Kommen Sie jetzt hoch {where}." for key, where in _ON_THE_FLOOR.items()}
    | {"long-sitting": "Setzen Sie sich jetzt auf, die Beine ausgestreckt."},
    across={key: f"Kommen Sie jetzt {where}." for key, where in _ON_THE_FLOOR.items()} | _LONG_SITTING,
    sit_down="Setzen Sie sich jetzt hin.",
    come_to_sitting="Kommen Sie jetzt zum Sitzen.",
    stand_up="Stehen Sie jetzt auf.",
    come_to_standing="Stehen Sie jetzt auf.",
    take_your_time="Lassen Sie sich Zeit.",
    hold_on="Lassen Sie sich Zeit. Wenn nötig, halten Sie sich fest.",
)


GERMAN = CoachWords(
    language="de",
    number=number,
    duration=duration,
    sides={"left": "links", "right": "rechts"},
    on_side={"left": "Linke Seite.", "right": "Rechte Seite."},
    both_sides="Beide Seiten gleichzeitig.",
    next_side={"left": "Und jetzt links.", "right": "Und jetzt rechts."},
    side_of=lambda side, this, whole: f"Und {side}, {this} von {whole}.",
    again="Noch einmal.",
    of=lambda this, whole: f"{capitalized(this)} von {whole}.",
    set_of=lambda this, whole: f"Satz {this} von {whole}.",
    round_of=lambda this, whole: f"Runde {this} von {whole}.",
    halfway="Jetzt ist Halbzeit.",
    release="Und langsam zurück.",
    let_go="Und locker lassen.",
    relax="Und entspannen.",
    ready="Bereit.",
    last_one="Das letzte Mal.",
    own_pace=own_pace,
    rest="Pause.",
    take_your_time="Lassen Sie sich Zeit.",
    as_able=lambda least, most: f"{capitalized(number(least))} bis {number(most)} Mal, so wie es geht.",
    up_to=lambda seconds: f"Bis zu {_dative(seconds)}, solange es geht.",
    or_stop_here="Oder hier aufhören.",
    breaths=breaths,
    load=load,
    positions=_POSITIONS,
    lie_on={
        "left": "Legen Sie sich auf die linke Seite. Lassen Sie sich Zeit.",
        "right": "Legen Sie sich auf die rechte Seite. Lassen Sie sich Zeit.",
    },
    still_on={
        "left": "Bleiben Sie auf der linken Seite liegen.",
        "right": "Bleiben Sie auf der rechten Seite liegen.",
    },
    turn_over={
        "left": "Drehen Sie sich jetzt um, auf die linke Seite. Lassen Sie sich Zeit.",
        "right": "Drehen Sie sich jetzt um, auf die rechte Seite. Lassen Sie sich Zeit.",
    },
    breathe_out="Atmen Sie aus. Wenn der Ton steigt, atmen Sie ein.",
    breathing={
        "in": "Einatmen.",
        "sip": "Noch etwas.",
        "hold": "Halten.",
        "out": "Ausatmen.",
        "pause": "Pause.",
    },
    breathe_normally="Und normal weiteratmen.",
    questions={
        "pain": "Wie stark ist der Schmerz, von null bis zehn?",
        "effort": "Wie anstrengend war das, von null bis zehn?",
    },
    rule=rule,
    this_week=this_week,
    welcome_back="Schön, dass Sie wieder da sind.",
    finished="Das war alles. Gut gemacht.",
    safety=GERMAN_SAFETY,
    listing=listing,
    hurts="Lassen Sie sanft los.",
    make_smaller=(
        "Machen Sie die Bewegung kleiner, oder lassen Sie die Übung weg. "
        "Innerhalb eines Tages sollte es sich beruhigen."
    ),
    stop_here="Hören Sie für heute auf.",
    no_answer="Keine Antwort. Die Übung wartet, bis Sie weitermachen.",
    journal_failed=(
        "Ich kann diese Übung nicht aufzeichnen. Wir machen weiter, aber sie wird nicht gespeichert."
    ),
    calls=CallWords(
        announcements=(
            "{what}, {length}. Möchten Sie jetzt beginnen oder später?",
            "{what}, {length}. Wenn Sie so weit sind, beginnen Sie, oder wählen Sie „Später“.",
            "{what}, {length}, wenn Sie Zeit haben. Jetzt oder später?",
            "{what}, {length}. Möchten Sie jetzt beginnen, später, oder diesmal auslassen?",
        ),
        minutes=lambda minutes: f"{_times(minutes)} {'Minute' if minutes == 1 else 'Minuten'}",
        private_announcement="Zeit für Ihre Übungen.",
        lengths=("{length}.", "Dauer: {length}.", "Wenn es Ihnen passt: {length}."),
        about=lambda minutes: f"etwa {minutes} min" if minutes else "weniger als eine Minute",
        buttons={
            "begin": "Beginnen",
            "done": "Erledigt",
            "later": "Später",
            "skip": "Auslassen",
            "read": "Gelesen",
        },
        as_text="Als Text: coach do {routine}",
        soon="In {seconds} Sekunden: {what}.",
        how_to_go_on=(
            "Die Übung wartet, bis Sie es gelesen haben: "
            "Drücken Sie den Knopf, oder geben Sie `coach session resume` ein."
        ),
        read_this="Bitte lesen Sie das: Es ist wichtig. Wenn Sie es gelesen haben, machen Sie weiter.",
        private_notice="Es gibt einen Sicherheitshinweis zu lesen: `coach do` zeigt ihn in einem Terminal.",
        is_silent="Der Ton ist aus, Sie werden es also nicht hören.",
        was_locked="Ihr Bildschirm war währenddessen gesperrt.",
        noted="Notiert.",
        why="Sie haben „{what}“ {times}-mal hintereinander ausgelassen. Warum?",
        refusals={
            "led": "Es läuft schon eine andere Übung. Beenden Sie diese zuerst.",
            "nothing-waits": "Das steht nicht mehr an.",
            "at-most": "Ihr Plan lässt kein weiteres Verschieben zu. Beginnen Sie, oder lassen Sie es aus.",
        },
        press_done="Wenn Sie es gemacht haben, drücken Sie auf „Erledigt“.",
        mistake=(
            "In Ihrem Plan oder in einer Übung ist ein Fehler. Die letzte fehlerfreie Fassung gilt weiter."
        ),
        sample="So klinge ich. So melde ich mich bei Ihnen, und Sie entscheiden.",
        shown_sample="So melde ich mich bei Ihnen, und Sie entscheiden.",
    ),
)
"""The German table."""


def _dative(seconds: float) -> str:
    """A duration in the dative, as after "zu"."""
    return re.sub(r"\beine\b", "einer", duration(seconds))
