"""The placeholders in an author's texts: which exist, and where each of them may be used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.document import Fields, Items, Text
from coach.fields.quoting import note_comment
from coach.problems import TextPosition, quoted
from coach.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.document import Node
    from coach.fields.findings import Findings

_OF_A_SIDE = frozenset({"side", "other_side"})
_OF_AN_EXERCISE = frozenset({"rep", "reps", "set", "sets"})
_MEANT_IN = {
    "hold": _OF_AN_EXERCISE | {"hold"},
    "move": _OF_AN_EXERCISE | {"hold"},  # of a movement by time, its time
    "repeat": frozenset({"rep", "reps"}),  # the round, and how many there are
}
SPOKEN_FIELDS = frozenset({
    "cautions", "not_for", "stop_if",
    "say", "name", "cue", "remind", "release", "caution", "ask", "left", "right",
})  # fmt: skip
"""The fields of words that are said; the others are only shown."""
PLACEHOLDERS = ("side", "other_side", "rep", "reps", "set", "sets", "hold")
_PLAIN = re.compile(r"^[^<>&:;*_]*[A-Za-z0-9]")
"""What needs no second look: a letter or digit, and no markup before it, which might take it away."""
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


def check_texts(fields: Fields, kind: str, *, sided: bool, findings: Findings) -> None:
    """Note what is wrong with the texts of a step of that kind, or of the routine itself (`routine`).

    `sided`: whether a left or right side is known when they are spoken.
    """
    meant = _MEANT_IN.get(kind, frozenset()) | (_OF_A_SIDE if sided else frozenset())
    for name, node in fields.fields.items():
        if name not in findings.vocabulary.texts:
            continue
        for text in _texts(node):
            note_comment(text, findings)
            if name in SPOKEN_FIELDS:
                _check_spoken(name, text, findings)
            if "{" in text.text or "}" in text.text:
                _check(text, meant, kind, findings)
        for by_side in () if sided else _texts_by_side(node):
            message = "this text differs by side, but there is no left or right here"
            findings.error(by_side, "side", message, "write one text, or give the step a 'side'")


def _texts(node: Node) -> Iterator[Text]:
    if isinstance(node, Text):
        yield node
        return
    for inner in node.items if isinstance(node, Items) else node.fields.values():
        yield from _texts(inner)  # no deeper than a document may be


def _texts_by_side(node: Node) -> Iterator[Fields]:
    if isinstance(node, Fields) and {"left", "right"} & node.fields.keys():
        yield node
    elif not isinstance(node, Text):
        for inner in node.items if isinstance(node, Items) else node.fields.values():
            yield from _texts_by_side(inner)


def _check(text: Text, meant: frozenset[str], kind: str, findings: Findings) -> None:
    for found in _BRACES.finditer(text.text):
        name = found[1]
        if name in meant:
            continue
        place = place_in(text, found.start(), findings)
        if name is None:
            hint = "write a placeholder such as '{side}', or leave out the brace"
            findings.error(place, "placeholder", f"there is a single '{found[0]}'", hint)
        elif name in _OF_A_SIDE:
            hint = "give the step a side, such as 'side: each', or leave the placeholder out"
            findings.error(place, "side", f"'{found[0]}' is used where there is no left or right", hint)
        elif name in PLACEHOLDERS:
            message = f"'{found[0]}' has no meaning in {_called(kind)}"
            findings.error(place, "placeholder", message, "leave it out, or write the word itself")
        else:
            near = nearest(name.strip(), PLACEHOLDERS)
            every = ", ".join(f"{{{known}}}" for known in PLACEHOLDERS)
            hint = f"did you mean '{{{near}}}'?" if near else f"write one of {every}"
            findings.error(place, "placeholder", f"{quoted(found[0])} is not a placeholder", hint)


def _check_spoken(name: str, text: Text, findings: Findings) -> None:
    """Note what the voice cannot say of a text; empty ones are noted elsewhere."""
    written = text.text
    if not written.strip() or (written.isascii() and _PLAIN.search(written)):
        return
    from coach.spoken_text.normalize import spoken, unspeakable_letters  # noqa: PLC0415 — few texts need it

    foreign = unspeakable_letters(written, findings.language)
    is_silent = not any(map(str.isalnum, spoken(written, findings.language)))
    if is_silent and not foreign:
        message = f"there is nothing to say in {quoted(written)}"
        hint = f"write '{name}' in words, with a letter or a digit, or leave it out"
        findings.error(text, "nothing-to-say", message, hint)
    elif foreign:
        index = min((at for at in map(written.find, foreign) if at >= 0), default=-1)  # -1: in an entity
        letters = written if is_silent else _letters_at(written, index, foreign)
        message = f"no voice for '{findings.language}' can say {quoted(letters)}"
        left = "this is only shown, with a tone" if is_silent else "it is left out when this is spoken"
        hint = f"{left}; write it in that language, or change 'language'"
        findings.warning(
            text if is_silent else place_in(text, max(index, 0), findings), "not-spoken", message, hint
        )


def _letters_at(text: str, index: int, letters: frozenset[str]) -> str:
    """The run of such letters that begins there; all of them for an index below 0."""
    if index < 0:
        return "".join(sorted(letters))
    end = next((at for at in range(index, len(text)) if text[at] not in letters), len(text))
    return text[index:end]


def place_in(text: Text, index: int, findings: Findings) -> TextPosition:
    """The place of that character if the text is on one line, else where the text begins."""
    begin = findings.line(text).find(text.text, text.column - 1)
    return TextPosition(text.line, text.column if begin < 0 else begin + index + 1)


def _called(kind: str) -> str:
    return "the routine's own texts" if kind == "routine" else f"the texts of '{kind}'"
