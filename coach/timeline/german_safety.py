"""The safety texts in German, translated from `english_safety.py`; no clinician has reviewed them yet.

A change of any text counts `version` up by one.
"""

from __future__ import annotations

from coach.timeline.words import SafetyTexts

GERMAN_SAFETY = SafetyTexts(
    version=2,
    general=(
        "Bei Brustschmerz, Seh- oder Sprechstörung: aufhören, Hilfe holen. Bei Schwindel setzen. "
        "Ab Schmerz {limit} aufhören."
    ),
    general_where_dizziness_is_provoked=(
        "Bei Brustschmerz, Seh- oder Sprechstörung: aufhören, Hilfe holen. Ab Schmerz {limit} aufhören."
    ),
    breathing=(
        "Bei Benommenheit oder Kribbeln: normal atmen. Bei Brustschmerz oder drohender Ohnmacht: aufhören, "
        "Hilfe holen."
    ),
    stretch_as_needed=(
        "Wenn das Dehnen es schlimmer macht: nachgeben. Wenn es nach zehn Minuten noch anhält oder Sie sich "
        "krank fühlen: Hilfe holen."
    ),
    neck=(
        "Bei Schwindel: aufhören, setzen. Bei Doppelbildern, verwaschener Sprache oder taubem Gesicht dazu: "
        "den Notruf wählen."
    ),
    neck_where_dizziness_is_provoked=(
        "Bei Doppelbildern, verwaschener Sprache oder taubem Gesicht: aufhören und den Notruf wählen."
    ),
    neck_areas=frozenset({"neck", "nacken", "hals", "halswirbelsäule", "hws", "nackenmuskeln"}),
    not_while=("Am Steuer, und im oder am Wasser: weglassen."),
    no_holds=(
        "Wenn Sie schwanger sind oder Bluthochdruck, eine Herzkrankheit oder COPD haben: den Atem nicht "
        "anhalten, weiteratmen."
    ),
    not_for=("{}: weglassen."),
    stop_if=("{}: aufhören."),
    pain_limit=("Ab Schmerz {limit} aufhören."),
    list_title="Wann Sie aufhören",
    list_lead="Wenn Sie bei einer Übung eines davon bemerken: hören Sie auf und holen Sie Hilfe.",
    list_signs=(
        "Schmerz oder Druck in der Brust",
        "starke Atemnot",
        "Ohnmacht",
        "plötzliche Veränderung von Sehen, Sprechen, Gesicht oder Kraft",
        "Taubheitsgefühl oder elektrisierender Schmerz",
        "ein Knall in Muskel oder Gelenk, oder plötzlicher stechender Schmerz",
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
