"""German: how signs, units and abbreviations are said."""

from __future__ import annotations

import re
from typing import Final

from coach.spoken_text.numbers import digits_in_words, number_in_words
from coach.spoken_text.table import SpokenWords

_MONTHS: Final = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip
_MASCULINE: Final = (
    "Liter", "Meter", "Zentimeter", "Millimeter", "Kilometer", "Milliliter", "Deziliter", "Esslöffel",
    "Teelöffel", "Tag", "Monat", "Satz", "Schritt", "Atemzug", "Durchgang", "Euro", "Dollar", "Grad",
    "Quadratmeter", "Schluck",
)  # fmt: skip
_NEUTER: Final = (
    "Kilogramm", "Gramm", "Milligramm", "Mikrogramm", "Pfund", "Glas", "Mal", "Prozent", "Jahr", "Uhr",
    "Watt", "Bein", "Knie", "Band", "Handtuch", "Kissen",
)  # fmt: skip
_FEMININE: Final = (
    "Sekunde", "Minute", "Stunde", "Woche", "Wiederholung", "Seite", "Runde", "Übung", "Unze", "Pause",
    "Millisekunde", "Umdrehung", "Kilokalorie", "Drehung", "Kniebeuge", "Tasse", "Hand", "Sitzung",
)  # fmt: skip
_FRACTIONS: Final = {
    2: ("halb", "halbe"), 3: ("Drittel", "Drittel"), 4: ("Viertel", "Viertel"), 5: ("Fünftel", "Fünftel"),
    6: ("Sechstel", "Sechstel"), 8: ("Achtel", "Achtel"),
}  # fmt: skip
_MONTH: Final = rf"({'|'.join(_MONTHS)})\b"
_NOUN: Final = r"[A-ZÄÖÜ][a-zäöüß]+\b"
_LATIN: Final = r"[a-z]+(?:us|is|or|ps|ei|ae|es|um|i)\b"
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def _clock(hour: int, minute: int) -> str:
    said = "ein" if hour == 1 else number_in_words(hour, "de")
    return f"{said} Uhr {number_in_words(minute, 'de')}" if minute else f"{said} Uhr"


def _written_clock(found: re.Match[str]) -> str:
    return _clock(int(found[1]), int(found[2]))


def _mixed(whole: str, numerator: int, denominator: int) -> str:
    whole = "ein" if whole == "eins" else whole
    if (numerator, denominator) == (1, 2):
        return f"{whole}einhalb"
    if (numerator, denominator) == (3, 4):
        return f"{whole}dreiviertel"
    part = "ein" if numerator == 1 else number_in_words(numerator, "de")
    return f"{whole} {part} {_FRACTIONS[denominator][1]}"


def _fraction_of_unit(fraction: str, unit: str) -> str:
    if fraction != "eins halb":
        return f"{fraction} {unit}"
    if unit in _FEMININE:
        return f"eine halbe {unit}"
    return f"ein {'halbes' if unit in _NEUTER else 'halber'} {unit}"


def _ordinal(digits: str, ending: str = "") -> str:
    return f"{number_in_words(int(digits), 'de', 'ordinal')}{ending}"


def _date(found: re.Match[str]) -> str:
    year = f" {_year(found[4])}" if found[4] else ""
    return (
        f"{found[1] or ''}{_ordinal(found[2], 'n' if found[1] else 'r')} {_MONTHS[int(found[3]) - 1]}{year}"
    )


def _year(digits: str) -> str:
    return number_in_words(int(digits), "de", "year")


def _ordinals(found: re.Match[str]) -> str:
    """From one to another: `vom 1.-3. Mai`, `1.-3. Woche`."""
    ending = "n" if found[1] else "" if found[4] in _FEMININE else "r"
    return f"{found[1] or ''}{_ordinal(found[2], ending)} bis {_ordinal(found[3], ending)} {found[4]}"


