"""The safety texts: what every language must have. `english_safety.py` is the data of one language.

They are data: the program puts them together, but never shortens or rewords one. In each sentence that gives
an order, its condition comes first.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from coach.timeline.complete import require_words


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyTexts:
    """One language's safety texts; `{limit}` is the pain to stop at, in words, and `{}` a list of phrases."""

    version: int
    """Goes up whenever one of the texts changes."""
    general: str
    """The stop rules, spoken once before a person's first routine."""
    general_where_dizziness_is_provoked: str
    breathing: str
    """Instead of the general rules, in breathing and relaxation."""
    stretch_as_needed: str
    """Instead of the general rules, after a stretch for a bad moment: a cramp hurts from the start."""
    neck: str
    """Added for routines of the neck."""
    neck_where_dizziness_is_provoked: str
    neck_areas: frozenset[str]
    """The words by which a routine's `areas` name the neck."""
    not_while: str
    """Where breathing and relaxation must be left out."""
    no_holds: str
    """Before breath is held."""
    not_for: str
    stop_if: str
    pain_limit: str
    """Where the stop rules name no pain, and the author does."""
    list_title: str
    list_lead: str
    """Before the signs."""
    list_signs: tuple[str, ...]
    list_after: tuple[str, ...]
    """Sentences after the signs; the whole list is shown once, and acknowledged."""
    list_key: str
    """Which key acknowledges the list."""
    list_more: str
    """Which key shows the rest of the list, on a low screen."""

    def __post_init__(self) -> None:
        """Raise `ValueError` for a text that is missing: a language with a hole does not load."""
        require_words(**{field.name: getattr(self, field.name) for field in fields(self)})

    @property
    def whole_list(self) -> tuple[str, ...]:
        """Everything that is acknowledged."""
        return (self.list_title, self.list_lead, *self.list_signs, *self.list_after)
