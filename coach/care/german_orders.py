"""The orders of the list of signs in German, translated from `sign_rules.yaml`; no clinician has reviewed them.

The order stands first, as the person has just chosen the sign.
"""

from __future__ import annotations

from coach.care.sign_orders import SignOrders

_CALL = "Stopp. Wählen Sie jetzt den Notruf."
_HELP = "Holen Sie sich heute noch ärztliche Hilfe."
_ADVICE = "Holen Sie heute noch ärztlichen Rat ein."
_VISIT = "Bitte vereinbaren Sie einen Arzttermin."

GERMAN_ORDERS = SignOrders(
    version=4,
    orders={
        "E1": f"{_CALL} Bei Atemnot mit einem Krampf ist sofort Hilfe nötig. Setzen Sie sich aufrecht hin.",
        "E2": f"{_CALL} Bei Schmerz oder Druck in der Brust ist sofort Hilfe nötig, auch wenn es sich wie ein Muskelschmerz anfühlt.",
        "E3": f"{_CALL} Wenn sich Gesicht, Arm oder Sprache plötzlich verändern, ist sofort Hilfe nötig. Merken Sie sich, wann es begonnen hat.",
        "E4": f"{_CALL} Bei Nackenschmerzen mit Doppelbildern, undeutlicher Sprache, Schluckbeschwerden, unsicherem Gang oder taubem Gesicht ist sofort Hilfe nötig.",
        "E5": f"{_CALL} Bei plötzlichen Kopfschmerzen, den schlimmsten, die Sie je hatten, ist sofort Hilfe nötig.",
        "E6": f"{_CALL} Bei steifem Nacken und Fieber, mit starken Kopfschmerzen, Ausschlag oder Verwirrtheit, ist sofort Hilfe nötig.",
        "E7": f"{_CALL} Bei Taubheitsgefühl zwischen den Beinen, oder bei neuen Störungen von Blase oder Darm mit Beschwerden an Rücken oder Bein, ist sofort Hilfe nötig.",
        "E8": f"{_CALL} Bei dunklem Urin, wie Cola, mit starken Muskelschmerzen oder Schwäche ist sofort Hilfe nötig.",
        "E9": f"{_CALL} Bei einem geschwollenen Bein mit Atemnot oder Brustschmerzen ist sofort Hilfe nötig. Reiben Sie das Bein nicht.",
        "E10": f"{_CALL} Wenn ein Bein oder Arm plötzlich kalt, blass oder blau ist und schmerzt oder sich taub anfühlt, ist sofort Hilfe nötig.",
        "E11": f"{_CALL} Bei zunehmendem Schmerz in einem prallen, geschwollenen Muskel nach einer Verletzung oder starker Anstrengung ist sofort Hilfe nötig. Dehnen Sie ihn nicht.",
        "E12": f"{_CALL} Bei Verwirrtheit, Erbrechen oder einem Krampfanfall nach sehr viel Wasser ist sofort Hilfe nötig. Trinken Sie kein Wasser mehr.",
        "E13": f"{_CALL} Bei Verwirrtheit oder einem Zusammenbruch in der Hitze ist sofort Hilfe nötig. Gehen Sie an einen kühlen Ort, und machen Sie die Haut nass.",
        "E14": f"{_CALL} Bei steifem Kiefer, Krämpfen oder Schluckbeschwerden nach einer Wunde ist sofort Hilfe nötig.",
        "E15": f"{_CALL} Bei Schwäche in beiden Beinen, die über Stunden oder Tage zunimmt, ist sofort Hilfe nötig.",
        "E16": f"{_CALL} Bei Zuckungen, bei denen man nicht ansprechbar ist, ist sofort Hilfe nötig. Bleiben Sie nicht allein.",
        "E17": f"{_CALL} Bei Zuckungen oder Steifheit mit Fieber, starkem Schwitzen oder Verwirrtheit ist sofort Hilfe nötig. Nennen Sie alle Ihre Medikamente.",
        "E18": f"{_CALL} Bei einem Krampf in Kiefer, Zunge oder Nacken, mit dem Sie schlecht schlucken oder atmen können, ist sofort Hilfe nötig.",
        "E19": f"{_CALL} Bei Ohnmacht, Herzrasen oder unregelmäßigem Herzschlag mit Krämpfen oder Schwäche ist sofort Hilfe nötig.",
        "E20": f"{_CALL} Bei plötzlichen, pochenden Kopfschmerzen mit Ihren Spasmen ist sofort Hilfe nötig. Setzen Sie sich auf. Lockern Sie alles, was eng sitzt.",
        "E21": f"{_CALL} Bei Krämpfen nach einem Gift, Biss oder Stich ist sofort Hilfe nötig. Wenn Sie die Packung haben, heben Sie sie auf.",
        "E22": f"{_CALL} In der Schwangerschaft ist bei Blutungen, starken Bauchschmerzen, einem Krampfanfall oder Kopfschmerzen mit Sehstörungen sofort Hilfe nötig.",
        "E23": f"{_CALL} Bei plötzlichem, reißendem Schmerz in Rücken, Brust oder Bauch, mit dem Gefühl, ohnmächtig zu werden, ist sofort Hilfe nötig. Legen Sie sich hin.",
        "E24": f"{_CALL} Wenn Sie zittern, zucken oder Dinge sehen, die nicht da sind, nachdem Sie mit Alkohol oder Tabletten aufgehört haben, ist sofort Hilfe nötig.",
        "E25": f"{_CALL} Bei Taubheitsgefühl oder Schwäche nach einer Verletzung an Nacken, Rücken oder Kopf ist sofort Hilfe nötig. Halten Sie still.",
        "E26": f"{_CALL} Wenn ein Augenlid plötzlich herabhängt, mit Doppelbildern oder starken Kopfschmerzen, ist sofort Hilfe nötig.",
        "D1": f"{_HELP} Eine Wade, die heiß, geschwollen oder verfärbt ist, muss ärztlich untersucht werden. Nicht dehnen und nicht reiben.",
        "D2": f"{_HELP} Ein Krampf, der nach zehn Minuten noch anhält, muss ärztlich abgeklärt werden.",
        "D3": f"{_HELP} Krämpfe nach einem Gift oder einer Chemikalie müssen ärztlich abgeklärt werden. Halten Sie den Namen oder die Packung bereit.",
        "D4": f"{_HELP} Ein neuer Krampf in Kiefer, Nacken, Zunge oder Augen nach einem neuen oder geänderten Medikament muss ärztlich abgeklärt werden.",
        "D5": f"{_HELP} Wenn ein Arm oder Bein über Tage schwächer wird, muss das ärztlich abgeklärt werden.",
        "D6": f"{_ADVICE} Neuer Schmerz oder neue Schwäche in mehreren Muskeln kann mit einem Medikament zu tun haben. Fragen Sie vor der nächsten Einnahme.",
        "D7": f"{_HELP} Krämpfe in Händen oder Füßen mit Kribbeln in Lippen oder Fingern müssen ärztlich abgeklärt werden. Sagen Sie, ob Sie am Hals oder an der Schilddrüse operiert wurden.",
        "D8": f"{_ADVICE} Krämpfe oder Schwäche mit Erbrechen oder Durchfall müssen ärztlich abgeklärt werden, erst recht, wenn Sie Wassertabletten nehmen.",
        "D9": f"{_HELP} Ungeschickte Hände oder unsicheres Gehen mit Nackenbeschwerden müssen ärztlich abgeklärt werden. Lassen Sie Nackenübungen weg.",
        "D10": f"{_ADVICE} Nächtliche Schmerzen im Fuß, die nachlassen, wenn der Fuß herabhängt, müssen ärztlich abgeklärt werden.",
        "D11": f"{_HELP} Ein Knall in einem Muskel oder Gelenk, oder ein Bein, das Sie nicht belasten können, muss ärztlich abgeklärt werden. Nicht dehnen.",
        "D12": f"{_ADVICE} Krämpfe in Rücken oder Nacken mit Fieber, oder nach einer Krebserkrankung, müssen ärztlich abgeklärt werden.",
        "D13": "Rufen Sie heute noch Ihre Hebamme oder Geburtsklinik an. Von Bauchkrämpfen oder einem hart werdenden Bauch in der Schwangerschaft sollte man dort wissen.",
        "D14": f"{_ADVICE} Wenn eine bekannte Steifheit plötzlich viel schlimmer wird, hat das oft einen Auslöser, nach dem jemand suchen sollte.",
        "D15": f"{_HELP} Starke Bauchschmerzen, oder Bauchschmerzen mit Fieber, Blut oder Erbrechen, müssen ärztlich abgeklärt werden.",
        "D16": f"{_HELP} Muskeln, die nach sehr starker Anstrengung anschwellen oder schwach werden, müssen ärztlich abgeklärt werden. Achten Sie auf dunklen Urin.",
        "B1": f"{_VISIT} Ein Zucken, das länger als zwei Wochen anhält, sollte ärztlich abgeklärt werden. Zuckungen sind häufig, und nachzufragen ist einfach vernünftig.",
        "B2": f"{_VISIT} Zucken an mehr als einer Stelle sollte ärztlich abgeklärt werden. Zuckungen sind häufig, und nachzufragen ist einfach vernünftig.",
        "B3": "Bitte vereinbaren Sie noch diese Woche einen Arzttermin. Zucken mit anhaltender Schwäche, Steifheit oder einem dünneren Muskel sollte ärztlich abgeklärt werden.",
        "B4": f"{_VISIT} Ihre Krämpfe kommen immer wieder. Bringen Sie Ihre Notizen mit, sie helfen weiter.",
        "B5": f"{_VISIT} Unerträgliche Schmerzen sollten ärztlich abgeklärt werden, auch wenn sie vorbei sind.",
        "B6": f"{_VISIT} Schmerzen, die nach einem Krampf bleiben, sollten ärztlich abgeklärt werden.",
        "B7": f"{_VISIT} Schwäche, die nach einem Krampf oder Zucken bleibt, sollte ärztlich abgeklärt werden.",
        "B8": f"{_VISIT} Ein Muskel, der dünner aussieht, sich vorwölbt oder immer wieder stark zuckt, sollte ärztlich abgeklärt werden.",
        "B9": f"{_VISIT} Das hat Sie mehrmals um den Schlaf gebracht. Es lohnt sich nachzufragen.",
        "B10": f"{_VISIT} Taubheitsgefühl oder Kribbeln, das immer wiederkommt, sollte ärztlich abgeklärt werden.",
        "B11": "Bitte fragen Sie Ihre Ärztin, Ihren Arzt oder Ihre Apotheke. Das hat begonnen, nachdem ein Medikament neu dazukam oder geändert wurde. Setzen Sie es nie von sich aus ab.",
        "B12": f"{_VISIT} Schmerzen im Bein, die beim Gehen kommen und nach ein paar Minuten Ruhe vergehen, sollten ärztlich abgeklärt werden.",
        "B13": f"{_VISIT} Ein Zucken, das Auge und Wange zugleich bewegt oder die Augen schließt, sollte ärztlich abgeklärt werden.",
        "B14": f"{_VISIT} Wenn ein Muskel Sie in eine verdrehte Haltung zieht, oder ein Krampf nur bei einer Tätigkeit auftritt, sollte das ärztlich abgeklärt werden.",
        "B15": f"{_VISIT} Ein Fuß, der beim Dehnen im Takt zuckt, sollte ärztlich abgeklärt werden. Lassen Sie diese Dehnung weg.",
        "B16": "Bitte erwähnen Sie Ihre Beinkrämpfe bei der nächsten Schwangerschaftsvorsorge.",
        "B17": f"{_VISIT} Bauchkrämpfe oder Regelkrämpfe, die neu oder stärker sind oder Sie vom Alltag abhalten, sollten ärztlich abgeklärt werden.",
        "B18": f"{_VISIT} Das hält Sie von Dingen ab, die Sie tun möchten. Das ist Grund genug nachzufragen.",
        "B19": "Wenn Sie möchten, vereinbaren Sie einen Arzttermin. Das macht Ihnen Sorgen, und das ist Grund genug nachzufragen.",
        "B20": f"{_VISIT} Krämpfe mit Schwellungen an beiden Beinen sollten ärztlich abgeklärt werden.",
        "B21": "Bitte erzählen Sie Ihrem Behandlungsteam von diesen Krämpfen. Vielleicht möchte man dort schon vor Ihrem nächsten Termin davon wissen.",
        "B22": f"{_VISIT} Neues Zittern in Ruhe, oder neue Steifheit und Verlangsamung, sollte ärztlich abgeklärt werden.",
        "S8": "Halten Sie sich an den Notfallplan, den Sie bekommen haben. Wenn es anders ist als sonst oder länger als fünf Minuten dauert: Wählen Sie den Notruf.",
    },
    by_mistake="Aus Versehen gedrückt? Drücken Sie U. Wenn nicht: Rufen Sie jetzt an. Nummer: {emergency_number}.",
    not_heard="Der Coach konnte diesen Text nicht vorlesen. Bitte lesen Sie ihn: Er ist wichtig.",
    night_line="Nachts: Rufen Sie den ärztlichen Bereitschaftsdienst an.",
    unknown_number="die örtliche Notrufnummer",
)
"""The German texts."""