def _dative(found: re.Match[str]) -> str:
    """One of something after a preposition, as in `nach 1 Min.`."""
    noun = GERMAN.units.get(found[2].lower(), (found[2],))[0]
    return f"{found[1]} {'einer' if noun in _FEMININE else 'einem'} {noun}"


def _vertebrae(found: re.Match[str]) -> str:
    """One or two: `Th4-Th8`, `HWK 5/6`."""
    between = ", " if found[3] == "/" else " bis "
    second = f"{between}{'T-H ' if found[4] else ''}{found[5]}" if found[5] else ""
    return f"{'-'.join(found[1].upper())} {found[2]}{second}"


def _seconds_or_minutes(found: re.Match[str]) -> str:
    """A time with the signs of an angle, where no quotation was opened."""
    if re.search(r"(?:^|[\s(])[\"'„“»«]", found.string[: found.start()]):
        return found[0]
    return f"{found[1]} {'min' if found[2] in _MINUTE_SIGNS else 's'}"


def _inflected(found: re.Match[str]) -> str:
    """A side before the part of the body that it belongs to, as in `re. Bein`."""
    ending = next(ending for ending, parts in _PARTS.items() if found[2] in parts)
    return f"{found[1][:-1]}{ending} {found[2]}"


def _called(found: re.Match[str]) -> str:
    """The numbers to call, digit by digit."""
    return re.sub(
        r"(?<![\d,.])(?<!\d )\d{3}(?![ ,.]?\d)", lambda number: digits_in_words(number[0], "de"), found[0]
    )


_MINUTE_SIGNS: Final = "'\u2032\u2019"
_PARTS: Final = {
    "es": ("Bein", "Knie", "Ohr", "Auge", "Handgelenk", "Sprunggelenk"),
    "er": ("Arm", "Fuß", "Ellbogen", "Oberschenkel", "Unterschenkel", "Daumen"),
    "e": ("Seite", "Hand", "Schulter", "Hüfte", "Wade", "Ferse"),
}
_ONE_OF: Final = rf"(?:{'|'.join((*_FEMININE, *_MASCULINE, *_NEUTER))}|Arm|Min|Sek|Std|Wo|min|s|h|kg)"
_INFLECTING: Final = tuple(part for parts in _PARTS.values() for part in parts)
_OTHERS: Final = (*_MASCULINE, *_NEUTER, *(one for one, _ in _FRACTIONS.values()))
_SPELLED: Final = frozenset({
    "ADHS", "ADL", "ASS", "BWS", "COPD", "CT", "EKG", "EMG", "HWS", "ICD", "ISG", "KG", "LWS", "MRT", "MS",
    "OP",
    "PECH", "PNF", "RPE", "TENS", "TIA", "USA", "WHO", "ZNS", "AOK", "EU",
}) - {"PECH", "TENS"}  # fmt: skip
_SHORT_WORDS: Final = frozenset({
    "ab", "alt", "am", "an", "arm", "auf", "aus", "bei", "bis", "da", "das", "dem", "den", "der", "des",
    "die",
    "du", "ein", "er", "es", "fuß", "für", "gut", "hin", "ich", "ihr", "im", "in", "ist", "ja", "je", "knie",
    "man", "mit", "nie", "nur", "ob", "oft", "ohr", "ruf", "sie", "so", "tag", "tun", "um", "und", "uns",
    "vom",
    "von", "vor", "was", "weg", "wer", "wie", "wir", "wo", "zeh", "zu", "zum", "zur",
})  # fmt: skip

