"""The orders of the list of signs in other languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from coach.care import german_orders
from coach.care.german_orders import GERMAN_ORDERS
from coach.care.reading import sign_rules
from coach.care.rules import BY_MISTAKE, NOT_HEARD
from coach.care.sign_orders import in_language, is_spoken, missing_orders
from coach.spoken_text.languages import LANGUAGES, table_of

OTHERS = sorted(set(LANGUAGES) - {"en"})
CALL = {
    "de": "Stopp. Wählen Sie jetzt den Notruf.",
    "es": "Pare. Llame ahora mismo a emergencias.",
    "fr": "Arrêtez. Appelez tout de suite les secours.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_every_order_is_translated_from_this_version(language):
    """No order that may be spoken is missing or left in English, and none is of no rule."""
    rules = sign_rules()
    orders = table_of(language, "coach.care.{}_orders")
    assert (orders.version, missing_orders(rules, orders)) == (rules.version, set())
    assert set(orders.orders) == {rule.id for rule in rules.rules if is_spoken(rule)} - {
        "S1",
        "S2",
        "S5",
        "S6",
    }
    translated = in_language(rules, f"{language}-XX")
    assert translated.language == language
    pairs = [(ours.order, theirs.order) for ours, theirs in zip(translated.rules, rules.rules, strict=True)]
    assert {ours for ours, theirs in pairs if ours == theirs} == {
        rule.order for rule in rules.rules if not is_spoken(rule)
    }
    assert "{emergency_number}" in translated.rule(BY_MISTAKE).caution
    assert translated.rule(NOT_HEARD).caution != rules.rule(NOT_HEARD).caution


@pytest.mark.parametrize("language", OTHERS)
def test_an_emergency_text_orders_the_call_first(language):
    """Stop and call come before the reason, in every one; no other text sends for an ambulance at once."""
    rules = in_language(sign_rules(), language)
    urgent = {rule.id for rule in rules.rules if rule.order.startswith(CALL[language])}
    assert urgent == {rule.id for rule in rules.rules if rule.level == "emergency"}


@pytest.mark.parametrize("language", OTHERS)
def test_they_have_no_figure_of_their_own(language):
    """Numbers are those of the English one, in words."""
    rules = in_language(sign_rules(), language)
    texts = [rule.order for rule in rules.rules if is_spoken(rule)]
    assert [text for text in texts if re.search(r"[0-9]", text)] == []


@pytest.mark.parametrize(
    "changes", [{"version": 3}, {"orders": {**GERMAN_ORDERS.orders, "E1": ""}}], ids=["old", "hole"]
)
def test_an_old_translation_or_one_with_a_hole_is_not_used(monkeypatch, changes):
    """With an old translation, or one with a hole, all orders are English: never a mixture."""
    monkeypatch.setattr(german_orders, "GERMAN_ORDERS", replace(GERMAN_ORDERS, **changes))
    assert in_language(sign_rules(), "de") is sign_rules()


def test_a_language_without_them_is_english():
    """In a language in which the coach has no words the orders are English."""
    assert in_language(sign_rules(), "pt-BR") is sign_rules()
