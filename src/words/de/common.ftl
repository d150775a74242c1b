# Was jede Seite teilt: Namen, Zeit, der Rahmen um eine Seite.
common-product = Gatepass
common-skip = Zum Inhalt springen
common-nav = Hauptmenü
common-nav-support = Support
common-nav-handoff = Übergabe
common-nav-activity = Aktivität
common-nav-account = Konto
common-sign-out = Abmelden
common-language = Sprache
common-role-grantor = Administrator
common-role-operator = Betreiber
common-role-agent = Support
common-support-agent = Support Ihres Anbieters

# Laufende Zugriffe über jeder Seite.
common-live-title = Offene Support-Zugriffe
common-live-open =
    { $agent ->
        [none] Der Support Ihres Anbieters
       *[other] { $agent }
    } hat Zugriff auf { $site }
common-live-paused =
    { $agent ->
        [none] Support Ihres Anbieters
       *[other] { $agent }
    }: Zugriff auf { $site } ist pausiert
common-live-scheduled =
    { $agent ->
        [none] Der Support Ihres Anbieters
       *[other] { $agent }
    } bekommt Zugriff auf { $site }
common-end-now = Jetzt beenden
common-pause = Pausieren
common-resume = Fortsetzen

# Kleine Wörter auf vielen Seiten.
common-error = Fehler
common-please-correct = Bitte sehen Sie sich das noch einmal an:
common-cancel = Abbrechen
common-back = Zurück
common-new-tab = (öffnet sich in einem neuen Tab)
common-show = Anzeigen
common-hide = Verbergen
common-copy = Kopieren
common-copied = Kopiert
common-copy-denied = Ihr Browser erlaubt das Kopieren nicht. Der Text ist markiert: Drücken Sie Strg+C oder ⌘C.
common-download = Als .txt speichern
common-print = Drucken
common-optional = optional
common-moment-please = Einen Moment …
common-to-start = Zur Startseite
common-code-for-operator = Code für Ihren Betreiber

# Zeit.
common-date = { $weekday }, { $day }. { $month } { $year }
common-moment = { $date }, { $clock } UTC
common-weekday = { $number ->
    [1] Mo.
    [2] Di.
    [3] Mi.
    [4] Do.
    [5] Fr.
    [6] Sa.
   *[7] So.
}
common-month = { $number ->
    [1] Jan.
    [2] Feb.
    [3] März
    [4] Apr.
    [5] Mai
    [6] Juni
    [7] Juli
    [8] Aug.
    [9] Sept.
    [10] Okt.
    [11] Nov.
   *[12] Dez.
}
common-seconds = { $count ->
    [one] 1 Sekunde
   *[other] { $count } Sekunden
}
common-minutes = { $count ->
    [one] 1 Minute
   *[other] { $count } Minuten
}
common-hours = { $count ->
    [one] 1 Stunde
   *[other] { $count } Stunden
}
common-days = { $count ->
    [one] 1 Tag
   *[other] { $count } Tage
}
common-days-away = { $count ->
    [one] 1 Tag
   *[other] { $count } Tagen
}
common-in-span = in { $span }
common-span-ago = vor { $span }
common-in-a-moment = in weniger als einer Minute
common-just-now = gerade eben
common-less-than-a-minute = weniger als eine Minute
common-is-over = beendet

# Meldungen, die eine eigene Seite sind.
common-not-found-title = Hier ist nichts
common-not-found-lead = Die Seite gibt es nicht, oder sie ist nicht für Sie bestimmt.
common-trouble-title = Bei uns ist etwas schiefgegangen
common-trouble-lead = Bitte versuchen Sie es gleich noch einmal. Wenn es wieder geschieht, nennen Sie Ihrem Betreiber diesen Code.
common-form-expired-title = Es wurde nichts geändert
common-form-expired-lead = Die Seite war zu lange geöffnet, oder Sie haben sich inzwischen neu angemeldet. Bitte öffnen Sie sie noch einmal und versuchen Sie es erneut.
common-forbidden-title = Das dürfen Sie hier nicht
common-forbidden-lead = Ihr Konto ist dazu nicht berechtigt. Es wurde nichts geändert.
common-busy-title = Das war etwas zu schnell
common-busy-lead = Bitte warten Sie { $wait } und versuchen Sie es dann erneut.
common-invitation-over-title = Diese Einladung gilt nicht mehr
common-invitation-over-lead = Sie wurde schon benutzt, oder ihre Zeit ist abgelaufen. Bitten Sie die Person, die Sie eingeladen hat, um eine neue. Wenn Sie Ihr Passwort schon gewählt haben, melden Sie sich einfach an.
common-freeze-over-title = Dieser Link gilt nicht mehr
common-freeze-over-lead = Er wurde schon benutzt, oder der Zugriff, für den er gedacht war, ist beendet. Melden Sie sich an, um zu sehen, was offen ist.