_MISREAD: Final = (
    (r"([Aa])tm(?=en\b|et\b|e\b)", r"\1htm"),
    (r"\bBluthochdruck\b", "Blut-Hochdruck"),
    (r"\b([Aa])tem(?=[nz])", r"\1htem"),
    (r"\b(Bauch|Brust|Kopf|Muskel|Nacken)schmerz", r"\1-Schmerz"),
    (r"\b([Ee])twas\b", r"\1twass"),
    (r"\b([Ww])eglass", r"\1ecklass"),
    (r"\b([Ss])ooft\b", r"\1o oft"),
    (r"\bbeiseite\b", "bei Seite"),
    (r"\bFußballen\b", "Fuß-Ballen"),
    (r"\bNotfallplan", "Nohtfall-Plan"),
    (r"\bAugenlid", "Augen-Lied"),
    (r"([Vv])erlager", r"\1erlahger"),
    (r"\bBehandlungsteam", "Behandlungs-Tiem"),
    (r"\bNotruf", "Nohtruf"),
    (r"\bSchulter(?=bl|kreis|gürtel|gelenk|höhe)", "Schulter-"),
    (r"\bSprechstörung", "Sprech-Störung"),
    (r"\bTaubheitsgefühl", "Taubheits-Gefühl"),
    (r"\bHals\b", "Halls"),
    (r"\b([Ll])oslass", r"\1ohslass"),
    (r"\bguttut\b", "gut tut"),
)
"""Words of our own that eSpeak NG cuts in the wrong place, or says with a vowel of the wrong length."""

