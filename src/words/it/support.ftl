# Pagina iniziale.
support-home-title = Accesso per l’assistenza
support-home-lead = Nessuno entra se Lei non apre la porta. Può richiuderla in qualsiasi momento.
support-no-sites-title = Al Suo account non è ancora collegata alcuna applicazione
support-no-sites-lead = Chieda al gestore di questo gateway di associare al Suo account il nome utente che usa nell’applicazione. Dopodiché potrà richiedere assistenza qui.
support-as-user = come { $user }
support-nobody-has-access = Nessuno dell’assistenza ha accesso.
support-request = Richiedi assistenza remota
support-request-again = Richiedi di nuovo assistenza
support-badge-open = Accesso aperto
support-badge-scheduled = Inizia più tardi
support-badge-paused = Sospeso
support-badge-ended = Terminato
support-who = Chi
support-time-left = Tempo rimanente
support-time-left-paused = Sospeso, il tempo continua a scorrere
support-until = fino a
support-sessions = Connessi ora
support-sessions-count = { $count ->
    [0] Nessuno
    [one] 1 sessione
   *[other] { $count } sessioni
}
support-last-used = ultimo utilizzo
support-last-used-label = Ultimo utilizzo
support-never-used = mai usato
support-never = non ancora
support-first-used = Primo utilizzo
support-began = Aperto
support-since = da
support-details = Dettagli
support-revoke = Revoca
support-regenerate = Nuove credenziali

# Prima finestra.
support-request-title = Richiedi assistenza per { $site }
support-request-lead = L’operatore dell’assistenza lavora nell’applicazione con il Suo utente, { $user }: vede ciò che vede Lei, entro i limiti che imposta qui.
support-duration = Per quanto tempo?
support-starts = Inizio
support-starts-hint = Vuoto: adesso. Nel Suo fuso orario, al massimo 30 giorni in anticipo.
support-starts-hint-utc = Vuoto: adesso. In UTC, al massimo 30 giorni in anticipo.
support-visibility = Che cosa può vedere l’assistenza?
support-visibility-hint = Queste parti restano nascoste se non le seleziona. Il resto dell’applicazione è visibile.
support-visibility-hint-only = L’assistenza vede solo le parti che Lei seleziona. Tutto il resto rimane nascosto.
support-visibility-whole = Tutta l’applicazione, come la vede Lei.
support-show = Consenti di vedere { $part }
support-read-only = Sola lettura
support-read-only-about = L’assistenza può guardare tutto ciò che è mostrato, ma non modificare nulla.
support-agent-title = Chi La aiuta?
support-agent-name = Nome
support-agent-email = E-mail
support-reason = Di che cosa si tratta?
support-ticket = Numero del ticket
support-limits-title = Altri limiti
support-networks = Solo da queste reti
support-networks-hint = Per esempio 192.0.2.0/24 o 192.0.2.7. Vuoto: da ovunque.
support-claim = Primo accesso
support-claim-without = In qualsiasi momento
support-claim-count = { $count ->
    [one] Entro 1 ora
   *[other] Entro { $count } ore
}
support-idle = Quando non si fa nulla
support-idle-without = Scelta del gestore
support-idle-count = Esci dopo { $count } minuti
support-idle-after = Esci dopo { $span }
support-at-once = Browser contemporanei
support-at-once-without = Senza limite
support-at-once-count = { $count ->
    [one] 1, e uno nuovo lo chiude
   *[other] { $count }, e uno in più chiude il meno recente
}
support-code-title = Codice di sicurezza
support-code-fixed = Codice fisso
support-code-fixed-about = Viene mostrato una sola volta, insieme alla password.
support-code-totp = Codice variabile
support-code-totp-about = L’app di autenticazione dell’operatore ne mostra uno nuovo ogni 30 secondi.
support-code-email = Codice per e-mail
support-code-email-about = Ogni volta ne viene inviato uno nuovo all’indirizzo e-mail dell’operatore.
support-code-mailed-to = inviato ogni volta a { $address }
support-confirm = Conferma
support-request-next = Nella pagina successiva troverà le credenziali da inviare al Suo fornitore. Vengono mostrate una sola volta.
support-error-duration = Scelga una delle durate proposte.
support-error-start = Scelga un momento nei prossimi 30 giorni, o lasci vuoto per adesso.
support-error-scope = Una delle parti non è più disponibile. Controlli la Sua scelta.
support-error-agent = Il nome è troppo lungo o contiene caratteri non ammessi in un nome.
support-error-email = Non è un indirizzo e-mail. Lo scriva come nome@example.org, oppure lasci il campo vuoto.
support-error-email-for-codes = Indichi l’indirizzo e-mail dell’operatore: i codici vengono inviati lì.
support-error-reason = Lo descriva in 500 caratteri al massimo.
support-error-ticket = Il numero del ticket può avere al massimo 100 caratteri.
support-error-networks = Scriva reti come 192.0.2.0/24, separate da virgole, oppure lasci vuoto il campo.
support-error-limit = Scelga uno dei limiti proposti.
support-error-code = Scelga uno dei tipi di codice proposti.

