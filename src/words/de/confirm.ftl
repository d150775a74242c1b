# „Bestätigen Sie, dass Sie es sind“, vor allem, worauf es ankommt. { $agent } ist "none", wo kein Name angegeben wurde.
confirm-request-title = Supportzugang öffnen
confirm-request-all = { $agent ->
    [none] Der Support
   *[other] { $agent }
} sieht { $site } vollständig so wie Sie, { $duration } lang.{ $readOnly ->
    [yes] { " " }Ändern lässt sich nichts.
   *[no] { "" }
}
confirm-request-except = { $agent ->
    [none] Der Support
   *[other] { $agent }
} sieht in { $site } alles außer { $parts }, { $duration } lang.{ $readOnly ->
    [yes] { " " }Ändern lässt sich nichts.
   *[no] { "" }
}
confirm-request-only = { $agent ->
    [none] Der Support
   *[other] { $agent }
} sieht in { $site } nur { $parts }, { $duration } lang.{ $readOnly ->
    [yes] { " " }Ändern lässt sich nichts.
   *[no] { "" }
}
confirm-request-nothing = { $agent ->
    [none] Der Support
   *[other] { $agent }
} kann sich { $duration } lang bei { $site } anmelden, sieht aber keinen der Bereiche. Gehen Sie zurück und kreuzen Sie an, was zu sehen sein soll.
confirm-request-begins = Beginn: { $moment }.
confirm-resume-title = Supportzugang fortsetzen
confirm-resume = { $agent ->
    [none] Der Support
   *[other] { $agent }
} kommt wieder in { $site } hinein.
confirm-regenerate-title = Neue Zugangsdaten
confirm-regenerate = { $agent ->
    [none] Der Support
   *[other] { $agent }
} bekommt neue Zugangsdaten für { $site }. Die alten und alle Sitzungen enden sofort.
confirm-authenticator-title = Authenticator-App einrichten
confirm-authenticator = Von da an gehört zur Anmeldung ein Code dieser App.
confirm-authenticator-off-title = Authenticator-App abschalten
confirm-authenticator-off = Ihr Konto verliert diesen Schutz und die Wiederher­stellungs­codes.
confirm-recovery-title = Neue Wiederher­stellungs­codes
confirm-recovery = Sie erhalten zwölf neue Codes. Die alten gelten nicht mehr.
confirm-email-title = Codes per E-Mail einschalten
confirm-email = Wir senden einen Code an Ihre Adresse, um sicherzugehen, dass Sie dort lesen.
confirm-email-off-title = Codes per E-Mail abschalten
confirm-email-off = Ihr Konto verliert diesen Schutz.
confirm-token-title = Zugriffstoken erstellen
confirm-token = Wer das Token hat, kann es in Ihrem Namen verwenden.
confirm-token-renew-title = Zugriffstoken erneuern
confirm-token-renew = Das Token bekommt ein neues Geheimnis. Programme mit dem alten funktionieren dann nicht mehr.
