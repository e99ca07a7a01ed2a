"""English words that voices misread: of anatomy and exercise, and those written alike and said in two ways.

Every entry was looked at as phonemes of eSpeak NG 1.52, with which Piper's voices are fed too: of the bare
word they are wrong, of the respelling near enough to be understood. The IPA is that of General American; the
vowel of *hot*, which a British voice says in its own way, is short, and that of *calm* long.

Of words that are written alike, eSpeak NG takes "close" and "use" at the beginning of a sentence for the
adjective and the noun, "record" often too, "contract" and "alternate" always, and "wind" always for the
weather.
"""

from __future__ import annotations

import re
from typing import Final

from coach.spoken_text.lexicon import Entries, Pronunciation

# ruff: noqa: RUF001 — some letters of IPA look like others


ENGLISH_LEXICON: Entries = tuple(
    (word, Pronunciation(respell, ipa))
    for word, respell, ipa in (
        ("abdominis", "ab-dommin-iss", "æbdˈɑmɪnɪs"),
        ("acromion", "a-crow-mee-on", "əkɹˈoʊmiən"),
        ("Bosu", "boh-sue", "bˈoʊsuː"),
        ("brachialis", "braykee-alis", "bɹˌeɪkiˈælɪs"),
        ("brachioradialis", "braykee-o-radialis", "bɹˌeɪkioʊɹˌeɪdiˈælɪs"),
        ("calcaneal", "kal-kay-nee-al", "kælkˈeɪniəl"),
        ("calcaneus", "kal-kay-nee-us", "kælkˈeɪniəs"),
        ("coccyx", "cock-six", "kˈɑksɪks"),
        ("fascia", "fashia", "fˈæʃiə"),
        ("femoris", "femmer-iss", "fˈɛmɚɹɪs"),
        ("gracilis", "grassi-liss", "ɡɹˈæsɪlɪs"),
        ("iliacus", "ill-eye-a-kuss", "ɪlˈaɪəkəs"),
        ("infraspinatus", "infra-spy-naytus", "ˌɪnfɹəspaɪnˈeɪɾəs"),
        ("Kegel", "keegle", "kˈiːɡəl"),
        ("kinesio", "kin-eezio", "kɪnˈiːzioʊ"),
        ("latissimus", "la-tissimus", "lətˈɪsɪməs"),
        ("malleolus", "mal-ee-o-luss", "mælˈiːələs"),
        ("masseter", "mass-eater", "mæsˈiːɾɚ"),
        ("meniscus", "men-iscus", "mənˈɪskəs"),
        ("multifidus", "mul-tiffi-duss", "mʌltˈɪfɪdəs"),
        ("nystagmus", "nis-tag-muss", "nɪstˈæɡməs"),
        ("occipital", "ock-sippital", "ɑksˈɪpɪɾəl"),
        ("olecranon", "oh-leckra-non", "oʊlˈɛkɹənɑn"),
        ("patella", "pa-tella", "pətˈɛlə"),
        ("peroneal", "perro-nee-al", "pˌɛɹənˈiːəl"),
        ("phalanges", "fa-lan-jeez", "fəlˈændʒiːz"),
        ("pilates", "pill-ah-teez", "pɪlˈɑːɾiːz"),
        ("piriformis", "pirri-formis", "pˌɪɹɪfˈɔːɹmɪs"),
        ("popliteal", "pop-litty-al", "pɑplˈɪɾiəl"),
        ("quadricep", "kwodrissep", "kwˈɑdɹɪsɛp"),
        ("quadriceps", "kwodrisseps", "kwˈɑdɹɪsɛps"),
        ("sacroiliac", "say-crow-illiac", "sˌeɪkɹoʊˈɪliæk"),
        ("sciatic", "sigh-attic", "saɪˈæɾɪk"),
        ("sternocleidomastoid", "sterno-clydo-mastoid", "stˌɜːnoʊklˌaɪdoʊmˈæstɔɪd"),
        ("suboccipital", "sub-ock-sippital", "sˌʌbɑksˈɪpɪɾəl"),
        ("subscapularis", "sub-scapular-iss", "sˌʌbskæpjʊlˈɛɹɪs"),
        ("supraspinatus", "supra-spy-naytus", "sˌuːpɹəspaɪnˈeɪɾəs"),
        ("teres", "teer-eez", "tˈɪɹiːz"),
        ("Theraband", "therry-band", "θˈɛɹəbænd"),
        ("trochanter", "tro-canter", "tɹoʊkˈæntɚ"),
    )
)

_OBJECT: Final = r"(?:your|the|a|an|both|one|each|it|them|his|her|this|that|these|those|two|either|only)"
_BEFORE_VERB: Final = (
    r"(?:^|[.!?:;,(\u2026] |\b(?:and|then|to|slowly|gently|now|please|or|(?:can)?not|also|never) )"
)
_NO_VERB_BEFORE: Final = "".join(
    f"(?<!(?i:{word}) )" for word in ("stand", "sit", "stay", "keep", "lie", "too", "very")
)
_CLOSE_IT: Final = (
    rf"{_NO_VERB_BEFORE}\b([Cc])lose"
    r"(?=,? (?:and open )?(?:your|both|the|one|each|it|them|eyes|mouth|his|her)\b)"
)
_THEN_CLOSE: Final = r"\b((?:to|and|then|slowly|gently|eyes) )close(?= (?:again|gently|slowly)|[.,]?$)"
_TORN: Final = (
    r"\b((?:muscle|tendon|ligament|cuff|meniscus|meniscal|labral|labrum|cartilage|calf|hamstring|ACL|A-C-L|"
    r"partial|full|complete|small|recent|thickness|suspected|old|new) )tear(s?)(?! (?:film|duct|drop))\b"
)


def _verb(word: str) -> str:
    """Matches that verb by what comes before and after it; its first letter is the second group."""
    return rf"({_BEFORE_VERB})({word[0].upper()}|{word[0]}){word[1:]}(?= {_OBJECT}\b)"


ENGLISH_HOMOGRAPHS: Final = (
    (re.compile(_CLOSE_IT), r"\1loze"),
    (re.compile(r"\b([Oo]pen and c)lose\b"), r"\1loze"),
    (re.compile(r"\b([Cc])lose(?= and open\b)"), r"\1loze"),
    (re.compile(_THEN_CLOSE, re.IGNORECASE), r"\1cloze"),
    (re.compile(r"^([Cc])lose(?=[.,!]?$)"), r"\1loze"),
    (re.compile(r"\b([Ss])eparate(?= (?:your|the|both|them)\b)"), r"\1epper-ate"),
    (re.compile(r"\b([Cc])ontract(?= (?:your|the|both|and|it)\b)"), r"\1un-tract"),
    (re.compile(_verb("use")), r"\1\2ze"),
    (re.compile(_verb("record")), r"\1\2ecorde"),
    (re.compile(_verb("increase")), r"\1\2n-creese"),
    (re.compile(_verb("decrease")), r"\1\2e-creese"),
    (re.compile(r"\b([Aa])lternate(?= (?:sides|legs|arms|feet|hands|left|right|between|the|your)\b)"),
     r"\1lter-nate"),
    (re.compile(r"\b([Bb])ow(?= (?:your|the) (?:head|body|back)\b| forward| down)"), r"\1ough"),
    (re.compile(r"\b([Ww])ind(?= (?:down|up)\b)"), r"\1ined"),
    (re.compile(_TORN, re.IGNORECASE), r"\1tare\2"),
)  # fmt: skip
"""Carried out in order, on a text that is in words already."""
