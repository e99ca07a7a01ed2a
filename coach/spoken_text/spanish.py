"""Spanish: how signs, units and abbreviations are said."""

from __future__ import annotations

import re
from typing import Final

from coach.spoken_text.numbers import digits_in_words, number_in_words
from coach.spoken_text.table import SpokenWords

_MONTHS: Final = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
    "noviembre", "diciembre",
)  # fmt: skip
_FEMININE: Final = (
    "hora", "horas", "libra", "libras", "onza", "onzas", "semana", "semanas", "vez", "veces", "repetición",
    "repeticiones", "serie", "series", "respiración", "respiraciones", "vuelta", "vueltas", "kilocaloría",
    "kilocalorías", "cucharada", "cucharadas", "cucharadita", "cucharaditas", "rodilla", "pierna", "mano",
)  # fmt: skip
_MASCULINE: Final = (
    "segundo", "segundos", "minuto", "minutos", "kilo", "kilos", "gramo", "gramos", "miligramo",
    "miligramos", "litro", "litros", "mililitro", "mililitros", "metro", "metros", "centímetro",
    "centímetros",
    "milímetro", "milímetros", "kilómetro", "kilómetros", "día", "días", "mes", "meses", "año", "años",
    "grado",
    "grados", "euro", "euros", "dólar", "dólares", "paso", "pasos", "lado", "vaso", "vasos", "sorbo",
    "sorbos",
    "comprimido", "comprimidos", "medio", "tercio", "cuarto", "quinto", "sexto", "octavo", "milisegundo",
    "milisegundos",
)  # fmt: skip
_MASCULINE_PARTS: Final = (
    "antebrazo|brazo|codo|costado|cuádriceps|dedo|gemelo|glúteo|hombro|lado|miembro|muslo|oído|ojo|pie|pulgar|"
    "talón|tobillo"
)
_FEMININE_PARTS: Final = "cadera|ingle|mano|muñeca|nalga|oreja|pantorrilla|pierna|planta|rodilla"
_PARTS: Final = f"{_MASCULINE_PARTS}|{_FEMININE_PARTS}"
_AFTER_POR: Final = "favor|ejemplo|la|el|día|hora|semana|sesión|serie"
_STROKE: Final = "['\u2019\u2032]"
_SECONDS: Final = r"(?:''|\u2019\u2019|\u2033|\"(?=[\s,;.)]|$))"
_FRACTIONS: Final = {
    2: ("medio", "medios"), 3: ("tercio", "tercios"), 4: ("cuarto", "cuartos"), 5: ("quinto", "quintos"),
    6: ("sexto", "sextos"), 8: ("octavo", "octavos"),
}  # fmt: skip
_NIGHT, _NOON = 8, 12
"""Hours after noon: from eight on it is night."""
_OUT_OF: Final = 10
"""What pain is counted to: "el 8/10" is no date."""
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def _clock(hour: int, minute: int) -> str:
    said = re.sub(r"uno$", "una", number_in_words(hour, "es"))
    if not minute:
        return said
    return f"{said} {'cero ' if minute < len('diez horas') else ''}{number_in_words(minute, 'es')}"


def _mixed(whole: str, numerator: int, denominator: int) -> str:
    return f"{whole} y {_part(numerator, denominator)}"


def _part(numerator: int, denominator: int) -> str:
    one, many = _FRACTIONS[denominator]
    if numerator == 1:
        return one if denominator == 2 else f"un {one}"  # noqa: PLR2004 — "y medio"
    return f"{number_in_words(numerator, 'es')} {many}"


def _mixed_of_unit(whole: str, numerator: int, denominator: int, unit: tuple[str, str]) -> str:
    part = _part(numerator, denominator)
    said = unit[0] if whole == "uno" else unit[1]
    return f"{whole} {said} y {'media' if part == 'medio' and unit[0] in _FEMININE else part}"


def _fraction_of_unit(fraction: str, unit: str) -> str:
    if fraction == "uno medio":
        return f"{'media' if unit in _FEMININE else 'medio'} {unit}"
    return f"{fraction} de {unit}"


def _date(found: re.Match[str]) -> str:
    year = f" de {number_in_words(int(found[3]), 'es')}" if found[3] else ""
    return f"{_day(found[1])} de {_MONTHS[int(found[2]) - 1]}{year}"


