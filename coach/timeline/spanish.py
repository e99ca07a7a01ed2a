"""The coach's own words in Spanish.

Said to a person as "usted", which is polite in every country; words of one country alone are avoided.
No clinician has reviewed them yet (docs/translations.md).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.spoken_text.numbers import number_in_words
from coach.timeline.spanish_safety import SPANISH_SAFETY
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

_WEIGHTS = {"kg": "kilo", "lb": "libra", "lbs": "libra", "g": "gramo"}
_SHORT = ("menos de un minuto", "un minuto")
"""Lengths of no and of one whole minute."""
_ORDINALS = (
    "primera", "segunda", "tercera", "cuarta", "quinta", "sexta", "séptima", "octava", "novena", "décima",
)  # fmt: skip


def number(value: int) -> str:
    """The number in words."""
    return number_in_words(value, "es")


_NTH = {number(value): ordinal for value, ordinal in enumerate(_ORDINALS, 1)}


def nth_of(this: str, whole: str) -> str:
    """Which one of so many: "la segunda de las tres", from eleven on "once de las doce"."""
    which = f"la {_NTH[this]}" if this in _NTH else this
    return re.sub(r"uno\b", "una", f"{which} de las {whole}")


def counted_of(what: str, this: str, whole: str) -> str:
    """Which one of so many: "Segunda serie de tres.", from eleven on "Serie once de doce."."""
    return capitalized(f"{_NTH[this]} {what} de {whole}." if this in _NTH else f"{what} {this} de {whole}.")


def feminine(value: int) -> str:
    """The number before a feminine noun: "veintiuna", "doscientas"."""
    return (
        re.sub(r"uno\b", "una", number(value))
        .replace("cientos", "cientas")
        .replace("quinientos", "quinientas")
    )


def duration(seconds: float) -> str:
    """A duration in words: "20 segundos", "un minuto y 30 segundos"."""
    return minutes_and_seconds(seconds, "minuto", "segundo", _counted, " y ")


def _counted(amount: float, unit: str) -> str:
    return f"un {unit}" if amount == 1 else f"{amount:g} {unit}s".replace(".", ",")


def listing(items: tuple[str, ...]) -> str:
    """The items as one phrase: "a, b o c", with "u" before the sound of an o."""
    before, last = ", ".join(items[:-1]), items[-1]
    joining = "u" if re.match(r"h?[oó]", last, re.IGNORECASE) else "o"
    return f"{before} {joining} {last}" if before else last


def this_week(sessions: int) -> str:
    """What is said after a session, which is the last of so many this week."""
    if sessions > len(_ORDINALS):
        return f"Ya son {feminine(sessions)} veces esta semana."
    return f"Es la {_ORDINALS[sessions - 1]} vez esta semana."


def own_pace(reps: int | None) -> str:
    """The words before a movement at the person's own pace."""
    if reps is None:
        return "A su ritmo."
    return f"A su ritmo, {feminine(reps)} {'repetición' if reps == 1 else 'repeticiones'}."


def breaths(amount: int) -> str:
    """The length of a hold in breaths."""
    return f"Durante {feminine(amount)} {'respiración' if amount == 1 else 'respiraciones'}."


def load(text: str) -> str:
    """What is lifted or pulled: "Con 2 kilos.", "Con la banda roja."."""
    spoken = WEIGHT.sub(lambda found: f"{found[1]} {_plural(found[1], found[2])}", text).rstrip(".")
    if spoken.casefold() in ("peso corporal", "peso del cuerpo", "body weight"):
        return "Con el peso de su cuerpo."
    article = "la " if re.match(r"banda\b", spoken, re.IGNORECASE) else ""
    return f"Con {article}{spoken[:1].lower()}{spoken[1:]}."


def _plural(amount: str, unit: str) -> str:
    one = _WEIGHTS[unit.lower()]
    return one if amount == "1" else f"{one}s"


