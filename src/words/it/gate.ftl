# Le pagine all’indirizzo dell’applicazione, per chi assiste.
gate-brand = Accesso di assistenza
gate-logged = Ciò che apre qui viene registrato, e il cliente può leggere il registro.
gate-your-access = Il Suo accesso
gate-details = Dettagli
gate-your-session = La Sua sessione
gate-seen-as = Vede l’applicazione come
gate-agent = Addetto all’assistenza
gate-access-ends = L’accesso termina
gate-your-access-ends = Il Suo accesso termina
gate-access-begins = Il Suo accesso inizia
gate-access-ended = L’accesso è terminato
gate-your-address = Il Suo indirizzo
gate-trusted-until = Questo browser è attendibile fino a
gate-reference = Riferimento
gate-reference-hint = Lo indichi se chiede aiuto.
gate-to-start = Vai alla pagina iniziale
gate-to-shared = Che cosa è condiviso con Lei
gate-again = Riprova
gate-sign-out = Esci
gate-end-session = Termina la sessione

# Accesso.
gate-sign-in = Accedi
gate-signing-in = Accesso in corso…
gate-sign-in-title = Acceda per assistere
gate-sign-in-lead = Usi le credenziali che Le ha inviato il cliente.
gate-user-name = Nome utente
gate-password = Password
gate-code = Codice di sicurezza
gate-code-optional = qui facoltativo
gate-code-optional-hint = Può lasciarlo vuoto: lo chiede la pagina successiva.
gate-none-yet = Non ha ancora le credenziali?
gate-none-yet-what = Il cliente le crea per Lei e gliele invia: un nome utente, una password e un codice di sicurezza.
gate-none-yet-time = Valgono per un tempo limitato. Se le Sue non valgono più, ne chieda di nuove.
gate-wrong = Questi dati non sono validi.
gate-wrong-remedy = Controlli il nome utente, la password e il codice di sicurezza. Se succede ancora, chieda al cliente di rigenerare le credenziali.
gate-too-many-tries = Troppi tentativi.
gate-too-many-tries-remedy = Attenda prima di riprovare: { $wait }.
gate-busy = Al momento non è stato possibile verificare.
gate-busy-remedy = Molte persone stanno accedendo. Riprovi tra qualche secondo.
gate-form-expired = Questa pagina è rimasta aperta troppo a lungo.
gate-form-expired-remedy = Inserisca di nuovo i Suoi dati.
gate-notice-ended = Il Suo accesso è terminato.
gate-notice-ended-remedy = Per continuare, chieda nuove credenziali al cliente.
gate-notice-signed-out = È uscito.
gate-notice-signed-out-remedy = Può chiudere questa pagina.
gate-notice-expired = La Sua sessione è scaduta.
gate-notice-expired-remedy = Acceda di nuovo per riprendere da dove era.

# Il codice di sicurezza.
gate-code-too-many = Troppi codici errati
gate-code-enter = Inserisca il codice di sicurezza
gate-code-confirm = Confermi con il codice di sicurezza
gate-code-last-step = Ancora un passo e ha finito.
gate-code-protected = La pagina che vuole aprire è protetta da un codice.
gate-code-each-time = «{ $place }» chiede un codice ogni volta.
gate-code-promise = Dopo, la maggior parte delle pagine non lo chiederà più per { $span }.
gate-code-other-credentials = Usa altre credenziali
gate-code-hint-fixed = 8 cifre, dal messaggio che Le ha inviato il cliente.
gate-code-hint-totp = Le 6 cifre che mostra ora la Sua app di autenticazione.
gate-code-goes-on = Dopo l’ultima la pagina prosegue da sola.
gate-code-continue = Continua
gate-code-checking = Verifica in corso…
gate-code-wrong = Questo codice non è valido.
gate-code-wrong-fixed = Controlli le cifre e riprovi. { $count ->
    [one] Le resta 1 tentativo.
   *[other] Le restano { $count } tentativi.
}
gate-code-wrong-totp = Attenda il prossimo nella Sua app. { $count ->
    [one] Le resta 1 tentativo.
   *[other] Le restano { $count } tentativi.
}
gate-code-wrong-email = Usi l’e-mail più recente; un codice vale una sola volta, per 10 minuti. { $count ->
    [one] Le resta 1 tentativo.
   *[other] Le restano { $count } tentativi.
}
gate-code-mail-failed = Non è stato possibile inviare l’e-mail. Riprovi tra un minuto. Se il problema rimane, avvisi il cliente.
gate-code-locked = Per la sicurezza di questo accesso, attenda prima di riprovare: { $wait }.
gate-code-locked-for-good = Per la sicurezza di questo accesso, queste credenziali sono bloccate. Chieda al cliente di rigenerarle.

