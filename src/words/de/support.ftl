# Startseite.
support-home-title = Support-Zugriff
support-home-lead = Niemand kommt hinein, solange Sie nicht öffnen. Schließen können Sie jederzeit.
support-no-sites-title = Mit Ihrem Konto ist noch keine Anwendung verbunden
support-no-sites-lead = Bitten Sie den Betreiber dieses Gateways, Ihrem Konto Ihren Benutzernamen in der Anwendung zuzuordnen. Danach können Sie hier Support anfordern.
support-as-user = als { $user }
support-nobody-has-access = Niemand vom Support hat Zugriff.
support-request = Fernsupport anfordern
support-request-again = Erneut Support anfordern
support-badge-open = Zugriff ist offen
support-badge-scheduled = Beginnt später
support-badge-paused = Pausiert
support-badge-ended = Beendet
support-who = Wer
support-time-left = Verbleibende Zeit
support-time-left-paused = Pausiert, die Zeit läuft weiter
support-until = bis
support-sessions = Gerade angemeldet
support-sessions-count = { $count ->
    [0] Niemand
    [one] 1 Sitzung
   *[other] { $count } Sitzungen
}
support-last-used = zuletzt benutzt
support-last-used-label = Zuletzt benutzt
support-never-used = noch nie benutzt
support-never = noch nicht
support-first-used = Zum ersten Mal benutzt
support-began = Geöffnet
support-since = seit
support-details = Einzelheiten
support-revoke = Widerrufen
support-regenerate = Neue Zugangsdaten

# Erster Dialog.
support-request-title = Support für { $site } anfordern
support-request-lead = Der Support arbeitet in der Anwendung mit Ihrem Benutzer { $user } und sieht, was Sie sehen, in den Grenzen, die Sie hier setzen.
support-duration = Für wie lange?
support-starts = Beginnt
support-starts-hint = Leer: jetzt. In Ihrer Zeitzone, höchstens 30 Tage voraus.
support-starts-hint-utc = Leer: jetzt. In UTC, höchstens 30 Tage voraus.
support-visibility = Was darf der Support sehen?
support-visibility-hint = Diese Teile bleiben verborgen, wenn Sie sie nicht ankreuzen. Der Rest der Anwendung ist sichtbar.
support-visibility-hint-only = Der Support sieht nur, was Sie ankreuzen. Alles andere bleibt verborgen.
support-visibility-whole = Die ganze Anwendung, so wie Sie selbst sie sehen.
support-show = { $part } darf gesehen werden
support-read-only = Nur ansehen
support-read-only-about = Der Support kann alles ansehen, was gezeigt wird, aber nichts ändern.
support-agent-title = Wer hilft Ihnen?
support-agent-name = Name
support-agent-email = E-Mail
support-reason = Worum geht es?
support-ticket = Ticketnummer
support-limits-title = Weitere Grenzen
support-networks = Nur aus diesen Netzen
support-networks-hint = Zum Beispiel 192.0.2.0/24 oder 192.0.2.7. Leer: von überall.
support-claim = Erste Anmeldung
support-claim-without = Jederzeit
support-claim-count = { $count ->
    [one] Innerhalb von 1 Stunde
   *[other] Innerhalb von { $count } Stunden
}
support-idle = Wenn nichts getan wird
support-idle-without = Vorgabe des Betreibers
support-idle-count = Nach { $count } Minuten abmelden
support-idle-after = Nach { $span } abmelden
support-at-once = Browser gleichzeitig
support-at-once-without = Beliebig viele
support-at-once-count = { $count ->
    [one] 1, und ein neuer beendet ihn
   *[other] { $count }, und ein weiterer beendet den ältesten
}
support-code-title = Sicherheitscode
support-code-fixed = Fester Code
support-code-fixed-about = Wird einmal angezeigt, zusammen mit dem Passwort.
support-code-totp = Wechselnder Code
support-code-totp-about = Die Authenticator-App des Supportmitarbeiters zeigt alle 30 Sekunden einen neuen.
support-code-email = Code per E-Mail
support-code-email-about = Jedes Mal wird ein neuer an die E-Mail-Adresse des Supportmitarbeiters gesendet.
support-code-mailed-to = wird jedes Mal an { $address } gesendet
support-confirm = Bestätigen
support-request-next = Auf der nächsten Seite erhalten Sie die Zugangsdaten, die Sie Ihrem Anbieter senden. Sie werden einmal angezeigt.
support-error-duration = Bitte wählen Sie eine der angebotenen Zeiten.
support-error-start = Wählen Sie einen Zeitpunkt in den nächsten 30 Tagen, oder lassen Sie das Feld leer für jetzt.
support-error-scope = Einer der Teile wird nicht mehr angeboten. Bitte prüfen Sie Ihre Auswahl.
support-error-agent = Der Name ist zu lang oder enthält Zeichen, die in keinem Namen vorkommen.
support-error-email = Das ist keine E-Mail-Adresse. Schreiben Sie sie wie name@example.org, oder lassen Sie das Feld leer.
support-error-email-for-codes = Bitte geben Sie die E-Mail-Adresse des Supportmitarbeiters an: Dorthin werden die Codes gesendet.
support-error-reason = Bitte fassen Sie sich in höchstens 500 Zeichen.
support-error-ticket = Eine Ticketnummer hat höchstens 100 Zeichen.
support-error-networks = Schreiben Sie Netze wie 192.0.2.0/24, mit Kommas dazwischen, oder lassen Sie das Feld leer.
support-error-limit = Bitte wählen Sie eine der angebotenen Grenzen.
support-error-code = Bitte wählen Sie eine der angebotenen Arten von Code.

