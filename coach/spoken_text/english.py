"""English: how signs, units and abbreviations are said."""

from __future__ import annotations

import re
from typing import Final

from coach.spoken_text.english_lexicon import ENGLISH_HOMOGRAPHS, ENGLISH_LEXICON
from coach.spoken_text.numbers import digits_in_words, number_in_words
from coach.spoken_text.table import SpokenWords

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_MONTH_BY_START: Final = {month[:3].lower(): month for month in _MONTHS}
_MONTH: Final = rf"({'|'.join(_MONTHS)}|{'|'.join(month[:3] for month in _MONTHS)}|Sept)\b\.?"
_HALF_PAST_NOON: Final = 12


def _clock(hour: int, minute: int) -> str:
    if not minute:
        return f"{hour} o'clock" if 1 <= hour <= _HALF_PAST_NOON else f"{hour} hundred"
    return f"{hour} oh {minute}" if minute < len("oh minutes") else f"{hour} {minute}"


def _mixed(whole: str, numerator: int, denominator: int) -> str:
    return f"{whole} and {_fraction(numerator, denominator)}"


def _fraction(numerator: int, denominator: int) -> str:
    one, many = _FRACTIONS[denominator]
    if numerator == 1:
        return f"{'an' if one[0] in 'aeiou' else 'a'} {one}"
    return f"{number_in_words(numerator, 'en')} {many}"


def _fraction_of_unit(fraction: str, unit: str) -> str:
    article = "an" if unit[0] in "aeiou" or unit == "hour" else "a"
    return f"half {article} {unit}" if fraction == "one half" else f"{fraction} of {article} {unit}"


def _year(found: re.Match[str]) -> str:
    return f"{found[1]}{number_in_words(int(found[2]), 'en', 'year')}"


def _decade(found: re.Match[str]) -> str:
    return f"{found[1]}{number_in_words(int(found[2]), 'en', 'year').removesuffix('y')}ies"


def _older(found: re.Match[str]) -> str:
    words = number_in_words(int(found[2]), "en")
    return f"{found[1]}{words.removesuffix('y')}ies" if words.endswith("y") else f"{found[1]}{words}s"


def _day_month(found: re.Match[str]) -> str:
    return f"{_ordinal(found[1])} of {_month(found[2])}"


def _month_day(found: re.Match[str]) -> str:
    return f"{_month(found[1])} {_ordinal(found[2])}"


def _iso_date(found: re.Match[str]) -> str:
    year = number_in_words(int(found[1]), "en", "year")
    return f"the {_ordinal(found[3])} of {_MONTHS[int(found[2]) - 1]} {year}"


def _slashed_date(found: re.Match[str]) -> str:
    """A date whose order is known only where one of its numbers is no month; else its numbers."""
    first, second = int(found[1]), int(found[2])
    year = number_in_words(int(found[3]), "en", "year")
    day, month = (first, second) if first > len(_MONTHS) else (second, first)
    if 0 < month <= len(_MONTHS) < day:
        return f"the {_ordinal(str(day))} of {_MONTHS[month - 1]} {year}"
    return f"{number_in_words(first, 'en')}, {number_in_words(second, 'en')}, {year}"


def _number_to_call(found: re.Match[str]) -> str:
    """`555-1234` is to be called, `500-1000` is a range of round numbers."""
    if int(found[2]) % 50 == 0:
        return found[0]
    return f"{digits_in_words(found[1], 'en')}, {digits_in_words(found[2], 'en')}"


def _double_prime(found: re.Match[str]) -> str:
    """`30"` is a time after "hold" and the like, else a length; after a quotation mark it is neither."""
    before = found.string[: found.start()]
    if before.count('"') % 2 or before.count("\u201c") > before.count("\u201d"):
        return found[0]
    one, many = ("second", "seconds") if _TIMED.search(before) else ("inch", "inches")
    return f"{found[1]} {one if found[1] == '1' else many}"


