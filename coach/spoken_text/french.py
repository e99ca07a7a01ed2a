"""French: how signs, units and abbreviations are said."""

from __future__ import annotations

import re
from typing import Final

from coach.spoken_text.numbers import number_in_words
from coach.spoken_text.table import SpokenWords

_MONTHS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre",
    "décembre",
)  # fmt: skip
_FEMININE: Final = (
    "seconde", "secondes", "minute", "minutes", "heure", "heures", "semaine", "semaines", "livre", "livres",
    "once", "onces", "fois", "répétition", "répétitions", "série", "séries", "respiration", "respirations",
    "kilocalorie", "kilocalories", "milliseconde", "millisecondes", "année", "années", "gorgée", "gorgées",
    "cuillère", "cuillères", "gélule", "gélules", "jambe", "main",
)  # fmt: skip
_FEMININE_PARTS: Final = (
    "jambe", "main", "épaule", "hanche", "cheville", "cuisse", "fesse", "oreille", "omoplate",
)  # fmt: skip
_MASCULINE_PARTS: Final = (
    "bras", "pied", "genou", "mollet", "coude", "poignet", "côté", "talon", "doigt", "pouce", "orteil", "œil",
    "quadriceps", "psoas", "fessier", "biceps",
)  # fmt: skip
_SIDE_ENDS: Final = r"\b(?:\.(?=\s+[a-zà-ÿ(]|[,;:)]))?(?!['\u2019])"
_RIGHT: Final = rf"(?:D|[Dd]r){_SIDE_ENDS}"
_SHORT_MONTHS: Final = {
    "janv": 1, "fév": 2, "févr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "déc": 12,
}  # fmt: skip
_FRACTIONS: Final = {
    2: ("demi", "demis"), 3: ("tiers", "tiers"), 4: ("quart", "quarts"), 5: ("cinquième", "cinquièmes"),
    6: ("sixième", "sixièmes"), 8: ("huitième", "huitièmes"),
}  # fmt: skip
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def _clock(hour: int, minute: int) -> str:
    said = "une heure" if hour == 1 else f"{_feminine(hour)} heures"
    return f"{said} {number_in_words(minute, 'fr')}" if minute else said


def _feminine(value: int) -> str:
    return re.sub(r"\bun$", "une", number_in_words(value, "fr"))


def _written_clock(found: re.Match[str]) -> str:
    return _clock(int(found[1]), int(found[2]))


def _part(numerator: int, denominator: int) -> str:
    one, many = _FRACTIONS[denominator]
    if (numerator, denominator) == (1, 2):
        return "et demi"
    return f"et un {one}" if numerator == 1 else f"et {number_in_words(numerator, 'fr')} {many}"


def _mixed_of_unit(whole: str, numerator: int, denominator: int, unit: tuple[str, str]) -> str:
    part = _part(numerator, denominator)
    said = unit[0] if whole == "un" else unit[1]
    return f"{whole} {said} {part}{'e' if part == 'et demi' and unit[0] in _FEMININE else ''}"


def _fraction_of_unit(fraction: str, unit: str) -> str:
    if fraction == "un demi":
        return f"{'une' if unit in _FEMININE else 'un'} demi-{unit}"
    return f"{fraction} {_of(unit)}"


def _of(unit: str) -> str:
    return f"d'{unit}" if unit[0] in "aeéhiou" else f"de {unit}"


def _date(found: re.Match[str]) -> str:
    year = f" {number_in_words(int(found[3]), 'fr')}" if found[3] else ""
    return f"{_day(found[1])} {_MONTHS[int(found[2]) - 1]}{year}"


def _short_date(found: re.Match[str]) -> str:
    """A day and a month without a year; what may as well be a part of something stays: "le 1/2 comprimé"."""
    day, month = int(found[1]), int(found[2])
    return found[0] if day < month and month in _FRACTIONS else _date(found)


def _short_month(found: re.Match[str]) -> str:
    ends = found[2] and not found.string[found.end() :].strip()
    return _MONTHS[_SHORT_MONTHS[found[1]] - 1] + ("." if ends else "")


