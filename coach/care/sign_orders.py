"""The orders of the list of signs in other languages: what is spoken, and shown with it.

The list itself, which is printed, and its cautions stay English.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coach.care.rules import BY_MISTAKE, NOT_HEARD
from coach.spoken_text.languages import FIRST_LANGUAGE, primary_subtag, table_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.care.model import Rule, SignRules


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOrders:
    """One language's texts. `version`: that of the English list of which they are the translation."""

    version: int
    orders: Mapping[str, str]
    """By the rule's id."""
    by_mistake: str
    """Below an emergency text; with `{emergency_number}`."""
    not_heard: str
    night_line: str
    """Below a same-day text at night."""
    unknown_number: str
    """Instead of the number, where none was entered."""


def is_spoken(rule: Rule) -> bool:
    """Whether its order may be spoken, once somebody licensed has confirmed it."""
    return rule.fires is not None and (rule.level != "help" or rule.stands_for != "")


def in_language(rules: SignRules, language: str) -> SignRules:
    """The list with its orders in that language.

    In English where there are none in it, or where they translate another version or lack one: an order is
    never a mixture, and never an old one.
    """
    primary = primary_subtag(language)
    if primary == FIRST_LANGUAGE:
        return rules
    found: SignOrders | None = table_of(primary, "coach.care.{}_orders")
    if found is None or found.version != rules.version or missing_orders(rules, found):
        return rules
    cautions = {BY_MISTAKE: found.by_mistake, NOT_HEARD: found.not_heard}
    return replace(
        rules,
        language=primary,
        night_line=found.night_line,
        unknown_number=found.unknown_number,
        rules=tuple(
            replace(
                rule,
                order=found.orders.get(rule.id, rule.order),
                caution=cautions.get(rule.id, rule.caution),
            )
            for rule in rules.rules
        ),
    )


def missing_orders(rules: SignRules, found: SignOrders) -> set[str]:
    """The rules whose order may be spoken, and is not translated."""
    return {rule.id for rule in rules.rules if is_spoken(rule) and not found.orders.get(rule.id)}