def rule(then: Consequence) -> str:
    """What follows from an answer: "Si es cinco o más, termine aquí."."""
    if then.yes is not None:
        condition = "Si la respuesta es sí" if then.yes else "Si la respuesta es no"
    elif then.at_least is not None:
        condition = f"Si es {number(then.at_least)} o más"
    else:
        condition = f"Si es {number(then.at_most)} o menos" if then.at_most else "Si es cero"
    if then.say:
        return f"{condition}: {then.say}"
    return f"{condition}, termine aquí." if then.stop else f"{condition}, siga con {then.skip_to}."


_LYING = {
    "lying": "boca arriba", "prone": "boca abajo", "side-lying": "de lado",
    "left": "sobre el lado izquierdo", "right": "sobre el lado derecho",
}  # fmt: skip
_LONG_SITTING = {"long-sitting": "Ahora siéntese con las piernas estiradas hacia delante."}
_POSITIONS = PositionWords(
    lie_down={key: f"Ahora acuéstese {where}." for key, where in _LYING.items()},
    turn={key: f"Ahora póngase {where}." for key, where in _LYING.items()},
    down={
        "all-fours": "Ahora apoye las manos y las rodillas en el suelo.",
        "kneeling": "Ahora póngase de rodillas.",
        "half-kneeling": "Ahora apoye una rodilla en el suelo, con el otro pie delante.",
    }
    | _LONG_SITTING,
    up={
        "all-fours": "Ahora incorpórese y apoye las manos y las rodillas.",
        "kneeling": "Ahora incorpórese y quédese de rodillas.",
        "half-kneeling": "Ahora incorpórese y apoye una rodilla, con el otro pie delante.",
        "long-sitting": "Ahora incorpórese y siéntese con las piernas estiradas.",
    },
    across={
        "all-fours": "Ahora apoye las manos y las rodillas en el suelo.",
        "kneeling": "Ahora póngase de rodillas, con las dos en el suelo.",
        "half-kneeling": "Ahora apoye solo una rodilla, con el otro pie delante.",
    }
    | _LONG_SITTING,
    sit_down="Ahora siéntese.",
    come_to_sitting="Ahora incorpórese y siéntese.",
    stand_up="Ahora póngase de pie.",
    come_to_standing="Ahora levántese y póngase de pie.",
    take_your_time="Tómese su tiempo.",
    hold_on="Tómese su tiempo. Si lo necesita, apóyese en algo firme.",
)