def _prime(found: re.Match[str]) -> str:
    """`10'` is a time after "for" and the like; else it may be a quotation mark."""
    if not _TIMED.search(found.string[: found.start()]):
        return found[0]
    return f"{found[1]} {'minute' if found[1] == '1' else 'minutes'}"


def _ordinal(digits: str) -> str:
    return number_in_words(int(digits), "en", "ordinal")


def _month(start: str) -> str:
    return _MONTH_BY_START[start[:3].lower()]


def _called(found: re.Match[str]) -> str:
    """The numbers to call, digit by digit."""
    return re.sub(
        r"(?<![\d,.])(?<!\d )\d{3}(?![ ,.]?\d)", lambda number: digits_in_words(number[0], "en"), found[0]
    )


def _american_number(found: re.Match[str]) -> str:
    return ", ".join(digits_in_words(group, "en") for group in found.groups() if group)


def _minutes_and_seconds(found: re.Match[str]) -> str:
    """`Hold 0:45` is a time to wait, no time of day."""
    minutes, seconds = int(found[3]), int(found[4])
    said = [f"{minutes} min"] * bool(minutes) + [f"{seconds} s"] * bool(seconds or not minutes)
    return f"{found[1]}{found[2] or ''} {' '.join(said)}"


def _dotted_letters(found: re.Match[str]) -> str:
    """`R.O.M.` letter by letter; the full stop at the end ends the sentence too."""
    ends = "" if found.string[found.end() :].strip(" )\"'\u201d") else "."
    return "-".join(found[0].replace(".", "")) + ends


def _roman(found: re.Match[str]) -> str:
    return f"{found[1]}{_ROMAN.index(found[2].upper()) + 1}"


_TIMED: Final = re.compile(
    r"(?:\b(?:hold|held|for|rest|wait|pause|stretch|in|out)|[xX\u00d7]) *(?:for |of )?$", re.IGNORECASE
)
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_FRACTIONS: Final = {
    2: ("half", "halves"), 3: ("third", "thirds"), 4: ("quarter", "quarters"), 5: ("fifth", "fifths"),
    6: ("sixth", "sixths"), 8: ("eighth", "eighths"),
}  # fmt: skip
_DECADE: Final = (
    r"\b((?:your|their|his|her|mid|early|late)[\s-]+|(?=(?:19|20)\d0)|the (?=19|20))"
    r"([2-9]0|(?:19|20)\d0)['\u2019]?s\b"
)
_BEFORE_YEAR: Final = rf"\b((?:in|since|until|by|from|of|year|{'|'.join(_MONTHS)}|al\.|others),?\s+)"
_YEAR: Final = r"((?:19|20)\d\d)(?![\d,.]*\d)(?!\s*(?:-|[a-z]+s\b|kcal|m\b|ml|mg|g\b|k))"

_SPELLED: Final = frozenset({
    "AAROM", "AC", "ACL", "ADHD", "ADL", "ADLS", "AED", "AFO", "AIIS", "ALS", "AM", "AROM", "ASIS", "BMI",
    "BP", "BPPV", "CABG", "CNS", "COPD", "CPAP", "CPR", "CT", "DIY", "DVT", "ECG", "EEG", "EMG", "ER",
    "FAI", "GP", "HEP", "HIV", "HR", "ICD", "ICU", "ID", "ITB", "IV", "LBP", "LCL", "MCL", "MRI", "MS",
    "MSK", "NHS", "NSAID", "OA", "OT", "OTC", "PCL", "PE", "PFPS", "PM", "PROM", "PT", "RA", "ROM", "RPE",
    "RSI", "SCM", "SIJ", "TA", "THA", "THR", "TIA", "TKA", "TKR", "TMJ", "TV", "UK", "USA", "UTI",
})  # fmt: skip
_SHORT_WORDS: Final = frozenset({
    "ab", "ache", "add", "age", "ago", "aid", "air", "all", "am", "an", "and", "any", "are", "arm", "as",
    "ask", "at", "back", "be", "bed", "big", "both", "but", "by", "calf", "can", "cut", "dip", "do", "due",
    "ear", "ease", "easy", "end", "eye", "far", "feel", "felt", "few", "for", "get", "go", "had", "has",
    "he", "her", "him", "hip", "his", "hot", "how", "if", "in", "is", "it", "its", "jaw", "keep", "kit",
    "lap", "lay", "leg", "let", "lie", "lot", "low", "mat", "max", "may", "me", "men", "mid", "min", "my",
    "new", "no", "nor", "not", "now", "of", "off", "oh", "old", "on", "one", "or", "our", "out", "own",
    "per", "pin", "put", "ran", "red", "rib", "run", "sad", "say", "see", "set", "she", "sip", "sit", "six",
    "so", "tap", "ten", "the", "tie", "tip", "to", "toe", "too", "top", "try", "two", "up", "us", "use",
    "way", "we", "who", "why", "yes", "yet", "you",
})  # fmt: skip