def _phone(found: re.Match[str]) -> str:
    """A telephone number, pair by pair."""
    pairs = re.findall(r"\d\d", found[0])
    return ", ".join(
        f"zéro {number_in_words(int(pair), 'fr')}" if pair[0] == "0" else number_in_words(int(pair), "fr")
        for pair in pairs
    )


def _day(digits: str) -> str:
    return "premier" if int(digits) == 1 else number_in_words(int(digits), "fr")


_SPELLED: Final = frozenset({
    "AVC", "AVQ", "BPCO", "CHU", "ECG", "EMG", "EVA", "FC", "IMC", "IRM", "LCA", "OMS", "RPE", "TMS", "UE",
    "VIH",
    "SAMU", "AINS", "USA", "TA",
}) - {"EVA", "SAMU"}  # fmt: skip
_SHORT_WORDS: Final = frozenset({
    "ai", "as", "au", "aux", "bas", "bon", "bra", "ce", "ces", "cou", "dans", "de", "des", "dos", "du",
    "eau", "en",
    "est", "et", "eu", "eux", "fin", "il", "ils", "je", "la", "le", "les", "lui", "ma", "mal", "me", "mes",
    "moi",
    "mon", "ne", "ni", "non", "nos", "on", "ou", "où", "oui", "par", "pas", "peu", "pli", "pour", "que",
    "qui",
    "sa", "se", "ses", "si", "soi", "son", "sur", "ta", "te", "toi", "ton", "tu", "un", "une", "va", "vos",
    "vous",
    "vu", "y",
})  # fmt: skip

