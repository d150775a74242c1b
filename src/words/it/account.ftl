# Il proprio account.
account-title = Account
account-about = I Suoi dati
account-name = Nome
account-email = E-mail
account-email-verified = verificato
account-email-unverified = non ancora verificato
account-email-none = nessuna

# Invito.
account-invitation-title = Scelga la Sua password
account-invitation-lead = Le diamo il benvenuto, { $account }. Con questo account può aprire, seguire e terminare gli accessi dell’assistenza.
account-sites = { $count ->
    [one] Applicazione
   *[other] Applicazioni
}
account-invitation-button = Salva la password

# Password.
account-password = Password
account-password-lead = Dopo la modifica questa sessione resta attiva; tutte le altre vengono chiuse.
account-current-password = Password attuale
account-new-password = Nuova password
account-new-password-again = Ripeta la nuova password
account-change-password = Cambia password
account-password-rules = Da 12 a 1024 caratteri. Più parole di seguito sono facili da ricordare e difficili da indovinare.
account-password-too-short = La password è troppo corta: servono almeno 12 caratteri.
account-password-too-long = La password è troppo lunga: il limite è di 1024 caratteri.
account-password-common = Questa password è tra quelle che tutti provano per prime. Ne scelga un’altra.
account-password-differ = Le due password sono diverse. Le inserisca di nuovo entrambe.
account-password-contains-name = La password contiene un nome facile da indovinare. Ne scelga un’altra.
account-password-wrong = { $count ->
    [one] La password attuale non è corretta. Le resta 1 tentativo.
   *[other] La password attuale non è corretta. Le restano { $count } tentativi.
}
account-password-wrong-uncounted = La password attuale non è corretta.
account-password-locked = Troppi tentativi. Attenda { $wait } prima del prossimo.

# Secondo fattore.
account-factors = Secondo fattore
account-factors-lead = Viene richiesto all’accesso e prima di ogni operazione importante.
account-no-factor = Il Suo account è protetto solo da una password. Configuri un’app di autenticazione: bastano due minuti.
account-on = in uso
account-off = non in uso
account-on-since = in uso dal
account-turn-on = Attiva
account-turn-off = Disattiva
account-set-up = Configura
account-replace = Sostituisci
account-authenticator = App di autenticazione
account-authenticator-about = il metodo più sicuro
account-email-codes = Codici per e-mail
account-email-codes-need-address = serve un indirizzo e-mail; chieda al gestore di aggiungerlo
account-email-codes-no-mail = questo gateway non invia e-mail
account-recovery-codes = Codici di recupero
account-recovery-codes-left = { $count ->
    [0] esauriti: ne crei di nuovi
    [one] ne resta 1
   *[other] ne restano { $count }
}
account-recovery-codes-none = nessuno
account-recovery-codes-new = Crea nuovi codici
account-authenticator-title = Configuri un’app di autenticazione
account-authenticator-lead = L’app mostra un nuovo codice ogni 30 secondi. Chi ha solo la Sua password resta fuori.
account-authenticator-step-install = Tenga pronta un’app di autenticazione sul telefono. Va bene qualsiasi app.
account-authenticator-step-scan = Inquadri con l’app un codice QR e inserisca il codice che viene mostrato.
account-authenticator-step-keep = Salvi i codici di recupero, per il giorno in cui non avrà più il telefono.
account-authenticator-replaces = L’app attuale smette di funzionare non appena la nuova è confermata.
account-authenticator-signs-out = Quando la attiva, tutte le Sue altre sessioni vengono chiuse.
account-authenticator-start = Inizia
account-scan-title = Inquadri questo codice
account-scan-lead = Apra l’app di autenticazione e aggiunga un account inquadrando il codice.
account-qr-alt = Codice QR con la chiave per la Sua app di autenticazione. La stessa chiave è riportata accanto come testo.
account-scan-type = Non riesce a inquadrarlo? Digiti questa chiave nell’app:
account-scan-settings = Basato sul tempo, 6 cifre, 30 secondi.
account-scan-link = Apri in un’app su questo dispositivo
account-scan-code = Codice mostrato dall’app
account-email-confirm-title = Controlli la Sua casella di posta
account-email-confirm-lead = Abbiamo inviato 6 cifre a { $address }. Le inserisca per attivare i codici per e-mail.
account-recovery-title = Salvi i Suoi codici di recupero
account-recovery-lead = Se perde il telefono, ciascuno di questi codici sostituisce l’app una volta.
account-recovery-once = Vengono mostrati solo adesso. I codici che aveva prima non sono più validi.
account-recovery-saved = Ho salvato questi codici
account-recovery-done = Fine

