"""The safety texts in French, translated from `english_safety.py`; no clinician has reviewed them yet.

A change of any text counts `version` up by one.
"""

from __future__ import annotations

from coach.timeline.words import SafetyTexts

FRENCH_SAFETY = SafetyTexts(
    version=2,
    general=(
        "Si la poitrine fait mal ou si la vue ou la parole change, arrêtez, appelez à l'aide. Si la tête "
        "tourne, asseyez-vous. Douleur à {limit}, arrêtez."
    ),
    general_where_dizziness_is_provoked=(
        "Si la poitrine fait mal ou si la vue ou la parole change, arrêtez, appelez à l'aide. Douleur à "
        "{limit}, arrêtez."
    ),
    breathing=(
        "Si la tête tourne ou si cela fourmille : respirez normalement. Si la poitrine fait mal, ou en cas "
        "de malaise : arrêtez, demandez de l'aide."
    ),
    stretch_as_needed=(
        "Si l'étirement aggrave les choses : relâchez. Si cela dure encore après dix minutes, ou si vous "
        "vous sentez mal : demandez de l'aide."
    ),
    neck=(
        "Si la tête tourne : arrêtez, asseyez-vous. Si en plus vous voyez double, avez du mal à parler ou le "
        "visage engourdi : appelez votre numéro d'urgence."
    ),
    neck_where_dizziness_is_provoked=(
        "Si vous voyez double, avez du mal à parler ou le visage engourdi : arrêtez, appelez votre numéro "
        "d'urgence."
    ),
    neck_areas=frozenset({"neck", "cou", "nuque", "cervical", "cervicale", "cervicales"}),
    not_while=("Au volant, dans l'eau ou au bord de l'eau : à éviter."),
    no_holds=(
        "Si vous êtes enceinte, ou avez de l'hypertension, une maladie du cœur ou une BPCO : ne retenez pas "
        "votre souffle, continuez à respirer."
    ),
    not_for=("Avec {} : à éviter."),
    stop_if=("Si vous remarquez {} : arrêtez."),
    pain_limit=("Si la douleur atteint {limit} : arrêtez."),
    list_title="Quand s'arrêter",
    list_lead=(
        "Si vous remarquez l'un de ces signes pendant un exercice : arrêtez-vous et demandez de l'aide."
    ),
    list_signs=(
        "douleur ou pression dans la poitrine",
        "grand essoufflement",
        "évanouissement",
        "changement soudain de la vue, de la parole, du visage ou de la force",
        "engourdissement ou douleur électrique",
        "un claquement ou une douleur vive et soudaine",
    ),
    list_after=(
        (
            "Si vous avez mal à la nuque et que vous voyez double, avez du mal à parler ou à avaler, perdez "
            "l'équilibre en marchant ou sentez votre visage s'engourdir : arrêtez-vous et appelez votre "
            "numéro d'urgence."
        ),
        "Si la douleur atteint six sur dix ou plus, ou la limite plus basse d'un exercice : arrêtez-vous.",
        (
            "Si la tête vous tourne : asseyez-vous ou allongez-vous. Si ce n'est pas passé en dix minutes : "
            "demandez un avis médical."
        ),
        "Une touche suffit toujours pour arrêter : s.",
    ),
    list_key="Quand vous avez lu ceci, appuyez sur une touche.",
    list_more="Pour la suite, appuyez sur une touche.",
)
"""The French data."""
