"""The safety texts in French, translated from `english_safety.py`; no clinician has reviewed them yet.

A change of any text counts `version` up by one.
"""

from __future__ import annotations

from coach.timeline.words import SafetyTexts

FRENCH_SAFETY = SafetyTexts(
    version=3,
    general=(
        "Si la poitrine fait mal ou si la vue ou la parole change, arrêtez, appelez à l'aide. Si la tête "
        "tourne, asseyez-vous. Si la douleur atteint {limit}, arrêtez."
    ),
    general_where_dizziness_is_provoked=(
        "Si la poitrine fait mal ou si la vue ou la parole change, arrêtez, appelez à l'aide. Si la douleur "
        "atteint {limit}, arrêtez."
    ),
    breathing=(
        "Si la tête tourne ou si vous avez des fourmillements : respirez normalement. En cas de douleur à la "
        "poitrine ou de malaise : arrêtez, appelez à l'aide."
    ),
    stretch_as_needed=(
        "Si l'étirement aggrave les choses : relâchez. Si la crampe dure encore après dix minutes, ou si "
        "vous vous sentez mal : appelez à l'aide."
    ),
    neck=(
        "Si la tête tourne : arrêtez, asseyez-vous. Si en plus vous voyez double, avez du mal à articuler ou "
        "sentez votre visage s'engourdir : appelez les secours."
    ),
    neck_where_dizziness_is_provoked=(
        "Si vous voyez double, avez du mal à articuler ou sentez votre visage s'engourdir : arrêtez, appelez "
        "les secours."
    ),
    neck_areas=frozenset({"neck", "cou", "nuque", "cervical", "cervicale", "cervicales"}),
    not_while="Au volant, dans l'eau ou près de l'eau : abstenez-vous.",
    no_holds=(
        "Si vous êtes enceinte, ou si vous avez de l'hypertension, une maladie du cœur ou une BPCO : ne "
        "retenez pas votre souffle, continuez à respirer."
    ),
    not_for="Si vous avez {} : abstenez-vous.",
    stop_if="Si vous remarquez {} : arrêtez.",
    pain_limit="Si la douleur atteint {limit} : arrêtez.",
    list_title="Quand s'arrêter",
    list_lead=(
        "Si vous remarquez l'un de ces signes pendant un exercice : arrêtez-vous et appelez à l'aide."
    ),
    list_signs=(
        "douleur ou pression dans la poitrine",
        "fort essoufflement",
        "évanouissement",
        "changement soudain de la vue, de la parole, du visage ou de la force",
        "engourdissement, ou douleur comme une décharge électrique",
        "claquement, ou douleur vive et soudaine",
    ),
    list_after=(
        (
            "Si vous avez mal au cou ou à la nuque et que vous voyez double, avez du mal à articuler ou à "
            "avaler, perdez l'équilibre en marchant ou sentez votre visage s'engourdir : arrêtez-vous et "
            "appelez les secours."
        ),
        "Si la douleur atteint six sur dix ou plus, ou la limite plus basse d'un exercice : arrêtez-vous.",
        (
            "Si la tête vous tourne : asseyez-vous ou allongez-vous. Si ce n'est pas passé au bout de dix "
            "minutes : demandez un avis médical."
        ),
        "Pour arrêter, une touche suffit toujours : s.",
    ),
    list_key="Quand vous aurez lu ceci, appuyez sur une touche.",
    list_more="Pour la suite, appuyez sur une touche.",
)
"""The French data."""