# La frase sopra «Conferma». Lo script sostituisce le parole tra parentesi con nome, parti e ora.
support-summary-who = L’assistenza del Suo fornitore
support-summary-all = (who) vede tutta l’applicazione come Lei, fino a (until).
support-summary-all-read = (who) può guardare tutta l’applicazione ma non modificare nulla, fino a (until).
support-summary-except = (who) vede tutto tranne (parts), fino a (until).
support-summary-except-read = (who) può guardare tutto tranne (parts) ma non modificare nulla, fino a (until).
support-summary-only = (who) vede solo (parts), fino a (until).
support-summary-only-read = (who) può solo guardare (parts), senza modificare nulla, fino a (until).
support-summary-nothing = (who) non vede nessuna di queste parti. Selezioni ciò che deve essere visibile.
support-summary-begins = Inizio: (begin).
support-summary-today = oggi alle (time)
support-summary-tomorrow = domani alle (time)

# Seconda finestra.
support-credentials-title = L’accesso per l’assistenza è attivo
support-credentials-title-later = L’accesso per l’assistenza è predisposto
support-credentials-lead =
    Invii queste credenziali { $agent ->
        [none] all’assistenza del Suo fornitore
       *[other] a { $agent }
    } e a nessun altro, attraverso il canale che usate di solito.
support-credentials-once = La password e il codice sono visibili solo adesso. Una volta chiusa questa pagina, nessuno potrà mostrarli di nuovo.
support-url = Indirizzo
support-username = Nome utente
support-password = Password
support-security-code = Codice di sicurezza
support-works-from = Valido dal
support-timeout = Valido fino a
support-qr-about = L’operatore lo inquadra con un’app di autenticazione, oppure digita la chiave:
support-qr-alt = Codice QR con la chiave per l’app di autenticazione dell’operatore. La stessa chiave è riportata accanto come testo.
support-saved = Ho salvato o inviato queste credenziali
support-close = Chiudi
support-gone-title = Queste credenziali sono già state mostrate
support-gone-lead = L’accesso è attivo, ma la password e il codice non possono essere mostrati una seconda volta.
support-gone-advice =
    Se sono andate perse prima che { $agent ->
        [none] l’assistenza del Suo fornitore
       *[other] { $agent }
    } le ricevesse, ne crei di nuove. Quelle vecchie smetteranno subito di funzionare.
support-gone-to-grant = Vedi questo accesso

# Terza finestra.
support-already-title = L’accesso per l’assistenza è già attivo
support-already-lead = Termina tra { $span }
support-grant-title = Accesso dell’assistenza a { $site }
support-grant-lead =
    { $agent ->
        [none] L’assistenza del Suo fornitore
       *[other] { $agent }
    } può lavorare nell’applicazione con il Suo utente, { $user }.
support-grant-lead-paused =
    { $agent ->
        [none] L’assistenza del Suo fornitore
       *[other] { $agent }
    } al momento non può entrare. Se riprende l’accesso, potrà di nuovo lavorare con il Suo utente, { $user }.
support-grant-lead-scheduled =
    Il momento non è ancora arrivato: { $agent ->
        [none] L’assistenza del Suo fornitore
       *[other] { $agent }
    } potrà lavorare nell’applicazione con il Suo utente, { $user }.