FRENCH: Final = SpokenWords(
    language="fr",
    decimal_mark=",",
    point="virgule",
    units={
        "s": ("seconde", "secondes"), "sec": ("seconde", "secondes"), "secs": ("seconde", "secondes"),
        "min": ("minute", "minutes"), "mn": ("minute", "minutes"), "h": ("heure", "heures"),
        "j": ("jour", "jours"), "sem": ("semaine", "semaines"), "rép": ("répétition", "répétitions"),
        "rep": ("répétition", "répétitions"),
        "reps": ("répétition", "répétitions"), "ms": ("milliseconde", "millisecondes"),
        "mm": ("millimètre", "millimètres"), "cm": ("centimètre", "centimètres"), "m": ("mètre", "mètres"),
        "km": ("kilomètre", "kilomètres"), "m2": ("mètre carré", "mètres carrés"), "g": ("gramme", "grammes"),
        "kg": ("kilogramme", "kilogrammes"), "mg": ("milligramme", "milligrammes"),
        "µg": ("microgramme", "microgrammes"), "lb": ("livre", "livres"), "lbs": ("livre", "livres"),
        "ml": ("millilitre", "millilitres"), "cl": ("centilitre", "centilitres"),
        "dl": ("décilitre", "décilitres"),
        "l": ("litre", "litres"), "L": ("litre", "litres"), "kcal": ("kilocalorie", "kilocalories"),
        "mmHg": ("millimètre de mercure", "millimètres de mercure"), "Hz": ("hertz", "hertz"),
        "%": ("pour cent", "pour cent"), "€": ("euro", "euros"), "dB": ("décibel", "décibels"),
        "cp": ("comprimé", "comprimés"), "gél": ("gélule", "gélules"),
        "bpm": ("battement par minute", "battements par minute"), "N": ("newton", "newtons"),
    },
    per="par",
    per_what={
        "s": "seconde", "sec": "seconde", "min": "minute", "h": "heure", "j": "jour", "jour": "jour",
        "semaine": "semaine", "sem": "semaine", "mois": "mois", "an": "an", "minute": "minute",
        "heure": "heure",
        "côté": "côté", "jambe": "jambe", "bras": "bras", "série": "série", "kg": "kilogramme", "l": "litre",
        "séance": "séance", "nuit": "nuit", "pied": "pied", "main": "main", "sens": "sens",
        "exercice": "exercice", "m2": "mètre carré", "respiration": "respiration",
    },
    counted=("rép", "reps", "répétitions", "séries", "série", "fois", "respirations", "pas", "minutes", "eau",
             "séances", "séance", "exercices", "verres", "gorgées"),
    signs={
        "\u00d7": "fois", "÷": "divisé par", "+": "plus", "&": "et", "<": "moins de", ">": "plus de",
        "≤": "au plus", "≥": "au moins", "=": "égale", "≠": "différent de", "±": "plus ou moins",
        "≈": "environ", "~": "environ", "@": "à", "#": "numéro", "%": "pour cent", "°": "degrés",
        "√": "racine", "∞": "infini", "\u03b1": "alpha", "β": "bêta", "Δ": "delta", "µ": "micro",
        "μ": "micro",
        "π": "pi", "№": "numéro", "§": "paragraphe", "™": "", "®": "", "©": "", "↑": "en haut", "↓": "en bas",
    },
    degree=("degré", "degrés"),
    degree_scales={"C": "Celsius", "F": "Fahrenheit"},
    currencies={"$": ("dollar", "dollars"), "£": ("livre", "livres"), "€": ("euro", "euros")},
    minus="moins",
    range_to="à",
    ratio="pour",
    alternative="ou",
    times=("fois", "fois"),
    multiplied="fois",
    then="puis",
    fractions=_FRACTIONS,
    mixed=lambda whole, part, of: f"{whole} {_part(part, of)}",
    fraction_of_unit=_fraction_of_unit,
    mixed_of_unit=_mixed_of_unit,
    out_of="sur",
    over="sur",
    clock=_clock,
    ordinal=re.compile(r"(?<![\w.,])(\d{1,3})(?:er|e|ème|eme|è)\b"),
    abbreviations={
        "p. ex.": "par exemple", "p.ex.": "par exemple", "par ex.": "par exemple", "ex.": "exemple",
        "c.-à-d.": "c'est-à-dire", "c-à-d": "c'est-à-dire", "càd": "c'est-à-dire", "etc.": "et cetera",
        "env.": "environ", "max.": "maximum", "mini.": "minimum", "pr": "professeur",
        "m.": "monsieur", "mme": "madame", "n°": "numéro", "no.": "numéro", "tél.": "téléphone",
        "vs": "contre",
        "vs.": "contre", "dte": "droite", "dte.": "droite", "et/ou": "et ou", "svp": "s'il vous plaît",
        "s.v.p.": "s'il vous plaît",
        "resp.": "respectivement", "incl.": "inclus", "cf.": "voir", "24/7": "à toute heure",
        "et al.": "et autres", "ok": "d'accord", "ph": "P-H", "qqn": "quelqu'un", "qqch": "quelque chose",
        "mlle": "mademoiselle", "fig.": "figure",
        "bcp": "beaucoup", "rdv": "rendez-vous", "pdt": "pendant", "ttes": "toutes", "ts les": "tous les",
        "tjs": "toujours", "tjrs": "toujours", "svt": "souvent", "avt": "avant", "qd": "quand",
        "gche": "gauche", "gche.": "gauche", "vit.": "vitamine", "int.": "interne", "ext.": "externe",
        "chaque sem.": "chaque semaine",
        **{f"ex. {number}": f"exercice {number}" for number in range(1, 31)},
    },
    weekdays=(
        ("[Ll]un", "lundi"), ("[Mm]ar", "mardi"), ("[Mm]er", "mercredi"), ("[Jj]eu", "jeudi"),
        ("[Vv]en", "vendredi"), ("[Ss]am", "samedi"), ("[Dd]im", "dimanche"),
    ),
    spelled=_SPELLED,
    short_words=_SHORT_WORDS,
    # "droite" after a vowel is heard as "noate", and is understood after a pause of ten milliseconds;
    # "normalement" without its mute e is heard as "nos mamans".
    # "dos" is read as the English "DOS", "rythme" as "rhythm", and "plus" is "more" here, not "no more".
    espeak_spellings=(
        (re.compile(r"\b([Dd])os\b"), r"\1au"),
        (re.compile(r"\b([Rr])ythme"), r"\1itme"),
        (re.compile(r"(?<=\w )droite\b"), "[[_]]droite"),
        (re.compile(r"\bnormalement\b"), "[[nOrmal@m'A~]]"),
        (re.compile(r"\b(ou |en |le |de )plus(?=[.,;:)]|$| vous\b)"), r"\1plusse"),
    ),
    vowels="AEIOUYÀÂÉÈÊËÎÏÔÙÛÜŒ",
    rules=(
        (re.compile(r"(\d\s?[hH](?:\s?\d\d)?)\s?[-\u2013]\s?(?=\d{1,2}\s?[hH]\s?\d)"), r"\1 à "),
        (re.compile(r"(?<![\d.:])([01]?\d|2[0-4])\s?[hH]\s?([0-5]\d)(?!\d)(?! ?(?:min|mn))"), _written_clock),
        (re.compile(r"(?<![\d/])([0-3]?\d)/(0?[1-9]|1[0-2])/((?:19|20)\d\d)(?![\d/])"), _date),
        (re.compile(r"\b1\s?j(?:our)?/(?=\d\b)"), "1 jour sur "),
        (re.compile(r"\b(?<=[lL]e |[dD]u |[aA]u )([0-3]?\d)/(0?[1-9]|1[0-2])()(?![\d/])"), _short_date),
        (re.compile(rf"(?<=\d )({'|'.join(sorted(_SHORT_MONTHS, key=len, reverse=True))})\b(\.?)"),
         _short_month),
        (re.compile(r"(?<![\d+])0[1-9](?:[ .]?\d\d){4}(?!\d)"), _phone),
        (re.compile(r"(?<![\w'\u2019.,])(\d+)\s?(?:''|\u2019\u2019|\u2033)"), r"\1 s"),
        (re.compile(r"(?<![\w'\u2019.,])(\d+)['\u2019\u2032]([0-5]\d)(?:''|\u2019\u2019|\u2033)?(?![\d'\u2019])"),
         r"\1 min \2"),
        (re.compile(r"(?<![\w'\u2019.,])(\d+)['\u2019\u2032](?![\w'\u2019])"), r"\1 min"),
        (re.compile(r"(?<![\w.,])1(?:re|ère)\b"), "première"),
        (re.compile(r"(?<=[eè] )sem\b\.?"), "semaine"),
        (re.compile(r"\bmax\b"), "maximum"),
        (re.compile(r"\b(flexion|abduction|pronation|inversion|inspiration|contraction|montée)\s?/\s?"
                    r"(extension|adduction|supination|éversion|expiration|relâchement|descente)\b",
                    re.IGNORECASE), r"\1 \2"),
        (re.compile(r"(?<![\d.,])(\d+),(\d\d)\s?€"), r"\1 euros \2"),
        (re.compile(r"(\d\s?(?:sec|min|mn|rép|sem|h))\.(?=\s)"), r"\1"),
        (re.compile(r"\b((?:type|partie|phase|stade|niveau|semaine|étape)\s+)(I{1,3}|IV|VI{0,3}|IX|X)\b",
                    re.IGNORECASE), lambda found: f"{found[1]}{_ROMAN.index(found[2].upper()) + 1}"),
        (re.compile(r"(?<!\d)(?<!\d )\bmin\.(?=\s?\d)", re.IGNORECASE), "minimum"),
        (re.compile(r"\bp\.(?=\s?\d)"), "page"),
        (re.compile(r"(\d)\s?-\s?(?=reps?\b|rép\b|fois\b)"), r"\1 "),
        (re.compile(r"\b(\w+)\((s|es|e)\)"), r"\1\2"),
    ),
    homographs=(
        (re.compile(rf"\b([Uu])n(?= (?:(?:à|ou) \w+ )?(?:{'|'.join(_FEMININE)})\b)"), r"\1ne"),
        (re.compile(rf"\b((?i:à|{'|'.join(_FEMININE_PARTS)})) {_RIGHT}"), r"\1 droite"),
        (re.compile(rf"\b((?i:{'|'.join(_MASCULINE_PARTS)})) {_RIGHT}"), r"\1 droit"),
        (re.compile(rf"\b((?i:à|{'|'.join((*_FEMININE_PARTS, *_MASCULINE_PARTS))})) G{_SIDE_ENDS}"),
         r"\1 gauche"),
        (re.compile(rf"\b((?i:à|puis|et|ou|{'|'.join((*_FEMININE_PARTS, *_MASCULINE_PARTS))}) )g\.(?!\w)"),
         r"\1gauche"),
        (re.compile(r"\b[Dd]r\b\.?(?= [A-ZÀ-Ý])"), "docteur"),
    ),
)  # fmt: skip
"""Units as physiotherapists write them."""