# Der Satz über „Bestätigen“. Das Skript setzt Name, Teile und Zeit an die Stelle der Wörter in Klammern.
support-summary-who = Der Support Ihres Anbieters
support-summary-all = (who) sieht die ganze Anwendung so wie Sie, bis (until).
support-summary-all-read = (who) kann die ganze Anwendung ansehen, aber nichts ändern, bis (until).
support-summary-except = (who) sieht alles außer (parts), bis (until).
support-summary-except-read = (who) kann alles außer (parts) ansehen, aber nichts ändern, bis (until).
support-summary-only = (who) sieht nur (parts), bis (until).
support-summary-only-read = (who) kann nur (parts) ansehen und nichts ändern, bis (until).
support-summary-nothing = (who) sieht keinen dieser Teile. Kreuzen Sie an, was zu sehen sein soll.
support-summary-begins = Beginn: (begin).
support-summary-today = heute, (time) Uhr
support-summary-tomorrow = morgen, (time) Uhr

# Zweiter Dialog.
support-credentials-title = Der Support-Zugriff ist aktiv
support-credentials-title-later = Der Support-Zugriff ist eingerichtet
support-credentials-lead =
    Senden Sie diese Zugangsdaten an { $agent ->
        [none] den Support Ihres Anbieters
       *[other] { $agent }
    } und an niemanden sonst, auf dem Weg, den Sie immer benutzen.
support-credentials-once = Passwort und Code sehen Sie nur jetzt. Wenn Sie diese Seite schließen, kann niemand sie noch einmal anzeigen.
support-url = Adresse
support-username = Benutzername
support-password = Passwort
support-security-code = Sicherheitscode
support-works-from = Gültig ab
support-timeout = Gültig bis
support-qr-about = Der Supportmitarbeiter scannt dies mit einer Authenticator-App oder tippt den Schlüssel ein:
support-qr-alt = QR-Code mit dem Schlüssel für die Authenticator-App des Supportmitarbeiters. Derselbe Schlüssel steht als Text daneben.
support-saved = Ich habe diese Zugangsdaten gespeichert oder gesendet
support-close = Schließen
support-gone-title = Diese Zugangsdaten wurden schon angezeigt
support-gone-lead = Der Zugriff ist aktiv, aber Passwort und Code können kein zweites Mal angezeigt werden.
support-gone-advice =
    Wenn sie verloren gingen, bevor { $agent ->
        [none] der Support Ihres Anbieters
       *[other] { $agent }
    } sie hatte, erstellen Sie neue. Die alten gelten von da an nicht mehr.
support-gone-to-grant = Diesen Zugriff ansehen

# Dritter Dialog.
support-already-title = Der Support-Zugriff ist schon aktiv
support-already-lead = Er endet in { $span }
support-grant-title = Support-Zugriff auf { $site }
support-grant-lead =
    { $agent ->
        [none] Der Support Ihres Anbieters
       *[other] { $agent }
    } kann in der Anwendung mit Ihrem Benutzer { $user } arbeiten.
support-grant-lead-paused =
    { $agent ->
        [none] Der Support Ihres Anbieters
       *[other] { $agent }
    } kommt im Moment nicht hinein. Nach dem Fortsetzen ist die Arbeit mit Ihrem Benutzer { $user } wieder möglich.
support-grant-lead-scheduled =
    Die Zeit ist noch nicht gekommen: { $agent ->
        [none] Der Support Ihres Anbieters
       *[other] { $agent }
    } kann dann in der Anwendung mit Ihrem Benutzer { $user } arbeiten.
