# Einmal-Links: was in einem Browser verschlossen und in einem anderen geöffnet wird.
handoff-title = Etwas übergeben
handoff-lead = Für ein Passwort, einen Schlüssel oder ein anderes Geheimnis. Es wird in Ihrem Browser verschlüsselt und kann einmal gelesen werden. Niemand, der diesen Server betreibt, kann es lesen.
handoff-new = Ein neuer Einmal-Link
handoff-send-needs-script = Ihr Browser verschlüsselt mit JavaScript, und das ist ausgeschaltet. Schalten Sie es ein oder nehmen Sie den Befehl gatepass handoff send.
handoff-secret = Was Sie übergeben
handoff-secret-hint = Nur Zugangsdaten. Für alles andere nehmen Sie den Weg, auf dem Sie sonst miteinander sprechen.
handoff-lifetime = Der Link gilt
handoff-with-code = Auch nach einem Code fragen
handoff-with-code-about = Sie sagen ihn am Telefon. Wer nur an den Link kommt, kann nichts lesen.
handoff-seal = Verschlüsseln und Link erstellen
handoff-ready = Der Link ist fertig
handoff-ready-once = Sie sehen ihn nur jetzt. Kopieren Sie ihn und schicken Sie ihn einer einzigen Person: Wer ihn zuerst öffnet, liest den Inhalt.
handoff-link = Link
handoff-code = Code
handoff-ready-code = Sagen Sie diesen Code am Telefon und nie zusammen mit dem Link:
handoff-ready-next = Unter „Übergabe“ sehen Sie, wann und von wo er geöffnet wurde, und können ihn bis dahin zurücknehmen.
handoff-links = Ihre Links
handoff-links-none = Sie haben noch nichts übergeben.
handoff-made = Erstellt
handoff-has-code = mit Code
handoff-waits = Wartet bis
handoff-state-opened = Geöffnet
handoff-state-revoked = Widerrufen
handoff-state-wiped = Nach zu vielen falschen Codes gelöscht
handoff-state-expired = Von niemandem geöffnet; gelöscht seit
handoff-revoke = Widerrufen
handoff-share = Sicher teilen
handoff-share-about = Verschlüsselt diese Zeilen in Ihrem Browser und erstellt einen Link, der einmal geöffnet werden kann.

handoff-receive-title = Ein Geheimnis wartet auf Sie
handoff-receive-lead = { $sender } übergibt Ihnen etwas, das im Browser verschlüsselt wurde. Es kann einmal gelesen werden; dann ist es von diesem Server gelöscht. Öffnen Sie es nur, wenn Sie es erwartet haben.
handoff-receive-needs-script = Ihr Browser entschlüsselt mit JavaScript, und das ist ausgeschaltet. Schalten Sie es ein oder nehmen Sie den Befehl gatepass handoff read. Durch das Ansehen dieser Seite geht nichts verloren.
handoff-receive-until = Es wartet bis
handoff-code-hint = Die 12 Ziffern, die { $sender } Ihnen gesagt hat.
handoff-open = Jetzt öffnen: Es kann einmal gelesen werden
handoff-open-hint = Halten Sie einen Ort bereit, an dem Sie es aufbewahren, etwa einen Passwortmanager.
handoff-here = Hier ist es. Vom Server ist es jetzt gelöscht.
handoff-here-once = Bewahren Sie es jetzt auf: Wenn Sie diese Seite schließen, kann es niemand noch einmal zeigen.
handoff-text = Geheimnis
handoff-since = Seit
handoff-wrong-code = { $count ->
    [one] Der Code ist falsch. Es bleibt ein Versuch; danach wird alles gelöscht. Fragen Sie noch einmal nach dem Code.
   *[other] Der Code ist falsch. Es bleiben { $count } Versuche.
}
handoff-problem-no-key = Ein Teil des Links fehlt: was nach dem Zeichen # kommt. Kopieren Sie den ganzen Link und öffnen Sie ihn noch einmal. Es ist nichts verloren.
handoff-problem-damaged = Der Link ist beschädigt: Ende und Anfang passen nicht zusammen. Kopieren Sie den ganzen Link und öffnen Sie ihn noch einmal. Es ist nichts verloren.
handoff-problem-no-crypto = Dieser Browser kann hier nicht verschlüsseln. Nehmen Sie einen aktuellen Browser und eine Adresse, die mit https beginnt.
handoff-problem-code = Der Code hat 12 Ziffern. Bitte sehen Sie noch einmal nach.
handoff-problem-offline = Es kam keine Antwort. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal. Gilt der Link dann nicht mehr, bitten Sie { $sender } um einen neuen.
handoff-problem-unknown-link = Diesen Link gibt es nicht. Kopieren Sie noch einmal den ganzen Link oder bitten Sie { $sender } um einen neuen.
handoff-problem-too-many = Zu viele Versuche aus Ihrem Netz. Warten Sie zehn Minuten und versuchen Sie es noch einmal.
handoff-problem-swapped = Das ist nicht, was { $sender } verschlossen hat: Es wurde unterwegs oder auf diesem Server verändert. Trauen Sie ihm nicht. Rufen Sie { $sender } an und bitten Sie um einen neuen Link.
handoff-problem-newer = Das wurde mit einer neueren Version verschlossen. Laden Sie die Seite in einem aktuellen Browser neu; hilft das nicht, bitten Sie { $sender } um einen neuen Link.
handoff-problem-trouble = Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es gleich noch einmal.

handoff-unknown-title = Dieser Link führt nirgendwohin
handoff-unknown-lead = Kopieren Sie den ganzen Link und öffnen Sie ihn noch einmal. Hilft das nicht, bitten Sie um einen neuen: Was gelesen wurde oder zu alt ist, wird nach einer Woche vergessen.
handoff-opened-title = Dieser Link wurde schon geöffnet
handoff-opened-lead = Der Inhalt ist gelöscht. Wenn nicht Sie ihn geöffnet haben, sagen Sie es { $sender } sofort: Jemand anderes hat ihn gelesen.
handoff-revoked-title = Dieser Link wurde widerrufen
handoff-revoked-lead = { $sender } hat ihn widerrufen, bevor ihn jemand gelesen hat. Bitten Sie um einen neuen.
handoff-wiped-title = Dieser Link wurde gelöscht
handoff-wiped-lead = Der Code war zu oft falsch, deshalb wurde der Inhalt gelöscht. Niemand hat ihn gelesen. Bitten Sie { $sender } um einen neuen Link.
handoff-expired-title = Die Zeit dieses Links ist abgelaufen
handoff-expired-lead = Niemand hat ihn rechtzeitig geöffnet, deshalb wurde der Inhalt gelöscht. Bitten Sie { $sender } um einen neuen Link.

handoff-error-too-large = Das ist zu lang. Ein Link ist für Zugangsdaten, nicht für Dokumente.
handoff-error-too-many = { $count ->
    [one] Ein Link von Ihnen wartet schon, und mehr geht nicht. Widerrufen Sie ihn zuerst.
   *[other] { $count } Links von Ihnen warten schon, und mehr geht nicht. Widerrufen Sie zuerst einen.
}
handoff-error-form = Die Seite war zu lange offen. Kopieren Sie Ihren Text, laden Sie die Seite neu und versuchen Sie es noch einmal.
handoff-error-offline = Es kam keine Antwort. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.
