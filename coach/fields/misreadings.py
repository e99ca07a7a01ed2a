"""Lines that YAML would misread: reported with the corrected line, and read as they were meant.

Authors do not know that `{`, `*`, `: ` and ` #` have a meaning in YAML. A line that keeps a file from being
read is corrected in memory, so that what follows it is checked anyway.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from coach.document import parse
from coach.errors import BadFile
from coach.fields.quoting import line_text, quote_text
from coach.fields.typography import in_plain_text
from coach.problems import MOST_SHOWN, Fix, Problem

if TYPE_CHECKING:
    from coach.document import Document
    from coach.fields.vocabulary import Vocabulary
    from coach.files import SourceText

_CORRECTABLE = frozenset({"syntax", "alias", "field-name"})
_MOST_READ = 1024 * 1024
"""Characters read over again, all corrections together: a bound on the time that a bad file takes."""
_FAR = 40
"""Lines that are searched back for the quote that was never closed."""


class CorrectedText(NamedTuple):
    """A text with its misread lines corrected, and its tree; None if it still cannot be read."""

    source: SourceText
    document: Document | None
    problems: tuple[Problem, ...]


class _Misreading(NamedTuple):
    """What an author did wrong, and the line as it was meant; None if that is not clear."""

    problem: Problem
    better: str | None


def parse_corrected(source: SourceText, vocabulary: Vocabulary) -> CorrectedText:
    """The tree of a text with misread lines read as they were meant, and the problems found."""
    source, typographic = in_plain_text(source)
    problems = list(typographic)
    done, most = 0, len(problems) + min(MOST_SHOWN, _MOST_READ // (len(source.text) + 1))
    while True:
        try:
            document = parse(source)
        except BadFile as refusal:
            mistake = _misreading(source, refusal.problems[-1], vocabulary)
            if mistake is None or mistake.problem.line <= done:
                return CorrectedText(source, None, (*problems, *refusal.problems))
            problems.append(mistake.problem)
            if mistake.better is None or len(problems) > most:
                return CorrectedText(source, None, tuple(problems))
            done = mistake.problem.line
            source = _with_line(source, done, mistake.better)
        else:
            mistake = _missing_dash_before_a_repeated_start(source, document.problems, vocabulary)
            if mistake is None or mistake.better is None or len(problems) > most:
                return CorrectedText(source, document, (*problems, *document.problems))
            problems.append(mistake.problem)
            source = _with_line(source, mistake.problem.line, mistake.better)


def _misreading(source: SourceText, fault: Problem, vocabulary: Vocabulary) -> _Misreading | None:
    """That fault explained for an author; None if there is no better explanation than the parser's."""
    if fault.code not in _CORRECTABLE:
        return None
    # A quote that is never closed ends at the next one, and what is between was meant as fields.
    unclosed = _unclosed_quote(source, fault, vocabulary)
    if unclosed is not None and unclosed.better is not None and unclosed.problem.line < fault.line:
        return unclosed
    quoted = _needs_quotes(source, fault, vocabulary)
    if quoted is not None or fault.code != "syntax":
        return quoted
    return (
        _missing_colon(source, fault, vocabulary)
        or unclosed
        or _two_fields(source, fault, vocabulary)
        or _missing_dash(source, fault, vocabulary)
        or _goes_on(source, fault, vocabulary)
        or _wrong_indentation(source, fault)
    )


def _needs_quotes(source: SourceText, fault: Problem, vocabulary: Vocabulary) -> _Misreading | None:
    line = _line(source, fault.line)
    better, text = quote_text(line, vocabulary), line_text(line)
    if better is None or text is None or _opens_a_quote(text.words):
        return None
    hint = f"put the whole text in double quotes: {better.strip()}"
    problem = replace(
        fault, column=text.start + 1, code="needs-quotes", message=_explanation(text.words), hint=hint
    )
    return _Misreading(replace(problem, fix=Fix(fault.line, (better,))), better)


def _explanation(words: str) -> str:
    """What YAML makes of that text, as a sentence."""
    if words[:1] in {'"', "'"}:
        return "this text continues after its quotes"
    if words[:1] == "*":
        return "YAML would read this text as an alias"
    if words[:1] in {"{", "["}:
        return "YAML would read the bracket as the start of a list or of fields"
    if re.match(r".*:(?: |$)", words):
        return "YAML would read the colon as the end of a field's name"
    return f"YAML cannot read a text that begins with '{words[:1]}'"


def _missing_colon(source: SourceText, fault: Problem, vocabulary: Vocabulary) -> _Misreading | None:
    """The mistake of a field without a colon; if its value goes on, YAML notices only on the next line."""
    for number in (fault.line, fault.line - 1):
        line = _line(source, number)
        better = _with_colon(line, vocabulary)
        if better is not None:
            column = len(line) - len(line.lstrip(" -")) + 1
            problem = replace(fault, line=number, column=column, code="missing-colon")
            message, hint = "a field's name ends with a colon and a space", f"write '{better.strip()}'"
            fix = Fix(number, (better,))
            return _Misreading(replace(problem, message=message, hint=hint, fix=fix), better)
    return None


def _with_colon(line: str, vocabulary: Vocabulary) -> str | None:
    """The line with the colon, or the space after it, that is missing behind a field's name."""
    found = re.fullmatch(r"([ ]*(?:-[ ]+)*)([a-z_]+)(?:(?::|[ ]+)([^: ].*))?[ ]*", line)
    if found is None or found[2] not in vocabulary.names:
        return None
    return f"{found[1]}{found[2]}: {found[3] or ''}".rstrip()


