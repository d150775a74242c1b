# Der Zeitstrahl.
activity-title = Aktivität
activity-lead = Wer mit Ihrem Support-Zugriff was getan hat, das Neueste zuerst.
activity-filter = Filter
activity-grant = Zugriff
activity-all = Alle
activity-kind = Was
activity-all-kinds = Alles
activity-kind-access = Anwendung benutzt
activity-kind-blocked = Blockiert
activity-kind-sign-in = Anmeldungen
activity-kind-change = Ihre Änderungen
activity-from-day = Von
activity-to-day = Bis
activity-apply = Anzeigen
activity-clear = Alles anzeigen
activity-export = Diese Liste speichern:
activity-older = Ältere Einträge
activity-today = Heute
activity-yesterday = Gestern
activity-empty-title = Nichts anzuzeigen
activity-empty-lead = Sobald ein Support-Zugriff geöffnet oder benutzt wird, können Sie es hier nachlesen.
activity-empty-filtered = Zu diesem Filter passt nichts.

# Neue Zeilen, die von selbst kommen.
activity-live = Neue Einträge erscheinen von selbst
activity-held = Angehalten
activity-waiting = Angehalten, neue Einträge: (count)
activity-lost = Verbindung verloren, neuer Versuch …
activity-hold = Anhalten
activity-go-on = Weiter

# Zeilen. Was auf einen Namen folgt: „Anna hat Nachrichten geöffnet“.
activity-elsewhere = einen anderen Teil der Anwendung
activity-opened = hat { $place } geöffnet
activity-changed = hat { $place } bearbeitet
activity-tried = wollte { $place } öffnen
activity-tried-to-change = wollte { $place } bearbeiten
activity-asked-for-code = wurde nach einem Sicherheitscode gefragt
activity-signed-in = hat sich angemeldet
activity-failed-sign-in = hat versucht, sich anzumelden
activity-wrong-code = hat einen falschen Code eingegeben
activity-locked-out = wurde nach zu vielen falschen Codes gesperrt
activity-signed-out = hat sich abgemeldet
activity-gave-access = hat Support-Zugriff auf { $site } geöffnet
activity-revoked = hat den Zugriff widerrufen
activity-regenerated = hat neue Zugangsdaten erstellt
activity-paused = hat den Zugriff pausiert
activity-resumed = hat den Zugriff fortgesetzt
activity-expired = hat keinen Zugriff mehr: Die Zeit war abgelaufen
activity-changed-password = hat das Passwort geändert
activity-enabled-authenticator = hat die Authenticator-App eingeschaltet
activity-disabled-authenticator = hat die Authenticator-App ausgeschaltet
activity-enabled-email = hat Codes per E-Mail eingeschaltet
activity-disabled-email = hat Codes per E-Mail ausgeschaltet
activity-made-recovery-codes = hat neue Wiederherstellungscodes erstellt
activity-ended-session = hat eine Sitzung beendet
activity-forgot-trust = hat einen vertrauten Browser entfernt
activity-made-token = hat das Zugriffstoken „{ $name }“ erstellt
activity-renewed-token = hat dem Token „{ $name }“ ein neues Geheimnis gegeben
activity-reset-password = hat das Passwort zurückgesetzt
activity-reset-factors = hat die zweiten Faktoren zurückgesetzt
activity-revoked-token = hat das Zugriffstoken „{ $name }“ widerrufen
activity-outcome-blocked = blockiert
activity-outcome-failed = gescheitert
activity-times = { $count }-mal
activity-acting-as = als { $user }
activity-from = aus { $network }
activity-code = Code
activity-to-grant = Zu diesem Zugriff
activity-cut = { $count ->
    [one] hat 1 laufende Anfrage beendet
   *[other] hat { $count } laufende Anfragen beendet
}
activity-made-link = hat den Einmal-Link { $link } erstellt
activity-opened-link = hat den Einmal-Link { $link } geöffnet
activity-failed-link = konnte den Einmal-Link { $link } nicht öffnen
activity-revoked-link = hat den Einmal-Link { $link } widerrufen
activity-wiped-link = hat den Einmal-Link { $link } durch falsche Codes gelöscht
activity-expired-link = hat den Einmal-Link { $link } gelöscht, den niemand geöffnet hatte
activity-link-holder = Jemand mit dem Link
activity-token = Zugriffstoken „{ $name }“
activity-code-mailed = hat einen Sicherheitscode per E-Mail erhalten
activity-code-accepted = hat den richtigen Sicherheitscode eingegeben
activity-refused = hat etwas angefragt, das abgelehnt wurde ({ $reason })
