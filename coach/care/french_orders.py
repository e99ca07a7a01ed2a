"""The orders of the list of signs in French, translated from `sign_rules.yaml`; no clinician has reviewed them.

The order stands first, as the person has just chosen the sign.
"""

from __future__ import annotations

from coach.care.sign_orders import SignOrders

_CALL = "Arrêtez. Appelez tout de suite les secours."
_HELP = "Consultez un médecin aujourd'hui même."
_ADVICE = "Demandez un avis médical aujourd'hui même."
_VISIT = "Prenez rendez-vous chez un médecin, s'il vous plaît."

FRENCH_ORDERS = SignOrders(
    version=4,
    orders={
        "E1": f"{_CALL} Une difficulté à respirer avec un spasme demande une aide immédiate. Asseyez-vous, le dos redressé.",
        "E2": f"{_CALL} Une douleur ou une pression dans la poitrine demande une aide immédiate, même si cela ressemble à une douleur musculaire.",
        "E3": f"{_CALL} Un changement soudain du visage, d'un bras ou de la parole demande une aide immédiate. Notez l'heure à laquelle cela a commencé.",
        "E4": f"{_CALL} Une douleur du cou ou de la nuque avec une vision double, une difficulté à articuler ou à avaler, une marche instable ou un visage engourdi demande une aide immédiate.",
        "E5": f"{_CALL} Un mal de tête soudain, le pire de votre vie, demande une aide immédiate.",
        "E6": f"{_CALL} Une nuque raide et de la fièvre, avec un fort mal de tête, une éruption sur la peau ou une confusion, demandent une aide immédiate.",
        "E7": f"{_CALL} Un engourdissement entre les jambes, ou de nouveaux problèmes de vessie ou d'intestin avec des problèmes de dos ou de jambe, demandent une aide immédiate.",
        "E8": f"{_CALL} Des urines foncées, comme du cola, avec une forte douleur ou une faiblesse des muscles, demandent une aide immédiate.",
        "E9": f"{_CALL} Une jambe gonflée avec une difficulté à respirer ou une douleur à la poitrine demande une aide immédiate. Ne frottez pas la jambe.",
        "E10": f"{_CALL} Une jambe ou un bras devenu soudain froid, pâle ou bleu, avec douleur ou engourdissement, demande une aide immédiate.",
        "E11": f"{_CALL} Une douleur qui augmente dans un muscle tendu et gonflé, après une blessure ou un effort intense, demande une aide immédiate. N'étirez pas ce muscle.",
        "E12": f"{_CALL} Une confusion, des vomissements ou une crise convulsive après une très grande quantité d'eau demandent une aide immédiate. Ne buvez plus d'eau.",
        "E13": f"{_CALL} Une confusion ou un malaise par forte chaleur demande une aide immédiate. Allez au frais et mouillez la peau.",
        "E14": f"{_CALL} Une mâchoire raide, des spasmes ou une difficulté à avaler après une plaie demandent une aide immédiate.",
        "E15": f"{_CALL} Une faiblesse des deux jambes qui augmente en quelques heures ou en quelques jours demande une aide immédiate.",
        "E16": f"{_CALL} Des secousses avec perte de conscience demandent une aide immédiate. Demandez à quelqu'un de rester près de vous.",
        "E17": f"{_CALL} Des secousses ou une raideur avec de la fièvre, des sueurs abondantes ou une confusion demandent une aide immédiate. Dites tous les médicaments que vous prenez.",
        "E18": f"{_CALL} Un spasme de la mâchoire, de la langue ou du cou, avec une difficulté à avaler ou à respirer, demande une aide immédiate.",
        "E19": f"{_CALL} Un évanouissement, ou un cœur qui s'emballe ou bat irrégulièrement, avec des crampes ou une faiblesse, demande une aide immédiate.",
        "E20": f"{_CALL} Un mal de tête soudain, qui cogne, avec vos spasmes, demande une aide immédiate. Redressez-vous. Desserrez tout ce qui serre.",
        "E21": f"{_CALL} Des spasmes après un poison, une morsure ou une piqûre demandent une aide immédiate. Gardez l'emballage si vous l'avez.",
        "E22": f"{_CALL} Pendant la grossesse, un saignement, une forte douleur au ventre, une crise convulsive, ou un mal de tête avec des troubles de la vue, demande une aide immédiate.",
        "E23": f"{_CALL} Une douleur soudaine, déchirante, dans le dos, la poitrine ou le ventre, avec une sensation de malaise, demande une aide immédiate. Allongez-vous.",
        "E24": f"{_CALL} Des tremblements, des secousses ou des hallucinations après l'arrêt de l'alcool ou de comprimés demandent une aide immédiate.",
        "E25": f"{_CALL} Un engourdissement ou une faiblesse après une blessure au cou, au dos ou à la tête demande une aide immédiate. Ne bougez pas.",
        "E26": f"{_CALL} Une paupière qui tombe soudainement, avec une vision double ou un fort mal de tête, demande une aide immédiate.",
        "D1": f"{_HELP} Un mollet chaud, gonflé ou qui a changé de couleur doit être examiné. Ne l'étirez pas, ne le frottez pas.",
        "D2": f"{_HELP} Une crampe qui dure encore après dix minutes doit être examinée.",
        "D3": f"{_HELP} Des crampes après un poison ou un produit chimique doivent être examinées. Gardez son nom ou son emballage sous la main.",
        "D4": f"{_HELP} Un nouveau spasme de la mâchoire, du cou, de la langue ou des yeux après un changement de médicament doit être examiné.",
        "D5": f"{_HELP} Un bras ou une jambe qui perd de la force au fil des jours doit être examiné.",
        "D6": f"{_ADVICE} Une nouvelle douleur ou faiblesse dans plusieurs muscles peut avoir un lien avec un médicament. Demandez avant la prochaine prise.",
        "D7": f"{_HELP} Des crampes des mains ou des pieds avec des fourmillements aux lèvres ou aux doigts doivent être examinées. Signalez toute opération du cou ou de la thyroïde.",
        "D8": f"{_ADVICE} Des crampes ou une faiblesse avec des vomissements ou de la diarrhée doivent être examinées, surtout si vous prenez des diurétiques.",
        "D9": f"{_HELP} Des mains maladroites ou une marche instable avec des problèmes de nuque doivent être examinées. Laissez de côté les exercices de la nuque.",
        "D10": f"{_ADVICE} Une douleur du pied la nuit, qui diminue quand on le laisse pendre, doit être examinée.",
        "D11": f"{_HELP} Un claquement, ou une jambe sur laquelle vous ne pouvez pas vous appuyer, doit être examiné. N'étirez pas cet endroit.",
        "D12": f"{_ADVICE} Des spasmes du dos ou de la nuque avec de la fièvre, ou après un cancer, doivent être examinés.",
        "D13": "Appelez aujourd'hui votre sage-femme ou votre maternité. Des crampes ou un durcissement du ventre pendant la grossesse doivent leur être signalés.",
        "D14": f"{_ADVICE} Une raideur déjà connue qui devient soudain bien plus forte a souvent un déclencheur, qu'il faudrait rechercher.",
        "D15": f"{_HELP} Une forte douleur au ventre, ou une douleur au ventre avec fièvre, sang ou vomissements, doit être examinée.",
        "D16": f"{_HELP} Des muscles qui gonflent ou perdent de la force après un effort très intense doivent être examinés. Surveillez si vos urines deviennent foncées.",
        "B1": f"{_VISIT} Un tressaillement qui dure plus de deux semaines devrait être examiné. Les tressaillements sont fréquents ; en parler est tout simplement raisonnable.",
        "B2": f"{_VISIT} Des tressaillements à plus d'un endroit devraient être examinés. Les tressaillements sont fréquents ; en parler est tout simplement raisonnable.",
        "B3": "Prenez rendez-vous chez un médecin cette semaine, s'il vous plaît. Des tressaillements avec une faiblesse ou une raideur qui dure, ou un muscle plus mince, devraient être examinés.",
        "B4": f"{_VISIT} Vos crampes reviennent sans cesse. Apportez vos notes ; elles aideront.",
        "B5": f"{_VISIT} Une douleur insupportable devrait être examinée, même si elle est passée.",
        "B6": f"{_VISIT} Une douleur qui persiste après une crampe devrait être examinée.",
        "B7": f"{_VISIT} Une faiblesse qui persiste après une crampe ou un tressaillement devrait être examinée.",
        "B8": f"{_VISIT} Un muscle qui paraît plus mince, fait une bosse ou continue de tressaillir fortement devrait être examiné.",
        "B9": f"{_VISIT} Cela a troublé votre sommeil plusieurs fois. Cela vaut la peine d'en parler.",
        "B10": f"{_VISIT} Un engourdissement ou des fourmillements qui reviennent sans cesse devraient être examinés.",
        "B11": "Demandez conseil à votre médecin ou à votre pharmacie, s'il vous plaît. Cela a commencé après l'ajout ou le changement d'un médicament. Ne l'arrêtez jamais de vous-même.",
        "B12": f"{_VISIT} Une douleur de la jambe qui vient à la marche et cesse après quelques minutes de repos devrait être examinée.",
        "B13": f"{_VISIT} Un tressaillement qui fait bouger l'œil et la joue ensemble, ou qui ferme les yeux, devrait être examiné.",
        "B14": f"{_VISIT} Une contraction qui vous met dans une posture tordue, ou une crampe qui ne vient que dans une seule activité, devrait être examinée.",
        "B15": f"{_VISIT} Un pied qui bat en rythme quand on l'étire devrait être examiné. Laissez cet étirement de côté.",
        "B16": "Parlez de vos crampes aux jambes à votre prochaine consultation de grossesse, s'il vous plaît.",
        "B17": f"{_VISIT} Des crampes du ventre ou des règles qui sont nouvelles, plus fortes ou qui interrompent votre journée devraient être examinées.",
        "B18": f"{_VISIT} Cela vous empêche de faire des choses que vous voulez faire. C'est une raison suffisante pour en parler.",
        "B19": "Si vous le souhaitez, prenez rendez-vous chez un médecin. Cela vous inquiète, et c'est une raison suffisante pour en parler.",
        "B20": f"{_VISIT} Des crampes avec les deux jambes gonflées devraient être examinées.",
        "B21": "Parlez de ces crampes à votre équipe soignante, s'il vous plaît. Elle voudra peut-être le savoir avant votre prochaine visite.",
        "B22": f"{_VISIT} Un tremblement nouveau au repos, ou une raideur et une lenteur nouvelles, devraient être examinés.",
        "S8": "Suivez le plan d'urgence que l'on vous a donné. Si ce n'est pas comme d'habitude, ou si cela dure plus de cinq minutes : appelez les secours.",
    },
    by_mistake="Vous avez appuyé par erreur ? Appuyez sur U. Sinon : appelez maintenant. Numéro : {emergency_number}.",
    not_heard="Ce texte n'a pas pu être lu à voix haute. Lisez-le, s'il vous plaît : il est important.",
    night_line="La nuit, appelez un numéro de conseil médical.",
    unknown_number="votre numéro d'urgence local",
)
"""The French texts."""
