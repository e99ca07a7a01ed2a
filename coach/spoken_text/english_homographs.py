"""English words that are written alike and said in two ways, spelt so that every voice says the right one.

What eSpeak NG 1.52 says of each was looked at as phonemes, with which Piper's voices are fed too. It takes
"close" and "use" at the beginning of a sentence for the adjective and the noun, "contract" and "alternate"
always, and "wind" always for the weather.
"""

from __future__ import annotations

import re
from typing import Final

_OBJECT: Final = r"(?:your|the|a|an|both|one|each|it|them|his|her|this|that|these|those|two|either|only)"
_BEFORE_VERB: Final = r"(?:^|[.!?:;,(\u2026] |\b(?:and|then|to|slowly|gently|now|please|or|not|also|never) )"
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
    """Matches that verb by what stands before and after it; its first letter is the second group."""
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
    (re.compile(_verb("increase")), r"\1\2n-creese"),
    (re.compile(_verb("decrease")), r"\1\2e-creese"),
    (re.compile(r"\b([Aa])lternate(?= (?:sides|legs|arms|feet|hands|left|right|between|the|your)\b)"),
     r"\1lter-nate"),
    (re.compile(r"\b([Bb])ow(?= (?:your|the) (?:head|body|back)\b| forward| down)"), r"\1ough"),
    (re.compile(r"\b([Ww])ind(?= (?:down|up)\b)"), r"\1ined"),
    (re.compile(_TORN, re.IGNORECASE), r"\1tare\2"),
)  # fmt: skip
"""Carried out in order, on a text that is in words already."""