def _short_date(found: re.Match[str]) -> str:
    """A day and a month without a year; what may be a part stays: "el 1/2 comprimido", "el 8/10"."""
    day, month = int(found[1]), int(found[2])
    is_part = (day < month and month in _FRACTIONS) or month == _OUT_OF
    return found[0] if is_part else _date(found)


def _day(digits: str) -> str:
    return number_in_words(int(digits), "es")


def _feminine_ordinal(found: re.Match[str]) -> str:
    return re.sub(r"o\b", "a", number_in_words(int(found[1]), "es", "ordinal"))


def _short_ordinal(found: re.Match[str]) -> str:
    """An ordinal before a masculine noun, such as "primer" for `1.er`."""
    return re.sub(r"o$", "", number_in_words(int(found[1]), "es", "ordinal"))


def _half_day(found: re.Match[str]) -> str:
    """What `am` and `pm` are at that hour; the full stop stays at the end of a text."""
    hour, ends = int(found[1]), found[0].endswith(".") and not found.string[found.end() :].strip()
    night = _NIGHT <= hour < _NOON
    part = "mañana" if found[3] in "aA" else "noche" if night else "tarde"
    return f"{found[1]}{found[2] or ''} de la {part}{'.' if ends else ''}"


def _limb(found: re.Match[str]) -> str:
    """`MSD`, an arm or a leg as in a physiotherapist's notes."""
    where = "superior" if found[1] == "S" else "inferior"
    return f"miembro {where} {'derecho' if found[2] == 'D' else 'izquierdo'}"


def _phone(found: re.Match[str]) -> str:
    groups = re.findall(r"\d+", found[2])
    return found[1] + ", ".join(digits_in_words(group, "es") for group in groups)


def _called(found: re.Match[str]) -> str:
    """The numbers to call, digit by digit."""
    return re.sub(
        r"(?<![\d,.])(?<!\d )\d{3}(?![ ,.]?\d)", lambda number: digits_in_words(number[0], "es"), found[0]
    )


_SPELLED: Final = frozenset({
    "ACV", "AVD", "ECG", "EMG", "ESI", "FC", "IMC", "LCA", "LCP", "OMS", "RM", "RMN", "RPE", "TA", "UE", "EE",
    "UU", "VIH",
})  # fmt: skip
_SHORT_WORDS: Final = frozenset({
    "a", "al", "ahí", "año", "aún", "con", "da", "de", "del", "día", "dos", "el", "en", "era", "es", "eso",
    "eva", "fin", "ha", "hay", "ir", "la", "las", "le", "les", "lo", "los", "más", "me", "mi", "muy", "ni",
    "no", "nos", "o", "ojo", "pie", "por", "que", "qué", "se", "sea", "ser", "si", "sí", "sin", "son", "su",
    "sus", "tac", "te", "tos", "tu", "uci", "un", "una", "uno", "va", "van", "ve", "vez", "ya", "yo",
})  # fmt: skip

