"""The safety texts in Spanish, translated from `english_safety.py`; no clinician has reviewed them yet.

A change of any text counts `version` up by one.
"""

from __future__ import annotations

from coach.timeline.words import SafetyTexts

SPANISH_SAFETY = SafetyTexts(
    version=4,
    general=(
        "Si duele el pecho o cambia la vista o el habla, pare y busque ayuda. Si se marea, siéntese. Si "
        "el dolor llega al {limit}, pare."
    ),
    general_where_dizziness_is_provoked=(
        "Si duele el pecho o cambia la vista o el habla, pare y busque ayuda. Si el dolor llega al "
        "{limit}, pare."
    ),
    breathing=(
        "Si siente mareo u hormigueo: respire con normalidad. Si tiene dolor en el pecho o siente que se "
        "desmaya: pare y busque ayuda."
    ),
    stretch_as_needed=(
        "Si el estiramiento lo empeora: afloje. Si después de diez minutos sigue el calambre, o se siente "
        "mal: busque ayuda."
    ),
    neck=(
        "Si se marea: pare y siéntese. Si además ve doble, le cuesta hablar o se le duerme la cara: llame a "
        "emergencias."
    ),
    neck_where_dizziness_is_provoked=(
        "Si ve doble, le cuesta hablar o se le duerme la cara: pare y llame a emergencias."
    ),
    neck_areas=frozenset({"neck", "cuello", "nuca", "cervical", "cervicales"}),
    not_while="Mientras conduce, en el agua o cerca de ella: no lo haga.",
    no_holds=(
        "Si está embarazada, o tiene hipertensión, una enfermedad del corazón o EPOC: no retenga el "
        "aire, siga respirando."
    ),
    not_for="Si tiene {}: no lo haga.",
    stop_if="Si nota {}: pare.",
    pain_limit="Si el dolor llega al {limit}, pare.",
    list_title="Cuándo parar",
    list_lead="Si nota algo de esto durante un ejercicio: pare y busque ayuda.",
    list_signs=(
        "dolor o presión en el pecho",
        "mucha falta de aire",
        "desmayo",
        "un cambio repentino en la vista, el habla, la cara o la fuerza",
        "entumecimiento, o un dolor como una descarga eléctrica",
        "un chasquido, o un dolor agudo y repentino",
    ),
    list_after=(
        (
            "Si le duele el cuello y ve doble, le cuesta hablar o tragar, pierde el equilibrio al caminar o "
            "se le duerme la cara: pare y llame a emergencias."
        ),
        "Si el dolor llega a seis de diez o más, o al límite de la rutina, si es más bajo: pare.",
        "Si se marea: siéntese o acuéstese. Si en diez minutos no se le ha pasado: pida consejo médico.",
        "Para parar, basta siempre con una tecla: la s.",
    ),
    list_key="Cuando haya leído esto, pulse cualquier tecla.",
    list_more="Para ver el resto, pulse cualquier tecla.",
)
"""The Spanish data."""
