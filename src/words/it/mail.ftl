# Le e-mail che inviamo. Nell'oggetto non c'è nulla di segreto: i server di posta lo registrano.
mail-greeting = Gentile { $name },
mail-greeting-unnamed = Buongiorno,
mail-closing = Questo messaggio è stato inviato automaticamente da { $product }.
mail-moment = { $day }/{ $month }/{ $year }, ore { $time } UTC

mail-fact-when = Quando: { $value }
mail-fact-client = Da dove: { $value }
mail-client-operator = il gestore di questo gateway
mail-fact-site = Applicazione: { $value }
mail-fact-agent = Assistenza: { $value }
mail-fact-ticket = Ticket: { $value }
mail-fact-from = Valido dal: { $value }
mail-fact-until = Valido fino al: { $value }
mail-fact-ended = Terminato: { $value }
mail-fact-shows = Visibile: { $value }
mail-fact-what = Bloccato: { $value }

mail-code-subject = Il Suo codice di sicurezza
mail-code-sign-in = Questo è il codice di sicurezza per accedere a { $product }:
mail-code-action = Questo è il codice di sicurezza per confermare l’operazione in corso in { $product }:
mail-code-address = Questo è il codice di sicurezza per confermare il Suo indirizzo. In seguito { $product } potrà inviare qui i codici di sicurezza:
mail-code-password = Questo è il codice di sicurezza per impostare una nuova password su { $product }:
mail-code-support = Questo è il codice di sicurezza per la Sua sessione di assistenza su { $site }:
mail-code-validity = { $minutes ->
    [one] È valido per un minuto e una sola volta.
   *[other] È valido per { $minutes } minuti e una sola volta.
}
mail-code-warning = Nessuno Le chiederà mai questo codice per telefono o per e-mail. Se non lo ha richiesto, qualcuno potrebbe conoscere la Sua password: La preghiamo di cambiarla.
mail-code-warning-support = Nessuno Le chiederà mai questo codice per telefono o per e-mail. Se non lo ha richiesto, avvisi la persona che Le ha dato l’accesso.

mail-invitation-subject = Il Suo account su { $product }
mail-invitation-by = { $by } Le ha inviato un invito a { $product }. Apra questo link e scelga una password:
mail-invitation-operator = Ha ricevuto un invito a { $product }. Apra questo link e scelga una password:
mail-invitation-until = Il link funziona una sola volta, fino al { $until }.
mail-invitation-warning = Non lo inoltri: chi lo apre ottiene l’account. Se non aspettava un invito, può ignorare questo messaggio.

mail-token-created-subject = È stato creato un token di accesso
mail-token-created = Per il Suo account su { $product } è stato creato il token di accesso personale «{ $name }». Con esso i programmi possono accedere a Suo nome.
mail-factor-enabled-subject = L’accesso a due fattori è stato modificato
mail-factor-enabled-authenticator = Da ora il Suo account su { $product } chiede un codice di sicurezza della Sua app di autenticazione.
mail-factor-enabled-mail = Da ora il Suo account su { $product } chiede un codice di sicurezza che riceverà per e-mail.
mail-factor-disabled-subject = L’accesso a due fattori è stato modificato
mail-factor-disabled-authenticator = Il Suo account su { $product } non chiede più un codice di sicurezza della Sua app di autenticazione.
mail-factor-disabled-mail = Il Suo account su { $product } non Le invia più codici di sicurezza per e-mail.
mail-password-changed-subject = La Sua password è stata cambiata
mail-password-changed = La password del Suo account su { $product } è stata cambiata.
mail-signed-out-elsewhere = Tutte le altre sessioni sono state disconnesse.
mail-handoff-opened-subject = Il Suo link monouso è stato aperto
mail-handoff-opened = Il link monouso { $link } che ha creato su { $product } è stato aperto. Il contenuto è stato cancellato dal server; nessuno può aprirlo una seconda volta.
mail-handoff-not-meant = Se non era la persona a cui era destinato, cambi subito ciò che conteneva. Qui vede tutti i Suoi link:
mail-room-joined-subject = Qualcuno è entrato nella Sua stanza
mail-room-joined = Qualcuno è entrato in una stanza che ha aperto su { $product }. Leggetevi a vicenda le sei parole al telefono prima di scrivere qualcosa di segreto.
mail-room-not-meant = Se non era la persona che ha invitato, chiuda subito la stanza:
mail-not-you = Se non è stato Lei a farlo, acceda subito qui, annulli la modifica e cambi la password:

mail-grant-agent-unnamed = L’assistenza
mail-grant-created-subject = L’accesso di assistenza a { $site } è aperto
mail-grant-created = Ha dato all’assistenza l’accesso a { $site }. La avviseremo quando verrà usato per la prima volta.
mail-grant-agreed-subject = L’accesso di assistenza a { $site } è concordato
mail-grant-agreed = Ha dato all’assistenza l’accesso a { $site } per un momento successivo. Fino ad allora non entra nessuno. La avviseremo quando verrà usato per la prima volta.
mail-grant-first-use-subject = L’accesso di assistenza a { $site } è in uso
mail-grant-first-use = { $agent } ha appena usato per la prima volta il Suo accesso di assistenza a { $site }.
mail-grant-second-client-subject = L’accesso di assistenza a { $site } è in uso da un secondo dispositivo
mail-grant-second-client = { $agent } sta usando il Suo accesso di assistenza a { $site } da un altro browser, dispositivo o rete. Se Le sembra strano, lo fermi e chieda spiegazioni.
mail-grant-denied-subject = Una richiesta dell’assistenza a { $site } è stata bloccata
mail-grant-denied = { $agent } ha tentato di aprire su { $site } qualcosa che Lei non ha reso visibile. Il tentativo è stato bloccato. Spesso succede per errore.
mail-grant-locked-out-subject = L’accesso di assistenza a { $site } è bloccato
mail-grant-locked-out = Per il Suo accesso di assistenza a { $site } è stata inserita troppe volte una password o un codice di sicurezza errato. Nessuno può più accedere con queste credenziali. Se l’assistenza ne ha ancora bisogno, crei nuove credenziali nel portale.
mail-grant-nearly-ended-subject = { $minutes ->
    [one] L’accesso di assistenza a { $site } termina tra un minuto
   *[other] L’accesso di assistenza a { $site } termina tra { $minutes } minuti
}
mail-grant-nearly-ended = Il Suo accesso di assistenza a { $site } sta per terminare. Non deve fare nulla; se all’assistenza serve più tempo, apra poi un nuovo accesso.
mail-grant-ended-subject = L’accesso di assistenza a { $site } è terminato
mail-grant-ran-out = Il tempo del Suo accesso di assistenza a { $site } è scaduto. Le credenziali non sono più valide.
mail-grant-revoked = Il Suo accesso di assistenza a { $site } è stato revocato. Le credenziali non sono più valide.
mail-grant-never-used = Non è mai stato usato.
mail-grant-summary =
    Che cosa è successo: { $requests ->
        [one] una richiesta
       *[other] { $requests } richieste
    }, { $denied ->
        [0] nessuna bloccata
        [one] una bloccata
       *[other] { $denied } bloccate
    }, da { $clients ->
        [one] un dispositivo
       *[other] { $clients } dispositivi
    }.
mail-grant-freeze = Può fermare questo accesso in qualsiasi momento, anche senza accedere al portale. Ciò che l’assistenza ha aperto viene interrotto subito e riprende solo quando Lei lo consente di nuovo nel portale:
mail-grant-page = Tutto ciò che accade con questo accesso si vede nel portale:
