# Die Seiten unter der Adresse der Anwendung, für den Support.
gate-brand = Support-Zugriff
gate-logged = Was Sie hier öffnen, wird protokolliert, und der Kunde kann das Protokoll lesen.
gate-your-access = Ihr Zugriff
gate-details = Einzelheiten
gate-your-session = Ihre Sitzung
gate-seen-as = Sie sehen die Anwendung als
gate-agent = Support-Mitarbeiter
gate-access-ends = Zugriff endet
gate-your-access-ends = Ihr Zugriff endet
gate-access-begins = Ihr Zugriff beginnt
gate-access-ended = Zugriff endete
gate-your-address = Ihre Adresse
gate-trusted-until = Diesem Browser wird vertraut bis
gate-reference = Kennung
gate-reference-hint = Nennen Sie sie, wenn Sie um Hilfe bitten.
gate-to-start = Zur Startseite
gate-to-shared = Ansehen, was für Sie freigegeben ist
gate-again = Noch einmal versuchen
gate-sign-out = Abmelden
gate-end-session = Sitzung beenden

# Anmelden.
gate-sign-in = Anmelden
gate-signing-in = Anmeldung läuft …
gate-sign-in-title = Zum Helfen anmelden
gate-sign-in-lead = Verwenden Sie die Zugangsdaten, die der Kunde Ihnen geschickt hat.
gate-user-name = Benutzername
gate-password = Passwort
gate-code = Sicherheitscode
gate-code-optional = hier noch nicht nötig
gate-code-optional-hint = Sie können das Feld leer lassen; die nächste Seite fragt danach.
gate-none-yet = Noch keine Zugangsdaten?
gate-none-yet-what = Der Kunde erstellt sie für Sie und schickt sie Ihnen: einen Benutzernamen, ein Passwort und einen Sicherheitscode.
gate-none-yet-time = Sie gelten nur für eine begrenzte Zeit. Wenn Ihre nicht mehr gelten, bitten Sie um neue.
gate-wrong = Diese Angaben stimmen nicht.
gate-wrong-remedy = Prüfen Sie Benutzername, Passwort und Sicherheitscode. Wenn es wieder geschieht, bitten Sie den Kunden um neue Zugangsdaten.
gate-too-many-tries = Zu viele Versuche.
gate-too-many-tries-remedy = Bitte warten Sie bis zum nächsten Versuch: { $wait }.
gate-busy = Das konnte gerade nicht geprüft werden.
gate-busy-remedy = Viele Menschen melden sich an. Bitte versuchen Sie es in ein paar Sekunden noch einmal.
gate-form-expired = Diese Seite war zu lange offen.
gate-form-expired-remedy = Bitte geben Sie Ihre Daten noch einmal ein.
gate-notice-ended = Ihr Zugriff ist beendet.
gate-notice-ended-remedy = Bitten Sie den Kunden um neue Zugangsdaten, um weiterzumachen.
gate-notice-signed-out = Sie sind abgemeldet.
gate-notice-signed-out-remedy = Sie können diese Seite schließen.
gate-notice-expired = Ihre Sitzung ist abgelaufen.
gate-notice-expired-remedy = Melden Sie sich wieder an, um dort weiterzumachen, wo Sie waren.

# Der Sicherheitscode.
gate-code-too-many = Zu viele falsche Codes
gate-code-enter = Geben Sie Ihren Sicherheitscode ein
gate-code-confirm = Bestätigen Sie mit Ihrem Sicherheits­code
gate-code-last-step = Nur noch dieser Schritt, dann sind Sie drin.
gate-code-protected = Die Seite, die Sie öffnen möchten, ist durch einen Code geschützt.
gate-code-each-time = „{ $place }“ fragt jedes Mal nach einem Code.
gate-code-promise = Danach fragen die meisten Seiten so lange nicht wieder: { $span }.
gate-code-other-credentials = Andere Zugangsdaten verwenden
gate-code-hint-fixed = 8 Ziffern aus der Nachricht des Kunden.
gate-code-hint-totp = Die 6 Ziffern, die Ihre Authenticator-App gerade anzeigt.
gate-code-goes-on = Nach der letzten geht es von selbst weiter.
gate-code-continue = Weiter
gate-code-checking = Wird geprüft …
gate-code-wrong = Dieser Code gilt nicht.
gate-code-wrong-fixed = Prüfen Sie die Ziffern und versuchen Sie es noch einmal. { $count ->
    [one] Sie haben noch 1 Versuch.
   *[other] Sie haben noch { $count } Versuche.
}
gate-code-wrong-totp = Warten Sie auf den nächsten in Ihrer App. { $count ->
    [one] Sie haben noch 1 Versuch.
   *[other] Sie haben noch { $count } Versuche.
}
gate-code-wrong-email = Nehmen Sie die neueste E-Mail; ein Code gilt einmal, 10 Minuten lang. { $count ->
    [one] Sie haben noch 1 Versuch.
   *[other] Sie haben noch { $count } Versuche.
}
gate-code-mail-failed = Die E-Mail konnte nicht gesendet werden. Versuchen Sie es in einer Minute noch einmal. Wenn es dabei bleibt, sagen Sie dem Kunden Bescheid.
gate-code-locked = Damit dieser Zugriff sicher bleibt, warten Sie bitte bis zum nächsten Versuch: { $wait }.
gate-code-locked-for-good = Damit dieser Zugriff sicher bleibt, sind diese Zugangsdaten gesperrt. Bitten Sie den Kunden um neue.