GERMAN: Final = SpokenWords(
    language="de",
    decimal_mark=",",
    point="Komma",
    units={
        "s": ("Sekunde", "Sekunden"), "sec": ("Sekunde", "Sekunden"), "sek": ("Sekunde", "Sekunden"),
        "min": ("Minute", "Minuten"), "h": ("Stunde", "Stunden"), "std": ("Stunde", "Stunden"),
        "wo": ("Woche", "Wochen"), "wdh": ("Wiederholung", "Wiederholungen"),
        "ms": ("Millisekunde", "Millisekunden"),
        "mm": ("Millimeter", "Millimeter"), "cm": ("Zentimeter", "Zentimeter"), "m": ("Meter", "Meter"),
        "km": ("Kilometer", "Kilometer"), "m2": ("Quadratmeter", "Quadratmeter"),
        "g": ("Gramm", "Gramm"), "kg": ("Kilogramm", "Kilogramm"), "mg": ("Milligramm", "Milligramm"),
        "µg": ("Mikrogramm", "Mikrogramm"), "lb": ("Pfund", "Pfund"), "lbs": ("Pfund", "Pfund"),
        "ml": ("Milliliter", "Milliliter"), "dl": ("Deziliter", "Deziliter"), "l": ("Liter", "Liter"),
        "L": ("Liter", "Liter"), "el": ("Esslöffel", "Esslöffel"), "tl": ("Teelöffel", "Teelöffel"),
        "kcal": ("Kilokalorie", "Kilokalorien"), "mmHg": ("Millimeter Quecksilber", "Millimeter Quecksilber"),
        "Hz": ("Hertz", "Hertz"), "W": ("Watt", "Watt"), "%": ("Prozent", "Prozent"), "€": ("Euro", "Euro"),
        "Uhr": ("Uhr", "Uhr"), "dB": ("Dezibel", "Dezibel"), "N": ("Newton", "Newton"),
    },
    per="pro",
    per_what={
        "s": "Sekunde", "sek": "Sekunde", "min": "Minute", "h": "Stunde", "Std": "Stunde", "d": "Tag",
        "Tag": "Tag", "Woche": "Woche", "Wo": "Woche", "Monat": "Monat", "Jahr": "Jahr", "Minute": "Minute",
        "Stunde": "Stunde", "Seite": "Seite", "Bein": "Bein", "Arm": "Arm", "Satz": "Satz", "kg": "Kilogramm",
        "l": "Liter", "Sitzung": "Sitzung", "Nacht": "Nacht", "Fuß": "Fuß", "Hand": "Hand",
        "Richtung": "Richtung", "Übung": "Übung", "m2": "Quadratmeter", "Atemzug": "Atemzug",
    },
    counted=("Wdh", "Wiederholungen", "Wiederholung", "Sätze", "Satz", "Mal", "Atemzüge", "Schritte",
             "Minuten"),
    signs={
        "\u00d7": "mal", "÷": "geteilt durch", "+": "plus", "&": "und", "<": "weniger als", ">": "mehr als",
        "≤": "höchstens", "≥": "mindestens", "=": "gleich", "≠": "ungleich", "±": "plus minus", "≈": "etwa",
        "~": "etwa", "@": "bei", "#": "Nummer", "%": "Prozent", "°": "Grad", "√": "Wurzel", "∞": "unendlich",
        "\u03b1": "alpha", "β": "beta", "Δ": "delta", "µ": "mikro", "μ": "mikro", "π": "pi", "№": "Nummer",
        "§": "Paragraf", "™": "", "®": "", "©": "", "↑": "hoch", "↓": "runter",
    },
    degree=("Grad", "Grad"),
    degree_scales={"C": "Celsius", "F": "Fahrenheit"},
    currencies={"$": ("Dollar", "Dollar"), "£": ("Pfund", "Pfund"), "€": ("Euro", "Euro")},
    minus="minus",
    range_to="bis",
    ratio="zu",
    alternative="oder",
    times=("mal", "mal"),
    multiplied="mal",
    then="dann",
    fractions=_FRACTIONS,
    mixed=_mixed,
    fraction_of_unit=_fraction_of_unit,
    mixed_of_unit=lambda whole, part, of, unit: f"{_mixed(whole, part, of)} {unit[1]}",
    out_of="von",
    over="zu",
    clock=_clock,
    ordinal=re.compile(r"(?<=\bder )(\d{1,3})\.(?= [A-Za-zÄÖÜäöü])"),
    abbreviations={
        "z. b.": "zum Beispiel", "z.b.": "zum Beispiel", "d. h.": "das heißt", "d.h.": "das heißt",
        "u. a.": "unter anderem", "u.a.": "unter anderem", "o. ä.": "oder Ähnliches",
        "o.ä.": "oder Ähnliches",
        "s. o.": "siehe oben", "s. u.": "siehe unten", "u. u.": "unter Umständen", "i. d. r.": "in der Regel",
        "i.d.r.": "in der Regel", "bzw.": "beziehungsweise", "usw.": "und so weiter", "etc.": "et cetera",
        "ca.": "circa", "ggf.": "gegebenenfalls", "evtl.": "eventuell", "inkl.": "inklusive",
        "exkl.": "exklusive", "max.": "maximal", "mind.": "mindestens", "bspw.": "beispielsweise",
        "vgl.": "vergleiche", "sog.": "sogenannt", "insb.": "insbesondere", "tgl.": "täglich",
        "nr.": "Nummer",
        "dr.": "Doktor", "prof.": "Professor", "tel.": "Telefon", "vs.": "gegen", "abb.": "Abbildung",
        "re.": "rechts", "li.": "links", "bds.": "beidseits", "li./re.": "links oder rechts",
        "re./li.": "rechts oder links", "wdh.": "Wiederholungen", "und/oder": "und oder",
        "bws": "B-W-S", "hws": "H-W-S", "lws": "L-W-S", "ph": "P-H", "24/7": "rund um die Uhr",
        "et al.": "und andere", "ok": "okay", "zw.": "zwischen", "o. g.": "oben genannt",
        "s. abb.": "siehe Abbildung", "lt.": "laut", "jew.": "jeweils", "tägl.": "täglich",
        "mehrm.": "mehrmals", "wöchentl.": "wöchentlich", "abds.": "abends", "wdhlg.": "Wiederholungen",
        "z. zt.": "zurzeit", "z.zt.": "zurzeit", "z. t.": "zum Teil", "z.t.": "zum Teil",
        "i. o.": "in Ordnung", "i.o.": "in Ordnung", "einschl.": "einschließlich", "bes.": "besonders",
        "z. n.": "Zustand nach", "z.n.": "Zustand nach",
    },
    weekdays=(
        ("Mo", "Montag"), ("Di", "Dienstag"), ("Mi", "Mittwoch"), ("Do", "Donnerstag"), ("Fr", "Freitag"),
        ("Sa", "Samstag"), ("So", "Sonntag"),
    ),
    spelled=_SPELLED,
    short_words=_SHORT_WORDS,
    vowels="AEIOUYÄÖÜ",
    # Voiceless, as in the south: eSpeak NG's voiced s is heard as another sound, or not at all. The chs of
    # "wechseln" is another sound, "aus" is voiceless already, and "suchen" would get a
    # short vowel, "Sekunde" and "sofort" their stress on the first syllable.
    espeak_spellings=(
        *((re.compile(pattern), spelling) for pattern, spelling in _MISREAD),
        # After a word its r is lost ("echts"), but for a pause of ten milliseconds.
        (re.compile(r"(?<=\w )(?=recht(?:s|e[nrs]?)\b)"), "[[_]] "),
        (re.compile(r"(?<![sS])(?<!ch)(?<!\b[Aa]u)[sS](?!uch|ekund|ofort)(?=[aeiouyäöü])"), "ß"),
    ),
    rules=(
        (re.compile(r"\b(?:Notruf|rufen|ruf|anrufen|wählen|wähle|Telefon)\b[^.!?]*", re.IGNORECASE), _called),
        (re.compile(r"(?<![\d.:])([01]?\d|2[0-4])[.:]([0-5]\d)\s?(?:Uhr|h)\b"), _written_clock),
        (re.compile(r"(?<=\d)\. Wiederholungen\b"), ". Wiederholung"),
        (re.compile(r"(?<=\d\.)\s?[\u2010-\u2015-]\s?(?=\d{1,2}\.\s?\d{1,2}\.)"), " bis "),
        (re.compile(r"\b((?:am|vom|zum|bis|ab|seit|dem|den|der) )?"
                    rf"(\d{{1,2}})\.(?:\s?[\u2010-\u2015-]\s?| bis )(\d{{1,2}})\.\s?({_NOUN})"), _ordinals),
        (re.compile(r"\b((?:in|an|nach|vor|seit|ab|bei|mit|von|zu|während|auf) der) (\d{1,3})\.(?= \w)"),
         lambda found: f"{found[1]} {_ordinal(found[2], 'n')}"),
        (re.compile(r"\b((?:am|vom|zum|bis|ab|seit|dem|den) )?"
                    r"([0-3]?\d)\.\s?(0?[1-9]|1[0-2])\.(?:\s?((?:19|20)\d\d))?"
                    r"(?![\d.])"), _date),
        (re.compile(rf"\b(am|vom|zum|bis|ab|seit|dem|den) ([0-3]?\d)\.\s?{_MONTH}"),
         lambda found: f"{found[1]} {_ordinal(found[2], 'n')} {found[3]}"),
        (re.compile(rf"\b([0-3]?\d)\.\s?{_MONTH}"), lambda found: f"{_ordinal(found[1], 'r')} {found[2]}"),
        (re.compile(r"\b(am|im|vom|zum|beim|dem|den|jedem|jeden|ab|nach|zur|einer) (\d{1,3})\.(?= [A-ZÄÖÜ])"),
         lambda found: f"{found[1]} {_ordinal(found[2], 'n')}"),
        (re.compile(r"\b(die|das|jede) (\d{1,3})\.(?= [A-ZÄÖÜ])"),
         lambda found: f"{found[1]} {_ordinal(found[2])}"),
        (re.compile(r"(?<![\d,.])(1[1-9]\d\d)(?![\d,.]*\d)(?!\s*(?:-|kcal|m\b|ml|mg|g\b|k|Schritt|Mal|Wdh))"),
         lambda found: _year(found[1])),
        (re.compile(r"(\d\s?(?:Sek|Min|Std|Wdh|Wo|sek|min|std|wdh))\.(?=[\s/])"), r"\1"),
        (re.compile(r"(?<![\d.,])(\d+),(\d\d)\s?€"), r"\1 Euro \2"),
        (re.compile(r"\b((?:Typ|Teil|Phase|Grad|Stufe|Woche|Stadium)\s+)(I{1,3}|IV|VI{0,3}|IX|X)\b"),
         lambda found: f"{found[1]}{_ROMAN.index(found[2]) + 1}"),
        (re.compile(r"(?<!\d)(?<!\d )\bmin\.(?=\s?\d)", re.IGNORECASE), "mindestens"),
        (re.compile(rf"\b([Ll]inks|[Rr]echts) ({'|'.join(_INFLECTING)})\b"),
         _inflected),
        (re.compile(rf"(?<![\d/])1/2 (?=(?:{'|'.join(_FEMININE)})\b)"), "eine halbe "),
        (re.compile(r"(\d)\s?-\s?(?=Wdh\b|Mal\b|mal\b)"), r"\1 "),
        (re.compile(r"(?<=\w )o\. (?=\w)"), "oder "),
        (re.compile(r"(?<=\w )u\. (?=\w)"), "und "),
        (re.compile(r"\bs\. S\.(?=\s?\d)"), "siehe Seite"),
        (re.compile(r"\b(\w{3,})/in\b"), r"\1 oder \1in"),
        (re.compile(r"\b(\w{3,}?)(?:en)?/innen\b"), r"\1innen"),
        (re.compile(r"\b([1-9]\d?)er\b"), lambda found: f"{number_in_words(int(found[1]), 'de')}er"),
        (re.compile(r"\bV\. ?a\."), "Verdacht auf"),
        (re.compile(r"\bv\. ?a\."), "vor allem"),
        (re.compile(rf"\bM\. (?={_LATIN})"), "Musculus "),
        (re.compile(rf"\bMm\. (?={_LATIN})"), "Musculi "),
        (re.compile(rf"\bN\. (?={_LATIN})"), "Nervus "),
        (re.compile(r"\b(Th|[BHL]WK)\s?(\d{1,2})(?:\s?([/\u2010-\u2015-])\s?(\1\s?)?(\d{1,2}))?\b"),
         _vertebrae),
        (re.compile(r"(?<![\w.,])(\d{1,3})\s?([\"\u2033'\u2032\u2019])(?=[\s,.;)\u2013-]|$)"),
         _seconds_or_minutes),
        (re.compile(r"(?<![\d.,])([1-9]),([0-9]\d)\s?m\b(?!\s?[/²])"),
         lambda found: f"{'ein' if found[1] == '1' else found[1]} Meter {int(found[2])}"),
        (re.compile(r"(?<![\w.,/:-])1\s?[\u2010-\u2015-]\s?(\d{1,2})(?=\s?(?:[A-ZÄÖÜ][a-zäöü]|[sh]\b|min\b|x\b|\u00d7|-?mal))"),
         r"ein bis \1"),
        (re.compile(rf"\b(in|nach|vor|seit|ab|bei|mit|von|zu|auf|aus) 1\s?({_ONE_OF})\b\.?(?!\w)"), _dative),
        (re.compile(r"Ø(?=\s?\d)"), "Durchmesser "),
        (re.compile(r"^(\d{1,2})\. (?=(?:Übung|Woche|Runde|Seite|Stufe|Serie|Position|Phase)\b)"),
         lambda found: f"{_ordinal(found[1])} "),
        (re.compile(r"^(\d{1,2})\. (?=(?:Tag|Satz|Schritt|Teil|Durchgang|Monat)\b)"),
         lambda found: f"{_ordinal(found[1], 'r')} "),
        (re.compile(r"\b(\w+)\((e?n|e|s)\)"), r"\1\2"),
    ),
    homographs=(
        (re.compile(rf"\b([Ee])ins(?= (?:{'|'.join(_FEMININE)})\b)"), r"\1ine"),
        (re.compile(rf"\b([Ee])ins(?= (?:{'|'.join(_OTHERS)})\b)"),
         r"\1in"),
        (re.compile(r"\b([Ee])ins mal\b"), r"\1inmal"),
    ),
)  # fmt: skip
"""Units as physiotherapists write them."""
