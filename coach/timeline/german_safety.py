"""The safety texts in German, translated from `english_safety.py`; no clinician has reviewed them yet.

A change of any text counts `version` up by one.
"""

from __future__ import annotations

from coach.timeline.words import SafetyTexts

GERMAN_SAFETY = SafetyTexts(
    version=3,
    general=(
        "Wenn die Brust schmerzt oder sich Sehen oder Sprechen ändert: aufhören, Hilfe holen. "
        "Bei Schwindel hinsetzen. Ab einem Schmerz von {limit} aufhören."
    ),
    general_where_dizziness_is_provoked=(
        "Wenn die Brust schmerzt oder sich Sehen oder Sprechen ändert: aufhören, Hilfe holen. "
        "Ab einem Schmerz von {limit} aufhören."
    ),
    breathing=(
        "Wenn Sie sich benommen fühlen oder es kribbelt: normal atmen. Wenn die Brust schmerzt oder Ihnen "
        "schwarz vor Augen wird: aufhören, Hilfe holen."
    ),
    stretch_as_needed=(
        "Wenn es durch das Dehnen schlimmer wird: weniger dehnen. Wenn es länger als zehn Minuten anhält "
        "oder Sie sich krank fühlen: Hilfe holen."
    ),
    neck=(
        "Bei Schwindel: aufhören, hinsetzen. Wenn Sie außerdem doppelt sehen, undeutlich sprechen oder das "
        "Gesicht taub wird: den Notruf wählen."
    ),
    neck_where_dizziness_is_provoked=(
        "Wenn Sie doppelt sehen, undeutlich sprechen oder das Gesicht taub wird: aufhören und den Notruf "
        "wählen."
    ),
    neck_areas=frozenset({"neck", "nacken", "hals", "halswirbelsäule", "hws", "nackenmuskeln"}),
    not_while=("Am Steuer, im Wasser oder nahe am Wasser: weglassen."),
    no_holds=(
        "Wenn Sie schwanger sind oder Bluthochdruck, eine Herzkrankheit oder COPD haben: die Luft nicht "
        "anhalten, weiteratmen."
    ),
    not_for=("{}: weglassen."),
    stop_if=("{}: Hören Sie auf."),
    pain_limit=("Ab einem Schmerz von {limit} aufhören."),
    list_title="Wann Sie aufhören",
    list_lead="Wenn Sie bei einer Übung eines dieser Zeichen bemerken: Hören Sie auf und holen Sie Hilfe.",
    list_signs=(
        "Schmerz oder Druck in der Brust",
        "starke Atemnot",
        "Ohnmacht",
        "plötzliche Veränderung beim Sehen oder Sprechen, im Gesicht oder bei der Kraft",
        "Taubheitsgefühl oder elektrisierender Schmerz",
        "ein Knall in einem Muskel oder Gelenk oder ein plötzlicher, stechender Schmerz",
    ),
    list_after=(
        (
            "Wenn Ihr Nacken schmerzt und Sie doppelt sehen, undeutlich sprechen, schlecht schlucken, "
            "unsicher gehen oder Ihr Gesicht taub wird: Hören Sie auf und wählen Sie den Notruf."
        ),
        (
            "Wenn der Schmerz sechs von zehn oder mehr erreicht, oder die niedrigere Grenze einer Übung: "
            "Hören Sie auf."
        ),
        (
            "Wenn Ihnen schwindlig ist: Setzen oder legen Sie sich hin. Wenn es nach zehn Minuten nicht "
            "vorbei ist: Holen Sie ärztlichen Rat ein."
        ),
        "Aufhören können Sie jederzeit mit einer Taste: s.",
    ),
    list_key="Wenn Sie das gelesen haben, drücken Sie eine beliebige Taste.",
    list_more="Um weiterzulesen, drücken Sie eine beliebige Taste.",
)
"""The German data."""
