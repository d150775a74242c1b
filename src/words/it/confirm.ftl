# «Conferma che sei tu», prima di ciò che conta. { $agent } vale "none" se non è stato indicato un nome.
confirm-request-title = Apri l’accesso di assistenza
confirm-request-all = { $agent ->
    [none] L’assistenza
   *[other] { $agent }
} vedrà tutto { $site } come lo vede Lei, per { $duration }.{ $readOnly ->
    [yes] { " " }Non si potrà modificare nulla.
   *[no] { "" }
}
confirm-request-except = { $agent ->
    [none] L’assistenza
   *[other] { $agent }
} vedrà tutto in { $site } tranne { $parts }, per { $duration }.{ $readOnly ->
    [yes] { " " }Non si potrà modificare nulla.
   *[no] { "" }
}
confirm-request-only = { $agent ->
    [none] L’assistenza
   *[other] { $agent }
} vedrà in { $site } solo { $parts }, per { $duration }.{ $readOnly ->
    [yes] { " " }Non si potrà modificare nulla.
   *[no] { "" }
}
confirm-request-nothing = { $agent ->
    [none] L’assistenza
   *[other] { $agent }
} potrà accedere a { $site } per { $duration }, ma non ne vedrà alcuna parte. Torni indietro e selezioni ciò che deve essere visibile.
confirm-request-begins = Inizio: { $moment }.
confirm-resume-title = Riprendi l’accesso di assistenza
confirm-resume = { $agent ->
    [none] L’assistenza
   *[other] { $agent }
} potrà entrare di nuovo in { $site }.
confirm-regenerate-title = Nuove credenziali
confirm-regenerate = { $agent ->
    [none] L’assistenza riceve
   *[other] { $agent } riceve
} nuove credenziali per { $site }. Quelle vecchie e tutte le sessioni terminano subito.
confirm-authenticator-title = Configura un’app di autenticazione
confirm-authenticator = Da quel momento per accedere servirà un codice di questa app.
confirm-authenticator-off-title = Disattiva l’app di autenticazione
confirm-authenticator-off = Il Suo account perde questa protezione e i codici di recupero.
confirm-recovery-title = Nuovi codici di recupero
confirm-recovery = Riceverà dodici nuovi codici. Quelli vecchi non varranno più.
confirm-email-title = Attiva i codici per e-mail
confirm-email = Inviamo un codice al Suo indirizzo per assicurarci che Lei lo legga.
confirm-email-off-title = Disattiva i codici per e-mail
confirm-email-off = Il Suo account perde questa protezione.
confirm-token-title = Crea un token di accesso
confirm-token = Chi ha il token può usarlo a Suo nome.
confirm-token-renew-title = Rinnova un token di accesso
confirm-token-renew = Il token riceve un nuovo segreto. I programmi che usano quello vecchio smetteranno di funzionare.