ENGLISH: Final = SpokenWords(
    language="en",
    decimal_mark=".",
    point="point",
    units={
        "s": ("second", "seconds"), "sec": ("second", "seconds"), "secs": ("second", "seconds"),
        "min": ("minute", "minutes"), "mins": ("minute", "minutes"), "h": ("hour", "hours"),
        "hr": ("hour", "hours"), "hrs": ("hour", "hours"), "wk": ("week", "weeks"), "wks": ("week", "weeks"),
        "yr": ("year", "years"), "yrs": ("year", "years"), "ms": ("millisecond", "milliseconds"),
        "mm": ("millimetre", "millimetres"), "cm": ("centimetre", "centimetres"), "m": ("metre", "metres"),
        "km": ("kilometre", "kilometres"), "ft": ("foot", "feet"), "yd": ("yard", "yards"),
        "m2": ("square metre", "square metres"), "cm2": ("square centimetre", "square centimetres"),
        "g": ("gram", "grams"), "kg": ("kilogram", "kilograms"), "kgs": ("kilogram", "kilograms"),
        "mg": ("milligram", "milligrams"), "mcg": ("microgram", "micrograms"),
        "µg": ("microgram", "micrograms"),
        "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"),
        "ml": ("millilitre", "millilitres"), "l": ("litre", "litres"), "L": ("litre", "litres"),
        "dl": ("decilitre", "decilitres"), "tsp": ("teaspoon", "teaspoons"),
        "tbsp": ("tablespoon", "tablespoons"),
        "kcal": ("kilocalorie", "kilocalories"), "bpm": ("beat per minute", "beats per minute"),
        "rpm": ("turn per minute", "turns per minute"), "mph": ("mile per hour", "miles per hour"),
        "mmHg": ("millimetre of mercury", "millimetres of mercury"), "Hz": ("hertz", "hertz"),
        "kph": ("kilometre per hour", "kilometres per hour"), "%": ("percent", "percent"),
        "y": ("year", "years"),
        "mo": ("month", "months"), "mos": ("month", "months"), "mi": ("mile", "miles"),
        "yo": ("year old", "years old"), "y/o": ("year old", "years old"),
        "mmol": ("millimole", "millimoles"), "dB": ("decibel", "decibels"), "N": ("newton", "newtons"),
    },
    per="per",
    per_what={
        "s": "second", "sec": "second", "min": "minute", "h": "hour", "hr": "hour", "d": "day", "wk": "week",
        "day": "day", "week": "week", "month": "month", "year": "year", "minute": "minute", "hour": "hour",
        "second": "second", "side": "side", "leg": "leg", "arm": "arm", "set": "set", "rep": "rep",
        "kg": "kilogram",
        "l": "litre", "L": "litre", "dl": "decilitre", "session": "session", "night": "night", "foot": "foot",
        "hand": "hand", "direction": "direction", "exercise": "exercise", "m2": "square metre",
        "breath": "breath",
    },
    counted=(
        "rep", "reps", "repetitions", "set", "sets", "times", "breaths", "beats", "steps", "minutes", "hours",
        "days", "nights", "sessions", "exercises", "glasses",
    ),
    signs={
        "\u00d7": "times", "÷": "divided by", "+": "plus", "&": "and", "<": "less than", ">": "more than",
        "≤": "at most", "≥": "at least", "=": "equals", "≠": "is not", "±": "plus or minus", "≈": "about",
        "~": "about", "@": "at", "#": "number", "%": "percent", "°": "degrees", "√": "root", "∞": "infinite",
        "\u03b1": "alpha", "β": "beta", "\u03b3": "gamma", "δ": "delta", "Δ": "delta", "µ": "micro",
        "μ": "micro",
        "π": "pi", "Ω": "ohm", "№": "number", "§": "section", "™": "", "®": "", "©": "", "↑": "up",
        "↓": "down",
    },
    minus="minus",
    degree=("degree", "degrees"),
    degree_scales={"C": "Celsius", "F": "Fahrenheit"},
    currencies={"$": ("dollar", "dollars"), "£": ("pound", "pounds"), "€": ("euro", "euros")},
    range_to="to",
    ratio="to",
    alternative="or",
    times=("time", "times"),
    multiplied="times",
    then="then",
    fractions=_FRACTIONS,
    mixed=_mixed,
    fraction_of_unit=_fraction_of_unit,
    mixed_of_unit=lambda whole, part, of, unit: f"{_mixed(whole, part, of)} {unit[1]}",
    out_of="out of",
    over="over",
    clock=_clock,
    ordinal=re.compile(r"(?<![\w.,])(\d{1,4})(?:st|nd|rd|th)\b", re.IGNORECASE),
    abbreviations={
        "e.g.": "for example", "eg.": "for example", "i.e.": "that is", "ie.": "that is", "etc.": "et cetera",
        "vs.": "versus", "vs": "versus", "approx.": "approximately", "approx": "approximately",
        "max.": "maximum",
        "incl.": "including", "excl.": "excluding", "esp.": "especially", "w/o": "without",
        "w/": "with ", "b/c": "because", "n/a": "not applicable", "n.b.": "note", "nb:": "note:",
        "a.m.": "A-M",
        "p.m.": "P-M", "dr.": "Doctor", "mr.": "Mister", "mrs.": "Missus", "prof.": "Professor",
        "ph.d.": "P-H-D",
        "24/7": "twenty-four seven", "and/or": "and or", "fwd": "forward", "temp.": "temperature",
        "resp.": "respectively", "c/o": "care of", "asap": "as soon as possible",
        "et al.": "and others", "pls": "please", "btw": "by the way", "fyi": "for your information",
        "prn": "as needed", "thx": "thanks", "tel.": "telephone", "ea.": "each", "ea": "each",
        "wk": "week", "wk.": "week", "wks": "weeks", "wks.": "weeks",
        "abt": "about", "wt.": "weight", "ex.": "exercise", "hiit": "hit",
        "spo2": "S-P-O two", "vo2": "V-O two", "ok": "okay", "vo2max": "V-O two max", "ph": "P-H",
        "w/c": "week commencing",
    },
    weekdays=(
        ("Mon", "Monday"), ("Tues?", "Tuesday"), ("Wed", "Wednesday"), ("Thu(?:rs?)?", "Thursday"),
        ("Fri", "Friday"), ("Sat", "Saturday"), ("Sun", "Sunday"),
    ),
    spelled=_SPELLED,
    short_words=_SHORT_WORDS,
    # Heard without them: "in India water", "restlessness", "side or speech", "I'm reaching six".
    espeak_spellings=(
        (re.compile(r"\bin or near\b"), "in, or near,"),
        (re.compile(r"\bsight(?= or speech\b)"), "[[s'aItt]]"),
        (re.compile(r"\b(pain reaches) (?=\w+, stop\b)"), r"\1, "),
        (re.compile(r"\b([Bb])reathlessness\b(?=:)"), r"\1reathless ness"),
    ),
    vowels="AEIOUY",
    rules=(
        (re.compile(r"(?<![\w.,/+-])(?:(1)[ -])?\(?(\d{3})\)?[ -](\d{3})-(\d{4})(?![\w-])"),
         _american_number),
        (re.compile(r"\b(?:call|dial|ring|phone)\b[^.!?]*", re.IGNORECASE), _called),
        (re.compile(r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b"), _iso_date),
        (re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?=[\s,.;:)]|$)"), _day_month),
        (re.compile(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?=\s*$|[,.;)](?:\s|$)|\s\d)"), _month_day),
        (re.compile(r"(?<![\w/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\w/])"), _slashed_date),
        (re.compile(r"(?<![\w.,-])(\d{3})-(\d{4})(?![\w-]|[.,]\d|\s?[a-z%])"), _number_to_call),
        (re.compile(r"(?<![\w.,/])([3-7])\s?['\u2019\u2032]\s?(\d|1[01])(?:[\"\u2033]|'')"), r"\1 foot \2"),
        (re.compile(r"(?:(?<![\w.,/])|(?<=\d[xX\u00d7]))(\d+)\s?(?:[\"\u2033\u201d]|'')(?!\w)"),
         _double_prime),
        (re.compile(r"(?<![\w.,/])(\d+)\s?['\u2019\u2032](?![\w'\u2019])"), _prime),
        (re.compile(r"(?<![\d.,])(1[0-2]|0?\d)\.([0-5]\d)(?=\s?[ap]\.?m\b)", re.IGNORECASE), r"\1:\2"),
        (re.compile(r"(?<=\d)\s?([ap])\.?m\.?\s?[\u2010-\u2015-]\s?(?=\d)", re.IGNORECASE), r" \1m to "),
        (re.compile(rf"{_BEFORE_YEAR}{_YEAR}"), _year),
        (re.compile(r"\b(the )['\u2019]([2-9]0)s\b"), _decade),
        (re.compile(r"(\()((?:19|20)\d\d)(?=\))"), _year),
        (re.compile(_DECADE), _decade),
        (re.compile(r"\b((?:type|part|phase|grade|stage|week|level|class|step)\s+)(I{1,3}|IV|VI{0,3}|IX|X)\b",
                    re.IGNORECASE), _roman),
        (re.compile(r"\b((?:the|people|adults|those) (?:over|under)[\s-])([4-9][05])s\b"), _older),
        (re.compile(r"(?<!\d)(?<!\d[\s-])\bmin\.(?=\s?\d)", re.IGNORECASE), "minimum"),
        (re.compile(r"\bIT(?=[- ]band)"), "I-T"),
        (re.compile(r"\bAM(?= I\b)"), "Am"),
        (re.compile(r"\b(?:no|nr)\.\s?(?=\d|of\b)", re.IGNORECASE), "number "),
        (re.compile(r"\b(step|set|round|day|session|part|page|exercise|rep) (\d+)\s?/\s?(\d+)\b",
                    re.IGNORECASE), r"\1 \2 of \3"),
        (re.compile(r"\bfig\.\s?(?=\d)", re.IGNORECASE), "figure "),
        (re.compile(r"\bpp\.\s?(?=\d)"), "pages "),
        (re.compile(r"\bp\.\s?(?=\d)"), "page "),
        (re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}(?!\w)"), _dotted_letters),
        (re.compile(r"(?<=\d(?:st|nd|rd|th))\s?[-\u2013]\s?(?=\d+(?:st|nd|rd|th)\b)"), " to "),
        (re.compile(r"(?<=\d/\d)(?:rd|th|nd)s?\b"), ""),
        (re.compile(r"\b(hold|rest|pause|wait)( for)? (\d):([0-5]\d)\b"
                    r"(?!\s?(?:[-\u2013]|[ap]\.?m\b|min\b|h\b))", re.IGNORECASE), _minutes_and_seconds),
        (re.compile(r"\b(\w+)\(s\)"), r"\1s"),
        (re.compile(r"(\d)\s?-\s?(?=reps?\b|sets?\b)", re.IGNORECASE), r"\1 "),
    ),
    lexicon=ENGLISH_LEXICON,
    homographs=ENGLISH_HOMOGRAPHS,
)  # fmt: skip
"""Units as physiotherapists write them. A lone `L` or `R` stays a letter, as it may not be a side."""