# Sessioni e browser attendibili.
account-sessions = Le Sue sessioni
account-this-session = Questa sessione
account-end-session = Chiudi
account-end-other-sessions = Chiudi tutte le altre sessioni
account-trusted = Browser attendibili
account-trusted-lead = Dopo un codice corretto, per un breve periodo a quel browser non viene chiesto di nuovo.
account-trusted-none = Nessuno al momento.
account-trusted-until = fino a
account-forget = Rimuovi
account-forget-all = Rimuovi tutti

# Fatto.
account-notice-password-changed = La password è stata cambiata. Tutte le altre sessioni sono state chiuse.
account-notice-authenticator-on = L’app di autenticazione è attiva.
account-notice-authenticator-off = L’app di autenticazione è disattivata.
account-notice-email-on = I codici per e-mail sono attivi.
account-notice-email-off = I codici per e-mail sono disattivati.
account-notice-sessions-ended = La sessione è stata chiusa.
account-notice-trust-forgotten = A questi browser verrà di nuovo chiesto un codice.

# Token.
account-tokens = Token di accesso
account-tokens-about = Con un token, un programma può agire per Lei senza la Sua password.
account-tokens-lead = Con un token, un programma può agire per Lei senza la Sua password. Lo custodisca come la password e lo revochi quando non serve più.
account-tokens-manage = { $count ->
    [0] Crea un token
    [one] 1 token
   *[other] { $count } token
}
account-tokens-none = Non ha alcun token.
account-token-new = Nuovo token
account-token-name = Nome
account-token-name-hint = Per riconoscerlo in seguito, ad esempio «Rapporto mensile».
account-token-for = A che cosa serve?
account-token-for-portal = Questo portale
account-token-for-portal-about = Il programma richiede l’accesso di assistenza, lo segue e lo termina, come fa Lei in queste pagine.
account-token-for-app = L’applicazione { $site }
account-token-for-app-about = Il programma usa l’applicazione al Suo posto e vede solo ciò che Lei spunta. Ciò che non appartiene a nessuna parte si vede come lo vede l’assistenza.
account-token-read-only-about = Nell’applicazione scelta il programma non può modificare nulla.
account-token-only-looks = guarda soltanto
account-token-lifetime = Per quanto tempo è valido?
account-token-never = non scade
account-token-networks = Solo da queste reti
account-token-networks-hint = Per esempio 192.0.2.0/24, 2001:db8::/32. Vuoto: da ovunque.
account-token-bypass = Non chiedere mai un codice
account-token-bypass-about = A chi possiede il token non serve altro. Solo per programmi che non possono inserire un codice.
account-token-create = Crea il token
account-token-made = creato
account-token-expires = scade
account-token-only-from = solo da { $networks }
account-token-bypasses = non chiede mai un codice
account-token-regenerate = Nuovo segreto
account-token-revoke = Revoca
account-token-shown-title = Il Suo nuovo token
account-token-once = Il token viene mostrato solo adesso. Lo copi dove il programma ne ha bisogno.
account-token-replaced = Il vecchio segreto non funziona più.
account-token-revoked = Il token “{ $name }” non funziona più.
account-token-nothing-cut = Nulla era in corso con esso.
account-token-saved = Ho salvato il token
account-token-error-name = Indichi un nome di 100 caratteri al massimo.
account-token-error-name-taken = Ha già un token con questo nome.
account-token-error-expires = Scelga una delle durate proposte.
account-token-error-networks = Scriva le reti come 192.0.2.0/24 o 2001:db8::/32, separate da virgole.
account-token-error-app = Scelga una delle applicazioni e solo parti di quella applicazione.
account-token-error-too-many = Ha già il numero massimo di token per un account. Ne revochi prima uno.