support-locked = Bloccato dopo troppi codici errati. Nessuno può entrare finché non crea nuove credenziali.
support-parts = Che cosa vede l’assistenza
support-part-whole-app = Tutta l’applicazione
support-part-elsewhere = Tutto il resto
support-part-hidden = nascosto
support-part-read-only = sola lettura
support-part-full = completo
support-no-sessions = In questo momento nessuno è connesso.
support-see-activity = Vedi che cosa è stato fatto
support-stub = Questo accesso
support-acts-as = Lavora con il Suo utente
support-cut-revoked = Accesso revocato.
support-cut-regenerated = Nuove credenziali create; quelle vecchie non funzionano più.
support-cut-paused = Accesso sospeso.
support-cut-expired = Il tempo era scaduto.
support-cut-sessions = { $count ->
    [0] Nessuno era connesso.
    [one] 1 sessione è stata interrotta.
   *[other] { $count } sessioni sono state interrotte.
}
support-cut-connections = { $count ->
    [one] 1 connessione aperta è stata chiusa entro { $milliseconds } ms.
   *[other] { $count } connessioni aperte sono state chiuse entro { $milliseconds } ms.
}
support-ask-revoke-title =
    Revocare l’accesso { $agent ->
        [none] dell’assistenza del Suo fornitore
       *[other] di { $agent }
    }?
support-ask-revoke-lead =
    { $agent ->
        [none] L’assistenza del Suo fornitore
       *[other] { $agent }
    } perderà subito l’accesso a { $site } e le credenziali smetteranno di funzionare. L’operazione non può essere annullata, ma può richiedere di nuovo assistenza in qualsiasi momento.
support-ask-revoke-button = Revoca l’accesso
support-ask-regenerate-title =
    Nuove credenziali per { $agent ->
        [none] l’assistenza del Suo fornitore
       *[other] { $agent }
    }?
support-ask-regenerate-lead =
    Le vecchie credenziali per { $site } smettono subito di funzionare e la sessione { $agent ->
        [none] dell’assistenza del Suo fornitore
       *[other] di { $agent }
    } viene chiusa. Ne riceverà di nuove da inviare; durata e limiti restano gli stessi.
support-ask-regenerate-button = Crea nuove credenziali
support-ask-sessions = { $count ->
    [one] In questo momento è aperta una sessione. Il lavoro non salvato potrebbe andare perso.
   *[other] In questo momento sono aperte { $count } sessioni. Il lavoro non salvato potrebbe andare perso.
}

# Ricevuta.
support-ended-title = L’accesso dell’assistenza a { $site } è terminato
support-ended-expired = Il tempo era scaduto:
support-ended-revoked = Revocato da { $by }:
support-receipt = Che cosa è successo
support-count-sign-ins = { $count ->
    [one] accesso effettuato
   *[other] accessi effettuati
}
support-count-failed = { $count ->
    [one] accesso fallito
   *[other] accessi falliti
}
support-count-requests = { $count ->
    [one] pagina o file aperto
   *[other] pagine e file aperti
}
support-count-changes = { $count ->
    [one] modifica inviata
   *[other] modifiche inviate
}
support-count-blocked = { $count ->
    [one] tentativo bloccato
   *[other] tentativi bloccati
}
support-ended-home = Alla pagina iniziale

# Il link di emergenza in un’e-mail.
support-freeze-title = Sospendere subito l’accesso dell’assistenza?
support-freeze-lead =
    Basta un clic per sospendere subito l’accesso { $agent ->
        [none] dell’assistenza del Suo fornitore
       *[other] di { $agent }
    } a { $site }. Chi è connesso viene disconnesso.
support-freeze-after = Non va perso nulla: potrà accedere più tardi per riprendere o terminare l’accesso. Da solo termina
support-freeze-button = Sospendi subito l’accesso
support-frozen-title = L’accesso dell’assistenza è sospeso
support-frozen-lead =
    { $agent ->
        [none] L’assistenza del Suo fornitore
       *[other] { $agent }
    } non può più entrare in { $site }.
support-frozen-next = Acceda per vedere che cosa è stato fatto e per riprendere o terminare l’accesso.
support-frozen-sign-in = Accedi
