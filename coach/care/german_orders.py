"""The orders of the list of signs in German, translated from `sign_rules.yaml`; no clinician has reviewed them.

The order stands first, as the person has just chosen the sign.
"""

from __future__ import annotations

from coach.care.sign_orders import SignOrders

_CALL = "Aufhören. Wählen Sie jetzt den Notruf."
_HELP = "Holen Sie sich heute noch ärztliche Hilfe."
_ADVICE = "Holen Sie heute noch ärztlichen Rat ein."
_VISIT = "Bitte vereinbaren Sie einen Arzttermin."

GERMAN_ORDERS = SignOrders(
    version=4,
    orders={
        "E1": f"{_CALL} Atemnot mit einem Krampf braucht sofort Hilfe. Setzen Sie sich aufrecht hin.",
        "E2": f"{_CALL} Schmerz oder Druck in der Brust braucht sofort Hilfe, auch wenn es sich wie ein Muskelschmerz anfühlt.",
        "E3": f"{_CALL} Eine plötzliche Veränderung von Gesicht, Arm oder Sprache braucht sofort Hilfe. Merken Sie sich, wann es begann.",
        "E4": f"{_CALL} Nackenschmerz mit Doppelbildern, verwaschener Sprache, Schluckbeschwerden, unsicherem Gang oder taubem Gesicht braucht sofort Hilfe.",
        "E5": f"{_CALL} Ein plötzlicher Kopfschmerz, der schlimmste, den Sie je hatten, braucht sofort Hilfe.",
        "E6": f"{_CALL} Ein steifer Nacken und Fieber, mit starkem Kopfschmerz, Ausschlag oder Verwirrtheit, brauchen sofort Hilfe.",
        "E7": f"{_CALL} Taubheitsgefühl zwischen den Beinen, oder neue Störungen von Blase oder Darm mit Beschwerden an Rücken oder Bein, brauchen sofort Hilfe.",
        "E8": f"{_CALL} Dunkler Urin, wie Cola, mit starkem Muskelschmerz oder Schwäche braucht sofort Hilfe.",
        "E9": f"{_CALL} Ein geschwollenes Bein mit Atemnot oder Brustschmerz braucht sofort Hilfe. Das Bein nicht reiben.",
        "E10": f"{_CALL} Ein Bein oder Arm, plötzlich kalt, blass oder blau, mit Schmerz oder Taubheitsgefühl, braucht sofort Hilfe.",
        "E11": f"{_CALL} Zunehmender Schmerz in einem prallen, geschwollenen Muskel nach Verletzung oder starker Anstrengung braucht sofort Hilfe. Nicht dehnen.",
        "E12": f"{_CALL} Verwirrtheit, Erbrechen oder ein Krampfanfall nach sehr viel Wasser braucht sofort Hilfe. Kein Wasser mehr trinken.",
        "E13": f"{_CALL} Verwirrtheit oder ein Zusammenbruch in der Hitze braucht sofort Hilfe. An einen kühlen Ort gehen und die Haut nass machen.",
        "E14": f"{_CALL} Ein steifer Kiefer, Krämpfe oder Schluckbeschwerden nach einer Wunde brauchen sofort Hilfe.",
        "E15": f"{_CALL} Schwäche in beiden Beinen, die über Stunden oder Tage zunimmt, braucht sofort Hilfe.",
        "E16": f"{_CALL} Zuckungen mit Bewusstseinsverlust brauchen sofort Hilfe. Bleiben Sie nicht allein.",
        "E17": f"{_CALL} Zuckungen oder Steifheit mit Fieber, starkem Schwitzen oder Verwirrtheit brauchen sofort Hilfe. Nennen Sie alle Ihre Medikamente.",
        "E18": f"{_CALL} Ein Krampf von Kiefer, Zunge oder Nacken, bei dem Sie schlecht schlucken oder atmen können, braucht sofort Hilfe.",
        "E19": f"{_CALL} Ohnmacht, oder Herzrasen oder unregelmäßiger Herzschlag mit Krämpfen oder Schwäche, braucht sofort Hilfe.",
        "E20": f"{_CALL} Ein plötzlicher, pochender Kopfschmerz mit Ihren Spasmen braucht sofort Hilfe. Aufsetzen. Alles Enge lockern.",
        "E21": f"{_CALL} Krämpfe nach einem Gift, Biss oder Stich brauchen sofort Hilfe. Die Packung aufheben, wenn Sie sie haben.",
        "E22": f"{_CALL} In der Schwangerschaft brauchen Blutung, starker Bauchschmerz, ein Krampfanfall oder Kopfschmerz mit Sehstörungen sofort Hilfe.",
        "E23": f"{_CALL} Plötzlicher, reißender Schmerz in Rücken, Brust oder Bauch, mit dem Gefühl, ohnmächtig zu werden, braucht sofort Hilfe. Hinlegen.",
        "E24": f"{_CALL} Zittern, Zucken oder Dinge sehen, die nicht da sind, nachdem Sie mit Alkohol oder Tabletten aufgehört haben, braucht sofort Hilfe.",
        "E25": f"{_CALL} Taubheitsgefühl oder Schwäche nach einer Verletzung an Nacken, Rücken oder Kopf braucht sofort Hilfe. Still halten.",
        "E26": f"{_CALL} Ein Augenlid, das plötzlich herabhängt, mit Doppelbildern oder starkem Kopfschmerz, braucht sofort Hilfe.",
        "D1": f"{_HELP} Eine Wade, die heiß, geschwollen oder verfärbt ist, muss ärztlich abgeklärt werden. Nicht dehnen und nicht reiben.",
        "D2": f"{_HELP} Ein Krampf, der nach zehn Minuten noch anhält, muss ärztlich abgeklärt werden.",
        "D3": f"{_HELP} Krämpfe nach einem Gift oder einer Chemikalie müssen ärztlich abgeklärt werden. Halten Sie den Namen oder die Packung bereit.",
        "D4": f"{_HELP} Ein neuer Krampf von Kiefer, Nacken, Zunge oder Augen nach einem neuen oder geänderten Medikament muss ärztlich abgeklärt werden.",
        "D5": f"{_HELP} Ein Arm oder Bein, das über Tage schwächer wird, muss ärztlich abgeklärt werden.",
        "D6": f"{_ADVICE} Neuer Schmerz oder neue Schwäche in mehreren Muskeln kann mit einem Medikament zu tun haben. Fragen Sie vor der nächsten Einnahme.",
        "D7": f"{_HELP} Krampfende Hände oder Füße mit kribbelnden Lippen oder Fingern müssen ärztlich abgeklärt werden. Sagen Sie, ob Sie am Hals oder an der Schilddrüse operiert wurden.",
        "D8": f"{_ADVICE} Krämpfe oder Schwäche mit Erbrechen oder Durchfall müssen ärztlich abgeklärt werden, erst recht, wenn Sie Wassertabletten nehmen.",
        "D9": f"{_HELP} Ungeschickte Hände oder unsicheres Gehen mit Nackenbeschwerden müssen ärztlich abgeklärt werden. Lassen Sie Nackenübungen weg.",
        "D10": f"{_ADVICE} Nächtlicher Fußschmerz, der nachlässt, wenn der Fuß herabhängt, muss ärztlich abgeklärt werden.",
        "D11": f"{_HELP} Ein Knall in Muskel oder Gelenk, oder ein Bein, das nicht belastet werden kann, muss ärztlich abgeklärt werden. Nicht dehnen.",
        "D12": f"{_ADVICE} Krämpfe in Rücken oder Nacken mit Fieber, oder nach einer Krebserkrankung, müssen ärztlich abgeklärt werden.",
        "D13": "Rufen Sie heute noch Ihre Hebamme oder Geburtsklinik an. Krämpfe im Bauch oder ein hart werdender Bauch in der Schwangerschaft sollten dort gemeldet werden.",
        "D14": f"{_ADVICE} Bekannte Steifheit, die plötzlich viel schlimmer wird, hat oft einen Auslöser, nach dem jemand suchen sollte.",
        "D15": f"{_HELP} Starker Bauchschmerz, oder Bauchschmerz mit Fieber, Blut oder Erbrechen, muss ärztlich abgeklärt werden.",
        "D16": f"{_HELP} Muskeln, die nach sehr starker Anstrengung anschwellen oder schwach werden, müssen ärztlich abgeklärt werden. Achten Sie auf dunklen Urin.",
        "B1": f"{_VISIT} Ein Zucken, das länger als zwei Wochen anhält, sollte ärztlich abgeklärt werden. Zuckungen sind häufig; nachzufragen ist einfach vernünftig.",
        "B2": f"{_VISIT} Zucken an mehr als einer Stelle sollte ärztlich abgeklärt werden. Zuckungen sind häufig; nachzufragen ist einfach vernünftig.",
        "B3": "Bitte vereinbaren Sie diese Woche einen Arzttermin. Zucken mit anhaltender Schwäche, Steifheit oder einem dünneren Muskel sollte ärztlich abgeklärt werden.",
        "B4": f"{_VISIT} Ihre Krämpfe kommen immer wieder. Bringen Sie Ihre Notizen mit; sie helfen.",
        "B5": f"{_VISIT} Unerträglicher Schmerz sollte ärztlich abgeklärt werden, auch wenn er vorbei ist.",
        "B6": f"{_VISIT} Schmerz, der nach einem Krampf bleibt, sollte ärztlich abgeklärt werden.",
        "B7": f"{_VISIT} Schwäche, die nach einem Krampf oder Zucken bleibt, sollte ärztlich abgeklärt werden.",
        "B8": f"{_VISIT} Ein Muskel, der dünner aussieht, sich vorwölbt oder weiter stark zuckt, sollte ärztlich abgeklärt werden.",
        "B9": f"{_VISIT} Das hat Sie mehrmals um den Schlaf gebracht. Es lohnt sich, danach zu fragen.",
        "B10": f"{_VISIT} Taubheitsgefühl oder Kribbeln, das immer wiederkommt, sollte ärztlich abgeklärt werden.",
        "B11": "Bitte fragen Sie Ihre Ärztin, Ihren Arzt oder Ihre Apotheke. Das begann, nachdem ein Medikament neu dazukam oder geändert wurde. Setzen Sie es nie von sich aus ab.",
        "B12": f"{_VISIT} Beinschmerz, der beim Gehen kommt und nach ein paar Minuten Ruhe vergeht, sollte ärztlich abgeklärt werden.",
        "B13": f"{_VISIT} Ein Zucken, das Auge und Wange zugleich bewegt oder die Augen schließt, sollte ärztlich abgeklärt werden.",
        "B14": f"{_VISIT} Ein Ziehen in eine verdrehte Haltung, oder ein Krampf nur bei einer Tätigkeit, sollte ärztlich abgeklärt werden.",
        "B15": f"{_VISIT} Ein Fuß, der beim Dehnen im Takt schlägt, sollte ärztlich abgeklärt werden. Lassen Sie diese Dehnung weg.",
        "B16": "Bitte erwähnen Sie Ihre Beinkrämpfe bei der nächsten Schwangerschaftsvorsorge.",
        "B17": f"{_VISIT} Bauch- oder Regelkrämpfe, die neu sind, stärker sind oder Sie vom Alltag abhalten, sollten ärztlich abgeklärt werden.",
        "B18": f"{_VISIT} Dies hält Sie von Dingen ab, die Sie tun möchten. Das ist Grund genug nachzufragen.",
        "B19": "Vereinbaren Sie einen Arzttermin, wenn Sie möchten. Dies macht Ihnen Sorgen, und das ist Grund genug nachzufragen.",
        "B20": f"{_VISIT} Krämpfe mit Schwellung in beiden Beinen sollten ärztlich abgeklärt werden.",
        "B21": "Bitte erzählen Sie Ihrem Behandlungsteam von diesen Krämpfen. Es möchte vielleicht vor Ihrem nächsten Termin davon wissen.",
        "B22": f"{_VISIT} Neues Zittern in Ruhe, oder neue Steifheit und Langsamkeit, sollte ärztlich abgeklärt werden.",
        "S8": "Folgen Sie dem Notfallplan, den Sie bekommen haben. Wenn es anders als sonst ist, oder länger als fünf Minuten dauert: Wählen Sie den Notruf.",
    },
    by_mistake="Aus Versehen gedrückt? Drücken Sie U. Wenn nicht: rufen Sie jetzt an. Nummer: {emergency_number}.",
    not_heard="Der Coach konnte diesen Text nicht vorlesen. Bitte lesen Sie ihn: Er ist wichtig.",
    night_line="Nachts: rufen Sie ein Gesundheitstelefon an.",
    unknown_number="die örtliche Notrufnummer",
)
"""The German texts."""
