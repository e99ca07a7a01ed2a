"""The coach's own words in French.

Said to a person as "vous". No clinician has reviewed them yet (docs/translations.md).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.spoken_text.numbers import number_in_words
from coach.timeline.french_safety import FRENCH_SAFETY
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

_WEIGHTS = {"kg": "kilo", "lb": "livre", "lbs": "livre", "g": "gramme"}
_PLURAL_FROM = 2


def number(value: int) -> str:
    """The number in words."""
    return number_in_words(value, "fr")


def feminine(value: int) -> str:
    """The number before a feminine noun: "une", "vingt et une"."""
    return re.sub(r"\bun$", "une", number(value))


def duration(seconds: float) -> str:
    """A duration in words: "20 secondes", "une minute 30 secondes"."""
    return minutes_and_seconds(seconds, "minute", "seconde", _counted)


def _counted(amount: float, unit: str) -> str:
    if amount == 1:
        return f"une {unit}"
    return f"{amount:g} {unit}{'s' if amount >= _PLURAL_FROM else ''}".replace(".", ",")


def listing(items: tuple[str, ...]) -> str:
    """The items as one phrase: "a, b ou c"."""
    before = ", ".join(items[:-1])
    return f"{before} ou {items[-1]}" if before else items[-1]


def this_week(sessions: int) -> str:
    """What is said after a session, which is the last of so many this week."""
    return f"Vous l'avez fait {feminine(sessions)} fois cette semaine."


def own_pace(reps: int | None) -> str:
    """The words before a movement at the person's own pace."""
    if reps is None:
        return "À votre rythme."
    return f"À votre rythme, {feminine(reps)} {'répétition' if reps == 1 else 'répétitions'}."


def breaths(amount: int) -> str:
    """The length of a hold in breaths."""
    return f"Pendant {feminine(amount)} {'respiration' if amount == 1 else 'respirations'}."


def load(text: str) -> str:
    """What is lifted or pulled: "Avec 2 kilos.", "Avec l'élastique rouge."."""
    spoken = WEIGHT.sub(lambda found: f"{found[1]} {_plural(found[1], found[2])}", text).rstrip(".")
    if spoken.casefold() in ("poids du corps", "body weight"):
        return "Avec le poids de votre corps."
    article = "l'" if re.match(r"élastique\b", spoken, re.IGNORECASE) else ""
    return f"Avec {article}{spoken[:1].lower()}{spoken[1:]}."


def _plural(amount: str, unit: str) -> str:
    one = _WEIGHTS[unit.lower()]
    return f"{one}s" if float(amount.replace(",", ".")) >= _PLURAL_FROM else one


def rule(then: Consequence) -> str:
    """What follows from an answer: "Si c'est cinq ou plus, arrêtez-vous là."."""
    if then.yes is not None:
        condition = "Si oui" if then.yes else "Si non"
    elif then.at_least is not None:
        condition = f"Si c'est {number(then.at_least)} ou plus"
    else:
        condition = f"Si c'est {number(then.at_most)} ou moins" if then.at_most else "Si c'est zéro"
    if then.say:
        return f"{condition} : {then.say}"
    return f"{condition}, arrêtez-vous là." if then.stop else f"{condition}, continuez avec {then.skip_to}."


_LYING = {
    "lying": "sur le dos", "prone": "sur le ventre", "side-lying": "sur le côté",
    "left": "sur le côté gauche", "right": "sur le côté droit",
}  # fmt: skip
_ON_THE_FLOOR = {
    "all-fours": "Maintenant, mettez-vous à quatre pattes.",
    "kneeling": "Maintenant, mettez-vous à genoux.",
    "half-kneeling": "Maintenant, posez un genou au sol, l'autre pied devant.",
    "long-sitting": "Maintenant, asseyez-vous, les jambes allongées devant vous.",
}
_POSITIONS = PositionWords(
    lie_down={key: f"Maintenant, allongez-vous {where}." for key, where in _LYING.items()},
    turn={key: f"Maintenant, tournez-vous {where}." for key, where in _LYING.items()},
    down=_ON_THE_FLOOR,
    up={
        "all-fours": "Maintenant, remontez à quatre pattes.",
        "kneeling": "Maintenant, redressez-vous à genoux.",
        "half-kneeling": "Maintenant, redressez-vous sur un genou, l'autre pied devant.",
        "long-sitting": "Maintenant, redressez-vous en position assise, les jambes allongées.",
    },
    across=_ON_THE_FLOOR | {"half-kneeling": "Maintenant, passez sur un genou, l'autre pied devant."},
    sit_down="Maintenant, asseyez-vous.",
    come_to_sitting="Maintenant, redressez-vous en position assise.",
    stand_up="Maintenant, levez-vous.",
    come_to_standing="Maintenant, mettez-vous debout.",
    take_your_time="Prenez votre temps.",
    hold_on="Prenez votre temps. Si besoin, tenez-vous à quelque chose.",
)