support-locked = Nach zu vielen falschen Codes gesperrt. Niemand kann sich anmelden, bis Sie neue Zugangsdaten erstellen.
support-parts = Was der Support sieht
support-part-whole-app = Die ganze Anwendung
support-part-elsewhere = Alles andere
support-part-hidden = verborgen
support-part-read-only = nur ansehen
support-part-full = voll
support-no-sessions = Im Moment ist niemand angemeldet.
support-see-activity = Ansehen, was getan wurde
support-stub = Dieser Zugriff
support-acts-as = Arbeitet mit Ihrem Benutzer
support-cut-revoked = Zugriff widerrufen.
support-cut-regenerated = Neue Zugangsdaten erstellt; die alten gelten nicht mehr.
support-cut-paused = Zugriff pausiert.
support-cut-expired = Die Zeit war abgelaufen.
support-cut-sessions = { $count ->
    [0] Es war niemand angemeldet.
    [one] 1 Sitzung wurde gestoppt.
   *[other] { $count } Sitzungen wurden gestoppt.
}
support-cut-connections = { $count ->
    [one] 1 offene Verbindung wurde innerhalb von { $milliseconds } ms getrennt.
   *[other] { $count } offene Verbindungen wurden innerhalb von { $milliseconds } ms getrennt.
}
support-ask-revoke-title =
    Zugriff für { $agent ->
        [none] den Support Ihres Anbieters
       *[other] { $agent }
    } widerrufen?
support-ask-revoke-lead =
    { $agent ->
        [none] Der Support Ihres Anbieters
       *[other] { $agent }
    } wird sofort von { $site } abgemeldet, und die Zugangsdaten gelten nicht mehr. Das lässt sich nicht rückgängig machen; Sie können aber jederzeit erneut Support anfordern.
support-ask-revoke-button = Zugriff widerrufen
support-ask-regenerate-title =
    Neue Zugangsdaten für { $agent ->
        [none] den Support Ihres Anbieters
       *[other] { $agent }
    }?
support-ask-regenerate-lead =
    Die alten Zugangsdaten für { $site } gelten sofort nicht mehr, und { $agent ->
        [none] der Support Ihres Anbieters
       *[other] { $agent }
    } wird abgemeldet. Sie erhalten neue zum Versenden; Zeit und Grenzen bleiben gleich.
support-ask-regenerate-button = Neue Zugangsdaten erstellen
support-ask-sessions = { $count ->
    [one] Gerade ist eine Sitzung offen. Nicht gespeicherte Arbeit darin kann verloren gehen.
   *[other] Gerade sind { $count } Sitzungen offen. Nicht gespeicherte Arbeit darin kann verloren gehen.
}

# Beleg.
support-ended-title = Der Support-Zugriff auf { $site } ist beendet
support-ended-expired = Die Zeit war abgelaufen:
support-ended-revoked = Widerrufen von { $by }:
support-receipt = Was geschehen ist
support-count-sign-ins = { $count ->
    [one] Anmeldung
   *[other] Anmeldungen
}
support-count-failed = { $count ->
    [one] gescheiterte Anmeldung
   *[other] gescheiterte Anmeldungen
}
support-count-requests = { $count ->
    [one] Seite oder Datei geöffnet
   *[other] Seiten und Dateien geöffnet
}
support-count-changes = { $count ->
    [one] Änderung gesendet
   *[other] Änderungen gesendet
}
support-count-blocked = { $count ->
    [one] Versuch blockiert
   *[other] Versuche blockiert
}
support-ended-home = Zur Startseite

# Der Notfall-Link in einer E-Mail.
support-freeze-title = Support-Zugriff jetzt pausieren?
support-freeze-lead =
    Ein Klick pausiert sofort den Zugriff von { $agent ->
        [none] Ihrem Anbieter
       *[other] { $agent }
    } auf { $site }. Wer angemeldet ist, wird getrennt.
support-freeze-after = Es geht nichts verloren: Melden Sie sich später an, um den Zugriff fortzusetzen oder zu beenden. Von selbst endet er
support-freeze-button = Zugriff jetzt pausieren
support-frozen-title = Der Support-Zugriff ist pausiert
support-frozen-lead =
    { $agent ->
        [none] Der Support Ihres Anbieters
       *[other] { $agent }
    } hat keinen Zugang mehr zu { $site }.
support-frozen-next = Melden Sie sich an, um zu sehen, was getan wurde, und um den Zugriff fortzusetzen oder zu beenden.
support-frozen-sign-in = Anmelden
