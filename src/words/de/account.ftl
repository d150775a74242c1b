# Das eigene Konto.
account-title = Konto
account-about = Über Sie
account-name = Name
account-email = E-Mail
account-email-verified = bestätigt
account-email-unverified = noch nicht bestätigt
account-email-none = keine

# Einladung.
account-invitation-title = Wählen Sie Ihr Passwort
account-invitation-lead = Willkommen, { $account }. Mit diesem Konto öffnen, verfolgen und beenden Sie Support-Zugriffe.
account-sites = { $count ->
    [one] Anwendung
   *[other] Anwendungen
}
account-invitation-button = Passwort speichern

# Passwort.
account-password = Passwort
account-password-lead = Nach einer Änderung bleiben Sie hier angemeldet; überall sonst werden Sie abgemeldet.
account-current-password = Aktuelles Passwort
account-new-password = Neues Passwort
account-new-password-again = Neues Passwort wiederholen
account-change-password = Passwort ändern
account-password-rules = 12 bis 1024 Zeichen. Mehrere Wörter hintereinander sind leicht zu merken und schwer zu erraten.
account-password-too-short = Das Passwort ist zu kurz: Es braucht mindestens 12 Zeichen.
account-password-too-long = Das Passwort ist zu lang: Mehr als 1024 Zeichen gehen nicht.
account-password-common = Dieses Passwort steht auf der Liste, die jeder zuerst probiert. Bitte wählen Sie ein anderes.
account-password-differ = Die beiden Passwörter sind verschieden. Bitte geben Sie beide noch einmal ein.
account-password-contains-name = Das Passwort enthält einen Namen, der leicht zu erraten ist. Bitte wählen Sie ein anderes.
account-password-wrong = { $count ->
    [one] Das aktuelle Passwort stimmt nicht. Sie haben noch 1 Versuch.
   *[other] Das aktuelle Passwort stimmt nicht. Sie haben noch { $count } Versuche.
}
account-password-wrong-uncounted = Das aktuelle Passwort stimmt nicht.
account-password-locked = Es gab zu viele Versuche. Bitte warten Sie { $wait } bis zum nächsten.

# Zweiter Faktor.
account-factors = Zweiter Faktor
account-factors-lead = Wird beim Anmelden und vor wichtigen Schritten verlangt.
account-no-factor = Ihr Konto ist nur durch ein Passwort geschützt. Richten Sie eine Authenticator-App ein; das dauert zwei Minuten.
account-on = eingeschaltet
account-off = ausgeschaltet
account-on-since = eingeschaltet seit
account-turn-on = Einschalten
account-turn-off = Ausschalten
account-set-up = Einrichten
account-replace = Ersetzen
account-authenticator = Authenticator-App
account-authenticator-about = der sicherste Weg
account-email-codes = Codes per E-Mail
account-email-codes-need-address = dafür fehlt eine E-Mail-Adresse; bitten Sie Ihren Betreiber, sie einzutragen
account-email-codes-no-mail = dieses Gateway verschickt keine E-Mails
account-recovery-codes = Wiederher­stellungs­codes
account-recovery-codes-left = { $count ->
    [0] keine mehr übrig: Erstellen Sie neue
    [one] noch 1 übrig
   *[other] noch { $count } übrig
}
account-recovery-codes-none = keine
account-recovery-codes-new = Neue Codes erstellen
account-authenticator-title = Authenticator-App einrichten
account-authenticator-lead = Die App zeigt alle 30 Sekunden einen neuen Code. Wer nur Ihr Passwort kennt, bleibt draußen.
account-authenticator-step-install = Halten Sie eine Authenticator-App auf Ihrem Telefon bereit. Jede ist geeignet.
account-authenticator-step-scan = Scannen Sie damit einen QR-Code und geben Sie den Code ein, den sie anzeigt.
account-authenticator-step-keep = Speichern Sie die Wiederher­stellungs­codes für den Tag, an dem das Telefon fehlt.
account-authenticator-replaces = Die jetzige App gilt nicht mehr, sobald die neue bestätigt ist.
account-authenticator-signs-out = Beim Einschalten werden Sie überall sonst abgemeldet.
account-authenticator-start = Beginnen
account-scan-title = Scannen Sie diesen Code
account-scan-lead = Öffnen Sie Ihre Authenticator-App und fügen Sie durch Scannen ein Konto hinzu.
account-qr-alt = QR-Code mit dem Schlüssel für Ihre Authenticator-App. Derselbe Schlüssel steht als Text daneben.
account-scan-type = Scannen geht nicht? Tippen Sie diesen Schlüssel in die App ein:
account-scan-settings = Zeitbasiert, 6 Ziffern, 30 Sekunden.
account-scan-link = In einer App auf diesem Gerät öffnen
account-scan-code = Code, den die App anzeigt
account-email-confirm-title = Sehen Sie in Ihr Postfach
account-email-confirm-lead = Wir haben 6 Ziffern an { $address } gesendet. Geben Sie sie ein, um Codes per E-Mail einzuschalten.
account-recovery-title = Speichern Sie Ihre Wiederher­stellungs­codes
account-recovery-lead = Wenn das Telefon fehlt, ersetzt jeder dieser Codes einmal die App.
account-recovery-once = Sie werden nur jetzt angezeigt. Codes, die Sie vorher hatten, gelten nicht mehr.
account-recovery-saved = Ich habe diese Codes gespeichert
account-recovery-done = Fertig