FRENCH = CoachWords(
    language="fr",
    number=number,
    duration=duration,
    sides={"left": "gauche", "right": "droite"},
    on_side={"left": "Côté gauche.", "right": "Côté droit."},
    both_sides="Les deux côtés ensemble.",
    next_side={"left": "Et maintenant, à gauche.", "right": "Et maintenant, à droite."},
    side_of=lambda side, this, whole: f"Et à {side}, {this} sur {whole}.",
    again="Une deuxième fois.",
    of=lambda this, whole: f"{capitalized(this)} sur {whole}.",
    set_of=lambda this, whole: f"Série {this} sur {whole}.",
    round_of=lambda this, whole: f"Tour {this} sur {whole}.",
    halfway="Déjà la moitié.",
    release="Et revenez doucement.",
    let_go="Et relâchez.",
    relax="Et relâchez.",
    ready="Préparez-vous.",
    last_one="C'est la dernière.",
    own_pace=own_pace,
    rest="Un moment de repos.",
    take_your_time="Prenez votre temps.",
    as_able=lambda least, most: f"De {feminine(least)} à {feminine(most)} fois, selon vos possibilités.",
    up_to=lambda seconds: f"Jusqu'à {duration(seconds)}, selon vos possibilités.",
    or_stop_here="Ou arrêtez-vous là.",
    breaths=breaths,
    load=load,
    positions=_POSITIONS,
    lie_on={
        "left": "Allongez-vous sur le côté gauche. Prenez votre temps.",
        "right": "Allongez-vous sur le côté droit. Prenez votre temps.",
    },
    still_on={"left": "Restez sur le côté gauche.", "right": "Restez sur le côté droit."},
    turn_over={
        "left": "Maintenant, retournez-vous sur le côté gauche. Prenez votre temps.",
        "right": "Maintenant, retournez-vous sur le côté droit. Prenez votre temps.",
    },
    breathe_out="Soufflez. Puis inspirez avec le son qui monte.",
    breathing={
        "in": "Inspirez.",
        "sip": "Encore un peu.",
        "hold": "Retenez.",
        "out": "Soufflez.",
        "pause": "Pause.",
    },
    breathe_normally="Et respirez normalement.",
    questions={
        "pain": "Quelle est la douleur, de zéro à dix ?",
        "effort": "À combien évaluez-vous l'effort, de zéro à dix ?",
    },
    rule=rule,
    this_week=this_week,
    welcome_back="Quel plaisir de vous retrouver.",
    finished="C'est fini pour cette fois. Bravo.",
    safety=FRENCH_SAFETY,
    listing=listing,
    hurts="Relâchez doucement.",
    make_smaller=(
        "Allez moins loin, ou laissez cet exercice de côté ; cela devrait se calmer en une journée."
    ),
    stop_here="Arrêtez-vous là pour aujourd'hui.",
    no_answer="Pas de réponse. La séance attend que vous repreniez.",
    journal_failed=(
        "Je ne peux pas enregistrer cette séance. Nous continuons, mais elle ne sera pas conservée."
    ),
    calls=CallWords(
        announcements=(
            "{what}, {length}. Commencez maintenant, ou plus tard.",
            "{what}, {length}. Commencez quand vous voulez, ou remettez à plus tard.",
            "{what}, {length}, quand cela vous convient. Maintenant ou plus tard.",
            "{what}, {length}. À vous de choisir : commencer, plus tard ou passer.",
        ),
        minutes=lambda minutes: f"{feminine(minutes)} {'minute' if minutes == 1 else 'minutes'}",
        private_announcement="C'est l'heure de vos exercices.",
        lengths=("{length}.", "Durée : {length}.", "Quand cela vous convient : {length}."),
        about=lambda minutes: f"environ {minutes} min" if minutes else "moins d'une minute",
        buttons={
            "begin": "Commencer",
            "done": "C'est fait",
            "later": "Plus tard",
            "skip": "Passer",
            "read": "J'ai lu",
        },
        as_text="En texte : coach do {routine}",
        soon="Dans {seconds} secondes : {what}.",
        how_to_go_on=(
            "La séance attend que vous l'ayez lu : appuyez sur le bouton, ou lancez `coach session resume`."
        ),
        read_this="Lisez ceci, s'il vous plaît : c'est important. Continuez quand vous l'aurez lu.",
        private_notice="Une consigne de sécurité attend d'être lue : `coach do` l'affiche dans un terminal.",
        is_silent="Le son est coupé : vous n'entendrez rien.",
        was_locked="Votre écran était verrouillé pendant ce temps.",
        noted="C'est noté.",
        why="Vous avez passé « {what} » {times} fois de suite. Pourquoi ?",
        refusals={
            "led": "Une autre séance est en cours. Arrêtez-la d'abord.",
            "nothing-waits": "Il n'y a plus rien en attente.",
            "at-most": "Votre plan ne permet plus de le reporter. Commencez, ou passez.",
        },
        press_done="Si vous l'avez fait, appuyez sur « C'est fait ».",
        mistake=(
            "Il y a une erreur dans votre plan ou dans une séance. "
            "La dernière version correcte reste utilisée."
        ),
        sample="Voici ma voix. C'est ainsi que je vous appelle, et c'est vous qui décidez.",
        shown_sample="C'est ainsi que je vous appelle, et c'est vous qui décidez.",
    ),
)
"""The French table."""
