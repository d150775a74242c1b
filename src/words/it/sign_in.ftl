# Accedere e dimostrare chi si è.
sign-in-title = Accedi
sign-in-lead = Apra, segua e termini l’accesso dell’assistenza alle Sue applicazioni.
sign-in-username = Nome utente
sign-in-password = Password
sign-in-button = Accedi
sign-in-busy-button = Accesso in corso…
sign-in-no-account = Non ha ancora un account o ha dimenticato la password? Chieda un invito al gestore di questo gateway.
sign-in-wrong = Nome utente o password non corretti. Riprovi.
sign-in-too-many = Troppi tentativi. Attenda { $wait } prima del prossimo.
sign-in-busy = In questo momento molte persone stanno accedendo. Riprovi tra qualche secondo.
sign-in-form-expired = La pagina è rimasta aperta troppo a lungo. Inserisca di nuovo i Suoi dati.
sign-in-signed-out = La sessione è stata chiusa. A presto.
sign-in-session-expired = La sessione è terminata. Acceda per riprendere da dove aveva interrotto.
sign-in-password-changed = La password è stata cambiata. Acceda con quella nuova.
sign-in-welcome = Il Suo account è pronto. Acceda con la password che ha appena scelto.

# Il codice.
sign-in-code-title = Inserisca il codice
sign-in-code-lead = La password è corretta. Un ultimo passaggio protegge il Suo account.
sign-in-code-button = Continua
sign-in-code-busy-button = Verifica in corso…
sign-in-code-label-totp = Codice dell’app di autenticazione
sign-in-code-label-email = Codice ricevuto per e-mail
sign-in-code-label-recovery = Codice di recupero
sign-in-code-label-password = La Sua password
sign-in-code-hint-totp = Le 6 cifre che l’app mostra in questo momento.
sign-in-code-hint-email = Abbiamo inviato 6 cifre a { $address }. Sono valide per 10 minuti.
sign-in-code-hint-email-not-sent = Invieremo 6 cifre a { $address }.
sign-in-code-hint-recovery = Uno dei codici salvati quando ha configurato l’app. Ciascuno vale una sola volta.
sign-in-code-hint-password = Quella con cui accede.
sign-in-code-wrong = { $count ->
    [one] Il codice non è corretto. Le resta 1 tentativo.
   *[other] Il codice non è corretto. Le restano { $count } tentativi.
}
sign-in-code-wrong-password = { $count ->
    [one] La password non è corretta. Le resta 1 tentativo.
   *[other] La password non è corretta. Le restano { $count } tentativi.
}
sign-in-code-wrong-uncounted = Non è corretto. Riprovi.
sign-in-code-missing = Inserisca il codice.
sign-in-locked = Troppi codici errati.
sign-in-locked-until = I codici saranno di nuovo accettati da
sign-in-mail-send = Invia un codice
sign-in-mail-again = Invia un nuovo codice
sign-in-mail-wait = Sarà possibile inviare un nuovo codice tra { $wait }.
sign-in-mail-too-many = Sono stati inviati troppi codici. Il prossimo potrà essere inviato tra { $wait }.
sign-in-mail-failed = Non è stato possibile inviare l’e-mail. Riprovi o scelga un altro metodo.
sign-in-other-method = Un altro metodo
sign-in-use-totp = Usa l’app di autenticazione
sign-in-use-email = Ricevi un codice per e-mail
sign-in-use-recovery = Usa un codice di recupero
sign-in-use-password = Usa la password
sign-in-start-over = Accedi con un altro account

# Confermare nel mezzo di un’operazione.
sign-in-confirm-it-is-you = Confermi la Sua identità
sign-in-confirm-button = Conferma
