"""Rewrites the tables of docs/understood.md from what `understood.py` heard.

    python benchmarks/understood_page.py heard.jsonl

What stands in the last column of a line is kept as long as the same is heard, so that it can be written by
hand; else it says which words came back as which.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Final

from said import explained, lost, words_of
from understood import SUBJECTS, Line, read_lines, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE: Final = Path(__file__).parents[1] / "docs" / "understood.md"
NAMES: Final = {
    "en natural": "English, natural voice",
    "en espeak": "English, eSpeak NG",
    "de espeak": "German, eSpeak NG",
    "es espeak": "Spanish, eSpeak NG",
    "fr espeak": "French, eSpeak NG",
    "en bare-piper": "English, the same lines by bare Piper",
    "en bare-espeak": "English, the same lines by bare eSpeak NG",
    "de bare-espeak": "German, plain prose by bare eSpeak NG",
    "es bare-espeak": "Spanish, plain prose by bare eSpeak NG",
    "fr bare-espeak": "French, plain prose by bare eSpeak NG",
}
MISHEARD: Final = 0.3
"""A line whose error rate is above this is listed."""
MOST_WORDS: Final = 15
_RUDE: Final = re.compile(r"(?i)(?<=\bf)uc(?=k)|(?<=\bsh)i(?=t\b)")
_PLACE: Final = re.compile(r"(<!-- (figures|words: (.+?)|lines: (.+?)) -->\n).*?(<!-- end -->)", re.DOTALL)
_ROW: Final = re.compile(r"^\| (.+?) \| (.+?) \| (.*) \|$", re.MULTILINE)


def rewritten(page: str, lines: Iterable[Line]) -> str:
    """The text of the page as it should be."""
    heard: dict[str, list[Line]] = defaultdict(list)
    latest = {(line.subject, line.text): replace(line, heard=_RUDE.sub("…", line.heard)) for line in lines}
    for subject in SUBJECTS:
        known = (latest.get((subject, text)) for text in texts_of(subject))
        heard[subject] = [line for line in known if line is not None]

    def place(found: re.Match[str]) -> str:
        if found[3]:
            table = _words(heard[found[3]])
        elif found[4]:
            written = {(row[1], row[2]): row[3] for row in _ROW.finditer(found[0])}
            table = _lines(heard[found[4]], written)
        else:
            table = _figures(heard)
        return found[1] + table + found[5]

    return _PLACE.sub(place, page)


def _figures(heard: dict[str, list[Line]]) -> str:
    rows = [
        "| what is said | lines | word error rate | above 0.3 | side, number, not: lost | chosen wrongly |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for subject, lines in heard.items():
        if lines:
            rate = sum(line.errors for line in lines) / sum(len(line.words[0]) for line in lines)
            above = sum(line.rate > MISHEARD for line in lines)
            lost_freely = _by_kind([line.lost for line in lines])
            chosen = _by_kind([_chosen_wrongly(line) for line in lines])
            cells = (NAMES[subject], len(lines), f"{rate:.3f}", above, lost_freely, chosen)
            rows.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(rows) + "\n"


def _by_kind(kinds: list[list[str]]) -> str:
    return ", ".join(str(sum(kind in each for each in kinds)) for kind in ("side", "number", "negation"))


def _chosen_wrongly(line: Line) -> list[str]:
    """Which of side, number and negation the recogniser took for another when it had the choice."""
    said, chosen = (words_of(text, line.language) for text in (line.text, line.nearest))
    return lost(said, chosen, line.language) if line.nearest else []


def _words(lines: Iterable[Line]) -> str:
    """The words that are lost most often."""
    said: Counter[str] = Counter()
    wrong: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        words, heard = line.words
        said.update(words)
        for kind, a, b, c, d in SequenceMatcher(None, words, heard, autojunk=False).get_opcodes():
            if kind in {"replace", "delete"}:
                others = heard[c:d] if b - a == d - c else ["(more or fewer words)"] * (b - a)
                for word, other in zip(words[a:b], others, strict=True):
                    wrong[word][other] += 1
    most = sorted(wrong, key=lambda word: -wrong[word].total())[:MOST_WORDS]
    rows = ["| word | misheard | most often as |", "| --- | --- | --- |"]
    for word in most:
        heard_as = ", ".join(other for other, _ in wrong[word].most_common(3))
        rows.append(f"| {word} | {wrong[word].total()} of {said[word]} | {heard_as} |")
    return "\n".join(rows) + "\n"


def _lines(lines: Iterable[Line], written: dict[tuple[str, str], str]) -> str:
    """The lines that were misheard, the worst first."""
    rows = ["| said | heard | why, and what was done |", "| --- | --- | --- |"]
    listed = [line for line in lines if _is_listed(line)]
    for line in sorted(listed, key=lambda line: ("side" not in line.lost, not line.lost, -line.rate)):
        why = written.get((line.text, line.heard)) or _why(line)
        rows.append(f"| {line.text} | {line.heard} | {why} |")
    return "\n".join(rows) + "\n"


def _is_listed(line: Line) -> bool:
    """A line above `MISHEARD`, one that lost a side, number or negation, and one that was mistaken."""
    return bool(line.lost) or line.rate > MISHEARD or bool(_chosen_wrongly(line))


def _why(line: Line) -> str:
    why = explained(*line.words)
    if line.lost:
        asked = "right" if line.nearest == line.text else f'"{line.nearest}"'
        why += f". Lost: {', '.join(line.lost)}; asked which, {asked}"
    return why


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text("utf-8"), read_lines(Path(sys.argv[1]))), encoding="utf-8")