SPANISH = CoachWords(
    language="es",
    number=number,
    duration=duration,
    sides={"left": "izquierda", "right": "derecha"},
    on_side={"left": "Por la izquierda.", "right": "Por la derecha."},
    both_sides="Los dos lados a la vez.",
    next_side={"left": "Cambie a la izquierda.", "right": "Cambie a la derecha."},
    side_of=lambda side, this, whole: f"A la {side}, {nth_of(this, whole)}.",
    again="Otra vez.",
    of=lambda this, whole: f"{capitalized(nth_of(this, whole))}.",
    set_of=lambda this, whole: counted_of("serie", this, whole),
    round_of=lambda this, whole: counted_of("ronda", this, whole),
    halfway="Ya va por la mitad.",
    release="Y vuelva despacio.",
    let_go="Y afloje.",
    relax="Y relájese.",
    ready="Prepárese.",
    last_one="La última.",
    own_pace=own_pace,
    rest="Descanse.",
    take_your_time="Tómese su tiempo.",
    as_able=lambda least, most: f"De {feminine(least)} a {feminine(most)} veces, según pueda.",
    up_to=lambda seconds: f"Hasta {duration(seconds)}, mientras pueda.",
    or_stop_here="O termine aquí.",
    breaths=breaths,
    load=load,
    positions=_POSITIONS,
    lie_on={
        "left": "Acuéstese sobre el lado izquierdo. Tómese su tiempo.",
        "right": "Acuéstese sobre el lado derecho. Tómese su tiempo.",
    },
    still_on={"left": "Siga sobre el lado izquierdo.", "right": "Siga sobre el lado derecho."},
    turn_over={
        "left": "Ahora dese la vuelta y acuéstese sobre el lado izquierdo. Tómese su tiempo.",
        "right": "Ahora dese la vuelta y acuéstese sobre el lado derecho. Tómese su tiempo.",
    },
    breathe_out="Suelte el aire. Luego tome aire con el tono que sube.",
    breathing={
        "in": "Tome aire.",
        "sip": "Un poco más.",
        "hold": "Retenga el aire.",
        "out": "Suelte el aire.",
        "pause": "Pausa.",
    },
    breathe_normally="Y vuelva a respirar con normalidad.",
    questions={
        "pain": "Del cero al diez, ¿cuánto dolor siente?",
        "effort": "Del cero al diez, ¿cuánto esfuerzo le ha costado?",
    },
    rule=rule,
    this_week=this_week,
    welcome_back="Me alegra que haya vuelto.",
    finished="Eso es todo por ahora. Muy bien.",
    safety=SPANISH_SAFETY,
    listing=listing,
    hurts="Afloje suavemente.",
    make_smaller="Haga el movimiento más pequeño, o no lo haga; el dolor debería calmarse en un día.",
    stop_here="Termine aquí por hoy.",
    no_answer="No hay respuesta. La sesión espera a que usted siga.",
    journal_failed="No puedo registrar esta sesión. Seguimos, pero no se guardará.",
    calls=CallWords(
        announcements=(
            "{what}, {length}. Empiece ahora, o más tarde.",
            "{what}, {length}. Empiece cuando pueda, o déjelo para más tarde.",
            "{what}, {length}, cuando le venga bien. Ahora o más tarde.",
            "{what}, {length}. Usted decide: empezar, más tarde u omitir.",
        ),
        minutes=lambda minutes: "un minuto" if minutes == 1 else f"{_masculine(minutes)} minutos",
        private_announcement="Es hora de sus ejercicios.",
        lengths=("{length}.", "Dura {length}.", "Cuando le venga bien: {length}."),
        about=lambda minutes: f"unos {minutes} min" if minutes > 1 else _SHORT[minutes],
        buttons={
            "begin": "Empezar",
            "done": "Hecho",
            "later": "Más tarde",
            "skip": "Omitir",
            "read": "Leído",
        },
        as_text="En texto: coach do {routine}",
        soon="Dentro de {seconds} segundos: {what}.",
        how_to_go_on=(
            "El ejercicio espera a que haya leído el aviso: pulse el botón, o ejecute `coach session resume`."
        ),
        read_this="Por favor, lea esto: es importante. Siga cuando lo haya leído.",
        private_notice="Hay un aviso de seguridad pendiente de leer: `coach do` lo muestra en una terminal.",
        is_silent="El sonido está apagado, así que no oirá nada.",
        was_locked="La pantalla estaba bloqueada mientras tanto.",
        noted="Anotado.",
        why="Ha omitido «{what}» {times} veces seguidas. ¿Por qué?",
        refusals={
            "led": "Ya hay otra rutina en marcha. Deténgala primero.",
            "nothing-waits": "Esto ya no está pendiente.",
            "at-most": "Su plan no permite aplazarlo más. Empiece, o bien omítalo.",
        },
        press_done="Si lo ha hecho, pulse Hecho.",
        mistake="Hay un error en su plan o en una rutina. Se sigue usando la última versión correcta.",
        sample="Esta es mi voz. Así le aviso, y usted decide.",
        shown_sample="Así le aviso, y usted decide.",
    ),
)
"""The Spanish table."""


def _masculine(value: int) -> str:
    """The number before a masculine noun: "veintiún", "treinta y un"."""
    said = re.sub(r"veintiuno$", "veintiún", number(value))
    return re.sub(r"\buno$", "un", said)
