# Anmelden und ausweisen.
sign-in-title = Anmelden
sign-in-lead = Support-Zugriff auf Ihre Anwendungen öffnen, verfolgen und beenden.
sign-in-username = Benutzername
sign-in-password = Passwort
sign-in-button = Anmelden
sign-in-busy-button = Anmeldung läuft …
sign-in-no-account = Noch kein Konto oder Passwort vergessen? Bitten Sie den Betreiber dieses Gateways um eine Einladung.
sign-in-wrong = Benutzername oder Passwort stimmt nicht. Bitte versuchen Sie es noch einmal.
sign-in-too-many = Es gab zu viele Versuche. Bitte warten Sie { $wait } bis zum nächsten.
sign-in-busy = Gerade melden sich viele an. Bitte versuchen Sie es in einigen Sekunden noch einmal.
sign-in-form-expired = Diese Seite war zu lange geöffnet. Bitte geben Sie Ihre Daten noch einmal ein.
sign-in-signed-out = Sie sind abgemeldet.
sign-in-session-expired = Ihre Sitzung ist beendet. Melden Sie sich an, um dort weiterzumachen, wo Sie waren.
sign-in-password-changed = Ihr Passwort wurde geändert. Melden Sie sich mit dem neuen an.
sign-in-welcome = Ihr Konto ist bereit. Melden Sie sich mit dem Passwort an, das Sie gerade gewählt haben.

# Der Code.
sign-in-code-title = Code eingeben
sign-in-code-lead = Ihr Passwort stimmt. Ein weiterer Schritt schützt Ihr Konto.
sign-in-code-button = Weiter
sign-in-code-busy-button = Wird geprüft …
sign-in-code-label-totp = Code aus Ihrer Authenticator-App
sign-in-code-label-email = Code aus der E-Mail
sign-in-code-label-recovery = Wiederherstellungscode
sign-in-code-label-password = Ihr Passwort
sign-in-code-hint-totp = Die 6 Ziffern, die die App gerade anzeigt.
sign-in-code-hint-email = Wir haben 6 Ziffern an { $address } gesendet. Sie gelten 10 Minuten.
sign-in-code-hint-email-not-sent = Wir senden 6 Ziffern an { $address }.
sign-in-code-hint-recovery = Einer der Codes, die Sie beim Einrichten der App gespeichert haben. Jeder gilt einmal.
sign-in-code-hint-password = Das, mit dem Sie sich anmelden.
sign-in-code-wrong = { $count ->
    [one] Der Code stimmt nicht. Sie haben noch 1 Versuch.
   *[other] Der Code stimmt nicht. Sie haben noch { $count } Versuche.
}
sign-in-code-wrong-password = { $count ->
    [one] Das Passwort stimmt nicht. Sie haben noch 1 Versuch.
   *[other] Das Passwort stimmt nicht. Sie haben noch { $count } Versuche.
}
sign-in-code-wrong-uncounted = Das stimmt nicht. Bitte versuchen Sie es noch einmal.
sign-in-code-missing = Bitte geben Sie den Code ein.
sign-in-locked = Zu viele falsche Codes.
sign-in-locked-until = Codes werden wieder angenommen ab
sign-in-mail-send = Code senden
sign-in-mail-again = Neuen Code senden
sign-in-mail-wait = Ein neuer Code kann in { $wait } gesendet werden.
sign-in-mail-too-many = Es wurden zu viele Codes gesendet. Der nächste kann in { $wait } gesendet werden.
sign-in-mail-failed = Die E-Mail konnte nicht gesendet werden. Bitte versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.
sign-in-other-method = Anderer Weg
sign-in-use-totp = Authenticator-App verwenden
sign-in-use-email = Code per E-Mail erhalten
sign-in-use-recovery = Wiederherstellungscode verwenden
sign-in-use-password = Passwort verwenden
sign-in-start-over = Mit einem anderen Konto anmelden

# Bestätigen mitten in einem Vorgang.
sign-in-confirm-it-is-you = Bestätigen Sie, dass Sie es sind
sign-in-confirm-button = Bestätigen
