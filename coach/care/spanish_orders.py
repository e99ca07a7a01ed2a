"""The orders of the list of signs in Spanish, translated from `sign_rules.yaml`; no clinician has reviewed them.

The order stands first, as the person has just chosen the sign.
"""

from __future__ import annotations

from coach.care.sign_orders import SignOrders

_CALL = "Pare. Llame ahora mismo a emergencias."
_HELP = "Busque atención médica hoy mismo."
_ADVICE = "Pida consejo médico hoy mismo."
_VISIT = "Por favor, pida una cita médica."

SPANISH_ORDERS = SignOrders(
    version=4,
    orders={
        "E1": f"{_CALL} La dificultad para respirar con un espasmo requiere ayuda inmediata. Siéntese con la espalda recta.",
        "E2": f"{_CALL} El dolor o la presión en el pecho requiere ayuda inmediata, aunque parezca muscular.",
        "E3": f"{_CALL} Un cambio repentino en la cara, un brazo o el habla requiere ayuda inmediata. Fíjese en la hora a la que empezó.",
        "E4": f"{_CALL} El dolor de cuello con visión doble, dificultad para hablar o tragar, pérdida de equilibrio al caminar o cara dormida requiere ayuda inmediata.",
        "E5": f"{_CALL} Un dolor de cabeza repentino, el peor de su vida, requiere ayuda inmediata.",
        "E6": f"{_CALL} El cuello rígido y la fiebre, con un fuerte dolor de cabeza, una erupción en la piel o confusión, requieren ayuda inmediata.",
        "E7": f"{_CALL} El entumecimiento entre las piernas, o problemas nuevos de vejiga o de intestino junto con problemas de espalda o de pierna, requieren ayuda inmediata.",
        "E8": f"{_CALL} La orina oscura, como un refresco de cola, con fuerte dolor muscular o debilidad, requiere ayuda inmediata.",
        "E9": f"{_CALL} Una pierna hinchada con dificultad para respirar o dolor de pecho requiere ayuda inmediata. No frote la pierna.",
        "E10": f"{_CALL} Una pierna o un brazo que de repente se pone frío, pálido o azul, con dolor o entumecimiento, requiere ayuda inmediata.",
        "E11": f"{_CALL} Un dolor que aumenta en un músculo tenso e hinchado tras una lesión o un ejercicio intenso requiere ayuda inmediata. No lo estire.",
        "E12": f"{_CALL} La confusión, los vómitos o una convulsión después de beber muchísima agua requieren ayuda inmediata. No beba más agua.",
        "E13": f"{_CALL} La confusión o un colapso por el calor requieren ayuda inmediata. Vaya a un lugar fresco y moje la piel.",
        "E14": f"{_CALL} La mandíbula rígida, los espasmos o la dificultad para tragar después de una herida requieren ayuda inmediata.",
        "E15": f"{_CALL} Una debilidad en las dos piernas que aumenta en cuestión de horas o días requiere ayuda inmediata.",
        "E16": f"{_CALL} Las sacudidas con pérdida de conciencia requieren ayuda inmediata. No se quede a solas.",
        "E17": f"{_CALL} Las sacudidas o la rigidez con fiebre, mucho sudor o confusión requieren ayuda inmediata. Diga todos los medicamentos que toma.",
        "E18": f"{_CALL} Un espasmo de mandíbula, lengua o cuello con dificultad para tragar o respirar requiere ayuda inmediata.",
        "E19": f"{_CALL} Un desmayo, o un corazón acelerado o irregular, con calambres o debilidad, requiere ayuda inmediata.",
        "E20": f"{_CALL} Un dolor de cabeza repentino y palpitante, junto con los espasmos, requiere ayuda inmediata. Incorpórese. Afloje todo lo que apriete.",
        "E21": f"{_CALL} Los espasmos después de un veneno, una mordedura o una picadura requieren ayuda inmediata. Guarde el envase si lo tiene.",
        "E22": f"{_CALL} En el embarazo, el sangrado, un fuerte dolor de vientre, una convulsión o un dolor de cabeza con cambios en la vista requieren ayuda inmediata.",
        "E23": f"{_CALL} Un dolor repentino, desgarrador, en la espalda, el pecho o el vientre, con sensación de desmayo, requiere ayuda inmediata. Acuéstese.",
        "E24": f"{_CALL} Temblar, tener sacudidas o ver cosas que no existen, después de dejar el alcohol o pastillas, requiere ayuda inmediata.",
        "E25": f"{_CALL} El entumecimiento o la debilidad después de una lesión de cuello, espalda o cabeza requiere ayuda inmediata. No se mueva.",
        "E26": f"{_CALL} Un párpado que se cae de repente, con visión doble o fuerte dolor de cabeza, requiere ayuda inmediata.",
        "D1": f"{_HELP} Una pantorrilla caliente, hinchada o de otro color debe examinarse. No la estire ni la frote.",
        "D2": f"{_HELP} Un calambre que sigue después de diez minutos debe examinarse.",
        "D3": f"{_HELP} Los calambres después de un veneno o un producto químico deben examinarse. Tenga a mano el nombre o el envase del producto.",
        "D4": f"{_HELP} Un espasmo nuevo de mandíbula, cuello, lengua u ojos tras un cambio de medicamento debe examinarse.",
        "D5": f"{_HELP} Un brazo o una pierna que va perdiendo fuerza a lo largo de días debe examinarse.",
        "D6": f"{_ADVICE} Un dolor o una debilidad nuevos en varios músculos pueden tener que ver con un medicamento. Pregunte antes de tomar la próxima dosis.",
        "D7": f"{_HELP} Los calambres de manos o pies con hormigueo en labios o dedos deben examinarse. Diga si le han operado del cuello o de la tiroides.",
        "D8": f"{_ADVICE} Los calambres o la debilidad con vómitos o diarrea deben examinarse, más aún si toma diuréticos.",
        "D9": f"{_HELP} La torpeza en las manos o la inestabilidad al caminar, con problemas de cuello, deben examinarse. No haga ejercicios de cuello.",
        "D10": f"{_ADVICE} Un dolor nocturno del pie que se alivia al dejarlo colgar debe examinarse.",
        "D11": f"{_HELP} Un chasquido, o una pierna que no puede apoyar, debe examinarse. No estire esa zona.",
        "D12": f"{_ADVICE} Los espasmos de espalda o de cuello con fiebre, o después de un cáncer, deben examinarse.",
        "D13": "Llame hoy mismo a su matrona o a la maternidad. Hay que informarles de los cólicos o del endurecimiento del vientre en el embarazo.",
        "D14": f"{_ADVICE} Una rigidez conocida que de repente empeora mucho suele tener un desencadenante que conviene buscar.",
        "D15": f"{_HELP} Un fuerte dolor de vientre, o un dolor de vientre con fiebre, sangre o vómitos, debe examinarse.",
        "D16": f"{_HELP} Los músculos que se hinchan o pierden fuerza después de un ejercicio muy intenso deben examinarse. Vigile si la orina se oscurece.",
        "B1": f"{_VISIT} Una contracción involuntaria que dura más de dos semanas debería examinarse. Es algo frecuente; consultarlo es simplemente sensato.",
        "B2": f"{_VISIT} Las contracciones involuntarias en más de un lugar deberían examinarse. Es algo frecuente; consultarlo es simplemente sensato.",
        "B3": "Por favor, pida una cita médica esta semana. Las contracciones involuntarias con debilidad o rigidez que no se van, o con un músculo más delgado, deberían examinarse.",
        "B4": f"{_VISIT} Sus calambres vuelven una y otra vez. Lleve sus notas; serán útiles.",
        "B5": f"{_VISIT} Un dolor insoportable debería examinarse, aunque ya haya pasado.",
        "B6": f"{_VISIT} Un dolor que persiste después de un calambre debería examinarse.",
        "B7": f"{_VISIT} Una debilidad que persiste después de un calambre o de una contracción involuntaria debería examinarse.",
        "B8": f"{_VISIT} Un músculo que parece más delgado, hace un bulto o sigue contrayéndose con fuerza debería examinarse.",
        "B9": f"{_VISIT} Esto le ha quitado el sueño varias veces. Vale la pena consultarlo.",
        "B10": f"{_VISIT} Un entumecimiento o un hormigueo que vuelve una y otra vez debería examinarse.",
        "B11": "Por favor, pregunte a su profesional de salud o en su farmacia. Esto empezó después de un medicamento nuevo o de un cambio de medicación. Nunca deje el medicamento por su cuenta.",
        "B12": f"{_VISIT} Un dolor de pierna que aparece al caminar y se va con unos minutos de descanso debería examinarse.",
        "B13": f"{_VISIT} Una contracción que mueve el ojo y la mejilla a la vez, o cierra los ojos, debería examinarse.",
        "B14": f"{_VISIT} Una contracción que le lleva a una postura torcida, o un calambre que solo aparece en una tarea, debería examinarse.",
        "B15": f"{_VISIT} Un pie que da sacudidas rítmicas al estirarlo debería examinarse. No haga ese estiramiento.",
        "B16": "Por favor, mencione sus calambres de piernas en su próximo control del embarazo.",
        "B17": f"{_VISIT} Los cólicos de vientre o de regla que son nuevos, más fuertes o le impiden hacer su vida normal deberían examinarse.",
        "B18": f"{_VISIT} Esto le impide hacer cosas que quiere hacer. Es razón suficiente para consultar.",
        "B19": "Si quiere, pida una cita médica. Esto le preocupa, y es razón suficiente para consultar.",
        "B20": f"{_VISIT} Los calambres con hinchazón en las dos piernas deberían examinarse.",
        "B21": "Por favor, hable de estos calambres con su equipo médico. Quizá quieran saberlo antes de su próxima visita.",
        "B22": f"{_VISIT} Un temblor nuevo en reposo, o una rigidez y lentitud nuevas, deberían examinarse.",
        "S8": "Siga el plan de emergencia que le dieron. Si es distinto de lo habitual, o dura más de cinco minutos: llame a emergencias.",
    },
    by_mistake="¿Lo pulsó por error? Pulse U. Si no: llame ahora. Número: {emergency_number}.",
    not_heard="No se pudo leer este texto en voz alta. Por favor, léalo: es importante.",
    night_line="De noche, llame a un teléfono de consulta médica.",
    unknown_number="el número de emergencias de su zona",
)
"""The Spanish texts."""
