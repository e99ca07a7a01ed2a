"""The safety texts in English, as data; docs/evidence.md says what each rests on.

A change of any text counts `version` up by one. A person who has been given the old wording of a text
is given the new one, too.
"""

from __future__ import annotations

from coach.timeline.words import SafetyTexts

ENGLISH_SAFETY = SafetyTexts(
    version=3,
    general=(
        "If your chest hurts or your sight or speech changes, stop and get help. If dizzy, sit. "
        "If pain reaches {limit}, stop."
    ),
    general_where_dizziness_is_provoked=(
        "If your chest hurts or your sight or speech changes, stop and get help. "
        "If pain reaches {limit}, stop."
    ),
    breathing=(
        "If you feel light-headed or tingle: breathe normally. If your chest hurts or you feel faint: stop, "
        "and get help."
    ),
    stretch_as_needed=(
        "If the stretch makes it worse: ease off. If it still holds after ten minutes, or you feel ill: "
        "get help."
    ),
    neck=(
        "If dizzy: stop, sit. If you also see double, slur words or feel your face go numb: call your "
        "emergency number."
    ),
    neck_where_dizziness_is_provoked=(
        "If you see double, slur words or feel your face go numb: stop, and call your emergency number."
    ),
    neck_areas=frozenset({"neck"}),
    not_while="While driving, or in or near water: leave this out.",
    no_holds=(
        "If you are pregnant, or have high blood pressure, heart disease or COPD: do not hold your breath, "
        "breathe on."
    ),
    not_for="If you have {}: leave this out.",
    stop_if="If you notice {}: stop.",
    pain_limit="If pain reaches {limit}, stop.",
    list_title="When to stop",
    list_lead="If you notice one of these during an exercise: stop, and get help.",
    list_signs=(
        "chest pain or pressure",
        "bad breathlessness",
        "fainting",
        "sudden change of sight, speech, face or strength",
        "numbness or electric pain",
        "a pop or sudden sharp pain",
    ),
    list_after=(
        (
            "If your neck hurts and you see double, slur words, swallow badly, walk unsteadily or go numb in "
            "the face: stop, and call your emergency number."
        ),
        "If pain reaches six of ten or more, or a routine's own lower limit: stop.",
        "If you are dizzy: sit or lie down. If it is not gone in ten minutes: get medical advice.",
        "Stopping is always one key away: s.",
    ),
    list_key="When you have read this, press any key.",
    list_more="For the rest, press any key.",
)
"""The English data."""