def _unclosed_quote(source: SourceText, fault: Problem, vocabulary: Vocabulary) -> _Misreading | None:
    """The mistake of a quote that was opened some lines before and never closed."""
    for number in range(fault.line, max(0, fault.line - _FAR), -1):
        line = _line(source, number)
        text = line_text(line)
        if text is None or not _opens_a_quote(text.words):
            continue
        below = _line(source, number + 1)
        goes_on = below.strip() and re.match(r"[ -]*[a-z_]+:", below) is None
        better = None if goes_on else quote_text(line, vocabulary)
        hint = f"write '{better.strip()}'" if better else "close it at the end of the text"
        problem = replace(fault, line=number, column=text.start + 1, code="unclosed-quote")
        fix = Fix(number, (better,)) if better else None
        return _Misreading(replace(problem, message="this quote is never closed", hint=hint, fix=fix), better)
    return None


def _opens_a_quote(words: str) -> bool:
    return words[:1] in {'"', "'"} and words.count(words[0]) == 1


def _two_fields(source: SourceText, fault: Problem, vocabulary: Vocabulary) -> _Misreading | None:
    found = re.fullmatch(r"([ -]*)([a-z_]+): *(.*?), *([a-z_]+): *(.*)", _line(source, fault.line))
    if found is None or not {found[2], found[4]} <= vocabulary.names:
        return None
    first = f"{found[2]}: {found[3]}"
    hint = f"write '{first}', and '{found[4]}: {found[5]}' on a line of its own"
    second = f"{' ' * len(found[1])}{found[4]}: {found[5]}"
    fix = Fix(fault.line, (f"{found[1]}{first}", second))
    problem = replace(
        fault, code="two-fields", message="there are two fields on one line", hint=hint, fix=fix
    )
    return _Misreading(problem, f"{found[1]}{first}")


def _missing_dash(source: SourceText, fault: Problem, vocabulary: Vocabulary) -> _Misreading | None:
    """An item without its dash: a field that begins one is where the dashes are."""
    line = _line(source, fault.line)
    found = re.match(r"( +)([a-z_]+):", line)
    if found is None or found[2] not in vocabulary.starts:
        return None
    above = source.text.splitlines()[: fault.line - 1]
    if not any(each.startswith(f"{found[1]}- ") for each in above):
        return None
    return _with_dash(fault, line, len(found[1]))


def _missing_dash_before_a_repeated_start(
    source: SourceText, problems: tuple[Problem, ...], vocabulary: Vocabulary
) -> _Misreading | None:
    """The mistake of an item without its dash that reads as a field written twice."""
    for problem in problems:
        line = _line(source, problem.line)
        found = re.match(r"( {2,})([a-z_]+):", line)
        if problem.code == "duplicate-field" and found and found[2] in vocabulary.starts:
            return _with_dash(problem, line, len(found[1]) - 2)
    return None


def _with_dash(problem: Problem, line: str, indent: int) -> _Misreading:
    better = f"{' ' * indent}- {line.strip()}"
    message, hint = "a step begins with a dash", f"write '{better.strip()}'"
    explained = replace(
        problem,
        column=indent + 1,
        code="missing-dash",
        message=message,
        hint=hint,
        fix=Fix(problem.line, (better,)),
    )
    return _Misreading(explained, better)


def _goes_on(source: SourceText, fault: Problem, vocabulary: Vocabulary) -> _Misreading | None:
    """The mistake of a text whose second line is not indented deeper than its field."""
    line, above = _line(source, fault.line), _line(source, fault.line - 1)
    field = re.match(r"([ -]*)([a-z_]+): +[^ |>\[{\"']", above)
    if field is None or field[2] not in vocabulary.texts or not line.strip():
        return None
    if re.match(r" *(?:- |[a-z_]+:)", line) or len(line) - len(line.lstrip(" ")) > len(field[1]):
        return None
    better = f"{' ' * (len(field[1]) + 2)}{line.strip()}"
    message = f"this line goes on from '{field[2]}', and is not indented deeper"
    hint = "indent it two spaces more than the field, or write both on one line"
    problem = replace(fault, column=len(line) - len(line.lstrip(" ")) + 1, code="goes-on", message=message)
    return _Misreading(replace(problem, hint=hint, fix=Fix(fault.line, (better,))), better)


def _wrong_indentation(source: SourceText, fault: Problem) -> _Misreading | None:
    """The mistake of a line with wrong indentation; it is read as if it belonged to the line before."""
    line, above = _line(source, fault.line), _line(source, fault.line - 1)
    before = line[: fault.column - 1]
    if not line.strip():
        return None
    if before.strip(" -") and not re.fullmatch(r"[ -]*[^\W\d]\w*[ ]*", before):
        return None
    bare = line.lstrip(" ")
    message = "this line is not indented like its neighbours"
    hint = "line it up with the fields, or the dashes, that it belongs to"
    problem = replace(fault, column=len(line) - len(bare) + 1, code="indentation", message=message, hint=hint)
    left = len(above) - len(above.lstrip(" " if bare.startswith("-") else " -"))
    return _Misreading(problem, " " * left + bare)


def _with_line(source: SourceText, number: int, better: str) -> SourceText:
    lines = source.text.splitlines(keepends=True)
    old = lines[number - 1]
    lines[number - 1] = better + old[len(old.rstrip("\r\n")) :]
    return replace(source, text="".join(lines))


def _line(source: SourceText, number: int) -> str:
    lines = source.text.splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""
