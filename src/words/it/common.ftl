# Ciò che ogni pagina ha in comune: nomi, tempo, la cornice della pagina.
common-product = Gatepass
common-skip = Vai al contenuto
common-nav = Menu principale
common-nav-support = Assistenza
common-nav-handoff = Consegna
common-nav-activity = Attività
common-nav-account = Account
common-sign-out = Esci
common-language = Lingua
common-role-grantor = Amministratore
common-role-operator = Gestore
common-role-agent = Assistenza
common-support-agent = Assistenza del Suo fornitore

# Gli accessi aperti, sopra ogni pagina.
common-live-title = Accessi aperti per l’assistenza
common-live-open =
    { $agent ->
        [none] L’assistenza del Suo fornitore
       *[other] { $agent }
    } ha accesso a { $site }
common-live-paused =
    { $agent ->
        [none] Assistenza del Suo fornitore
       *[other] { $agent }
    }: l’accesso a { $site } è sospeso
common-live-scheduled =
    { $agent ->
        [none] L’assistenza del Suo fornitore
       *[other] { $agent }
    } avrà accesso a { $site }
common-end-now = Termina ora
common-pause = Sospendi
common-resume = Riprendi

# Parole che tornano in molte pagine.
common-error = Errore
common-please-correct = Per favore, ricontrolli:
common-cancel = Annulla
common-back = Indietro
common-new-tab = (si apre in una nuova scheda)
common-show = Mostra
common-hide = Nascondi
common-copy = Copia
common-copied = Copiato
common-copy-denied = Il browser non consente la copia. Il testo è selezionato: prema Ctrl+C o ⌘C.
common-download = Salva come .txt
common-print = Stampa
common-optional = facoltativo
common-moment-please = Un momento…
common-to-start = Vai alla pagina iniziale
common-code-for-operator = Codice per il gestore

# Tempo.
common-date = { $weekday } { $day } { $month } { $year }
common-moment = { $date }, { $clock } UTC
common-weekday = { $number ->
    [1] lun
    [2] mar
    [3] mer
    [4] gio
    [5] ven
    [6] sab
   *[7] dom
}
common-month = { $number ->
    [1] gen
    [2] feb
    [3] mar
    [4] apr
    [5] mag
    [6] giu
    [7] lug
    [8] ago
    [9] set
    [10] ott
    [11] nov
   *[12] dic
}
common-seconds = { $count ->
    [one] 1 secondo
   *[other] { $count } secondi
}
common-minutes = { $count ->
    [one] 1 minuto
   *[other] { $count } minuti
}
common-hours = { $count ->
    [one] 1 ora
   *[other] { $count } ore
}
common-days = { $count ->
    [one] 1 giorno
   *[other] { $count } giorni
}
common-days-away = { $count ->
    [one] 1 giorno
   *[other] { $count } giorni
}
common-in-span = tra { $span }
common-span-ago = { $span } fa
common-in-a-moment = tra meno di un minuto
common-just-now = proprio ora
common-less-than-a-minute = meno di un minuto
common-is-over = terminato

# Messaggi che sono una pagina a sé.
common-not-found-title = Qui non c’è nulla
common-not-found-lead = La pagina non esiste, oppure non è destinata a Lei.
common-trouble-title = Qualcosa è andato storto da parte nostra
common-trouble-lead = Riprovi tra un momento. Se succede di nuovo, comunichi questo codice al Suo gestore.
common-form-expired-title = Non è stato modificato nulla
common-form-expired-lead = La pagina è rimasta aperta troppo a lungo, oppure nel frattempo Lei ha effettuato di nuovo l’accesso. La riapra e riprovi.
common-forbidden-title = Operazione non consentita
common-forbidden-lead = Il Suo account non è autorizzato a farlo. Non è stato modificato nulla.
common-busy-title = Un po’ troppo in fretta
common-busy-lead = Attenda { $wait } e riprovi.
common-invitation-over-title = Questo invito non è più valido
common-invitation-over-lead = È già stato usato, oppure è scaduto. Ne chieda uno nuovo a chi glielo ha inviato. Se ha già scelto la password, può semplicemente accedere.
common-freeze-over-title = Questo link non è più valido
common-freeze-over-lead = È già stato usato, oppure l’accesso a cui si riferiva è terminato. Acceda per vedere che cosa è aperto.