# Sitzungen und vertraute Browser.
account-sessions = Wo Sie angemeldet sind
account-this-session = Diese Sitzung
account-end-session = Abmelden
account-end-other-sessions = Überall sonst abmelden
account-trusted = Vertraute Browser
account-trusted-lead = Nach einem richtigen Code wird ein Browser für kurze Zeit nicht noch einmal gefragt.
account-trusted-none = Im Moment keine.
account-trusted-until = bis
account-forget = Entfernen
account-forget-all = Alle entfernen

# Erledigt.
account-notice-password-changed = Ihr Passwort wurde geändert. Überall sonst sind Sie abgemeldet.
account-notice-authenticator-on = Die Authenticator-App ist eingeschaltet.
account-notice-authenticator-off = Die Authenticator-App ist ausgeschaltet.
account-notice-email-on = Codes per E-Mail sind eingeschaltet.
account-notice-email-off = Codes per E-Mail sind ausgeschaltet.
account-notice-sessions-ended = Dort abgemeldet.
account-notice-trust-forgotten = Diese Browser werden wieder nach einem Code gefragt.

# Token.
account-tokens = Zugriffstoken
account-tokens-about = Mit einem Token kann ein Programm ohne Ihr Passwort für Sie handeln.
account-tokens-lead = Mit einem Token kann ein Programm ohne Ihr Passwort für Sie handeln. Verwahren Sie es so sicher wie das Passwort, und widerrufen Sie es, wenn es nicht mehr gebraucht wird.
account-tokens-manage = { $count ->
    [0] Token erstellen
    [one] 1 Token
   *[other] { $count } Token
}
account-tokens-none = Sie haben keine Token.
account-token-new = Neues Token
account-token-name = Name
account-token-name-hint = Damit Sie es später wiedererkennen, zum Beispiel „Monatsbericht“.
account-token-for = Wofür ist es?
account-token-for-portal = Dieses Portal
account-token-for-portal-about = Das Programm fordert Support-Zugriff an, beobachtet und beendet ihn, so wie Sie auf diesen Seiten.
account-token-for-app = Die Anwendung { $site }
account-token-for-app-about = Das Programm verwendet die Anwendung als Sie und sieht nur, was Sie ankreuzen. Was zu keinem Teil gehört, ist so sichtbar wie für den Support.
account-token-read-only-about = In der gewählten Anwendung kann das Programm nichts ändern.
account-token-only-looks = schaut nur
account-token-lifetime = Wie lange gilt es?
account-token-never = läuft nicht ab
account-token-networks = Nur aus diesen Netzen
account-token-networks-hint = Zum Beispiel 192.0.2.0/24, 2001:db8::/32. Leer: von überall.
account-token-bypass = Nie nach einem Code fragen
account-token-bypass-about = Wer das Token hat, braucht dann nichts weiter. Nur für Programme, die keinen Code eingeben können.
account-token-create = Token erstellen
account-token-made = erstellt
account-token-expires = gilt bis
account-token-only-from = nur aus { $networks }
account-token-bypasses = fragt nie nach einem Code
account-token-regenerate = Neues Geheimnis
account-token-revoke = Widerrufen
account-token-shown-title = Ihr neues Token
account-token-once = Das Token wird nur jetzt angezeigt. Kopieren Sie es dorthin, wo das Programm es braucht.
account-token-replaced = Das alte Geheimnis gilt nicht mehr.
account-token-revoked = Das Token „{ $name }“ gilt nicht mehr.
account-token-nothing-cut = Es lief nichts damit.
account-token-saved = Ich habe das Token gespeichert
account-token-error-name = Bitte geben Sie ihm einen Namen mit höchstens 100 Zeichen.
account-token-error-name-taken = Sie haben schon ein Token mit diesem Namen.
account-token-error-expires = Bitte wählen Sie eine der angebotenen Zeiten.
account-token-error-networks = Schreiben Sie Netze wie 192.0.2.0/24 oder 2001:db8::/32, durch Kommas getrennt.
account-token-error-app = Bitte wählen Sie eine der Anwendungen und nur Teile dieser Anwendung.
account-token-error-too-many = Sie haben so viele Token, wie ein Konto haben darf. Widerrufen Sie zuerst eines.
