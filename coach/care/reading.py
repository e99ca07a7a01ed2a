"""Reads the list of signs from its file: everything that is wrong with it at once, or the list."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from coach.care.model import All, AnyOf, First, InProfile, Line, Not, Noted, Option, Rule, SignRules
from coach.care.tables import SIGN_RULES
from coach.document import parse
from coach.errors import BadFile
from coach.fields.findings import Findings
from coach.fields.reading import read_fields, with_corrected_names
from coach.files import read_source
from coach.home import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.care.model import Condition
    from coach.files import SourceText

SHIPPED = PACKAGE / "care" / "sign_rules.yaml"
_COUNTS = ("days", "notes", "areas_noted", "places", "days_a_week", "weeks", "a_day", "days_running")


@cache
def sign_rules() -> SignRules:
    """The list that the coach ships."""
    return read_sign_rules(read_source(SHIPPED))


def read_sign_rules(source: SourceText) -> SignRules:
    """The list in a text. Raises `BadFile` with everything that is wrong with it."""
    document = parse(source)
    findings = Findings(source)
    findings.problems += document.problems
    values = read_fields(with_corrected_names(document.root, SIGN_RULES, findings), SIGN_RULES, findings)
    if not findings.has_errors:
        for message in _unknown_names(values):
            findings.error(document.root, "unknown-name", message, "write one that the file declares")
    if findings.has_errors:
        raise BadFile(findings.in_order())
    return _Builder(values).built()


class _Builder:
    """Makes the list from the values of its fields, in which all names are known."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values
        self._together = timedelta(seconds=values["together"])
        self._areas = {each["group"]: frozenset(each["areas"]) for each in values["areas"]}
        self._groups = {each["id"]: each["facts"] for each in values["groups"]}

    def built(self) -> SignRules:
        values = self._values
        return SignRules(
            version=values["version"],
            just_now=timedelta(seconds=values["just_now"]),
            long_ago=timedelta(days=values["long_ago_days"]),
            again_after=timedelta(days=values["again_after_days"]),
            one_episode=timedelta(seconds=values["one_episode"]),
            night=values["night"],
            night_line=values["night_line"],
            unknown_number=values["unknown_number"],
            areas=self._areas,
            lines=tuple(Line(each["title"], _options(each["signs"])) for each in values["lines"]),
            facts=_options(values["facts"]),
            profile=_options(values["profile"]),
            rules=tuple(self._rule(each) for each in values["rules"]),
        )

    def _rule(self, values: Mapping[str, Any]) -> Rule:
        conditions = {
            name: self._condition(values[name]) for name in ("fires", "caution_when") if name in values
        }
        return Rule(**{**values, **conditions})

    def _condition(self, values: Mapping[str, Any]) -> Condition:
        if "all" in values:
            return All(tuple(map(self._condition, values["all"])), same_area=values.get("same_area", False))
        if "any" in values:
            return AnyOf(tuple(map(self._condition, values["any"])))
        if "not" in values:
            return Not(self._condition(values["not"]))
        if "profile" in values:
            return InProfile(frozenset(values["profile"]))
        if "first" in values:
            return First(self._facts(values["first"]), self._facts(values["after"]), self._within(values))
        return self._noted(values)

    def _noted(self, values: Mapping[str, Any]) -> Noted:
        seconds = values.get("lasting") or values.get("over")
        return Noted(
            facts=self._facts(values.get("fact", ())),
            areas=frozenset(area for group in values.get("areas", ()) for area in self._areas[group]),
            beside=self._facts(values.get("beside", ())),
            least=seconds / 60 if seconds else values.get("at_least"),
            is_over="over" in values,
            total_over=values.get("total_over"),
            during=timedelta(seconds=values.get("during", 0)),
            within=self._within(values),
            spanning=timedelta(days=values.get("spanning_days", 0)),
            same_area=values.get("same_area", False),
            by_night=values.get("by_night", False),
            **{name: values[name] for name in _COUNTS if name in values},
        )

    def _facts(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(fact for name in names for fact in self._groups.get(name, (name,)))

    def _within(self, values: Mapping[str, Any]) -> timedelta:
        if "within_days" in values:
            return timedelta(days=values["within_days"])
        if "weeks" in values or "days_running" in values:
            return timedelta(days=values.get("days_running") or values["weeks"] * 7)
        return timedelta(seconds=values["within"]) if "within" in values else self._together


def _options(values: Iterable[Mapping[str, Any]]) -> tuple[Option, ...]:
    return tuple(Option(**each) for each in values)


def _unknown_names(values: Mapping[str, Any]) -> list[str]:
    """A sentence for each name that is used and not declared, or declared twice."""
    declared = [each["id"] for line in values["lines"] for each in line["signs"]]
    declared += [each["id"] for each in (*values["facts"], *values["groups"])]
    entries = [each["id"] for each in values["profile"]]
    rules = [each["id"] for each in values["rules"]]
    areas = [each["group"] for each in values["areas"]]
    known = {"profile": entries, "areas": areas}
    known |= dict.fromkeys(("fact", "first", "after", "beside"), declared)
    found = [
        f"'{name}' is declared twice"
        for names in (declared, entries, rules, areas)
        for name in sorted(set(names))
        if names.count(name) > 1
    ]
    for rule in values["rules"]:
        for condition in filter(None, (rule.get("fires"), rule.get("caution_when"))):
            for field, name in _names_in(condition):
                if name not in known[field]:
                    found.append(f"rule {rule['id']} has the unknown {field} '{name}'")
        found += [
            f"rule {rule['id']} names the unknown rule '{rule[field]}'"
            for field in ("unless", "stands_for")
            if field in rule and rule[field] not in rules
        ]
    return found


def _names_in(condition: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for field in ("fact", "profile", "areas", "first", "after", "beside"):
        for name in condition.get(field, ()):
            yield field, name
    inner = [*condition.get("all", ()), *condition.get("any", ())]
    for each in (*inner, *((condition["not"],) if "not" in condition else ())):
        yield from _names_in(each)
