# activity
activity-cut = { $count ->
    [one] hat 1 laufende Anfrage beendet
   *[other] hat { $count } laufende Anfragen beendet
}
activity-code-accepted = hat den richtigen Sicherheitscode eingegeben
activity-refused = hat etwas angefragt, das abgelehnt wurde ({ $reason })