# Wo man steht.
gate-status-lead = Sie sehen die Anwendung so wie { $user }.
gate-status-parts = So viel davon ist für Sie freigegeben.
gate-status-to-app = Zur Anwendung
gate-status-no-address = Die Startseite der App ist nicht für Sie freigegeben. Öffnen Sie die Adresse dessen, was Sie sich ansehen sollen.
gate-part-hidden = Nicht freigegeben
gate-part-view = Nur ansehen
gate-part-full = Ansehen und ändern

# Ablehnungen und Abschiede.
gate-hidden = Dieser Teil ist nicht für Sie freigegeben
gate-hidden-elsewhere = Ihr Support-Zugriff umfasst andere Teile dieser Anwendung, aber nicht diesen.
gate-hidden-places = Ihr Support-Zugriff umfasst nicht: { $places }.
gate-hidden-advice = Wenn Sie ihn zum Helfen brauchen, bitten Sie den Kunden, ihn für Sie freizugeben.
gate-read-only = Diesen Teil können Sie nur ansehen
gate-read-only-elsewhere = Sie können sich hier umsehen, aber nichts ändern. Es wurde nichts gespeichert.
gate-read-only-places = Sie können dies ansehen, aber nicht ändern: { $places }. Es wurde nichts gespeichert.
gate-read-only-advice = Wenn etwas geändert werden muss, bitten Sie den Kunden, es zu tun oder Ihnen das Ändern zu erlauben.
gate-ended = Ihr Zugriff ist beendet
gate-ended-lead = Danke für Ihre Hilfe. Ihr Weg in diese Anwendung ist jetzt geschlossen.
gate-ended-advice = Noch nicht fertig? Bitten Sie den Kunden um neue Zugangsdaten.
gate-ended-sign-in = Mit neuen Zugangsdaten anmelden
gate-not-begun = Ihr Zugriff hat noch nicht begonnen
gate-not-begun-lead = Ihre Zugangsdaten stimmen. Der Kunde hat den Zugriff für einen späteren Zeitpunkt freigegeben.
gate-not-begun-advice = Kommen Sie dann wieder; neue Zugangsdaten brauchen Sie nicht.
gate-paused = Ihr Zugriff ist pausiert
gate-paused-lead = Der Kunde hat ihn angehalten. Sie können weitermachen, sobald er ihn fortsetzt.
gate-paused-advice = Bis dahin bleibt er geschlossen. Wann er endet, ändert sich nicht.
gate-network = Nicht aus diesem Netz
gate-network-lead = Der Kunde erlaubt diesen Zugriff nur aus bestimmten Netzen, und Ihres gehört nicht dazu.
gate-network-advice = Verbinden Sie sich so, wie Sie es für diesen Kunden sonst tun, zum Beispiel über das VPN Ihrer Firma.
gate-ambiguous = Das war nicht eindeutig
gate-ambiguous-lead = Dieser Link oder dieses Formular lässt sich auf mehr als eine Weise lesen und wurde deshalb nicht geöffnet.
gate-ambiguous-advice = Beginnen Sie noch einmal auf einer Seite der Anwendung. Wenn es wieder geschieht, geben Sie die Kennung weiter.
gate-too-large = Das ist zu groß zum Senden
gate-too-large-lead = Was Sie gesendet haben, ist größer, als der Support-Zugriff hier erlaubt. Es wurde nichts gespeichert.
gate-too-large-advice = Versuchen Sie es mit einer kleineren Datei, oder bitten Sie den Kunden, sie hochzuladen.
gate-not-found = Hier ist keine Seite
gate-not-found-lead = Vielleicht ist die Adresse vertippt, oder die Seite ist umgezogen.
gate-unknown-site = Diese Adresse führt nirgendwohin
gate-unknown-site-lead = Unter diesem Namen ist keine Anwendung erreichbar.
gate-unknown-site-advice = Vergleichen Sie sie mit der Adresse in der Nachricht des Kunden.

# Störungen, die niemand beschlossen hat.
gate-slow-down = Bitte etwas langsamer
gate-slow-down-lead = Das war viel auf einmal. Bitte warten Sie: { $wait }.
gate-unreachable = Die Anwendung antwortet nicht
gate-unreachable-lead = Mit Ihrem Support-Zugriff ist alles in Ordnung, aber die Anwendung selbst ist gerade nicht erreichbar.
gate-unreachable-advice = Versuchen Sie es in einer Minute noch einmal. Wenn es so bleibt, sagen Sie es dem Kunden.
gate-too-slow = Die Anwendung braucht zu lange
gate-too-slow-lead = Mit Ihrem Support-Zugriff ist alles in Ordnung, aber die Anwendung hat nicht rechtzeitig geantwortet.
gate-too-slow-advice = Wenn Sie gerade etwas gespeichert haben, prüfen Sie, ob es gespeichert ist, bevor Sie es wiederholen.
gate-undecided = Wir brauchen einen Moment
gate-undecided-lead = Ihr Zugriff konnte gerade nicht geprüft werden. Sicherheitshalber wurde nichts geöffnet.
gate-undecided-advice = Versuchen Sie es in einer Minute noch einmal. Wenn es so bleibt, geben Sie die Kennung weiter.
gate-signed-out = Sie sind abgemeldet
gate-signed-out-lead = Ihre Sitzung in diesem Browser ist beendet. Sie können diese Seite schließen.
gate-signed-out-again = Wieder anmelden
gate-quoted = „{ $place }“
gate-quoted-and = { $places } und { $last }