SPANISH: Final = SpokenWords(
    language="es",
    decimal_mark=",",
    point="coma",
    units={
        "s": ("segundo", "segundos"), "seg": ("segundo", "segundos"), "segs": ("segundo", "segundos"),
        "sec": ("segundo", "segundos"), "min": ("minuto", "minutos"), "mins": ("minuto", "minutos"),
        "h": ("hora", "horas"), "hs": ("hora", "horas"), "hrs": ("hora", "horas"),
        "sem": ("semana", "semanas"), "rep": ("repetición", "repeticiones"),
        "reps": ("repetición", "repeticiones"),
        "ms": ("milisegundo", "milisegundos"), "mm": ("milímetro", "milímetros"),
        "cm": ("centímetro", "centímetros"), "m": ("metro", "metros"), "km": ("kilómetro", "kilómetros"),
        "m2": ("metro cuadrado", "metros cuadrados"), "g": ("gramo", "gramos"), "gr": ("gramo", "gramos"),
        "kg": ("kilo", "kilos"), "mg": ("miligramo", "miligramos"),
        "µg": ("microgramo", "microgramos"), "lb": ("libra", "libras"), "lbs": ("libra", "libras"),
        "ml": ("mililitro", "mililitros"), "dl": ("decilitro", "decilitros"), "l": ("litro", "litros"),
        "L": ("litro", "litros"), "kcal": ("kilocaloría", "kilocalorías"),
        "mmHg": ("milímetro de mercurio", "milímetros de mercurio"), "Hz": ("hercio", "hercios"),
        "%": ("por ciento", "por ciento"), "€": ("euro", "euros"), "dB": ("decibelio", "decibelios"),
        "lpm": ("latido por minuto", "latidos por minuto"), "cda": ("cucharada", "cucharadas"),
        "cdas": ("cucharada", "cucharadas"), "cdta": ("cucharadita", "cucharaditas"),
        "cdtas": ("cucharadita", "cucharaditas"), "comp": ("comprimido", "comprimidos"),
        "mts": ("metro", "metros"), "cms": ("centímetro", "centímetros"), "kgs": ("kilo", "kilos"),
        "N": ("newton", "newtons"),
    },
    per="por",
    per_what={
        "s": "segundo", "seg": "segundo", "min": "minuto", "h": "hora", "d": "día", "día": "día",
        "dia": "día",
        "semana": "semana", "sem": "semana", "mes": "mes", "año": "año", "minuto": "minuto", "hora": "hora",
        "lado": "lado", "pierna": "pierna", "brazo": "brazo", "serie": "serie", "kg": "kilo",
        "l": "litro",
        "sesión": "sesión", "noche": "noche", "pie": "pie", "mano": "mano", "dirección": "dirección",
        "ejercicio": "ejercicio", "m2": "metro cuadrado", "respiración": "respiración",
    },
    counted=("rep", "reps", "repeticiones", "series", "serie", "vez", "veces", "respiraciones", "pasos",
             "minutos", "días"),
    signs={
        "\u00d7": "por", "÷": "entre", "+": "más", "&": "y", "<": "menos de", ">": "más de",
        "≤": "como máximo",
        "≥": "como mínimo", "=": "igual a", "≠": "distinto de", "±": "más menos", "≈": "aproximadamente",
        "~": "aproximadamente",
        "@": "a", "#": "número", "%": "por ciento", "°": "grados", "√": "raíz", "∞": "infinito",
        "\u03b1": "alfa", "β": "beta", "Δ": "delta", "µ": "micro", "μ": "micro", "π": "pi", "№": "número",
        "§": "sección", "™": "", "®": "", "©": "", "↑": "arriba", "↓": "abajo",
    },
    degree=("grado", "grados"),
    degree_scales={"C": "Celsius", "F": "Fahrenheit"},
    currencies={"$": ("dólar", "dólares"), "£": ("libra", "libras"), "€": ("euro", "euros")},
    minus="menos",
    range_to="a",
    ratio="a",
    alternative="o",
    times=("vez", "veces"),
    multiplied="por",
    then="luego",
    fractions=_FRACTIONS,
    mixed=_mixed,
    fraction_of_unit=_fraction_of_unit,
    mixed_of_unit=_mixed_of_unit,
    out_of="de",
    over="sobre",
    clock=_clock,
    ordinal=re.compile(r"(?<![\w.,])(\d{1,3})\.?º(?!\w)"),
    abbreviations={
        "p. ej.": "por ejemplo", "p.ej.": "por ejemplo", "p. e.": "por ejemplo", "ej.": "ejemplo",
        "etc.": "etcétera", "aprox.": "aproximadamente", "máx.": "máximo", "max.": "máximo", "mín.": "mínimo",
        "dr.": "doctor", "dra.": "doctora", "sr.": "señor", "sra.": "señora", "ud.": "usted",
        "uds.": "ustedes",
        "n.º": "número", "nº": "número", "núm.": "número", "pág.": "página", "tel.": "teléfono",
        "tfno.": "teléfono", "vs.": "contra", "izq.": "izquierda", "izda.": "izquierda",
        "dcha.": "derecha", "dcho.": "derecho", "izdo.": "izquierdo", "izq./dcha.": "izquierda o derecha",
        "der.": "derecha", "y/o": "y o", "ee. uu.": "Estados Unidos", "aprox": "aproximadamente",
        "tto.": "tratamiento", "sup.": "superior", "inf.": "inferior", "desc.": "descanso",
        "flex.": "flexión", "ext. de": "extensión de", "rot. ext.": "rotación externa",
        "rot. int.": "rotación interna",
        **{f"ej. {number}": f"ejercicio {number}" for number in range(1, 31)},
        "es decir,": "es decir,",
        "incl.": "incluido", "resp.": "respectivamente", "c/": "con ", "s/": "sin ", "24/7": "a todas horas",
        "et al.": "y otros", "ok": "okey", "ph": "P-H", "avda.": "avenida", "fig.": "figura",
    },
    weekdays=(
        ("[Ll]un", "lunes"), ("[Mm]ar", "martes"), ("[Mm]i[ée]", "miércoles"), ("[Jj]ue", "jueves"),
        ("[Vv]ie", "viernes"), ("[Ss][áa]b", "sábado"), ("[Dd]om", "domingo"),
    ),
    spelled=_SPELLED,
    short_words=_SHORT_WORDS,
    vowels="AEIOUÁÉÍÓÚÜ",
    rules=(
        (re.compile(r"((?:teléfono|móvil|[Ll]lame al|[Mm]arque el):? )(\d{2,4}(?:[ -]\d{2,4}){2,4})(?!\d)"),
         _phone),
        (re.compile(r"(?<![\d.,:])(\d{1,2})(:[0-5]\d)?\s?([apAP])\.?\s?[mM]\b\.?"), _half_day),
        (re.compile(r"\bc/\s?u\b"), "cada uno"),
        (re.compile(rf"\bc/\s?(?=\d|(?:día|hora|noche|serie|semana|comida|{_PARTS})\b)"), "cada "),
        (re.compile(r"(\d\s?(?:mg|g|ml|µg|comp\.?))\s?/\s?(?=\d+\s?h)"), r"\1 cada "),
        (re.compile(r"(?<![\d.,])1\s?v\s?/\s?(?=d[ií]a|sem|mes)"), "1 vez/"),
        (re.compile(r"(?<=\d)\s?v\s?/\s?(?=d[ií]a|sem|mes)"), " veces/"),
        (re.compile(r"\bM([SI])([DI])\b"), _limb),
        (re.compile(rf"\b((?i:{_MASCULINE_PARTS})) (izquierd|derech)a\b"), r"\1 \2o"),
        (re.compile(r"(\d)\s?d\s?/\s?(?=sem|mes)"), r"\1 días/"),
        (re.compile(r"\b([Vv]\.?[Oo]\.?)(?= si\b|[,;)]|\.?$)"), "vía oral"),
        (re.compile(r"(?<=\()[-\u2212\u2013](?=\d)"), "menos "),
        (re.compile(r"\b([Ss]eries?) ?[xX\u00d7] ?(?=\d)"), r"\1 de "),
        (re.compile(rf"(?<![\w'\u2019\u2033\".,])(\d+|\d+\s?[xX\u00d7]\s?\d+)\s?{_SECONDS}"), r"\1 s"),
        (re.compile(rf"(?<![\w'\u2019.,])(\d+){_STROKE}\s?([0-5]\d){_SECONDS}"), r"\1 min \2 s"),
        (re.compile(rf"(?<![\w'\u2019.,])(\d+){_STROKE}(?![\w'\u2019])"), r"\1 min"),
        (re.compile(r"(?:(?<=\b[eEaA]l )|(?<=\b[dD]el ))([0-3]?\d)/(0?[1-9]|1[0-2])()(?![\d/])"),
         _short_date),
        (re.compile(r"(?<![\d-])([0-3]?\d)-(0?[1-9]|1[0-2])-((?:19|20)\d\d)(?![\d-])"), _date),
        (re.compile(r"(\d\.?[ªº])\s?[-\u2013]\s?(?=\d{1,3}\.?[ªº])"), r"\1 a "),
        (re.compile(r"(?<![\w.,])([2-9]\d|1\d\d|\d+,\d)º(?!\w)"), r"\1°"),
        (re.compile(r"(?<=\d)\+(?=[\s).,;]|$)(?! ?\d)"), " o más"),
        (re.compile(rf"\b({'|'.join(_FEMININE)}) y (?:½|1/2)(?![\d/])"), r"\1 y media"),
        (re.compile(rf"\b({'|'.join(_MASCULINE)}) y (?:½|1/2)(?![\d/])"), r"\1 y medio"),
        (re.compile(rf"(?<![\d/])1/2 (?=(?:{'|'.join(_MASCULINE)})\b)"), "medio "),
        (re.compile(r"\b(?:llam[ae]r?|llame|marque|marcar|teléfono)\b[^.!?]*", re.IGNORECASE), _called),
        (re.compile(r"(?<![\d.:])([01]?\d|2[0-4])[:.]([0-5]\d)\s?h(?:oras|s|rs)?\b\.?"),
         lambda found: _clock(int(found[1]), int(found[2]))),
        (re.compile(r"(?<![\d/])([0-3]?\d)/(0?[1-9]|1[0-2])/((?:19|20)\d\d)(?![\d/])"), _date),
        (re.compile(rf"\b1(?= de (?:{'|'.join(_MONTHS)})\b)"), "uno"),
        (re.compile(r"(?<![\w.,])(\d{1,3})\.?ª(?!\w)"), _feminine_ordinal),
        (re.compile(r"(?<![\w.,])([13])\.?er(?!\w)"), _short_ordinal),
        (re.compile(r"(?<![\d.,])(\d+),(\d\d)\s?€"), r"\1 euros con \2"),
        (re.compile(r"(\d\s?(?:seg|min|rep|reps|sem|h))\.(?=[\s/])"), r"\1"),
        (re.compile(r"\b((?:tipo|parte|fase|grado|nivel|semana|etapa)\s+)(I{1,3}|IV|VI{0,3}|IX|X)\b",
                    re.IGNORECASE), lambda found: f"{found[1]}{_ROMAN.index(found[2].upper()) + 1}"),
        (re.compile(r"(?<!\d)(?<!\d )\bmin\.(?=\s?\d)", re.IGNORECASE), "mínimo"),
        (re.compile(r"(\d)\s?-\s?(?=reps?\b|veces\b)"), r"\1 "),
        (re.compile(r"\b(\w{2,})o(s?)/a(?:\2)\b"), r"\1o\2 o \1a\2"),
        (re.compile(r"\b(\w+or)/a\b"), r"\1 o \1a"),
        (re.compile(r"\b(\w+)ión\(es\)"), r"\1iones"),
        (re.compile(r"\b(\w+)z\(es\)"), r"\1ces"),
        (re.compile(r"\b(\w+)\((s|es)\)"), r"\1\2"),
        (re.compile(rf"(?<![\d/])1/2 (?=(?:{'|'.join(_FEMININE)})\b)"), "media "),
    ),
    homographs=(
        (re.compile(rf"(?<!\w)[xX] (?=(?:{_AFTER_POR}|{_PARTS})\b)"), "por "),
        (re.compile(rf"\b((?i:{_MASCULINE_PARTS})) D\b"), r"\1 derecho"),
        (re.compile(rf"\b((?i:{_MASCULINE_PARTS})) I\b"), r"\1 izquierdo"),
        (re.compile(rf"\b((?i:{_FEMININE_PARTS})) D\b"), r"\1 derecha"),
        (re.compile(rf"\b((?i:{_FEMININE_PARTS})) I\b"), r"\1 izquierda"),
        (re.compile(r"(?<!\d)(?<!\d )\bm\. (?=[a-zá-ú])"), "músculo "),
        (re.compile(r"(?<!\d)(?<!\d )\bmm\. (?=[a-zá-ú])"), "músculos "),
        (re.compile(rf"\b(\w*ient)os(?= (?:{'|'.join(_FEMININE)})\b)", re.IGNORECASE), r"\1as"),
        (re.compile(rf"\b((?:veinti|\w+ y )?)uno(?= (?:{'|'.join(_FEMININE)})\b)", re.IGNORECASE), r"\1una"),
        (re.compile(rf"\bveintiuno(?= (?:{'|'.join(_MASCULINE)})\b)"), "veintiún"),
        (re.compile(rf"\b([Uu])no(?= (?:{'|'.join(_MASCULINE)})\b)"), r"\1n"),
    ),
)  # fmt: skip
"""Units as physiotherapists write them, in Spain and in Latin America."""
