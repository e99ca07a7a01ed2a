"""docs/safety-signs.md shows the list of signs as it is, and other texts that repeat a row agree with it."""

from coach.care.reading import sign_rules
from coach.timeline.english_safety import ENGLISH_SAFETY
from sign_tables import PAGE, rewritten


def test_the_page_has_the_list_word_for_word():
    """The page has the list of signs word for word; `python tests/sign_tables.py` rewrites it."""
    assert PAGE.read_text(encoding="utf-8") == rewritten()


def test_the_stop_list_says_of_the_neck_what_the_list_of_signs_says():
    """The stop list costs no YAML at the start of a session, so it repeats this one caution."""
    assert ENGLISH_SAFETY.list_after[0] == sign_rules().rule("E4").caution
