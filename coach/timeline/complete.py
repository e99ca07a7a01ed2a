"""Refuses a table of words that has a hole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def require_keys(keys: Iterable[str], **mappings: Mapping[str, str]) -> None:
    """Raise `ValueError` for a mapping in which one of the keys is missing, or has no words."""
    for name, mapping in mappings.items():
        missing = [key for key in keys if not mapping.get(key)]
        if missing:
            raise ValueError(f"{name} has no words for {', '.join(missing)}")


def require_words(**texts: object) -> None:
    """Raise `ValueError` for an empty text."""
    missing = [name for name, text in texts.items() if text in ("", ())]
    if missing:
        raise ValueError(f"there are no words for {', '.join(missing)}")
