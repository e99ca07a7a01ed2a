"""Removes from a text what is written and never said: tags, marks of emphasis, pictures."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import partial

_TAGS = (
    "a|b|i|u|s|p|em|strong|small|big|mark|sub|sup|br|hr|del|ins|strike|font|span|div|ul|ol|li|dl|dt|dd|h[1-6]|"
    "table|thead|tbody|tr|td|th|blockquote|code|pre|img|center|article|section|"
    "html|head|body|title|header|footer|main|nav|figure|figcaption|label|button|abbr|cite|q|kbd|[ovw]:[a-z]+|"
    "speak|break|prosody|phoneme|say-as|voice|emphasis|audio|sentence|paragraph"
)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]+)\)")
_ADDRESS = re.compile(
    r"\b(?:https?://|www\.)(?:www\.)?([\w-]+(?:\.[\w-]+)+)[^\s)>\]]*?(?=[.,;:!?]*(?:[\s)>\]]|$))"
)
_BOX = r"(?:\[[ xX]\]\s+)?"
"""Of a list of tasks, to be ticked."""
_BULLET = re.compile(rf"(^|[^\s.!?;:,])[ \t]*\n\s*(?:[-*+•‣◦▪●○■□\u2013]|#{{1,6}}|>)[ \t]+{_BOX}")
_FIRST_BULLET = re.compile(rf"^\s*(?:[-*+•‣◦▪●○■□\u2013]|#{{1,6}}|>+)\s+{_BOX}", re.MULTILINE)
_HASHTAG = re.compile(r"(?<![\w&])#(?=[^\W\d_])")
_RAISED = re.compile(r"<sup>(\d{1,2})</sup>", re.IGNORECASE)
_RAISED_OR_LOWERED = re.compile(r"</?su[bp]>", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")
_FOOTNOTE = re.compile(
    r"(?:(?<=[^\W\d_]{3})|(?<=[\d.!?]))[\u00b2\u00b3\u00b9\u2070-\u2079]+|(?<=[^\W\d_])[\u00b9\u2074-\u2079]"
    r"|(?<=[^\W\d_]{3})\[\d{1,2}(?:, ?\d{1,2})*\](?!\()"
)
"""The number of a footnote at a word or a number; `m²` is a unit."""
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|~~|==)(?=\S)(.+?)(?<=\S)\1(?!\w)", re.DOTALL)
_FACE = re.compile(r"(?<!\S)(?:[:;]-?[)(DPp])(?!\S)")
_JOINING = re.compile("[\u00ad\u200c\u200d\u2060\ufeff\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")
"""Invisible inside a word or behind a picture: soft hyphens, joiners, variants of a sign, tones of skin."""
_LIGATURES = re.compile(
    "[\u00b2\u00b3\u00b9\ufb00-\ufb06\uff01-\uff5e\u2460-\u2473\u24b6-\u24e9\u2070-\u209c\u2150-\u217f\u00bc-\u00be"
    "\U0001d400-\U0001d7ff]"
)
_SAME = {0x2044: "/", 0x2010: "-", 0x2011: "-"}
"""The slash of a fraction, and the hyphens of word processors."""
_DIGIT = re.compile(r"(?![0-9])\d")
"""A digit of another script: not every voice knows it."""
_UNSPOKEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Me"})
"""Unicode categories that are never spoken: controls, format characters, lone surrogates, …"""
_ENTITIES_TWICE = 2
"""`&amp;nbsp;` is a text that a program escaped twice."""


def unmarked(text: str) -> str:
    """The text without markup, in one script of signs: lines stay, everything invisible goes."""
    for _ in range(_ENTITIES_TWICE):
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = _RAISED.sub(lambda found: found[1].translate(_SUPERSCRIPTS), text)
    text = _TAG.sub(" ", _RAISED_OR_LOWERED.sub("", text))
    text = _LINK.sub(r"\1", text)
    text = _ADDRESS.sub(partial(_spoken_address), text)
    text = _HASHTAG.sub("", _FIRST_BULLET.sub("", _BULLET.sub(r"\1, ", text)))
    text = _FACE.sub(" ", text)
    for _ in range(_ENTITIES_TWICE):
        text = _EMPHASIS.sub(r"\2", text)
    text = _LIGATURES.sub(_plain, _FOOTNOTE.sub("", _JOINING.sub("", text))).translate(_SAME)
    text = "".join(" " if unicodedata.category(letter) in _UNSPOKEN else letter for letter in text)
    return text if text.isascii() else _DIGIT.sub(lambda found: str(int(found[0])), text)


def without_pictures(text: str) -> str:
    """The text without the signs that have no word of their own: emoji, dingbats, bullets, rules."""
    return "".join(" " if _is_picture(letter) else letter for letter in text)


def _spoken_address(found: re.Match[str]) -> str:
    return found[1]


def _plain(found: re.Match[str]) -> str:
    """A ligature, a wide or bold letter or a number in a circle as plain ones; a fraction stays apart."""
    plain = unicodedata.normalize("NFKC", found[0])
    before = found.string[found.start() - 1 : found.start()]
    return f" {plain}" if "\u2044" in plain and before.isdigit() else plain


def _is_picture(letter: str) -> bool:
    return letter in "*_`~^|\\•‣◦·†‡" or (
        not letter.isascii() and unicodedata.category(letter) in {"So", "Sk", "Sm"}
    )