# A che punto si è.
gate-status-lead = Vede l’applicazione come la vede { $user }.
gate-status-parts = Ecco quanto è condiviso con Lei.
gate-status-to-app = Vai all’applicazione
gate-status-no-address = La pagina iniziale dell’app non è condivisa con Lei. Apra l’indirizzo di ciò che deve esaminare.
gate-part-hidden = Non condivisa
gate-part-view = Solo visualizzazione
gate-part-full = Visualizzazione e modifica

# Rifiuti e conclusioni.
gate-hidden = Questa parte non è condivisa con Lei
gate-hidden-elsewhere = Il Suo accesso di assistenza comprende altre parti di questa applicazione, ma non questa.
gate-hidden-places = Il Suo accesso di assistenza non comprende { $places }.
gate-hidden-advice = Se Le serve per assistere, chieda al cliente di condividerla con Lei.
gate-read-only = Questa parte si può solo visualizzare
gate-read-only-elsewhere = Qui può guardare, ma non modificare nulla. Non è stato salvato nulla.
gate-read-only-places = Può guardare { $places }, ma non modificare nulla. Non è stato salvato nulla.
gate-read-only-advice = Se occorre modificare qualcosa, chieda al cliente di farlo o di concederLe la modifica.
gate-ended = Il Suo accesso è terminato
gate-ended-lead = Grazie per il Suo aiuto. Il Suo accesso a questa applicazione ora è chiuso.
gate-ended-advice = Non ha ancora finito? Chieda nuove credenziali al cliente.
gate-ended-sign-in = Accedi con nuove credenziali
gate-not-begun = Il Suo accesso non è ancora iniziato
gate-not-begun-lead = Le Sue credenziali sono corrette. Il cliente ha aperto l’accesso per un momento successivo.
gate-not-begun-advice = Torni allora; non Le servono nuove credenziali.
gate-paused = Il Suo accesso è sospeso
gate-paused-lead = Il cliente lo ha messo in pausa. Potrà continuare appena lo riprende.
gate-paused-advice = Fino ad allora resta chiuso. L’ora in cui termina non cambia.
gate-network = Non da questa rete
gate-network-lead = Il cliente consente questo accesso solo da alcune reti, e la Sua non è tra queste.
gate-network-advice = Si colleghi come fa di solito per questo cliente, ad esempio tramite la VPN della Sua azienda.
gate-ambiguous = Non è stato possibile interpretarlo
gate-ambiguous-lead = Questo link o modulo si può leggere in più modi, perciò non è stato aperto.
gate-ambiguous-advice = Ricominci da una pagina dell’applicazione. Se succede ancora, comunichi il riferimento.
gate-too-large = È troppo grande da inviare
gate-too-large-lead = Ciò che ha inviato è più grande di quanto l’accesso di assistenza consenta qui. Non è stato salvato nulla.
gate-too-large-advice = Provi con un file più piccolo o chieda al cliente di caricarlo.
gate-not-found = Qui non c’è nessuna pagina
gate-not-found-lead = L’indirizzo potrebbe essere errato, o la pagina è stata spostata.
gate-unknown-site = Questo indirizzo non porta da nessuna parte
gate-unknown-site-lead = Con questo nome non è disponibile alcuna applicazione.
gate-unknown-site-advice = Lo confronti con l’indirizzo nel messaggio che Le ha inviato il cliente.

# Problemi che nessuno ha deciso.
gate-slow-down = Un po’ più piano
gate-slow-down-lead = Erano troppe richieste insieme. Attenda: { $wait }.
gate-unreachable = L’applicazione non risponde
gate-unreachable-lead = Il Suo accesso di assistenza è a posto, ma l’applicazione al momento non è raggiungibile.
gate-unreachable-advice = Riprovi tra un minuto. Se resta così, avvisi il cliente.
gate-too-slow = L’applicazione impiega troppo tempo
gate-too-slow-lead = Il Suo accesso di assistenza è a posto, ma l’applicazione non ha risposto in tempo.
gate-too-slow-advice = Se stava salvando qualcosa, verifichi che sia stato salvato prima di ripetere.
gate-undecided = Serve un momento
gate-undecided-lead = Al momento non è stato possibile verificare il Suo accesso. Per sicurezza non è stato aperto nulla.
gate-undecided-advice = Riprovi tra un minuto. Se resta così, comunichi il riferimento.
gate-signed-out = È uscito
gate-signed-out-lead = La Sua sessione in questo browser è terminata. Può chiudere questa pagina.
gate-signed-out-again = Accedi di nuovo
gate-quoted = «{ $place }»
gate-quoted-and = { $places } e { $last }
