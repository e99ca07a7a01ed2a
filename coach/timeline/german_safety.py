"""The safety texts in German, translated from `english_safety.py`; no clinician has reviewed them yet.

A change of any text counts `version` up by one.
"""

from __future__ import annotations

from coach.timeline.safety_texts import SafetyTexts

GERMAN_SAFETY = SafetyTexts(
    version=1,
    general=(
        "Wenn Ihre Brust schmerzt oder sich Sehen oder Sprechen verändert, hören Sie auf und holen Sie "
        "Hilfe. Bei Schwindel setzen Sie sich. Wenn der Schmerz {limit} erreicht, hören Sie auf."
    ),
    general_where_dizziness_is_provoked=(
        "Wenn Ihre Brust schmerzt oder sich Sehen oder Sprechen verändert, hören Sie auf und holen Sie "
        "Hilfe. Wenn der Schmerz {limit} erreicht, hören Sie auf."
    ),
    breathing=(
        "Wenn Sie benommen werden oder es kribbelt: atmen Sie normal. Wenn Ihre Brust schmerzt oder Sie sich "
        "einer Ohnmacht nahe fühlen: hören Sie auf und holen Sie Hilfe."
    ),
    stretch_as_needed=(
        "Wenn die Dehnung es schlimmer macht: geben Sie nach. Wenn es nach zehn Minuten noch anhält oder Sie "
        "sich krank fühlen: holen Sie Hilfe."
    ),
    neck=(
        "Bei Schwindel: hören Sie auf, setzen Sie sich. Wenn Sie außerdem doppelt sehen, verwaschen sprechen "
        "oder Ihr Gesicht taub wird: wählen Sie den Notruf."
    ),
    neck_where_dizziness_is_provoked=(
        "Wenn Sie doppelt sehen, verwaschen sprechen oder Ihr Gesicht taub wird: hören Sie auf und wählen "
        "Sie den Notruf."
    ),
    neck_areas=frozenset({"neck", "nacken", "hals", "halswirbelsäule", "hws", "nackenmuskeln"}),
    not_while="Am Steuer, und im oder am Wasser: lassen Sie dies weg.",
    no_holds=(
        "Wenn Sie schwanger sind oder Bluthochdruck, eine Herzkrankheit oder COPD haben: halten Sie den Atem "
        "nicht an, atmen Sie weiter."
    ),
    not_for="{}: Wenn das auf Sie zutrifft, lassen Sie dies weg.",
    stop_if="{}: Wenn Sie das bemerken, hören Sie auf.",
    pain_limit="Wenn der Schmerz {limit} erreicht, hören Sie auf.",
    list_title="Wann Sie aufhören",
    list_lead="Wenn Sie bei einer Übung eines davon bemerken: hören Sie auf und holen Sie Hilfe.",
    list_signs=(
        "Schmerz oder Druck in der Brust",
        "starke Atemnot",
        "Ohnmacht",
        "plötzliche Veränderung von Sehen, Sprechen, Gesicht oder Kraft",
        "Taubheit oder elektrisierender Schmerz",
        "ein Knall im Körper oder plötzlicher stechender Schmerz",
    ),
    list_after=(
        (
            "Wenn Ihr Nacken schmerzt und Sie doppelt sehen, verwaschen sprechen, schlecht schlucken, "
            "unsicher gehen oder Ihr Gesicht taub wird: hören Sie auf und wählen Sie den Notruf."
        ),
        (
            "Wenn der Schmerz sechs von zehn oder mehr erreicht, oder eine niedrigere Grenze der Übung: "
            "hören Sie auf."
        ),
        (
            "Wenn Ihnen schwindlig ist: setzen oder legen Sie sich hin. Wenn es nach zehn Minuten nicht "
            "vorbei ist: holen Sie ärztlichen Rat ein."
        ),
        "Aufhören können Sie jederzeit mit einer Taste: s.",
    ),
    list_key="Wenn Sie das gelesen haben, drücken Sie eine Taste.",
    list_more="Für den Rest drücken Sie eine Taste.",
)
"""The German data."""
